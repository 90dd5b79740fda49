/** What the fake Chatwoot keeps, and how it writes that: by REST and, a little differently, on the socket. */

export interface Contact {
  readonly id: number;
  readonly sourceId: string;
  pubsubToken: string;
  name: string | null;
  email: string | null;
  customAttributes: Record<string, unknown>;
}

/** Somebody who writes to visitors. */
export interface Agent {
  readonly id: number;
  readonly name: string;
  readonly avatarUrl: string;
  readonly type: 'user' | 'agent_bot';
}

export interface StoredFile {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Message {
  readonly id: number;
  content: string | null;
  /** 0 in, 1 out, 2 activity, 3 template. */
  readonly messageType: 0 | 1 | 2 | 3;
  readonly contentType: string;
  contentAttributes: Record<string, unknown>;
  readonly private: boolean;
  /** Unix seconds. */
  createdAt: number;
  readonly sender: Agent | Contact | null;
  readonly files: readonly StoredFile[];
}

export interface Conversation {
  readonly displayId: number;
  readonly uuid: string;
  readonly contact: Contact;
  status: string;
  contactLastSeenAt: number;
  agentLastSeenAt: number;
  assignee: Agent | null;
  /** Whether the visitor is seen typing. */
  visitorTypes: boolean;
  readonly messages: Message[];
}

/** `push_event_data` of a user, an agent bot or a contact (source). */
export function person(who: Agent | Contact): object {
  if ('sourceId' in who) return { id: who.id, name: who.name, email: who.email, type: 'contact', thumbnail: '' };
  const { id, name, avatarUrl, type } = who;
  if (type === 'agent_bot') return { id, name, avatar_url: avatarUrl, type };
  const availability = { availability_status: 'online' };
  return { id, name, available_name: name, avatar_url: avatarUrl, type, ...availability, thumbnail: avatarUrl };
}

/** `attachments[{id, file_type, data_url, thumb_url, file_size}]`. */
export function attachment(file: StoredFile, message: Message, server: string): object {
  const url = `${server}/rails/active_storage/blobs/redirect/${file.id}/${encodeURIComponent(file.name)}`;
  const [family] = file.type.split('/');
  return {
    id: file.id,
    message_id: message.id,
    file_type: family === 'image' || family === 'audio' || family === 'video' ? family : 'file',
    account_id: 1,
    extension: null,
    data_url: url,
    thumb_url: family === 'image' ? url : '',
    file_size: file.bytes.length,
    width: null,
    height: null,
  };
}

/** A message as REST gives it: without `echo_id`. */
export function messageJson(message: Message, { displayId }: Conversation, server: string): object {
  const { id, content, messageType, contentType, contentAttributes, createdAt, sender, files } = message;
  return {
    id,
    content,
    message_type: messageType,
    content_type: contentType,
    content_attributes: contentAttributes,
    created_at: createdAt,
    conversation_id: displayId,
    ...(files.length > 0 && { attachments: files.map((file) => attachment(file, message, server)) }),
    ...(sender && { sender: person(sender) }),
  };
}

/** A message as the socket gives it: with `echo_id` the first time. */
export function messagePush(message: Message, conversation: Conversation, server: string, echoId?: string): object {
  return {
    ...messageJson(message, conversation, server),
    account_id: 1,
    inbox_id: 1,
    private: message.private,
    status: 'sent',
    source_id: null,
    sender_type: message.sender && ('sourceId' in message.sender ? 'Contact' : 'User'),
    conversation: {
      assignee_id: conversation.assignee?.id ?? null,
      unread_count: 0,
      last_activity_at: message.createdAt,
    },
    ...(echoId !== undefined && { echo_id: echoId }),
  };
}

/** A conversation as REST gives it: all that a visitor may read of it. */
export function conversationJson(conversation: Conversation, server: string): object {
  const { displayId, uuid, status, contactLastSeenAt, agentLastSeenAt, messages, contact } = conversation;
  return {
    id: displayId,
    uuid,
    inbox_id: 1,
    contact_last_seen_at: contactLastSeenAt,
    status,
    agent_last_seen_at: agentLastSeenAt,
    messages: messages.filter(isForVisitors).map((message) => messageJson(message, conversation, server)),
    contact: { id: contact.id, name: contact.name, email: contact.email },
  };
}

/** A conversation as the socket gives it: without its `uuid`. */
export function conversationPush({ displayId, status, agentLastSeenAt, assignee, contact }: Conversation): object {
  return {
    id: displayId,
    inbox_id: 1,
    status,
    can_reply: true,
    channel: 'Channel::Api',
    messages: [],
    labels: [],
    meta: { sender: person(contact), assignee: assignee && person(assignee), hmac_verified: false },
    agent_last_seen_at: agentLastSeenAt,
    contact_last_seen_at: 0,
    account_id: 1,
  };
}

/** Notes and activities are not for visitors: neither by REST nor on the socket (source). */
export function isForVisitors({ private: isNote, messageType }: Message): boolean {
  return !isNote && messageType !== 2;
}

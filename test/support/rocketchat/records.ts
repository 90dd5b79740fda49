/** What the fake Rocket.Chat keeps, and the forms in which it gives it out: over HTTP with ISO dates, over DDP with `$date`. */

/** A visitor of Livechat. */
export interface Visitor {
  readonly _id: string;
  /** Made by the client. */
  readonly token: string;
  /** `guest-N` */
  readonly username: string;
  name: string | undefined;
  email: string | undefined;
  department: string | undefined;
  readonly livechatData: Record<string, string>;
}

/** Somebody who answers. */
export interface Agent {
  readonly _id: string;
  readonly username: string;
  readonly name: string;
  /** Its messages are of an integration. */
  readonly bot?: boolean;
}

/** A file of a room. */
export interface StoredFile {
  readonly _id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Message {
  readonly _id: string;
  readonly rid: string;
  msg: string;
  readonly ts: number;
  /** Of messages that are none: `livechat-close`, `uj`, `command`, `rm` … */
  t?: string;
  readonly u: { readonly _id: string; readonly username: string; readonly name?: string | undefined };
  /** Of the visitor, on the visitor's messages. */
  readonly token?: string;
  readonly bot?: object;
  editedAt?: number;
  readonly file?: StoredFile;
}

export interface Room {
  readonly _id: string;
  readonly visitor: Visitor;
  open: boolean;
  servedBy: Agent | null;
  /** Ascending. */
  readonly messages: Message[];
  /** Answers to the survey, by their names. */
  readonly survey: Record<string, string>;
  /** The visitor is typing. */
  visitorTypes: boolean;
}

type DateForm = (time: number) => unknown;
/** Over HTTP. */
export const iso: DateForm = (time) => new Date(time).toISOString();
/** Over DDP. */
export const ejson: DateForm = (time) => ({ $date: time });

export function visitorJson({ _id, token, username, name, email, department }: Visitor): object {
  return { _id, token, username, name, department, ...(email && { visitorEmails: [{ address: email }] }) };
}

export function agentJson({ _id, username, name }: Agent): object {
  return { _id, username, name, status: 'online', emails: [], customFields: {} };
}

export function roomJson({ _id, visitor, open, servedBy }: Room): object {
  return {
    ...{ _id, t: 'l', open },
    v: { _id: visitor._id, username: visitor.username, token: visitor.token, status: 'online' },
    ...(servedBy && { servedBy: { _id: servedBy._id, username: servedBy.username } }),
  };
}

/** A message as it is stored (source: `sendFileLivechatMessage` for those with a file). */
export function messageJson(message: Message, date: DateForm): object {
  const { _id, rid, msg, ts, t, u, token, bot, editedAt, file } = message;
  return {
    ...{ _id, rid, msg, ts: date(ts), u, _updatedAt: date(editedAt ?? ts) },
    ...(t !== undefined && { t }),
    ...(token !== undefined && { token }),
    ...(bot && { bot }),
    ...(editedAt !== undefined && { editedAt: date(editedAt), editedBy: u }),
    ...(file && fileJson(file)),
  };
}

function fileJson({ _id, name, type, bytes }: StoredFile): object {
  const link = `/file-upload/${_id}/${encodeURI(name)}`;
  const family = /^(image|audio|video)\//.exec(type)?.[1];
  const more = family && { [`${family}_url`]: link, [`${family}_type`]: type, [`${family}_size`]: bytes.length };
  return {
    ...{ file: { _id, name, type }, files: [{ _id, name, type }], groupable: false },
    attachments: [{ title: name, type: 'file', title_link: link, title_link_download: true, ...more }],
  };
}

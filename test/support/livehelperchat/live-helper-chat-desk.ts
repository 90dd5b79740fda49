/**
 * The inside of the fake Live Helper Chat: what it keeps, and the hands of an operator. Who asks over HTTP, and how, is in
 * `fake-live-helper-chat.ts`.
 */
import { randomBytes } from 'node:crypto';
import type { LiveChat, Message, Operator, StoredFile } from './records.js';

export const JANE: Operator = { id: 7, name: 'Jane', photo: '' };
export const ROBOT: Operator = { id: -2, name: 'Robot', photo: '' };

export class LiveHelperChatDesk {
  readonly chats: LiveChat[] = [];
  /** What was left by mail while nobody was there. */
  readonly mails: Readonly<Record<string, unknown>>[] = [];
  isOnline = true;
  #ids = 100;

  /** The chat that this visitor is in now, by the conversation that began with its first: closed ones are followed by others. */
  chat(conversation: string): LiveChat {
    const first = this.#first(conversation);
    return this.chats.findLast(({ vid }) => vid === first.vid) ?? first;
  }

  /** All that was said in it. */
  words(conversation: string): readonly Message[] {
    const { vid } = this.#first(conversation);
    return this.chats.filter((one) => one.vid === vid).flatMap(({ messages }) => messages);
  }

  #first(conversation: string): LiveChat {
    const chat = this.chats.find(({ id }) => `livehelperchat-${id}` === conversation);
    if (!chat) throw new Error(`There is no chat of ${conversation}.`);
    return chat;
  }

  /** An operator who writes has taken the chat. */
  say(conversation: string, msg: string, by: Operator = JANE, time?: number): Message {
    const chat = this.chat(conversation);
    if (by.id > 0) this.accept(conversation, by);
    chat.operatorTypes = false;
    return this.add(chat, { by, msg, ...(time !== undefined && { time }) });
  }

  sendFile(conversation: string, file: Pick<StoredFile, 'name' | 'type' | 'bytes'>, by: Operator = JANE): Message {
    this.accept(conversation, by);
    return this.add(this.chat(conversation), { by, msg: '', file: this.store(file) });
  }

  accept(conversation: string, by: Operator = JANE): void {
    const chat = this.chat(conversation);
    if (chat.status === 2) return;
    chat.status = 1;
    chat.operator = by;
  }

  type(conversation: string, active: boolean): void {
    this.chat(conversation).operatorTypes = active;
  }

  /** The operator looks at the chat: all of the visitor's messages are read (`del_st` 3). */
  look(conversation: string): void {
    for (const message of this.chat(conversation).messages) if (!message.by) message.delivered = 3;
  }

  close(conversation: string): void {
    this.chat(conversation).status = 2;
  }

  edit(conversation: string, message: Message, msg: string): void {
    message.msg = msg;
    this.chat(conversation).operation.push(`lhinst.updateMessageRow(${message.id});`);
  }

  delete(conversation: string, message: Message): void {
    const chat = this.chat(conversation);
    chat.messages.splice(chat.messages.indexOf(message), 1);
    chat.operation.push(`lhinst.updateMessageRow(${message.id});`);
  }

  protected begin(vid: string, fields: Readonly<Record<string, unknown>>): LiveChat {
    const chat: LiveChat = {
      ...{ id: this.chats.length + 1, hash: randomBytes(20).toString('hex'), vid, fields, status: 0, operator: null },
      ...{
        operatorTypes: false,
        visitorTypes: null,
        thumb: 0,
        left: false,
        operation: [],
        locked: false,
        messages: [],
      },
    };
    this.chats.push(chat);
    return chat;
  }

  /** `reopenChatWidgetV2` (source): the visitor's last chat unless it is closed, under another hash. */
  protected reopen(vid: string): LiveChat | undefined {
    const chat = this.chats.findLast((one) => one.vid === vid);
    if (!chat || chat.status === 2) return undefined;
    chat.hash = randomBytes(20).toString('hex');
    return chat;
  }

  protected add(
    chat: LiveChat,
    { by = null, msg, file = null, time = Date.now() }: Partial<Message> & { readonly msg: string },
  ): Message {
    const message: Message = { id: ++this.#ids, by, msg, time, delivered: 1, file };
    chat.messages.push(message);
    return message;
  }

  protected store(file: Pick<StoredFile, 'name' | 'type' | 'bytes'>): StoredFile {
    return { ...file, id: ++this.#ids, hash: randomBytes(16).toString('hex') };
  }
}

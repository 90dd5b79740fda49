/**
 * The other side of a hub, as small as it can be: a desk that hears of conversations, keeps what is said in them and
 * answers, by the hub's own means. Every message that it hears has to be of the documented format.
 */
import { readHubMessage, type HubMessage } from '@support-chat/protocol';
import type { StoredMessage } from '@support-chat/testkit';
import { randomUUID } from 'node:crypto';

export type DeskChannel = 'log' | 'seen' | 'passing';

/** How it reaches the hub. */
export interface DeskWire {
  /** Resolves when the hub has it. */
  publish(token: string, channel: DeskChannel, message: object): Promise<void>;
  /** Hears of conversations, each perhaps again. */
  listen(onAnnouncement: (json: string) => void): Promise<void>;
  /** Hears what is said in one, and by which side; what the desk itself has said in the log comes back in its place. */
  follow(token: string, onMessage: (json: string, side: string) => void): Promise<void>;
  close(): void | Promise<void>;
}

const AUTHOR = { id: 'ada', name: 'Ada' };

export class HubDesk {
  readonly #wire: DeskWire;
  readonly #tokens = new Map<string, string>();
  readonly #heard = new Map<string, HubMessage[]>();
  /** What was said on both sides, in the order of the hub: id → words. */
  readonly #said = new Map<string, Map<string, StoredMessage>>();
  readonly #marks = new Set<string>();
  readonly #announcements: HubMessage[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(wire: DeskWire) {
    this.#wire = wire;
  }

  static async open(wire: DeskWire): Promise<HubDesk> {
    const desk = new HubDesk(wire);
    await wire.listen((json) => desk.#announced(json));
    return desk;
  }

  get announcements(): readonly HubMessage[] {
    return this.#announcements;
  }

  /** The conversations it knows of, the newest last. */
  get conversations(): readonly string[] {
    return [...this.#tokens.keys()];
  }

  /** What the visitor said there, each id once. */
  heard(conversation: string): readonly HubMessage[] {
    return this.#heard.get(conversation) ?? [];
  }

  /** What the hub has, once it has told the desk of all of it: each id once. */
  async stored(conversation: string): Promise<readonly StoredMessage[]> {
    const mark = { type: 'of-nobody', id: randomUUID() };
    await this.publish(conversation, 'log', mark);
    await this.until(() => this.#marks.has(JSON.stringify(mark)));
    return [...(this.#said.get(conversation)?.values() ?? [])];
  }

  async say(conversation: string, text: string, more: object = {}): Promise<string> {
    const id = randomUUID();
    await this.publish(conversation, 'log', { type: 'message', id, time: Date.now(), text, author: AUTHOR, ...more });
    return id;
  }

  /** Publishes anything; waits until it knows of the conversation. */
  async publish(conversation: string, channel: DeskChannel, message: object): Promise<void> {
    await this.until(() => this.#tokens.has(conversation));
    await this.#wire.publish(this.#tokens.get(conversation) ?? '', channel, message);
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  async close(): Promise<void> {
    await this.#wire.close();
  }

  #announced(json: string): void {
    const message = readHubMessage(json);
    if (message?.type !== 'visitor') throw new Error(`The lobby was told ${json}`);
    this.#announcements.push(message);
    const [conversation = ''] = message.token.split('.');
    if (!this.#tokens.has(conversation)) {
      this.#tokens.set(conversation, message.token);
      void this.#wire.follow(message.token, (json, side) => this.#hear(conversation, json, side));
    }
    this.#tell();
  }

  #hear(conversation: string, json: string, side: string): void {
    const message = readHubMessage(json);
    const isVisitor = side === 'visitor';
    if (!message && isVisitor) throw new Error(`The visitor said ${json}`);
    if (message?.type === 'message') {
      const said = this.#said.get(conversation) ?? new Map<string, StoredMessage>();
      this.#said.set(conversation, said);
      if (!said.has(message.id)) said.set(message.id, { by: isVisitor ? 'visitor' : 'other', text: message.text });
    }
    if (!message) this.#marks.add(json);
    else if (isVisitor) this.#keep(conversation, message);
    this.#tell();
  }

  #keep(conversation: string, message: HubMessage): void {
    const heard = this.#heard.get(conversation) ?? [];
    const isKnown = 'id' in message && heard.some((one) => 'id' in one && one.id === message.id);
    if (!isKnown) this.#heard.set(conversation, [...heard, message]);
  }

  #tell(): void {
    for (const check of [...this.#waiting]) check();
  }
}

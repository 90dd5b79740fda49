/**
 * One client's end in the server, the same under WebSocket, event stream and simulator. Owns the order of its frames
 * (L5), what it is subscribed to and what it may be sent; decides nothing about logs or identities. Ten thousand of
 * these are idle at once: few fields, nothing per connection that could be shared, no timers.
 */
import {
  problem,
  ProtocolError,
  type Answer,
  type ClientCommand,
  type ClientFrame,
  type ConversationSnapshot,
  type Hello,
  type QueryCommand,
  type ServerFrame,
} from '@support-chat/protocol';
import { channels, type BusMessage, type Subscriber } from '../bus/bus.js';
import { Frame, type FrameKind } from '../bus/frame.js';
import { actorKey, type Actor } from '../conversation/actor.js';
import type { AgentSession } from '../identity/session.js';
import { hashToken } from '../identity/token.js';
import { answerQuery, isQuery, storeCommand } from './answers.js';
import { admit } from './hello.js';
import type { ConnectionHost } from './host.js';
import type { FrameSink } from './sink.js';

/** What a transport knows of a client before its first frame. */
export interface ConnectOptions {
  readonly sink: FrameSink;
  /** Of the client: for the guard, already normalised by the transport; and what its browser calls itself. */
  readonly address: string;
  readonly userAgent?: string | undefined;
  /** From the cookie; null for visitors, who bring their token in the hello. */
  readonly agent: AgentSession | null;
}

/** Where a connection is in its life: `greeted` has its hello, `open` has its welcome. */
type Phase = 'new' | 'greeted' | 'open' | 'closed';

/** The transport calls it, it calls the transport's sink. Made by `Service.connect`. */
export class Connection implements Subscriber {
  readonly id: string;
  readonly client: Pick<ConnectOptions, 'address' | 'userAgent'>;
  /** Whose cookie came with the upgrade; null for visitors, also for one in an agent's browser. */
  agent: AgentSession | null;
  readonly #host: ConnectionHost;
  readonly #sink: FrameSink;
  #phase: Phase = 'new';
  /** Who is at the other end; null before the hello. */
  #actor: Actor | null = null;
  /** Names the session for the guard; for visitors the hash of their token. */
  #session = '';
  /** The conversation it listens to. */
  #conversation: string | null = null;
  /** What came in while the welcome was being made: nothing is sent before it. */
  #held: Frame[] | null = null;
  /** The frame being handled, while there is one. */
  #tail: Promise<unknown> | null = null;
  /** Monotonic time of the last sign of life; before the hello, of the opening. */
  #lastHeard: number;

  /** Made by `Service.connect`. */
  constructor(host: ConnectionHost, options: ConnectOptions) {
    this.#host = host;
    this.#sink = options.sink;
    this.id = host.random.id();
    this.client = options;
    this.agent = options.agent;
    this.#lastHeard = host.clock.now();
    // From the first moment: a session may be revoked between the upgrade and the hello.
    if (this.agent !== null) host.bus.subscribe(channels.agent(this.agent.agent.id), this);
  }

  /** The hello was answered by a welcome, and the end has not come yet. */
  get open(): boolean {
    return this.#phase === 'open';
  }

  /** It has not said anything yet. */
  get silent(): boolean {
    return this.#phase === 'new';
  }

  /** Who is at the other end; null before the hello. */
  get actor(): Actor | null {
    return this.#actor;
  }

  /** Names the session; empty before the hello. */
  get session(): string {
    return this.#session;
  }

  /** The conversation whose events it gets; null for an inbox, or when there is none yet. */
  get conversation(): string | null {
    return this.#conversation;
  }

  /**
   * Takes one frame; frames are handled one after the other in the order of the calls (L5). Answers go to the sink.
   * Resolves when the frame was dealt with, never rejects.
   */
  receive(frame: ClientFrame): Promise<void> {
    this.heard();
    return this.#enqueue(() => this.#handle(frame));
  }

  /** The same for a command whose answer goes back another way (a POST). `refused` is an answer, not a rejection. */
  request(frame: ClientCommand | QueryCommand): Promise<Answer> {
    this.heard();
    return this.#enqueue(() => this.#answer(frame));
  }

  /** Whether this connection was opened with that credential. */
  heldBy(credential: { readonly visitorToken?: string | undefined; readonly agent?: AgentSession | null }): boolean {
    if (this.agent !== null) return credential.agent?.id === this.agent.id;
    return credential.visitorToken !== undefined && hashToken(credential.visitorToken) === this.#session;
  }

  /** Something was heard of the client, a frame or a transport's own sign of life. */
  heard(): void {
    this.#lastHeard = this.#host.clock.now();
  }

  /** Milliseconds since it was last heard of. */
  silence(now: number): number {
    return now - this.#lastHeard;
  }

  /** The transport is gone. Idempotent; nothing is sent afterwards. */
  close(): void {
    if (this.#phase === 'closed') return;
    const wasOpen = this.#phase === 'open';
    this.#phase = 'closed';
    this.#held = null;
    this.#unsubscribe();
    this.#forgetAgent();
    this.#host.closed(this, wasOpen);
  }

  /** Tells the client why and ends the transport. */
  fail(code: Parameters<typeof problem>[0], detail?: string): void {
    this.#refuseConnection(new ProtocolError(code, { detail }));
  }

  /** A message of the bus. */
  deliver(message: BusMessage): void {
    if (message.kind === 'notice') {
      if (message.type === 'visitor-left' && this.#actor?.id === message.visitor) this.fail('session-unknown');
      if (message.type === 'conversation-switched' && message.visitor === this.#actor?.id) {
        void this.#enqueue(() => this.#follow(message.conversation));
      }
      if (message.type === 'agent-changed' && this.#actor?.kind === 'agent') this.#actor = message.author;
      if (message.type !== 'session-revoked') return;
      return (message.session ?? this.agent?.id) === this.agent?.id ? this.fail('session-revoked') : undefined;
    }
    if (this.#actor === null) return;
    const { except } = message;
    if (except !== null && (except === this.id || except === actorKey(this.#actor))) return;
    if (this.#held !== null) this.#held.push(message);
    else if (this.#phase === 'open') this.#forward(message);
  }

  /** Sends an event that only this connection gets, or that the host encoded for several. */
  send(frame: Frame): void {
    if (this.#phase === 'closed') return;
    this.#host.counters.framesDelivered++;
    this.#sink.send(frame);
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail === null ? work() : this.#tail.then(work);
    this.#tail = result;
    // `work` never rejects, so neither does the tail.
    void result.then(() => {
      if (this.#tail === result) this.#tail = null;
    });
    return result;
  }

  async #handle(frame: ClientFrame): Promise<void> {
    if (this.#phase === 'closed') return;
    try {
      if (frame.type === 'hello') await this.#greet(frame);
      else if (this.#actor === null || this.#phase !== 'open') this.fail('hello-missing');
      else if ('id' in frame) this.#sendAnswer(await this.#answer(frame));
      else await this.#heed(frame, this.#actor);
    } catch (error) {
      // Commands are answered in `#answer`; what is left are signals, which are never answered, and the hello.
      const refusal = this.#coded(error);
      if (frame.type === 'hello') this.#refuseConnection(refusal);
      else this.#host.counters.signalsDropped++;
    }
  }

  async #greet(hello: Hello): Promise<void> {
    if (this.#phase !== 'new') {
      return this.#sendAnswer({
        type: 'refused',
        id: null,
        problem: problem('frame-invalid', { detail: 'A second hello.' }),
      });
    }
    this.#phase = 'greeted';
    const { actor, session, conversation, issued } = await admit(this.#host, this, hello);
    if (this.#isClosed()) return;
    if (actor.kind === 'visitor') this.#forgetAgent();
    this.#actor = actor;
    this.#session = session;
    // First listen, then read: what is committed in between is held and sent after the welcome.
    this.#held = [];
    this.#subscribe(conversation);
    const { conversations, clock } = this.#host;
    const snapshot =
      conversation === null ? null : await conversations.snapshot(actor, conversation, hello.resumeAfter ?? null);
    const waits = actor.kind === 'visitor' && snapshot?.phase === 'queued';
    const queue = waits ? await this.#host.queue.placeOf(snapshot.id) : undefined;
    const inbox = actor.kind === 'agent' && conversation === null ? await this.#host.inbox.snapshot(actor.id) : null;
    if (this.#isClosed()) return;

    this.#phase = 'open';
    this.#host.opened(this);
    this.#sendEvent(
      {
        type: 'welcome',
        protocol: hello.protocol,
        connection: this.id,
        self: actor,
        ...(issued !== null && { session: issued }),
        conversation: snapshot,
        ...(queue && { queue }),
        staffed: this.#host.staffed(),
        ...this.#host.staffedIn(),
        ...(actor.kind === 'agent' && { presence: this.#host.presenceOf(actor.id) }),
        serverTime: clock.wallTime(),
      },
      snapshot,
    );
    if (inbox !== null) this.#sendEvent({ type: 'inbox-snapshot', conversations: [...inbox] }, null);
    this.#release(snapshot);
  }

  /** Sends what was held back, except what the welcome has told already. */
  #release(snapshot: ConversationSnapshot | null): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const frame of held) {
      const told =
        snapshot !== null &&
        frame.cursor !== null &&
        frame.cursor.epoch === snapshot.epoch &&
        frame.cursor.seq <= snapshot.head;
      if (!told) this.#forward(frame);
    }
  }

  #forward(frame: Frame): void {
    // Another tab of this visitor made the conversation: from now on this one listens to it as well.
    if (this.#conversation === null && this.#actor?.kind === 'visitor' && frame.conversation !== null) {
      this.#adopt(frame.conversation);
    }
    this.send(frame);
  }

  async #answer(frame: ClientCommand | QueryCommand): Promise<Answer> {
    try {
      if (this.#phase === 'closed') throw new ProtocolError('unavailable', { detail: 'The connection has ended.' });
      if (this.#actor === null || this.#phase !== 'open') throw new ProtocolError('hello-missing');
      if (isQuery(frame)) return await answerQuery(this.#host, this.#actor, frame, this);
      const ack = await storeCommand(this.#host, this.#actor, frame, this);
      if (this.#actor.kind === 'visitor') this.#noteStored(ack.conversation, this.#actor);
      return ack;
    } catch (error) {
      this.#host.counters.commandsRefused++;
      return { type: 'refused', id: frame.id, problem: this.#coded(error).problem };
    }
  }

  /** Signals: repeated or renewed by themselves, so that a lost one costs nothing (D4, D5). */
  async #heed(frame: Exclude<ClientFrame, { id: string } | Hello>, actor: Actor): Promise<void> {
    const { bus, conversations, visitors } = this.#host;
    switch (frame.type) {
      case 'ping': {
        if (actor.kind === 'agent' && this.#conversation === null) this.#host.inbox.check();
        const head =
          actor.kind === 'visitor'
            ? await conversations.head('visitor', actor.id)
            : this.#conversation === null
              ? null
              : await conversations.head('id', this.#conversation);
        // A notice may be lost (D3): whoever is in another conversation by now is told at the next heartbeat.
        if (head !== null && this.#conversation !== null) await this.#follow(head.conversation);
        return this.#sendEvent({ type: 'pong', head: head?.cursor ?? null }, null);
      }
      case 'typing': {
        const { conversation, preview } = frame;
        if (actor.kind === 'visitor' && conversation !== this.#conversation) {
          throw new ProtocolError('conversation-unknown');
        }
        const except = actorKey(actor);
        const said = { conversation, author: actor };
        // Everybody else in a visitor's conversation is an agent; it goes to them and nowhere else.
        const shown = preview && actor.kind === 'visitor' && (await this.#host.settings.read()).typingPreview?.enabled;
        const event: ServerFrame = frame.active
          ? { type: 'typing-started', ...said, ...(shown && { preview }) }
          : { type: 'typing-stopped', ...said };
        return bus.publish(channels.conversation(conversation), Frame.of(event, 'ephemeral', { conversation, except }));
      }
      case 'cursors':
        return conversations.moveCursors(actor, frame, this.id);
      case 'visitor-update':
        if (actor.kind !== 'visitor') throw new ProtocolError('forbidden');
        this.#actor = await visitors.update(actor.id, frame);
        return conversations.noteVisitorChange(actor.id);
    }
  }

  /** What this connection did itself it need not hear from the bus. */
  #noteStored(conversation: string, { id }: Actor): void {
    if (this.#conversation === null) return this.#adopt(conversation);
    if (conversation === this.#conversation) return;
    void this.#enqueue(async () => {
      const head = await this.#host.conversations.head('visitor', id).catch(() => null); // the next heartbeat asks again
      if (head !== null) await this.#follow(head.conversation);
    });
  }

  /** The visitor is in another conversation now: the client gets it as it is, and then what happens in it (P-M4). */
  async #follow(conversation: string): Promise<void> {
    if (this.#phase !== 'open' || this.#actor === null || conversation === this.#conversation) return;
    this.#held = [];
    this.#adopt(conversation);
    try {
      const snapshot = await this.#host.conversations.snapshot(this.#actor, conversation, null);
      if (this.#isClosed()) return;
      this.#sendEvent({ type: 'conversation-reset', conversation: snapshot }, snapshot);
      this.#release(snapshot);
    } catch (error) {
      // Neither here nor there: the client comes back and gets what there is.
      this.#refuseConnection(this.#coded(error));
    }
  }

  #adopt(conversation: string): void {
    if (this.#phase === 'closed') return;
    this.#unsubscribe();
    this.#subscribe(conversation);
  }

  /** One channel per visitor, its conversation's or its own until there is one; an inbox for agents who named none. */
  #subscribe(conversation: string | null): void {
    const { bus, inbox } = this.#host;
    this.#conversation = conversation;
    if (conversation !== null) bus.subscribe(channels.conversation(conversation), this);
    else if (this.#actor?.kind === 'visitor') bus.subscribe(channels.visitor(this.#actor.id), this);
    else if (this.#actor !== null) inbox.add(this.#actor.id, this);
  }

  #unsubscribe(): void {
    const { bus, inbox } = this.#host;
    if (this.#conversation !== null) bus.unsubscribe(channels.conversation(this.#conversation), this);
    else if (this.#actor?.kind === 'visitor') bus.unsubscribe(channels.visitor(this.#actor.id), this);
    else if (this.#actor !== null) inbox.remove(this.#actor.id, this);
  }

  #forgetAgent(): void {
    if (this.agent !== null) this.#host.bus.unsubscribe(channels.agent(this.agent.agent.id), this);
    this.agent = null;
  }

  #sendEvent(event: ServerFrame, snapshot: ConversationSnapshot | null): void {
    const kind: FrameKind = event.type === 'pong' ? 'ephemeral' : 'exact';
    if (snapshot === null) return this.send(Frame.of(event, kind));
    const cursor = { epoch: snapshot.epoch, seq: snapshot.events.at(-1)?.seq ?? snapshot.head };
    this.send(Frame.of(event, kind, { conversation: snapshot.id, cursor }));
  }

  #sendAnswer(answer: Answer): void {
    this.send(Frame.of(answer, 'exact'));
  }

  #refuseConnection(refusal: ProtocolError): void {
    if (this.#phase === 'closed') return;
    this.#sendAnswer({ type: 'refused', id: null, problem: refusal.problem });
    this.close();
    this.#sink.close(refusal.problem);
  }

  /** The connection may have ended during an `await`; a method, because the compiler cannot know. */
  #isClosed(): boolean {
    return this.#phase === 'closed';
  }

  #coded(error: unknown): ProtocolError {
    if (error instanceof ProtocolError && error.cause === undefined) return error;
    this.#host.log.error({ error, connection: this.id }, 'frame-failed');
    if (error instanceof ProtocolError) return error;
    return new ProtocolError('internal');
  }
}

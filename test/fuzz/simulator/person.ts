/**
 * People of a simulated world and their windows. A visitor has a device with some tabs; an agent has one window for
 * each conversation. Windows are real chats in processes that can be frozen, reloaded and killed.
 */
import { createChat, type Chat, type PageState } from '@support-chat/core';
import {
  createSimulatedAdapter,
  Lane,
  type Checker,
  type SeededRandom,
  type SimulatedDevice,
  type SimulatedNetwork,
  type Wire,
} from '@support-chat/testkit';
import { problem, type ChatAdapter, type ChatConnection, type Problem } from '@support-chat/protocol';
import type { Defect } from './defects.js';
import type { ServerNode } from './server-node.js';

/** What a window needs of its world. */
export interface Surroundings {
  readonly random: SeededRandom;
  readonly network: SimulatedNetwork;
  readonly node: ServerNode;
  readonly checker: Checker;
  readonly defect: Defect;
  readonly trace: (line: string) => void;
  /** Probability that something between client and server refuses an answer for good. */
  interception(): number;
}

/** One window of a person: outlives its pages. */
export class Window {
  readonly name: string;
  readonly device: SimulatedDevice;
  readonly conversation: string | null;
  /** Milliseconds this machine's wall clock is off. */
  wallOffset = 0;
  chat: Chat;
  lane: Lane;
  /** Names page and window. */
  origin: string;
  readonly #world: Surroundings;
  readonly #wires = new Set<Wire>();
  readonly #page: { state: PageState; tell: (state: PageState) => void };
  /** The last one that was opened. */
  #connection: ChatConnection | null = null;
  #loads = 0;
  #shown = '';
  #unwatch: () => void = () => undefined;

  constructor(world: Surroundings, name: string, device: SimulatedDevice, conversation: string | null = null) {
    this.#world = world;
    this.name = name;
    this.device = device;
    this.conversation = conversation;
    this.#page = { state: { visible: true, online: true }, tell: () => undefined };
    ({ chat: this.chat, lane: this.lane, origin: this.origin } = this.#load());
  }

  /** Writes a message; the person sees it at once. */
  write(text: string): void {
    const { checker, trace } = this.#world;
    this.chat.dispatch({ type: 'send', text });
    const { outbox, storage, role, conversation } = this.chat.getState();
    const entry = outbox.find((one) => one.text === text);
    if (!entry) return checker.fail('O1', `${this.name}: ${text} is not shown after it was sent`);
    const owner = role === 'agent' ? 'agent' : storage.owner;
    checker.wrote({ id: entry.id, text, owner, origin: this.origin, conversation: conversation.id });
    trace(`${this.origin} writes ${text}`);
  }

  /** Makes an earlier conversation the current one; what becomes of it is told by the back end. */
  openConversation(conversation: string): void {
    const { random, trace } = this.#world;
    trace(`${this.origin} opens ${conversation}`);
    const command = { type: 'conversation-open', id: random.id(), conversation } as const;
    this.#connection?.send(command).catch((error: unknown) => trace(`${this.origin}: not opened, ${String(error)}`));
  }

  /** Forgets everything on this device. */
  reset(): void {
    const { checker } = this.#world;
    const { owner } = this.chat.getState().storage;
    if (owner !== null) checker.forgotten.add(owner);
    for (const message of checker.written.values()) if (message.origin === this.origin) message.forfeited = true;
    this.chat.dispatch({ type: 'reset' });
  }

  setPage(state: PageState): void {
    this.#page.state = state;
    this.lane.after(0, () => this.#page.tell(state));
  }

  /** Closes the page: in order, or by its process dying. */
  close(how: 'ordered' | 'killed'): void {
    const { checker } = this.#world;
    this.#unwatch();
    if (how === 'ordered' && !this.lane.frozen) void this.chat.destroy();
    else this.device.tabDied(this.lane);
    for (const wire of this.#wires) how === 'ordered' ? wire.end('up') : wire.cut();
    this.#wires.clear();
    this.lane.kill();
    checker.windowGone(this.origin);
  }

  /** Closes it and opens it again. */
  reload(how: 'ordered' | 'killed'): void {
    this.close(how);
    ({ chat: this.chat, lane: this.lane, origin: this.origin } = this.#load());
  }

  #noting(adapter: ChatAdapter): ChatAdapter {
    return { ...adapter, open: async (options) => (this.#connection = await adapter.open(options)) };
  }

  #load(): { chat: Chat; lane: Lane; origin: string } {
    const { random, network, node, checker, defect } = this.#world;
    const agent = this.conversation !== null;
    const origin = `${this.name}#${++this.#loads}`;
    const lane = new Lane(network.scheduler, origin);
    const storage = defect.storage?.(this.device.storage(lane), this.device, random) ?? this.device.storage(lane);
    const plain = createSimulatedAdapter({
      network,
      lane,
      transport: random.chance(0.4) ? 'stream' : 'socket',
      accept: (client) => node.accept(client, agent),
      onAck: (ack) => checker.acked(ack),
      intercept: (frame): Problem | null =>
        frame.type === 'message-send' && random.chance(this.#world.interception()) ? problem('forbidden') : null,
      trace: this.#world.trace,
      onWire: (wire) => this.#wires.add(wire),
    });
    const { scheduler } = network;
    const chat = createChat(
      {
        adapter: this.#noting(defect.adapter?.(plain, storage) ?? plain),
        ...(this.conversation !== null && { role: 'agent' as const, conversationId: this.conversation }),
        ports: {
          clock: {
            now: () => scheduler.now,
            wallTime: () => 1_750_000_000_000 + scheduler.now + this.wallOffset,
            setTimer: (delay, callback) => lane.after(delay, callback),
          },
          random,
          storage,
          tabs: this.device.tabs(lane),
          page: {
            listen: (listener) => {
              this.#page.tell = listener;
              listener(this.#page.state);
              return () => undefined;
            },
          },
          log: {
            debug: () => undefined,
            error: (event, facts) => {
              if (event === 'listener-failed') checker.fail('crash', `${origin}: ${String(facts?.['message'])}`);
            },
          },
        },
      },
      ...(defect.update ? [defect.update] : []),
    );
    this.#unwatch = checker.watch(origin, chat);
    chat.subscribe(({ outbox }) => {
      const shown = outbox.map(({ text, phase, order }) => `${text} ${phase} ${order}`).join(', ');
      if (shown !== this.#shown) this.#world.trace(`${origin} outbox [${(this.#shown = shown)}]`);
    });
    chat.dispatch({ type: 'connect' });
    return { chat, lane, origin };
  }
}

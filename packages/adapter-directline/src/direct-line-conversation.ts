/**
 * A conversation of Direct Line's as it is known to this page: its log with places, how far it was read, and which answers
 * are being written in it. It outlives connections, so that a cut costs no more than what was missed.
 */
import { WholeLog, foreignId, type ForeignEvent, type LogEventBody } from '@support-chat/adapter-kit';
import { readActivitySet, type DirectLineApi } from './direct-line-api.js';
import { SELF, readActivity, type Activity, type BotLooks, type Press } from './map-direct-line.js';

/** A conversation and what is known of it. */
export interface DirectLineConversation {
  readonly id: string;
  readonly log: WholeLog;
  /** What it is sent as the visitor's. */
  readonly userId: string;
  /** What the buttons of a card send, by the id of its message. */
  readonly presses: ReadonlyMap<string, readonly Press[]>;
  /** Ids of the messages whose card is answered. */
  readonly answered: ReadonlySet<string>;
  /** Where what is not read yet begins; undefined: at the start. */
  readonly watermark: string | undefined;
  /** Resolves when the activity that Direct Line calls so has come. */
  stored(key: string): Promise<ForeignEvent>;
  /** Reads on from the watermark to the end. */
  catchUp(api: DirectLineApi): Promise<void>;
  /** A frame of the stream: activities and a watermark, or nothing at all as a sign of life. @throws AdapterError */
  heard(raw: unknown): void;
}

/** A conversation of which nothing is read yet. */
export function createConversation(name: string, userId: string, bot: BotLooks): DirectLineConversation {
  const id = foreignId(name);
  const log = new WholeLog(id);
  log.phase = 'bot';
  /** Ids of ours that have come back → their keys. */
  const sent = new Map<string, string>();
  /** Answers that are being written: the newest part that was shown; all is over for those that are stored. */
  const streams = new Map<string, number>();
  const presses = new Map<string, readonly Press[]>();
  const answered = new Set<string>();
  const awaited = new Map<string, ((event: ForeignEvent) => void)[]>();
  let watermark: string | undefined;

  function keep(key: string, time: number, body: LogEventBody): void {
    const event = { key, time, body };
    // What the stream has told comes again with an answer.
    if (JSON.stringify(log.find(key)?.body) !== JSON.stringify(body)) log.arrive(event);
    for (const resolve of awaited.get(key) ?? []) resolve(event);
    awaited.delete(key);
  }

  /** Sent twice by hand, two have one name: the second is another message. */
  function nameOf(key: string, sentAs: string | undefined): string {
    if (sentAs === undefined) return foreignId(key);
    if (!sent.has(sentAs)) sent.set(sentAs, key);
    return foreignId(sent.get(sentAs) === key ? sentAs : key);
  }

  function reopen({ key, time, author }: Activity): void {
    if (log.find(key) || log.phase !== 'ended') return;
    log.phase = 'bot';
    keep(`${key}/again`, time, { type: 'conversation-reopened', author });
  }

  function store(activity: Activity & { readonly type: 'message' }): void {
    const { key, time, author, sentAs, stream, parts } = activity;
    reopen(activity);
    if (stream) streams.set(stream, Infinity);
    parts.forEach(({ presses: buttons, ...part }, index) => {
      const name = index > 0 ? `${key}/${index}` : key;
      const own = index > 0 ? foreignId(name) : stream ? foreignId(stream) : nameOf(key, sentAs);
      if (buttons) presses.set(own, buttons);
      if (part.answer) answered.add(part.answer.to);
      keep(name, time, { type: 'message-added', id: own, author, ...part });
    });
    // It comes again with fewer cards.
    for (let index = parts.length; log.find(`${key}/${index}`); index++) log.remove(`${key}/${index}`);
    if (author !== SELF && !stream) log.emit?.({ type: 'typing-stopped', conversation: id, author });
  }

  function take(activity: Activity): void {
    const { key, time, author } = activity;
    switch (activity.type) {
      case 'message':
        return store(activity);
      case 'ended':
        if (!log.find(key)) log.phase = 'ended';
        return keep(key, time, { type: 'conversation-ended', author });
      case 'typing':
        return log.emit?.({ type: 'typing-started', conversation: id, author });
      case 'streamed': {
        const { stream, text, sequence } = activity;
        if (sequence < (streams.get(stream) ?? 0)) return;
        streams.set(stream, text ? sequence : Infinity);
        return log.emit?.(
          text
            ? { type: 'message-streamed', conversation: id, id: foreignId(stream), author, text }
            : { type: 'typing-stopped', conversation: id, author },
        );
      }
    }
  }

  function heard(raw: unknown): readonly unknown[] {
    const { activities, watermark: next } = readActivitySet(raw);
    const { phase } = log;
    for (const one of activities) {
      const activity = readActivity(one, userId, bot);
      if (activity) take(activity);
    }
    // Core takes a conversation that goes on for one that waits for a person.
    if (phase === 'ended' && log.phase !== 'ended')
      log.emit?.({ type: 'conversation-reset', conversation: log.snapshot() });
    watermark = next ?? watermark;
    return activities;
  }

  return {
    ...{ id, log, userId, presses, answered, heard },

    get watermark() {
      return watermark;
    },

    async stored(key) {
      return log.find(key) ?? new Promise((resolve) => awaited.set(key, [...(awaited.get(key) ?? []), resolve]));
    },

    async catchUp(api) {
      for (;;) {
        const from = watermark;
        const query = from === undefined ? '' : `?${new URLSearchParams({ watermark: from })}`;
        const activities = heard(await api.own(`/activities${query}`));
        if (activities.length === 0 || watermark === from) break;
      }
    },
  };
}

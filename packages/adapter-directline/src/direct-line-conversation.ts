/**
 * A conversation of Direct Line's as it is known to this page: its log with places, how far it was read, and which answers
 * are being written in it. It outlives connections, so that a cut costs no more than what was missed.
 */
import { ForeignLog, foreignId, type ForeignEvent, type LoadPage, type LogEventBody } from '@support-chat/adapter-kit';
import type { ServerEvent } from '@support-chat/protocol';
import { readActivitySet, type DirectLineApi } from './direct-line-api.js';
import { SELF, readActivity, type Activity, type BotLooks } from './read-activity.js';

/** A conversation and what is known of it. */
export interface DirectLineConversation {
  readonly id: string;
  readonly log: ForeignLog;
  /** What it is sent as the visitor's. */
  readonly userId: string;
  /** Where what is not read yet begins; undefined: at the start. */
  readonly watermark: string | undefined;
  /** From now on events go here; null: nobody is connected. */
  follow(emit: ((event: ServerEvent) => void) | null): void;
  /** Reads on from the watermark to the end. */
  catchUp(api: DirectLineApi): Promise<void>;
  /** A frame of the stream: activities and a watermark, or nothing at all as a sign of life. @throws AdapterError */
  heard(raw: unknown): void;
}

/** All of the log is read before there is a welcome: nothing is ever before it. */
export const NOTHING_OLDER: LoadPage = () => Promise.resolve({ events: [], atStart: true });

type Keyed = ForeignEvent & { readonly key: string };

/** A conversation of which nothing is read yet. */
export function createConversation(name: string, userId: string, bot: BotLooks): DirectLineConversation {
  const id = foreignId(name);
  const log = new ForeignLog({ conversation: id });
  log.phase = 'bot';
  /** All that is in the log, in its order. */
  const events = new Map<string, Keyed>();
  /** Ids of ours that have come back → their keys. */
  const sent = new Map<string, string>();
  /** Answers that are being written: the newest part that was shown; all is over for those that are stored. */
  const streams = new Map<string, number>();
  let watermark: string | undefined;
  let emit: ((event: ServerEvent) => void) | null = null;

  function keep(key: string, time: number, body: LogEventBody): void {
    const event = { key, time, body };
    events.set(key, event);
    if (emit) log.arrive(event);
  }

  /** Sent twice by hand, two have one name: the second is another message. */
  function nameOf(key: string, sentAs: string | undefined): string {
    if (sentAs === undefined) return foreignId(key);
    if (!sent.has(sentAs)) sent.set(sentAs, key);
    return foreignId(sent.get(sentAs) === key ? sentAs : key);
  }

  function reopen({ key, time, author }: Activity): void {
    if (events.has(key) || log.phase !== 'ended') return;
    log.phase = 'bot';
    keep(`${key}/again`, time, { type: 'conversation-reopened', author });
  }

  function store(activity: Activity & { readonly type: 'message' }): void {
    const { key, time, author, sentAs, stream, text, answer } = activity;
    reopen(activity);
    if (stream) streams.set(stream, Infinity);
    const name = stream ? foreignId(stream) : nameOf(key, sentAs);
    keep(key, time, { type: 'message-added', id: name, author, text, ...(answer && { answer }) });
    if (author !== SELF && !stream) emit?.({ type: 'typing-stopped', conversation: id, author });
  }

  function take(activity: Activity): void {
    const { key, time, author } = activity;
    switch (activity.type) {
      case 'message':
        return store(activity);
      case 'ended':
        if (!events.has(key)) log.phase = 'ended';
        return keep(key, time, { type: 'conversation-ended', author });
      case 'typing':
        return emit?.({ type: 'typing-started', conversation: id, author });
      case 'streamed': {
        const { stream, text, sequence } = activity;
        if (sequence < (streams.get(stream) ?? 0)) return;
        streams.set(stream, text ? sequence : Infinity);
        return emit?.(
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
      emit?.({ type: 'conversation-reset', conversation: log.snapshot() });
    watermark = next ?? watermark;
    return activities;
  }

  return {
    ...{ id, log, userId, heard },

    get watermark() {
      return watermark;
    },

    follow(next) {
      emit = next;
      if (next) log.follow(next);
      else log.leave();
    },

    async catchUp(api) {
      for (;;) {
        const from = watermark;
        const query = from === undefined ? '' : `?${new URLSearchParams({ watermark: from })}`;
        const activities = heard(await api.own(`/activities${query}`));
        if (activities.length === 0 || watermark === from) break;
      }
      if (!emit) await log.read(() => Promise.resolve({ events: [...events.values()], atStart: true }));
    },
  };
}

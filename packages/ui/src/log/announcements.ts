/** What in a change of state is worth saying aloud, each thing once (Y3, Y4, V8). */
import { othersCursors, type ChatState } from '@support-chat/core';
import { isWritten, wordsOf, type LogEvent } from '@support-chat/protocol';
import type { Localizer } from '../localizer/localizer.js';
import type { Announcer } from './announcer.js';
import { displayName } from './display-name.js';
import { deliveryOf, type DeliveryState } from './delivery.js';
import { isSelf, lastSeq, type Perspective } from './entries.js';

/** Compares each state with what was said before. */
export class Announcements {
  readonly #announcer: Announcer;
  readonly #perspective: Perspective;
  /** The log as far as it was heard or was there before; null until that is known. Without an epoch: there is none yet. */
  #heard: { readonly epoch?: string; readonly seq: number } | null = null;
  #failed: ReadonlySet<string> = new Set();
  /** The newest own message and how far it was said to have got. */
  #own: { id: string; state: DeliveryState } | null = null;

  constructor(announcer: Announcer, perspective: Perspective) {
    this.#announcer = announcer;
    this.#perspective = perspective;
  }

  update(state: ChatState, localizer: Localizer): void {
    this.#sayIncoming(state, localizer);
    this.#sayFailures(state, localizer);
    this.#sayDelivery(state, localizer);
  }

  /** Only what follows the end that was heard: a first page, another log and history say nothing. */
  #sayIncoming(state: ChatState, localizer: Localizer): void {
    const { cursor } = state.timeline;
    const heard = this.#heard;
    if (!cursor) {
      if (state.connection.phase === 'online') this.#heard = { seq: 0 };
      return;
    }
    this.#heard = { epoch: cursor.epoch, seq: lastSeq(state) };
    if (!heard || (heard.epoch ?? cursor.epoch) !== cursor.epoch || heard.seq >= this.#heard.seq) return;
    const messages = eventsAfter(state, heard.seq).flatMap((event) =>
      isWritten(event) && !isSelf(event.author, state, this.#perspective)
        ? [{ name: displayName(event.author, localizer), text: wordsOf(event) }]
        : [],
    );
    this.#announcer.incoming(messages);
  }

  #sayFailures(state: ChatState, localizer: Localizer): void {
    const failed = state.outbox.filter(({ phase }) => phase === 'failed');
    for (const { id, problem } of failed) {
      if (this.#failed.has(id)) continue;
      const reason = problem ? ` ${localizer.error(problem.code)}` : '';
      this.#announcer.alert(`${localizer.text('state-failed')}.${reason}`);
    }
    this.#failed = new Set(failed.map(({ id }) => id));
  }

  /** The progress of the newest own message that this view saw begin. `storing` and `sending` pass too quickly to say. */
  #sayDelivery(state: ChatState, localizer: Localizer): void {
    const newest = state.outbox.at(-1);
    if (newest && newest.id !== this.#own?.id) this.#own = { id: newest.id, state: 'storing' };
    const own = this.#own;
    if (!own) return;
    const reached = newest?.phase ?? this.#deliveryInLog(state, own.id);
    if (!reached || reached === own.state) return;
    own.state = reached;
    if (reached === 'storing' || reached === 'sending' || reached === 'failed') return;
    const offline = reached === 'queued' && state.connection.phase !== 'online';
    if (reached !== 'queued') this.#announcer.status(localizer.text(`state-${reached}`));
    else if (offline) this.#announcer.status(localizer.text('state-queued-offline'));
  }

  #deliveryInLog(state: ChatState, id: string): DeliveryState | null {
    const { open, closed } = state.timeline;
    const isOwn = (event: LogEvent): boolean => isWritten(event) && event.id === id;
    const event = open.findLast(isOwn) ?? closed.at(-1)?.events.findLast(isOwn);
    return event ? deliveryOf(event.seq, othersCursors(state)) : null;
  }
}

/** Newest events after a place; walks back only as far as that place. */
function eventsAfter({ timeline }: ChatState, seq: number): readonly LogEvent[] {
  const runs: (readonly LogEvent[])[] = [timeline.open];
  for (let index = timeline.closed.length - 1; index >= 0; index--) {
    const chunk = timeline.closed[index];
    if (!chunk || chunk.to <= seq) break;
    runs.unshift(chunk.events);
  }
  return runs.flat().filter((event) => event.seq > seq);
}

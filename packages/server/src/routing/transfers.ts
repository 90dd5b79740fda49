/** Passing chats on, for the routes: one transaction each, and who has to hear of it. */
import type { Note, Team, TransferDraft } from '@support-chat/protocol';
import { channels, type Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { Conversations } from '../conversation/conversations.js';
import type { Store } from '../store/store.js';
import { readWholeTeam } from './team.js';
import { transfer } from './transfer.js';

interface TransfersOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly conversations: Conversations;
}

/** See the module. */
export class Transfers {
  readonly #options: TransfersOptions;

  constructor(options: TransfersOptions) {
    this.#options = options;
  }

  /** Whom there is to pass a chat on to. @throws ProtocolError `unavailable` */
  team(): Promise<Team> {
    const { store, clock } = this.#options;
    return store.read((database) => readWholeTeam(database, clock.wallTime()));
  }

  /**
   * Passes a chat on; the same again gives the note of the first time (L2).
   *
   * @throws ProtocolError as `transfer` does, `unavailable`
   */
  async put(author: string, conversation: string, id: string, draft: TransferDraft): Promise<Note> {
    const { bus, clock, conversations } = this.#options;
    const request = { conversation, id, author, draft, time: clock.wallTime() };
    const { note } = await conversations.commit((transaction) => transfer(transaction, request), conversation);
    // The row has another number of notes, whether or not the log has another event.
    bus.publish(channels.inbox, { kind: 'notice', type: 'conversation-changed', conversation });
    return note;
  }
}

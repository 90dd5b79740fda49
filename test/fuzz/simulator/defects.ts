/**
 * Where a simulated world can be made wrong on purpose. Production code has none of these: a defect wraps what the
 * world hands to it. Without defects everything is the real thing.
 */
import type { ChatStorage, update } from '@support-chat/core';
import type { ChatAdapter } from '@support-chat/protocol';
import type { Store } from '@support-chat/server';
import type { Lane, SeededRandom, SimulatedDevice } from '@support-chat/testkit';

/** What may be wrong in the server. */
export interface ServerDefect {
  /** Wraps the database of one process. */
  readonly store?: (store: Store, lane: Lane) => Store;
  /** Changes a frame on its way to a client; empty: it is not sent. */
  readonly frame?: (text: string) => string;
  /** After a restore the logs keep their epochs. */
  readonly keepsEpochs?: boolean;
}

/** What may be wrong in a client. */
export interface ClientDefect {
  readonly update?: typeof update;
  readonly adapter?: (adapter: ChatAdapter, storage: ChatStorage) => ChatAdapter;
  readonly storage?: (storage: ChatStorage, device: SimulatedDevice, random: SeededRandom) => ChatStorage;
}

export interface Defect extends ServerDefect, ClientDefect {}

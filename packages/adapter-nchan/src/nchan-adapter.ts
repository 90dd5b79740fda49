/**
 * nginx with nchan as a hub: one event stream down, whose ids are places in nchan's buffer, and POST up. Owns the requests;
 * what is said over them is the hub's (`adapter-kit`), who may say what is nginx's to decide (`docs/hub.md`).
 */
import {
  createHubAdapter,
  openEventStream,
  requestJson,
  type ConnectionLife,
  type HubLine,
  type HubRoom,
} from '@support-chat/adapter-kit';
import { AdapterError, problem, type ChatAdapter, type HubMessage } from '@support-chat/protocol';
import { isBefore, readChannel, readMessage, type ChannelState, type Place } from './read-nchan.js';

export interface NchanAdapterOptions {
  /** Where the locations of `docs/hub.md` are, `https://your.host/support`. Relative to the page. */
  readonly server: string;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds until an attempt is given up. Default: 10,000. */
  readonly openTimeout?: number;
  /** Milliseconds until a message that does not come back fails with `request-timeout`. Default: 30,000. */
  readonly answerTimeout?: number;
}

/** Makes an adapter for nginx with nchan. */
export function createNchanAdapter({ server, fetch, ...times }: NchanAdapterOptions): ChatAdapter {
  return createHubAdapter({
    name: 'nchan',
    backEnd: server,
    history: true,
    join: (life, room) => join(life, room, { server, fetch }),
    ...times,
  });
}

async function join(
  life: ConnectionLife,
  { token, memory, deliver, setStaffed }: HubRoom,
  { server, fetch }: Pick<NchanAdapterOptions, 'server' | 'fetch'>,
): Promise<HubLine> {
  const { signal } = life;
  // The token is in no address: addresses end up in logs (X1).
  const headers = { Authorization: `Bearer ${token}` };
  const post = async (location: string, body: HubMessage): Promise<void> => {
    await requestJson(addressOf(server, location), { headers, body, signal, ...(fetch && { fetch }) });
  };
  const stateOf = (location: string): Promise<ChannelState> =>
    requestJson(addressOf(server, location), { headers, signal, ...(fetch && { fetch }) }).then(
      readChannel,
      (error: AdapterError) => {
        if (error.code === 'not-found') return readChannel(null); // nobody has published there yet
        throw error;
      },
    );

  const known = placeIn(memory);
  // Whoever comes for the first time does not ask: for a channel that is not there yet each page would log an error.
  const { head } = known ? await stateOf('log') : { head: null };
  // What nchan has forgotten, or what a clock set back has put after us, begins anew; ids keep it from coming twice.
  if (!known || !head || isBefore(head, known)) memory.clear();
  const resumeAfter = memory.get('event');
  const stream = await openEventStream(addressOf(server, 'events'), {
    headers: { ...headers, ...(resumeAfter !== undefined && { 'Last-Event-ID': resumeAfter }) },
    signal,
    fetch,
  });

  const waiting = new Set<() => void>();
  const listen = async (): Promise<void> => {
    for await (const event of stream) {
      if (signal.aborted) return;
      const message = readMessage(event);
      if (!message) continue;
      deliver(message.delivery);
      memory.set('event', event.id);
      if (message.place) memory.set('place', message.place.join(':'));
      for (const check of waiting) check();
    }
  };
  listen().then(
    () => life.end(problem('connection-lost', { detail: 'The stream has ended.' })),
    (cause: unknown) => life.end(problem('connection-lost', { detail: String(cause) })),
  );

  const reached = (place: Place): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        const here = placeIn(memory);
        if (!here || isBefore(here, place)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });

  return {
    publish: (channel, message) => post(channel, message),
    announce: (announcement) => post('lobby', announcement),
    async catchUp() {
      const [log, lobby] = await Promise.all([stateOf('log'), stateOf('lobby')]);
      setStaffed(lobby.subscribers > 0);
      if (log.head) await reached(log.head);
    },
  };
}

function placeIn(memory: ReadonlyMap<string, string>): Place | null {
  const [seconds, tag] = memory.get('place')?.split(':') ?? [];
  return seconds === undefined ? null : [Number(seconds), Number(tag)];
}

/** @throws AdapterError `not-found` */
function addressOf(server: string, location: string): URL {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  try {
    return new URL(`${server.replace(/\/+$/, '')}/${location}`, page);
  } catch (cause) {
    throw new AdapterError('not-found', { detail: `${server} is not an address`, cause });
  }
}

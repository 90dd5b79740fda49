/**
 * A visitor who does not give up: sends numbered messages one after the other, and after every cut connects again and
 * repeats what was not acked, with the same id. The least a client must do for nothing to be lost; not the real core.
 */
import { openVisitor, type RawFrame } from './socket-client.js';

interface Acked {
  readonly id: string;
  readonly seq: number;
}

export interface SteadySender {
  /** Every ack, in the order they came. */
  readonly acked: readonly Acked[];
  /** How often a connection ended under it. */
  readonly cuts: number;
  /** Refusals of messages; a restart must cause none. */
  readonly refusals: readonly RawFrame[];
  /** Resolves when so many messages are acked. */
  reach(count: number): Promise<void>;
  /** Stops after the message under way is acked. Resolves with the log as the server tells it. */
  finish(): Promise<readonly RawFrame[]>;
}

/** @param whereIs - resolves with the server's address when it is there */
export function startSteadySender(name: string, whereIs: () => Promise<string>): SteadySender {
  const acked: Acked[] = [];
  const refusals: RawFrame[] = [];
  const waiting = new Set<() => void>();
  let cuts = 0;
  let token: string | undefined;
  let place: { conversation?: unknown; epoch?: unknown } = {};
  let next = 1;
  let stopping = false;
  /** A message was said and its answer not heard; it may be stored. */
  let underWay = false;

  const connect = async () => {
    for (;;) {
      const url = await whereIs();
      try {
        return await openVisitor(url, token === undefined ? {} : { token });
      } catch (error) {
        if (!(error instanceof Error)) throw error; // it went away again, so wait for it again
      }
    }
  };

  const run = async (): Promise<readonly RawFrame[]> => {
    for (;;) {
      const visitor = await connect();
      token = visitor.token;
      try {
        for (;;) {
          if (stopping && !underWay) return await readLog(visitor, place);
          const id = `${name}-${String(next).padStart(6, '0')}`;
          underWay = true;
          visitor.say({ type: 'message-send', id, ...place, text: `${name} says ${next}` });
          const answer = await visitor.answer(id);
          underWay = false;
          if (answer.type !== 'ack') {
            refusals.push(answer);
            continue;
          }
          place = { conversation: answer['conversation'], epoch: answer['epoch'] };
          acked.push({ id, seq: Number(answer['seq']) });
          next++;
          for (const again of waiting) again();
        }
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        cuts++; // the connection ended before the answer
      } finally {
        visitor.close();
      }
    }
  };
  const running = run();

  return {
    acked,
    refusals,
    get cuts() {
      return cuts;
    },
    reach: (count) =>
      new Promise((resolve) => {
        const again = () => {
          if (acked.length < count) return;
          waiting.delete(again);
          resolve();
        };
        waiting.add(again);
        again();
      }),
    finish: () => {
      stopping = true;
      return running;
    },
  };
}

/** All messages of the log, oldest first. */
async function readLog(
  visitor: Awaited<ReturnType<typeof openVisitor>>,
  { conversation, epoch }: { conversation?: unknown; epoch?: unknown },
): Promise<readonly RawFrame[]> {
  const events: RawFrame[] = [];
  for (let page = 1, seq = 0; ; page++) {
    const id = `read-log-${page}`;
    visitor.say({ type: 'resume', id, conversation, after: { epoch, seq } });
    const { conversation: snapshot } = (await visitor.answer(id)) as unknown as {
      conversation: { head: number; events: RawFrame[] };
    };
    events.push(...snapshot.events);
    seq = Number(events.at(-1)?.['seq'] ?? snapshot.head);
    if (seq >= snapshot.head) return events.filter(({ type }) => type === 'message-added');
  }
}

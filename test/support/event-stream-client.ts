/** A raw client of `/v1/events` for tests: collects events with their ids, comments too, and waits for conditions. */

/** One event or comment, as it came. */
export interface StreamEvent {
  readonly id: string | null;
  readonly data: { readonly type: string } & Readonly<Record<string, unknown>>;
}

export interface EventStreamClient {
  readonly response: Response;
  readonly events: readonly StreamEvent[];
  /** Lines that began with a colon. */
  readonly comments: readonly string[];
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  find(fits: (event: StreamEvent) => boolean): Promise<StreamEvent>;
  /** Waits until so many comments came. */
  commentsReach(count: number): Promise<void>;
  close(): void;
}

/** Opens a stream. `query` is what stands behind the `?`. */
export async function openEventStream(
  url: string,
  query: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStreamClient> {
  const abort = new AbortController();
  const response = await fetch(`${url}/v1/events?${query}`, { headers, signal: abort.signal });
  const events: StreamEvent[] = [];
  const comments: string[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const look = (): void => {
    for (const again of waiting) again();
  };
  const until = <T>(found: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const again = (): void => {
        const result = found();
        if (result === undefined && !over) return;
        waiting.delete(again);
        if (result === undefined) reject(new Error(`The stream ended after ${events.length} events.`));
        else resolve(result);
      };
      waiting.add(again);
      again();
    });
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = block.split('\n');
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const data = field('data');
        if (data === undefined) comments.push(...lines.filter((line) => line.startsWith(':')));
        else events.push({ id: field('id') ?? null, data: JSON.parse(data) as StreamEvent['data'] });
      }
      look();
    }
  };
  const ended = read()
    .catch((error: unknown) => {
      if (!abort.signal.aborted && !(error instanceof TypeError)) throw error; // TypeError: the server was cut off
    })
    .finally(() => {
      over = true;
      look();
    });
  return {
    response,
    events,
    comments,
    ended,
    find: (fits) => until(() => events.find(fits)),
    commentsReach: async (count) => {
      await until(() => (comments.length >= count ? true : undefined));
    },
    close: () => abort.abort(),
  };
}

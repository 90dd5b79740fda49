/** Server-sent events over `fetch`, which unlike `EventSource` sends headers and a body and tells how it was refused. */
import { AdapterError, type ErrorCode } from '@support-chat/protocol';
import { failureOf } from './http-failure.js';

/** One event. */
export interface StreamedEvent {
  /** The newest `id` of the stream, for `Last-Event-ID`; empty before the first one. */
  readonly id: string;
  /** Default: `message`. */
  readonly name: string;
  /** Its `data` lines joined by line feeds. */
  readonly data: string;
}

export interface EventStreamOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST. Absent: the stream is asked for by GET. */
  readonly body?: unknown;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** What a status means here, where that differs from what it usually means. */
  readonly codes?: Readonly<Record<number, ErrorCode>>;
}

/**
 * Opens a stream. What it gives ends when the server ends it and throws when the line breaks; an event that it ends in
 * the middle of is dropped.
 *
 * @throws AdapterError `network-failed`, `connection-lost`, what the status says, or `unavailable` for what is no stream
 */
export async function openEventStream(
  url: string | URL,
  { headers, body, signal, fetch = globalThis.fetch, codes }: EventStreamOptions,
): Promise<AsyncGenerator<StreamedEvent, void, undefined>> {
  const response = await fetch(url, {
    headers: {
      Accept: 'text/event-stream',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    credentials: 'omit',
    cache: 'no-store',
    signal,
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new AdapterError(signal.aborted ? 'connection-lost' : 'network-failed', { cause });
  });
  if (!response.ok) {
    // Nobody reads what it says; unread it would hold the line.
    response.body?.cancel().catch(() => undefined);
    throw failureOf(response, { codes });
  }
  if (!response.body || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
    response.body?.cancel().catch(() => undefined);
    throw new AdapterError('unavailable', { detail: 'The answer is no event stream.' });
  }
  return readEvents(response.body);
}

/** Lines end with CR, LF or CRLF; comments, fields without a meaning here and events without data are passed over. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamedEvent, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let afterReturn = false;
  let id = '';
  let name = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      let text = decoder.decode(value, { stream: true });
      if (text === '') continue;
      // A CR ends its line at once; the LF of a CRLF may only come with the next piece.
      if (afterReturn && text.startsWith('\n')) text = text.slice(1);
      afterReturn = text.endsWith('\r');
      const lines = text.split(/\r\n|\n|\r/);
      lines[0] = rest + (lines[0] ?? '');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { id, name: name || 'message', data: data.join('\n') };
          name = '';
          data = [];
          continue;
        }
        const [, field, content = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === 'data') data.push(content);
        else if (field === 'event') name = content;
        else if (field === 'id') id = content;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined); // whoever stops reading wants no more of it
  }
}

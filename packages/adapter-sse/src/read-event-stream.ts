/** The format of server-sent events, read from a streaming body: only what frames need, `EventSource` has no headers. */

/**
 * Gives the data of each event, several `data` lines joined by line feeds. Comments, ids, names and retry times are
 * passed over; an event the stream ends in the middle of is dropped. Lines end with CR, LF or CRLF.
 *
 * @throws whatever the stream fails with
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let afterReturn = false;
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
        if (line === '' && data.length > 0) {
          yield data.join('\n');
          data = [];
        } else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      }
    }
  } finally {
    reader.releaseLock();
  }
}

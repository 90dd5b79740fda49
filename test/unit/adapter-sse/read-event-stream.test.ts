/** P-S1: the stream is read the same however the network cuts it, and whichever line ends are used. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEventStream } from '../../../packages/adapter-sse/src/read-event-stream.js';
import { anyText, seeded } from '../../support/property.js';

async function read(pieces: readonly Uint8Array[]): Promise<string[]> {
  const events: string[] = [];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  for await (const data of readEventStream(body)) events.push(data);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('readEventStream', () => {
  it.each([
    ['a plain event', 'data: one\n\n', ['one']],
    ['no space after the colon', 'data:one\n\n', ['one']],
    ['only the first space is cut', 'data:  one\n\n', [' one']],
    ['several data lines', 'data: one\ndata: two\n\n', ['one\ntwo']],
    ['ids, names, times and comments', ': hello\nid: e:1\nevent: x\nretry: 5\ndata: one\n\n:\n\n', ['one']],
    ['CR', 'data: one\r\rdata: two\r\r', ['one', 'two']],
    ['CRLF', 'data: one\r\n\r\ndata: two\r\n\r\n', ['one', 'two']],
    ['a byte order mark', '\uFEFFdata: one\n\n', ['one']],
    ['an empty event', '\n\n\ndata: one\n\n', ['one']],
    ['an event the stream ends in', 'data: one\n\ndata: two\n', ['one']],
    ['a field that only begins like data', 'database: one\n\n', []],
  ])('%s', async (_, text, events) => {
    expect(await read([bytes(text)])).toEqual(events);
  });

  it('gives the same for every way of cutting the bytes', async () => {
    const line = anyText().map((text) => text.replace(/[\r\n]/g, ''));
    const end = fc.constantFrom('\n', '\r', '\r\n');
    await seeded(
      fc.asyncProperty(
        fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        end,
        fc.array(fc.nat({ max: 200 }), { maxLength: 20 }),
        async (events, lineEnd, cuts) => {
          const lines = events.flatMap((data) => [...data.map((text) => `data: ${text}`), '']);
          const all = bytes(lines.map((text) => text + lineEnd).join(''));
          const places = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
          const pieces = places.slice(1).map((place, index) => all.slice(places[index], place));
          const expected = events.map((data) => data.join('\n'));
          expect(await read(pieces)).toEqual(expected);
        },
      ),
    );
  });
});

import { ForeignLog, foreignId, type ForeignEvent, type ForeignPage, type LoadPage } from '@support-chat/adapter-kit';
import { AdapterError, type ConversationSnapshot, type LogEvent, type ServerEvent } from '@support-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../support/property.js';

type Written = ForeignEvent & { readonly key: string };

const written = (key: string, text = key, kind: 'agent' | 'visitor' = 'agent', id = foreignId(key)): Written => ({
  key,
  time: 1000 * Number.parseInt(key, 10),
  body: { type: 'message-added', id, author: { kind, id: kind }, text },
});

/** A back end that has ids, pages and nothing else. */
class BackEnd {
  log: Written[] = [];
  readonly #pageSize: number;

  constructor(pageSize = 5) {
    this.#pageSize = pageSize;
  }

  readonly load: LoadPage = (before) => Promise.resolve(this.page(before));

  page(before: string | null): ForeignPage {
    const index = before === null ? this.log.length : this.log.findIndex(({ key }) => key === before);
    const end = index < 0 ? this.log.length : index;
    const from = Math.max(0, end - this.#pageSize);
    return { events: this.log.slice(from, end), atStart: from === 0 };
  }
}

/** What core does with places: the next one is applied, what is at or below is dropped, a reset replaces (D1, D2). */
class View {
  events: LogEvent[] = [];
  epoch = '';
  seq = 0;

  readonly take = (event: ServerEvent): void => {
    if (event.type === 'conversation-reset') return this.open(event.conversation);
    if (!('seq' in event)) return;
    if (event.epoch !== this.epoch) throw new Error(`An event of the epoch ${event.epoch} in ${this.epoch}`);
    if (event.seq <= this.seq) return;
    if (event.seq !== this.seq + 1) throw new Error(`A hole: ${event.seq} after ${this.seq}`);
    this.events.push(event);
    this.seq = event.seq;
  };

  open({ epoch, head, events, resumed }: ConversationSnapshot): void {
    if (!resumed || epoch !== this.epoch) this.events = [];
    else return events.forEach(this.take);
    this.events = [...events];
    this.epoch = epoch;
    this.seq = events.at(-1)?.seq ?? head;
  }

  get texts(): readonly string[] {
    return this.events.map((event) => ('text' in event ? event.text : event.type));
  }
}

function parts(pageSize?: number) {
  let epochs = 0;
  const log = new ForeignLog({
    conversation: 'conversation',
    mintEpoch: () => `epoch-${String(++epochs).padStart(4, '0')}`,
  });
  return { log, backEnd: new BackEnd(pageSize), view: new View() };
}

async function connected(count: number, pageSize?: number) {
  const all = parts(pageSize);
  for (let n = 1; n <= count; n++) all.backEnd.log.push(written(String(n)));
  await all.log.read(all.backEnd.load);
  all.view.open(all.log.snapshot());
  all.log.follow(all.view.take);
  return all;
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('ForeignLog', () => {
  it('counts from 1 when the page begins with the first message, else leaves room for older ones', async () => {
    const short = await connected(3);
    expect(short.view.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    const long = await connected(9);
    expect(long.view.texts).toEqual(['5', '6', '7', '8', '9']);
    const [first] = long.view.events;
    const page = await long.log.older({ epoch: long.view.epoch, seq: first?.seq ?? 0 }, 3, long.backEnd.load);
    expect(page.events.map((event) => 'text' in event && event.text)).toEqual(['2', '3', '4']);
    expect(page.events.at(-1)?.seq).toBe((first?.seq ?? 0) - 1);
    expect(page.atStart).toBe(false);
    const last = await long.log.older(page.events[0] as LogEvent, 3, long.backEnd.load);
    expect(last).toMatchObject({ events: [{ text: '1' }], atStart: true });
    expect(last.events[0]?.seq).toBeGreaterThan(0);
  });

  it('keeps its places over a cut and gives what was missed, however many pages that is', async () => {
    const { log, backEnd, view } = await connected(7);
    const { epoch, seq } = view;
    log.leave();
    for (let n = 8; n <= 30; n++) backEnd.log.push(written(String(n)));
    expect(await log.read(backEnd.load)).toBe(true);
    const snapshot = log.snapshot({ epoch, seq });
    expect(snapshot).toMatchObject({ resumed: true, epoch, head: seq + 23 });
    view.open(snapshot);
    expect(view.texts.at(-1)).toBe('30');
    expect(view.events).toHaveLength(28);
  });

  it('begins anew when what it knew is further away than it may read', async () => {
    const { log, backEnd, view } = await connected(5);
    const { epoch, seq } = view;
    log.leave();
    for (let n = 6; n <= 500; n++) backEnd.log.push(written(String(n)));
    expect(await log.read(backEnd.load)).toBe(false);
    expect(log.snapshot({ epoch, seq })).toMatchObject({ resumed: false });
  });

  it('lets what comes during a reading wait, and tells nothing twice', async () => {
    const { log, backEnd, view } = await connected(1);
    const page = deferred<ForeignPage>();
    const reading = log.read(() => page.promise);
    log.arrive(written('2'));
    log.arrive(written('3'));
    expect(view.texts).toEqual(['1']);
    backEnd.log.push(written('2'));
    page.resolve(backEnd.page(null));
    await reading;
    expect(view.texts).toEqual(['1', '2', '3']);
  });

  it('makes an edit, a deletion and what slipped in another log', async () => {
    const { log, backEnd, view } = await connected(3);
    log.arrive(written('2', 'edited'));
    expect(view.texts).toEqual(['1', 'edited', '3']);
    log.remove('1');
    expect(view.texts).toEqual(['edited', '3']);
    log.arrive(written('4'));
    expect(view.texts).toEqual(['edited', '3', '4']);
    backEnd.log = [written('2', 'edited'), written('2.5', 'between'), written('3'), written('4')];
    await log.read(backEnd.load);
    expect(view.texts).toEqual(['edited', 'between', '3', '4']);
  });

  it('keeps its places when a page begins before them, and forgets what was deleted while it was read', async () => {
    const { log, backEnd, view } = await connected(8);
    const page = deferred<ForeignPage>();
    const reading = log.read(() => page.promise);
    log.arrive(written('9'));
    log.remove('9');
    page.resolve({ events: backEnd.log, atStart: true });
    expect(await reading).toBe(true);
    expect(view.texts).toEqual(['4', '5', '6', '7', '8']);
  });

  it('keeps what is told in passing where it came', async () => {
    const { log, backEnd, view } = await connected(2);
    log.arrive({ key: null, time: 1, body: { type: 'conversation-ended', author: { kind: 'agent', id: 'agent' } } });
    backEnd.log.push(written('3'));
    expect(await log.read(backEnd.load)).toBe(true);
    expect(view.texts).toEqual(['1', '2', 'conversation-ended', '3']);
  });

  it('acks an own message with the place that the back end gave it, after what came before it', async () => {
    const { log, backEnd, view } = await connected(1);
    const post = deferred<string>();
    const ack = log.send('my-message-1', 'Hello', () => post.promise);
    post.resolve('3');
    await post.promise;
    log.arrive(written('2', 'in between'));
    log.arrive(written('3', 'Hello', 'visitor'));
    expect(await ack).toMatchObject({ type: 'ack', id: 'my-message-1', seq: 3, epoch: view.epoch });
    expect(view.events.at(-1)).toMatchObject({ id: 'my-message-1', text: 'Hello' });
    // The history says the same of it under the id of the back end.
    backEnd.log.push(written('2', 'in between'), written('3', 'Hello', 'visitor'));
    expect(await log.read(backEnd.load)).toBe(true);
  });

  it('knows an own message again whose answer was lost', async () => {
    const { log, backEnd, view } = await connected(1);
    const lost = log.send('my-message-2', 'Hello', () => Promise.reject(new AdapterError('connection-lost')));
    await expect(lost).rejects.toThrow('connection-lost');
    log.leave();
    backEnd.log.push(written('2', 'Hello', 'visitor'), written('3', 'Hello', 'visitor'));
    await log.read(backEnd.load);
    view.open(log.snapshot(view));
    expect(view.events.slice(1).map((event) => 'id' in event && event.id)).toEqual(['my-message-2', foreignId('3')]);
  });

  it('takes nothing for a message that came back under its own id', async () => {
    const { log, view } = await connected(1);
    const lost = log.send('my-message-4', 'Hello', () => Promise.reject(new AdapterError('connection-lost')));
    await expect(lost).rejects.toThrow('connection-lost');
    log.arrive(written('2', 'Hello', 'visitor', 'my-message-4'));
    log.arrive(written('3', 'Hello', 'visitor'));
    expect(view.events.slice(1)).toMatchObject([{ id: 'my-message-4' }, { id: foreignId('3') }]);
  });

  it('takes nothing for a message that was refused', async () => {
    const { log, view } = await connected(1);
    const refused = log.send('my-message-3', 'Hello', () => Promise.reject(new AdapterError('message-too-long')));
    await expect(refused).rejects.toThrow('message-too-long');
    log.arrive(written('2', 'Hello', 'visitor'));
    expect(view.events.at(-1)).toMatchObject({ id: foreignId('2') });
  });

  it('tells nobody after the connection has ended, even when a reading ends later', async () => {
    const { log, backEnd, view } = await connected(1);
    const page = deferred<ForeignPage>();
    const reading = log.read(() => page.promise);
    log.leave();
    backEnd.log.push(written('2'));
    page.resolve(backEnd.page(null));
    await reading;
    expect(view.texts).toEqual(['1']);
    expect(log.cursor.seq).toBe(2);
  });

  it('changes nothing when a reading fails, and goes on', async () => {
    const { log, backEnd, view } = await connected(1);
    const failing = log.read(() => Promise.reject(new AdapterError('unavailable')));
    log.arrive(written('2'));
    await expect(failing).rejects.toThrow('unavailable');
    expect(view.texts).toEqual(['1', '2']);
    backEnd.log.push(written('2'));
    expect(await log.read(backEnd.load)).toBe(true);
  });

  it('shows what the back end has, whatever happens (property)', async () => {
    const deed = fc.oneof(
      { weight: 5, arbitrary: fc.constant('write') },
      { weight: 2, arbitrary: fc.constant('write unheard') },
      { weight: 2, arbitrary: fc.constantFrom('edit', 'delete', 'edit unheard', 'delete unheard', 'again') },
      { weight: 2, arbitrary: fc.constantFrom('cut', 'read', 'older') },
    );
    await seeded(
      fc.asyncProperty(fc.nat(12), fc.array(fc.tuple(deed, fc.nat(30)), { maxLength: 40 }), async (count, deeds) => {
        const { log, backEnd, view } = await connected(count);
        let next = count;
        const reconnect = async () => {
          log.leave();
          await log.read(backEnd.load);
          view.open(log.snapshot(view));
          log.follow(view.take);
        };
        for (const [what, which] of deeds) {
          const index = backEnd.log.length === 0 ? -1 : which % backEnd.log.length;
          const chosen = backEnd.log[index];
          const heard = !what.endsWith('unheard');
          if (what.startsWith('write')) {
            const event = written(String(++next));
            backEnd.log.push(event);
            if (heard) log.arrive(event);
          } else if (what.startsWith('edit') && chosen) {
            const edited = written(chosen.key, `edited ${which}`);
            backEnd.log[index] = edited;
            if (heard && log.seqOf(edited.key) !== undefined) log.arrive(edited);
          } else if (what.startsWith('delete') && chosen) {
            backEnd.log.splice(index, 1);
            if (heard) log.remove(chosen.key);
          } else if (what === 'again' && chosen && log.seqOf(chosen.key) !== undefined) log.arrive(chosen);
          else if (what === 'cut') await reconnect();
          else if (what === 'read') await log.read(backEnd.load);
          else if (what === 'older' && view.events[0]) {
            const page = await log.older(view.events[0], 3, backEnd.load);
            view.events.unshift(...page.events);
          }
        }
        await reconnect();
        const texts = backEnd.log.map(({ body }) => ('text' in body ? body.text : ''));
        // What happened above the newest page while nobody listened shows with a reload; older pages only when asked for.
        const shown = Math.min(5, view.texts.length);
        expect(shown > 0).toBe(texts.length > 0);
        expect(view.texts.slice(-shown)).toEqual(texts.slice(-shown));
      }),
    );
  });
});

describe('foreignId', () => {
  it('keeps what is an id already, and gives any other name one of its own', () => {
    expect(foreignId('0b1c2d3e-4f50')).toBe('0b1c2d3e-4f50');
    for (const name of ['', '1', 1, '$abc:matrix.org', 'ä'.repeat(200), 'Größe'])
      expect(foreignId(name)).toMatch(/^[\w-]{8,64}$/);
    expect(foreignId('$a:b')).not.toBe(foreignId('!a:b'));
    expect(foreignId('1')).toBe(foreignId(1));
  });
});

/** Notes on the desk (A4): written to colleagues, seen between the messages, never mistaken for a reply. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { NoteSource } from '@support-chat/desk';
import { ProtocolError, type Note } from '@support-chat/protocol';
import { smallTargets } from '../../support/small-targets.js';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, summary, THREE, type DeskFixture } from './desk-fixture.js';

const COLLEAGUE = { kind: 'agent', id: 'agent-ben', name: 'Ben' } as const;

/** Notes of a team in memory. */
class Kept implements NoteSource {
  rows: Note[] = [];
  failures: ProtocolError[] = [];
  readonly asked: string[] = [];

  add(
    text: string,
    after = 1,
    id = `note-${String(this.rows.length).padStart(8, '0')}`,
    author: Note['author'] = COLLEAGUE,
  ) {
    const note: Note = { id, place: this.rows.length + 1, after, time: Date.UTC(2026, 0, 15, 9), author, text };
    this.rows.push(note);
    return note;
  }

  load(_conversation: string, after: number): Promise<unknown> {
    this.asked.push(`load ${after}`);
    const failure = this.failures.shift();
    if (failure) return Promise.reject(failure);
    return Promise.resolve({ notes: this.rows.filter(({ place }) => place > after).slice(0, 2) });
  }

  put(_conversation: string, id: string, { text }: { readonly text: string }): Promise<unknown> {
    this.asked.push(`put ${text}`);
    const failure = this.failures.shift();
    if (failure) return Promise.reject(failure);
    const known = this.rows.find((row) => row.id === id);
    return Promise.resolve({ note: known ?? this.add(text, 1, id, { kind: 'agent', id: 'agent-0001', name: 'Anna' }) });
  }
}

describe('notes on the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let kept: Kept;
  beforeEach(() => (kept = new Kept()));
  afterEach(() => fixture.release());

  const pane = (): HTMLElement => fixture.pane('Bea');
  const rows = (): string[] =>
    [...pane().querySelectorAll('.group .row')].map((row) =>
      (row.querySelector('.bubble, .note-text, span')?.textContent ?? '').trim(),
    );
  const notes = (): HTMLElement[] => [...pane().querySelectorAll<HTMLElement>('.row.note')];
  const words = (): string[] => notes().map((note) => note.querySelector('.note-text')?.textContent?.trim() ?? '');
  const field = (mode: 'reply' | 'note'): HTMLTextAreaElement => {
    const found = pane().querySelector<HTMLTextAreaElement>(
      mode === 'note' ? '.note-composer textarea' : '.composer:not(.note-composer) textarea',
    );
    if (!found) throw new Error(`There is no field for a ${mode}.`);
    return found;
  };
  const isShown = (element: HTMLElement): boolean => element.checkVisibility();
  const tell = (count: number): void => {
    fixture.adapter.emit({
      type: 'inbox-changed',
      conversation: summary({
        id: 'conversation-0001',
        visitor: { kind: 'visitor', id: 'visitor-0001', name: 'Bea' },
        notes: count,
      }),
    });
  };
  /** @param before - so many notes the inbox tells of before the chat is opened */
  async function start(before = 0): Promise<void> {
    fixture = await showDesk({ ...THREE, notes: kept });
    if (before > 0) tell(before);
    await fixture.open('Bea');
  }
  async function toNote(): Promise<void> {
    fixture.button('Note', pane()).click();
    await fixture.until(() => fixture.focused() === field('note'), 'the field for notes');
  }
  const said = (): string =>
    [...pane().querySelectorAll('.visually-hidden[aria-live]')].map(({ textContent }) => textContent).join(' ');
  const findings = async (root: Element): Promise<string[]> => {
    await untilAtRest(fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(root, {
      rules: { 'target-size': { enabled: true } },
    });
    return [...violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`), ...smallTargets(root.shadowRoot ?? root)];
  };

  it('A4 colleagues’ notes stand where they were written, and look like no message', async () => {
    kept.add('Knows us from the fair.', 1);
    await start();
    tell(1);
    await fixture.until(() => words().length === 1, 'the note');
    fixture.adapter.visitorSays('And then?');
    await fixture.until(() => rows().includes('And then?'), 'the next message');
    expect(rows()).to.deep.equal(['Hello from Bea', 'Knows us from the fair.', 'And then?']);
    const [note] = notes();
    expect(note?.getAttribute('aria-label')).to.match(/^Note by Ben/);
    expect(note?.querySelector('.bubble')).to.equal(null);
    const background = (element: Element | null | undefined): string =>
      element ? getComputedStyle(element).backgroundColor : '';
    const others = [...pane().querySelectorAll('.bubble')].map(background);
    expect(others).not.to.include(background(note?.querySelector('.note-body')));
  });

  it('A4 more than a page of them all come, each once, and what is new is said with its author', async () => {
    for (const text of ['one', 'two', 'three', 'four', 'five']) kept.add(text);
    await start(5);
    await fixture.until(() => words().length === 5, 'all notes');
    expect(said()).not.to.contain('five');
    kept.add('six');
    tell(6);
    await fixture.until(() => words().length === 6, 'the new one');
    expect(words()).to.deep.equal(['one', 'two', 'three', 'four', 'five', 'six']);
    await fixture.until(() => said().includes('Note by Ben'), 'it is said');
    expect(said()).to.contain('six').and.not.to.contain('five');
    tell(6);
    tell(3);
    await fixture.desk.updateComplete;
    expect(words()).to.have.length(6);
    expect(kept.asked).to.deep.equal(['load 0', 'load 2', 'load 4', 'load 5']);
  });

  it('A4 a note is written by keyboard, shown at once and sent to nobody else', async () => {
    await start();
    fixture.row('Bea').focus();
    await sendKeys({ press: 'n' });
    await fixture.until(() => fixture.focused() === field('note'), 'the field for notes');
    expect(field('note').getAttribute('aria-label')).to.equal('Note');
    expect(isShown(field('reply'))).to.equal(false);
    const before = fixture.adapter.received.length;
    const notified = fixture.adapter.signals.filter(({ type }) => type === 'typing').length;
    await sendKeys({ type: 'Offer a refund' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => words().length === 1 && !notes()[0]?.querySelector('.note-state'), 'it is stored');
    expect(rows()).to.deep.equal(['Hello from Bea', 'Offer a refund']);
    expect(notes()[0]?.getAttribute('aria-label')).to.match(/^Your note/);
    expect(field('note').value).to.equal('');
    expect(fixture.adapter.received.slice(before).map(({ type }) => type)).to.deep.equal([]);
    // Not even that somebody types.
    expect(fixture.adapter.signals.filter(({ type }) => type === 'typing')).to.have.length(notified);
    expect(kept.asked).to.deep.equal(['put Offer a refund']);
    tell(1);
    await fixture.desk.updateComplete;
    expect(words()).to.deep.equal(['Offer a refund']);
  });

  it('A4 reply and note each keep their own draft, and neither is sent as the other', async () => {
    await start();
    field('reply').focus();
    await sendKeys({ type: 'Dear Bea' });
    await toNote();
    expect(field('note').value).to.equal('');
    await sendKeys({ type: 'Careful' });
    expect(fixture.button('Note', pane()).getAttribute('aria-pressed')).to.equal('true');
    expect(pane().querySelector('.writing-mode [role="status"]')?.textContent).to.contain('Only your team');
    fixture.button('Reply', pane()).click();
    expect([field('reply').value, isShown(field('note'))]).to.deep.equal(['Dear Bea', false]);
    expect(fixture.focused() === field('reply')).to.equal(true);
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => fixture.adapter.received.some(({ type }) => type === 'message-send'), 'the reply');
    expect(JSON.stringify(fixture.adapter.received)).to.contain('Dear Bea').and.not.to.contain('Careful');
    expect(kept.asked).to.deep.equal([]);
    await toNote();
    expect(field('note').value).to.equal('Careful');
    // It outlives the closing of the chat on this desk.
    fixture.button('Close on this desk', pane()).click();
    fixture.button('All').click();
    await fixture.desk.updateComplete;
    await fixture.open('Bea');
    await toNote();
    expect(field('note').value).to.equal('Careful');
    expect(JSON.stringify(fixture.adapter.received)).not.to.contain('Careful');
  });

  it('A4 what cannot be stored now is tried again; what is refused says why and gives the ways out', async () => {
    await start();
    await toNote();
    kept.failures = [new ProtocolError('network-failed')];
    await sendKeys({ type: 'first' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => notes()[0]?.textContent?.includes('Trying again'), 'it waits');
    await fixture.until(() => !notes()[0]?.querySelector('.note-state'), 'it is stored by itself');
    expect(kept.rows.map(({ text }) => text)).to.deep.equal(['first']);

    kept.failures = [new ProtocolError('forbidden')];
    await sendKeys({ type: 'second' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => notes()[1]?.textContent?.includes('Not saved.'), 'it is refused');
    await sendKeys({ type: 'third' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => kept.rows.length === 2, 'the next one is not held up');
    expect(await findings(fixture.desk)).to.deep.equal([]);
    fixture.button('Try again', pane()).click();
    await fixture.until(() => kept.rows.length === 3, 'it is stored');
    expect(kept.rows.map(({ text }) => text)).to.deep.equal(['first', 'third', 'second']);

    kept.failures = [new ProtocolError('forbidden')];
    await sendKeys({ type: 'fourth' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => pane().textContent?.includes('Not saved.'), 'it is refused');
    fixture.button('Discard', pane()).click();
    await fixture.until(() => words().length === 3, 'it is gone');
  });

  it('A4 an answer that was lost makes no second note', async () => {
    await start();
    await toNote();
    const { put } = kept;
    let lost = false;
    kept.put = async (...given) => {
      const answer = await put.call(kept, ...given);
      if (lost) return answer;
      lost = true;
      tell(1); // the row of the inbox is quicker than the next attempt
      throw new ProtocolError('connection-lost');
    };
    await sendKeys({ type: 'once' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => words().length === 1 && !notes()[0]?.querySelector('.note-state'), 'it is stored');
    expect([words(), kept.rows.length]).to.deep.equal([['once'], 1]);
    expect(said()).not.to.contain('Your note');
  });

  it('A4 what cannot be loaded is said, and comes later by itself', async () => {
    kept.add('late');
    kept.failures = [new ProtocolError('network-failed')];
    await start();
    tell(1);
    const status = (): string => pane().querySelector('.writing-mode [role="status"]')?.textContent?.trim() ?? '';
    await fixture.until(() => status().includes('could not be loaded'), 'it is said');
    tell(1);
    await fixture.until(() => words().length === 1, 'the note');
    await fixture.until(() => status() === '', 'it is said no more');
  });

  it('X6 the words of a note are words', async () => {
    kept.add('<img src=x onerror="alert(1)"> **bold** [x](javascript:alert(1))');
    await start();
    tell(1);
    await fixture.until(() => words().length === 1, 'the note');
    expect(notes()[0]?.querySelector('img, script, a[href^="javascript"]')).to.equal(null);
    expect(words()[0]).to.contain('<img src=x');
  });

  it('X9 are gone when the visitor had everything deleted', async () => {
    kept.add('secret');
    await start();
    tell(1);
    await fixture.until(() => words().length === 1, 'the note');
    fixture.adapter.emit({
      type: 'inbox-changed',
      conversation: summary({
        id: 'conversation-0001',
        visitor: { kind: 'visitor', id: 'visitor-0001', name: 'Bea' },
        phase: 'ended',
        erased: true,
      }),
    });
    await fixture.until(() => words().length === 0, 'nothing of it');
  });

  it('A4 files do not go with notes, and do not wait unseen in the reply', async () => {
    await start();
    await toNote();
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.txt', { type: 'text/plain' }));
    const drop = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, composed: true });
    field('note').dispatchEvent(drop);
    expect(drop.defaultPrevented).to.equal(true);
    expect(said()).to.contain('Files go with replies');
    expect(pane().querySelector('.file-chip, .file-tray')).to.equal(null);
  });

  it('A4 Y3b rows of notes are reached by the arrows like those of messages', async () => {
    kept.add('between', 1);
    await start();
    tell(1);
    await fixture.until(() => words().length === 1, 'the note');
    fixture.adapter.visitorSays('And then?');
    await fixture.until(() => rows().length === 3, 'the next message');
    pane().querySelector<HTMLElement>('.row[tabindex="0"]')?.focus();
    await sendKeys({ press: 'ArrowUp' });
    expect((fixture.focused() as HTMLElement).dataset['id']).to.equal(`note-${kept.rows[0]?.id}`);
    await sendKeys({ press: 'ArrowUp' });
    expect(fixture.focused()?.textContent).to.contain('Hello from Bea');
  });

  it('A4 without a source there is no switch; N does nothing', async () => {
    fixture = await showDesk(THREE);
    await fixture.open('Bea');
    expect(pane().querySelector('.writing-mode')).to.equal(null);
    fixture.row('Bea').focus();
    await sendKeys({ press: 'n' });
    expect(pane().querySelectorAll('textarea')).to.have.length(1);
    await sendKeys({ press: 'r' });
    expect(fixture.focused() === fixture.field('Bea')).to.equal(true);
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`Y6 Y8 axe finds nothing, ${scheme}`, async () => {
      kept.add('Knows us **from the fair**.', 1);
      kept.add('So do I.', 1);
      await start();
      fixture.desk.colorScheme = scheme;
      tell(2);
      await fixture.until(() => words().length === 2, 'the notes');
      expect(await findings(fixture.desk)).to.deep.equal([]);
      await toNote();
      await sendKeys({ type: 'Careful' });
      expect(await findings(fixture.desk)).to.deep.equal([]);
    });
  }
});

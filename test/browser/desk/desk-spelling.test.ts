/** The spell check at the desk (V30): lines, suggestions by key and pointer, own words, and the browser where we have none. */
import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { SpellingSource } from '@support-chat/desk';
import { ProtocolError } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, summary, THREE, type DeskFixture } from './desk-fixture.js';

type Request = Parameters<ReturnType<SpellingSource['startWorker']>['postMessage']>[0];

const AFF = 'SET UTF-8\nTRY esianrtolcdugmphbyfvkwäöü\nCOMPOUNDFLAG X\nCOMPOUNDMIN 3\n';
const DIC = '8\nHello\nyour\naddress\nis\nsafe\nhouse/X\nboat/X\nlater\n';

/** Dictionaries in memory, read by the real worker. */
class Kept implements SpellingSource {
  readonly agent = 'anna';
  languages = ['en', 'de'];
  failure: ProtocolError | null = null;
  readonly loaded: string[] = [];
  readonly asked: Request[] = [];
  workers = 0;
  worker: Worker | undefined;
  /** Words wait here before the worker gets them, while there is something. */
  held: (() => void)[] | null = null;

  list(): Promise<unknown> {
    const dictionaries = this.languages.map((language) => ({ language, version: '1.0.0', license: 'MIT' }));
    return Promise.resolve({ dictionaries });
  }

  load({ language }: { readonly language: string }) {
    this.loaded.push(language);
    if (this.failure) return Promise.reject(this.failure);
    const bytes = (text: string): ArrayBuffer => Uint8Array.from(new TextEncoder().encode(text)).buffer;
    return Promise.resolve({ aff: bytes(AFF), dic: bytes(language === 'de' ? '1\nwrogn\n' : DIC) });
  }

  startWorker() {
    this.workers++;
    const worker = new Worker('/test/browser/desk/spelling-worker.frame.js', { type: 'module' });
    this.worker = worker;
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (request: Request, transfer?: Transferable[] | StructuredSerializeOptions) => {
      this.asked.push(request);
      const send = (): void => post(request, Array.isArray(transfer) ? transfer : []);
      if (this.held && request.type === 'check') this.held.push(send);
      else send();
    };
    return worker;
  }
}

describe('the spell check at the desk', function () {
  this.timeout(90_000);
  let fixture: DeskFixture;
  let kept: Kept;
  let field: HTMLTextAreaElement;

  /** A machine with much to do takes its time to compile Hunspell. */
  const until = (condition: () => unknown, what: string): Promise<void> =>
    waitUntil(() => Boolean(condition()), what, { timeout: 30_000 });

  beforeEach(() => {
    localStorage.clear();
    kept = new Kept();
  });
  afterEach(() => fixture.release());

  async function start(): Promise<void> {
    fixture = await showDesk({ ...THREE, spelling: kept });
    await fixture.open('Bea');
    field = fixture.field('Bea');
    field.focus();
    await until(() => choice().options.length > 1 || kept.languages.length === 0, 'the dictionaries');
  }
  const marks = (): string[] =>
    [...fixture.pane('Bea').querySelectorAll('.misspelt')].map(({ textContent }) => textContent ?? '');
  const options = (): string[] =>
    [...fixture.root.querySelectorAll('.spelling-suggestions [role="option"]')].map(
      ({ textContent }) => textContent?.trim() ?? '',
    );
  const choice = (): HTMLSelectElement => {
    const found = fixture.pane('Bea').querySelector<HTMLSelectElement>('.spelling-choice select');
    if (!found) throw new Error('There is no choice of languages.');
    return found;
  };
  const choose = (value: string): void => {
    choice().value = value;
    choice().dispatchEvent(new Event('change', { bubbles: true }));
  };
  const type = async (text: string): Promise<void> => {
    field.focus();
    await sendKeys({ type: text });
  };
  const write = (text: string, caret = text.length): void => {
    field.value = text;
    field.setSelectionRange(caret, caret);
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
  };
  const pressKey = (): void => {
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: '.', ctrlKey: true, bubbles: true, composed: true, cancelable: true }),
    );
  };
  const said = (): string =>
    [...fixture.root.querySelectorAll('[role="status"], [role="alert"]')]
      .map(({ textContent }) => textContent)
      .join(' ');
  const findings = async (): Promise<string[]> => {
    await untilAtRest(fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(fixture.pane('Bea'));
    return violations.map(({ id }) => id);
  };

  it('V30 loads nothing heavy before somebody writes, then underlines what the dictionary does not know', async () => {
    await start();
    expect([kept.loaded, kept.workers]).to.deep.equal([[], 0]);
    await type('Hello your adress, houseboat addresss ');
    await until(() => marks().length === 2, 'the lines');
    expect(marks()).to.deep.equal(['adress', 'addresss']);
    expect([kept.loaded, kept.workers]).to.deep.equal([['en'], 1]);
    expect(field.spellcheck).to.equal(false);
    expect(field.lang).to.equal('en');
    expect(field.getAttribute('aria-description')).to.match(
      /^Unknown words: adress, addresss\. .+\. shows suggestions\.$/,
    );
    expect(await findings()).to.deep.equal([]);
  });

  it('V30 what was written while it was on its way is checked without another key', async () => {
    fixture = await showDesk({ ...THREE, spelling: kept });
    await fixture.open('Bea');
    field = fixture.field('Bea');
    field.focus();
    write('your adress ');
    await until(() => marks().join() === 'adress', 'the line');
  });

  it('V30 the lines stand where the words stand, however the text wraps and scrolls', async () => {
    await start();
    write(`${'Hello your address is safe '.repeat(40)}adress`);
    field.blur();
    await until(() => marks().length === 1, 'the line');
    const sheet = fixture.pane('Bea').querySelector('.spelling-sheet');
    const text = sheet?.firstElementChild as HTMLElement;
    await until(() => text.offsetHeight === field.scrollHeight, 'the same lines');
    field.scrollTop = field.scrollHeight;
    const place = (): DOMRect =>
      (fixture.pane('Bea').querySelector('.misspelt') as HTMLElement).getBoundingClientRect();
    const frame = field.getBoundingClientRect();
    await until(() => place().bottom <= frame.bottom && place().top >= frame.top, 'the line is in sight');
    const box = sheet?.getBoundingClientRect();
    expect([Math.round(box?.left ?? 0), Math.round(box?.top ?? 0)]).to.deep.equal([
      Math.round(frame.left),
      Math.round(frame.top),
    ]);
  });

  it('V30 the key goes to the next unknown word and shows what may have been meant; Enter takes it', async () => {
    await start();
    write('Hello your adress is safe ');
    await until(() => marks().length === 1, 'the line');
    pressKey();
    await until(() => options().length > 1, 'the suggestions');
    const list = fixture.root.querySelector('.spelling-suggestions');
    expect(list?.getAttribute('aria-label')).to.equal('Suggestions for “adress”');
    expect(options()[0]).to.equal('address');
    expect(options().at(-1)).to.equal('Add “adress” to my words');
    expect(field.getAttribute('aria-activedescendant')).to.equal(list?.querySelector('[aria-selected="true"]')?.id);
    expect(await findings()).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    expect(field.value).to.equal('Hello your address is safe ');
    expect(options()).to.deep.equal([]);
    await until(() => marks().length === 0, 'no line');
    expect(field.hasAttribute('aria-description')).to.equal(false);
    pressKey();
    await until(() => said().includes('There are no unknown words.'), 'that all is well');
  });

  it('V30 a press on the word shows the list with nothing chosen: Enter still sends', async () => {
    await start();
    write('your adress is', 7);
    await until(() => marks().length === 1, 'the line');
    field.click();
    await until(() => options().length > 1, 'the suggestions');
    expect(fixture.root.querySelectorAll('.spelling-suggestions [aria-selected="true"]').length).to.equal(0);
    expect(field.hasAttribute('aria-activedescendant')).to.equal(false);
    const count = fixture.adapter.received.length;
    await sendKeys({ press: 'Enter' });
    await until(() => fixture.adapter.received.length > count, 'sent');
    expect({ ...fixture.adapter.received.at(-1) }).to.include({ text: 'your adress is' });
    await until(() => marks().length === 0, 'no line in the empty field');

    write('your adress is', 7);
    await until(() => marks().length === 1, 'the line again');
    field.click();
    await until(() => options().length > 1, 'the suggestions again');
    await sendKeys({ press: 'ArrowUp' });
    expect(fixture.root.querySelector('.spelling-suggestions [aria-selected="true"]')?.textContent?.trim()).to.equal(
      'Add “adress” to my words',
    );
    fixture.root.querySelector<HTMLElement>('.spelling-suggestions [role="option"]')?.click();
    expect(field.value).to.equal('your address is');
  });

  it('V30 a word that is kept is known from then on, in every chat, until it is taken back', async () => {
    await start();
    await fixture.open('Ida');
    field = fixture.field('Ida');
    field.focus();
    write('adress ');
    const elsewhere = (): number => fixture.root.querySelectorAll('.pane[aria-label="Ida"] .misspelt').length;
    await until(() => elsewhere() === 1, 'the line in the other chat');
    await fixture.open('Bea');
    field = fixture.field('Bea');
    field.focus();
    write('adress ');
    await until(() => marks().length === 1, 'the line');
    pressKey();
    await until(() => options().length > 1, 'the suggestions');
    fixture.root.querySelector<HTMLElement>('.spelling-suggestions [role="option"]:last-child')?.click();
    await until(() => marks().length === 0 && elsewhere() === 0, 'no line in either chat');
    expect(field.value).to.equal('adress ');
    expect(said()).to.contain('“adress” is one of your words now.');
    field.setSelectionRange(3, 3);
    pressKey();
    await until(() => options().length === 1, 'the way back');
    expect(options()).to.deep.equal(['Remove “adress” from my words']);
    await sendKeys({ press: 'Enter' });
    await until(() => marks().length === 1, 'the line again');
  });

  it('V30 the agent changes the language, or has the browser check', async () => {
    await start();
    write('wrogn your ');
    await until(() => marks().join() === 'wrogn', 'English');
    expect([...choice().options].map(({ text }) => text)).to.deep.equal([
      'English',
      'German',
      'English: by the browser',
    ]);
    choose('de');
    await until(() => marks().join() === 'your', 'German');
    expect(field.lang).to.equal('de');
    const [mark] = fixture.pane('Bea').querySelectorAll('.misspelt');
    field.blur(); // looks again
    field.focus();
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(fixture.pane('Bea').querySelector('.misspelt') === mark).to.equal(true);
    choose('');
    await until(() => marks().length === 0, 'the browser');
    expect([field.spellcheck, field.lang]).to.deep.equal([true, 'en']);
    expect(kept.workers).to.equal(1);
  });

  it('V30 a language without a dictionary is left to the browser, quietly', async () => {
    kept.languages = ['de'];
    await start();
    write('adress ');
    await until(() => field.lang === 'en', 'the language');
    expect([field.spellcheck, kept.workers, choice().value]).to.deep.equal([true, 0, '']);
    expect(choice().parentElement?.title).to.equal('Spelling: English: by the browser');
    pressKey();
    await until(() => said().includes('English: by the browser'), 'who checks');
  });

  it('V30 what a page calls its language may be anything, and may change', async () => {
    await start();
    const becomes = async (locale: string, title: string): Promise<void> => {
      const visitor = { kind: 'visitor', id: 'visitor-0001', name: 'Bea' } as const;
      const page = { url: 'https://example.org/', title: 'A page', locale };
      fixture.adapter.emit({
        type: 'inbox-changed',
        conversation: summary({ id: 'conversation-0001', visitor, page }),
      });
      await until(() => choice().parentElement?.title === `Spelling: ${title}: by the browser`, title);
    };
    await becomes('de-AT-u-ca-gregory', 'Austrian German');
    await becomes('not a language', 'English');
    await becomes('de', 'German');
    expect(field.lang).to.equal('de');
  });

  it('V30 a worker that dies is said, the browser checks, and choosing the language starts another', async () => {
    await start();
    write('adress ');
    await until(() => marks().length === 1, 'the line');
    kept.worker?.dispatchEvent(new Event('error'));
    write('adress addresss ');
    await until(() => field.spellcheck && marks().length === 0, 'the browser');
    expect(said()).to.contain('The dictionary could not be loaded. The browser checks the spelling.');
    choose('en');
    await until(() => marks().length === 2, 'the lines');
    expect(kept.loaded).to.deep.equal(['en', 'en']);
  });

  it('V30 a dictionary that does not come is said, the browser checks, and choosing it tries again', async () => {
    kept.failure = new ProtocolError('network-failed');
    await start();
    write('adress ');
    await until(
      () => said().includes('The dictionary could not be loaded. The browser checks the spelling.'),
      'the failure',
    );
    expect([field.spellcheck, choice().value]).to.deep.equal([true, '']);
    kept.failure = null;
    choose('en');
    await until(() => marks().join() === 'adress', 'the line');
    expect(kept.loaded).to.deep.equal(['en', 'en']);
  });

  it('V30 what is typed while the dictionary is asked is asked next, once for each word', async () => {
    await start();
    const questions = () => kept.asked.flatMap((request) => (request.type === 'check' ? [request.words] : []));
    kept.held = [];
    write('adress Hello ');
    await until(() => questions().length === 1, 'the first question');
    for (const text of ['adress Hello your addresss ', 'adress Hello your addresss Hello ']) {
      write(text);
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }
    expect(questions()).to.deep.equal([['adress', 'Hello']]);
    for (const send of kept.held) send();
    kept.held = null;
    await until(() => marks().length === 2, 'the lines');
    expect(questions()).to.deep.equal([
      ['adress', 'Hello'],
      ['your', 'addresss'],
    ]);
  });
});

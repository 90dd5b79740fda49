/** Shortcuts on the desk (A5): called by name while somebody writes, found in a dialog, written by leads. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { ShortcutSource } from '@support-chat/desk';
import { ProtocolError, type Shortcut } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, THREE, type DeskFixture } from './desk-fixture.js';

const KEPT: readonly Shortcut[] = [
  { id: 'hello-0001', name: 'hello', text: 'Hello {visitor.name}! I am {agent.name}.', locale: 'en' },
  { id: 'hello-0002', name: 'hello', text: 'Guten Tag {visitor.name}!', locale: 'de' },
  { id: 'wait-00001', name: 'wait', text: 'One moment.' },
];

/** A team's shortcuts in memory. */
class Kept implements ShortcutSource {
  rows: readonly Shortcut[] = KEPT;
  failure: ProtocolError | null = null;
  taken: unknown;

  load(): Promise<unknown> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve({ shortcuts: this.rows });
  }

  readonly writer = {
    put: (id: string, draft: Omit<Shortcut, 'id'>): Promise<void> => {
      if (this.failure) return Promise.reject(this.failure);
      this.rows = [...this.rows.filter((row) => row.id !== id), { id, ...draft }];
      return Promise.resolve();
    },
    remove: (id: string): Promise<void> => {
      this.rows = this.rows.filter((row) => row.id !== id);
      return Promise.resolve();
    },
    take: (file: unknown) => {
      this.taken = file;
      return Promise.resolve({ added: 2, changed: 1 });
    },
  };
}

describe('shortcuts on the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let kept: Kept;
  let field: HTMLTextAreaElement;
  afterEach(() => fixture.release());

  async function start(shortcuts: ShortcutSource): Promise<void> {
    fixture = await showDesk({ ...THREE, shortcuts });
    await fixture.open('Bea');
    field = fixture.field('Bea');
    field.focus();
    await fixture.until(() => fixture.root.adoptedStyleSheets.length > 0, 'styles');
  }
  beforeEach(() => {
    kept = new Kept();
  });

  const options = (): string[] =>
    [...fixture.root.querySelectorAll('.shortcut-suggestions [role="option"]')].map(
      (option) => option.textContent?.replace(/\s+/g, ' ').trim() ?? '',
    );
  const dialog = (): HTMLDialogElement | null => fixture.root.querySelector('.shortcut-dialog');
  const shown = (): HTMLDialogElement => {
    const found = dialog();
    if (!found) throw new Error('The dialog is not open.');
    return found;
  };
  const rows = (): string[] =>
    [...shown().querySelectorAll('.shortcut-name')].map(({ textContent }) => textContent ?? '');
  const openDialog = async (): Promise<void> => {
    fixture.button('Shortcuts', fixture.pane('Bea')).click();
    await fixture.until(() => dialog()?.open && rows().length > 0, 'the dialog');
  };
  const fill = (name: string, value: string): void => {
    const input = shown().querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (!input) throw new Error(`No field ${name}`);
    input.value = value;
  };
  const said = (): string => shown().querySelector('.shortcut-said')?.textContent?.trim() ?? '';
  const findings = async (root: Element): Promise<string[]> => {
    await untilAtRest(fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(root);
    return violations.map(({ id }) => id);
  };

  it('A5 a name behind a slash becomes the answer, filled in, by keyboard alone', async () => {
    await start(kept);
    await sendKeys({ type: 'Yes. /h' });
    await fixture.until(() => options().length === 1, 'the suggestion');
    expect(options()).to.deep.equal(['/hello Hello Bea! I am Anna.']);
    const list = fixture.root.querySelector('.shortcut-suggestions');
    expect(field.getAttribute('aria-controls')).to.equal(list?.id);
    expect(field.getAttribute('aria-activedescendant')).to.equal(list?.querySelector('[aria-selected="true"]')?.id);
    expect(await findings(list as Element)).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    expect(field.value).to.equal('Yes. Hello Bea! I am Anna.');
    expect(options()).to.deep.equal([]);
    expect(field.hasAttribute('aria-controls')).to.equal(false);
    const count = fixture.adapter.received.length;
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => fixture.adapter.received.length > count, 'sent');
    expect({ ...fixture.adapter.received.at(-1) }).to.include({ text: 'Yes. Hello Bea! I am Anna.' });
  });

  it('A5 arrows choose, Escape leaves what was typed, a click takes one', async () => {
    await start(kept);
    await sendKeys({ type: '/' });
    await fixture.until(() => options().length === 2, 'all of them');
    await sendKeys({ press: 'ArrowDown' });
    expect(fixture.root.querySelector('.shortcut-suggestions [aria-selected="true"]')?.textContent).to.contain('/wait');
    await sendKeys({ press: 'Escape' });
    expect([field.value, options().length]).to.deep.equal(['/', 0]);
    await sendKeys({ type: 'w' });
    expect([field.value, options().length]).to.deep.equal(['/w', 0]);
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ type: '/w' });
    await fixture.until(() => options().length === 1, 'the one');
    fixture.root.querySelector<HTMLElement>('.shortcut-suggestions [role="option"]')?.click();
    expect(field.value).to.equal('One moment.');
  });

  it('A5 a colon, the name and a space is the answer at once; a name that there is not stays', async () => {
    await start(kept);
    await sendKeys({ type: '/' });
    await fixture.until(() => options().length === 2, 'they are loaded');
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ type: ':nobody :wait ' });
    expect(field.value).to.equal(':nobody One moment. ');
  });

  it('A5 the dialog searches in names and texts and puts the first one in with Enter', async () => {
    await start(kept);
    await sendKeys({ type: 'Sure. ' });
    await openDialog();
    expect(rows()).to.deep.equal(['/hello', '/wait']);
    expect(await findings(shown())).to.deep.equal([]);
    await sendKeys({ type: 'moment' });
    expect(rows()).to.deep.equal(['/wait']);
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => dialog() === null, 'the dialog is gone');
    expect(field.value).to.equal('Sure. One moment.');
    expect(fixture.focused() === field).to.equal(true);
  });

  it('A5 leads write, change and delete them, and what is wrong is said with the form left as it was', async () => {
    await start(kept);
    await openDialog();
    fixture.button('New shortcut', shown()).click();
    expect(await findings(shown())).to.deep.equal([]);
    fill('name', '/size');
    fill('text', 'One size fits all.');
    kept.failure = new ProtocolError('settings-invalid', { detail: 'name: is taken' });
    fixture.button('Save', shown()).click();
    await fixture.until(() => said().includes('name: is taken'), 'the refusal');
    expect(shown().querySelector('.shortcut-said')?.getAttribute('role')).to.equal('alert');
    expect(shown().querySelector<HTMLInputElement>('[name="text"]')?.value).to.equal('One size fits all.');
    kept.failure = null;
    fill('locale', 'en');
    fixture.button('Save', shown()).click();
    await fixture.until(() => rows().includes('/size'), 'the new one');
    expect(kept.rows.find(({ name }) => name === 'size')).to.deep.include({ text: 'One size fits all.', locale: 'en' });
    expect(said()).to.equal('size is saved.');

    fixture.button('Edit size', shown()).click();
    fill('text', 'Two sizes.');
    fixture.button('Save', shown()).click();
    await fixture.until(() => kept.rows.some(({ text }) => text === 'Two sizes.'), 'the change');
    await fixture.until(() => rows().includes('/size'), 'the list');
    expect(kept.rows.filter(({ name }) => name === 'size')).to.have.length(1);

    fixture.button('Delete size', shown()).click();
    expect(kept.rows.some(({ name }) => name === 'size')).to.equal(true);
    fixture.button('Press again to delete size', shown()).click();
    await fixture.until(() => !rows().includes('/size'), 'it is gone');
    expect(said()).to.equal('size is deleted.');
  });

  it('A5 a file is imported as it is, and what is none is refused before it is sent', async () => {
    await start(kept);
    await openDialog();
    const choose = (text: string): void => {
      const input = shown().querySelector<HTMLInputElement>('input[type="file"]') as HTMLInputElement;
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'shortcuts.json'));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change'));
    };
    choose('<html>');
    await fixture.until(() => shown().querySelector('[role="alert"]')?.textContent?.trim(), 'the refusal');
    expect(kept.taken).to.equal(undefined);
    choose('{"shortcuts":[{"name":"a","text":"b"}]}');
    await fixture.until(() => said().startsWith('Imported'), 'the report');
    expect(said()).to.equal('Imported: 2 new, 1 changed.');
    expect(kept.taken).to.deep.equal({ shortcuts: [{ name: 'a', text: 'b' }] });
  });

  it('A5 who may not write them sees no button for it; without a source there is none at all', async () => {
    await start({ load: () => kept.load() });
    await openDialog();
    expect(shown().querySelectorAll('.shortcut-actions, .icon-button:not(.keys-head *)')).to.have.length(0);
    shown().close();
    fixture.release();
    fixture = await showDesk();
    await fixture.open('Bea');
    expect(() => fixture.button('Shortcuts', fixture.pane('Bea'))).to.throw('There is no button');
  });

  it('A5 when they cannot be loaded that is said, and the next slash asks again', async () => {
    kept.failure = new ProtocolError('network-failed');
    await start(kept);
    await sendKeys({ type: 'a ' });
    await fixture.until(
      () => [...fixture.root.querySelectorAll('[role="alert"]')].some(({ textContent }) => textContent?.trim()),
      'the failure',
    );
    kept.failure = null;
    await sendKeys({ type: '/w' });
    await fixture.until(() => options().length === 1, 'the suggestion');
  });
});

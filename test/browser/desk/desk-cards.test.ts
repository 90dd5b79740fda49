/** What agents see and send of cards (V15), ratings (V16) and drafts (V7). */
import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, THREE, type DeskFixture } from './desk-fixture.js';

describe('cards, ratings and drafts on the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  afterEach(() => fixture.release());

  const dialog = (): HTMLDialogElement => fixture.root.querySelector('.card-dialog') as HTMLDialogElement;
  const fill = (name: string, value: string): void => {
    const field = dialog().querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (!field) throw new Error(`No field ${name}`);
    field.value = value;
    if (field.localName === 'select') field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const openDialog = async (kind: string): Promise<void> => {
    fixture.button('Send a card', fixture.pane('Bea')).click();
    await fixture.until(() => dialog()?.open, 'the dialog');
    fill('kind', kind);
    await untilAtRest(fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(dialog());
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
  };
  const send = async (): Promise<Record<string, unknown>> => {
    const count = fixture.adapter.received.length;
    fixture.button('Send', dialog().querySelector('form') as HTMLElement).click();
    await fixture.until(() => fixture.adapter.received.length > count, 'sent');
    // It goes with its `close` event, which is a task of its own.
    await fixture.until(() => dialog() === null, 'the dialog is gone');
    return { ...fixture.adapter.received.at(-1) };
  };

  it('V15 are made in a small dialog, with words for who cannot see them', async () => {
    fixture = await showDesk();
    const pane = await fixture.open('Bea');
    await openDialog('choices');
    fill('words', 'Shall I put one aside?');
    fill('choice-1', 'Yes');
    // Two are needed: nothing is sent with one.
    fixture.button('Send', dialog().querySelector('form') as HTMLElement).click();
    expect(dialog().open).to.equal(true);
    fill('choice-2', 'Not now');
    expect(await send()).to.deep.include({
      text: 'Shall I put one aside?',
      card: {
        kind: 'choices',
        choices: [
          { id: 'choice-1', label: 'Yes' },
          { id: 'choice-2', label: 'Not now' },
        ],
      },
    });
    await fixture.until(() => pane.querySelector('.choices'), 'the card in the log');
    expect(pane.querySelector('.card-slot')?.textContent).to.contain('Not answered yet');
    expect(pane.querySelector('.choice')?.getAttribute('aria-disabled')).to.equal('true');

    await openDialog('confirm');
    fill('title', 'Repair');
    fill('amount', '19,50');
    expect(await send()).to.deep.include({
      text: 'Repair\n€19.50',
      card: { kind: 'confirm', title: 'Repair', price: { amount: 19.5, currency: 'EUR' } },
    });
    await openDialog('coupon');
    fill('title', 'Ten off');
    fill('code', 'TEA10');
    fill('expires', '2027-01-31');
    const coupon = await send();
    expect(coupon['card']).to.deep.include({ code: 'TEA10', expiresAt: new Date(2027, 0, 31, 23, 59, 59).getTime() });
    await openDialog('offer');
    fill('title', 'Teapot');
    fill('link', 'https://shop.example/teapot');
    expect(await send()).to.deep.include({
      text: 'Teapot\nhttps://shop.example/teapot',
      card: { kind: 'offer', title: 'Teapot', link: { url: 'https://shop.example/teapot' } },
    });
    await openDialog('form');
    fill('title', 'Your order');
    fill('field-1', 'Size');
    fill('type-1', 'select');
    fill('options-1', 'Small, Large');
    expect((await send())['card']).to.deep.equal({
      kind: 'form',
      title: 'Your order',
      fields: [
        {
          type: 'select',
          id: 'field-1',
          label: 'Size',
          options: [
            { id: 'option-1', label: 'Small' },
            { id: 'option-2', label: 'Large' },
          ],
        },
      ],
    });
  });

  it('V15 show what was chosen', async () => {
    fixture = await showDesk({
      ...THREE,
      messages: [
        { from: 'agent', text: 'Shall I?', card: { kind: 'choices', choices: [{ id: 'a', label: 'Yes' }] } },
        { from: 'visitor', text: 'Yes', answer: { to: 'scripted-000001', choice: 'a' } },
      ],
    });
    fixture.button('All').click();
    await fixture.until(() => fixture.names().includes('Bea'), 'the list of all');
    const pane = await fixture.open('Bea');
    await fixture.until(() => pane.querySelector('.choice[aria-pressed="true"]'), 'chosen');
  });

  it('V16 ratings stand in the log and in the row; V7 a draft stands where the dots were', async () => {
    fixture = await showDesk();
    const pane = await fixture.open('Bea');
    fixture.adapter.visitorTypes(true, 'I would like');
    await fixture.until(() => pane.querySelector('.preview')?.textContent === 'I would like', 'the draft');
    expect(pane.querySelectorAll('.dots').length).to.equal(0);
    fixture.adapter.end();
    fixture.adapter.visitorRates(4, 'Thank you');
    fixture.button('All').click();
    await fixture.until(() => fixture.row('Bea').textContent?.includes('Rated 4 of 5'), 'in the row');
    await fixture.until(() => pane.textContent?.includes('Rated 4 of 5 · Thank you'), 'in the log');
  });
});

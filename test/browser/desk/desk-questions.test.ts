/** Short questions at the desk (A18): asked in a small dialog that keeps what is filled in until the server has it. */
import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { MailSource, QuestionSource } from '@support-chat/desk';
import { ProtocolError, type QuestionDraft, type ShortQuestions, type TicketMail } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { smallTargets } from '../../support/small-targets.js';
import { showDesk, summary, THREE, type DeskFixture } from './desk-fixture.js';

/** A server in memory. */
class Kept implements MailSource {
  ways: ShortQuestions['ways'] = [{ way: 'email', to: 'bea@example.com' }, { way: 'sms' }];
  failures: ProtocolError[] = [];
  mails: TicketMail[] = [];
  readonly asked: (QuestionDraft & { readonly id: string })[] = [];
  readonly questions: QuestionSource = {
    load: () => Promise.resolve({ ways: this.ways, questions: [] }),
    put: (_conversation, id, draft) => {
      this.asked.push({ id, ...draft });
      const failure = this.failures.shift();
      if (failure) return Promise.reject(failure);
      const mail = {
        id,
        seq: 1,
        state: 'sent',
        address: draft.to ?? '',
        attempts: 1,
        time: Date.UTC(2026, 0, 15, 9),
      } as const;
      this.mails.push({ ...mail, ...(draft.by === 'sms' && { way: 'sms' }) });
      return Promise.resolve({ question: { ...mail, expiresAt: mail.time + 1 } });
    },
  };

  load(): Promise<unknown> {
    return Promise.resolve({ canSend: false, mails: this.mails });
  }

  put(): Promise<unknown> {
    return Promise.reject(new ProtocolError('forbidden'));
  }

  retry(): Promise<unknown> {
    return Promise.reject(new ProtocolError('forbidden'));
  }
}

describe('short questions at the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let kept: Kept;
  beforeEach(() => (kept = new Kept()));
  afterEach(() => fixture.release());

  const dialog = (): HTMLDialogElement | null => fixture.root.querySelector('dialog[part="question-dialog"]');
  const field = (name: string): HTMLInputElement => {
    const found = dialog()?.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (!found) throw new Error(`No field ${name}`);
    return found;
  };
  const fill = (name: string, value: string): void => {
    const input = field(name);
    input.value = value;
    if (input.localName === 'select') input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const alert = (): string => dialog()?.querySelector('[role="alert"]')?.textContent?.trim() ?? '';
  const send = (): void => fixture.button('Send', dialog()?.querySelector('form') as HTMLElement).click();
  async function open(): Promise<void> {
    fixture = await showDesk({ ...THREE, mails: kept });
    await fixture.open('Bea');
    fixture.button('Send a short question', fixture.pane('Bea')).click();
  }

  it('A18 is asked with answers, an amount and a way, and what became of it stands behind the message', async () => {
    await open();
    await fixture.until(() => dialog()?.querySelector('form'), 'the form');
    await untilAtRest(fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(dialog() as HTMLElement);
    expect(violations.map(({ id }) => id)).to.deep.equal([]);
    expect(smallTargets(dialog() as HTMLElement)).to.deep.equal([]);
    expect(field('to-email').value).to.equal('bea@example.com');
    expect(field('answer-1').value).to.equal('OK');
    fill('text', 'Shall we repair it?');
    fill('amount', '129');
    send();
    await fixture.until(() => dialog() === null, 'it is closed');
    const [{ id, ...draft } = { id: '' }] = kept.asked;
    expect(draft).to.deep.equal({
      text: 'Shall we repair it?',
      answers: [
        { id: 'answer-1', label: 'OK' },
        { id: 'answer-2', label: 'No, thanks' },
      ],
      price: { amount: 129, currency: 'EUR' },
      by: 'email',
      to: 'bea@example.com',
      expiresInHours: 72,
    });
    expect(id).to.not.equal('');
    // It is no ticket; the row of the inbox says that there is a mail.
    fixture.adapter.emit({
      type: 'inbox-changed',
      conversation: summary({
        id: 'conversation-0001',
        visitor: { kind: 'visitor', id: 'visitor-0001', name: 'Bea' },
        mails: 1,
      }),
    });
    await fixture.until(
      () => fixture.pane('Bea').querySelector('.mail-line')?.textContent?.includes('Sent by e-mail to bea@example.com'),
      'the line',
    );
  });

  it('A18 by text message: another address is asked for, a wrong one is not sent, and nothing that is filled in is lost', async () => {
    await open();
    await fixture.until(() => dialog()?.querySelector('form'), 'the form');
    fill('text', 'Friday?');
    fill('way', 'sms');
    await fixture.until(() => !field('to-sms').disabled, 'the number is asked for');
    expect(field('to-email').closest('label')?.hidden).to.equal(true);
    fill('to-sms', '0170 123');
    send();
    await fixture.until(() => alert().includes('with + and country'), 'the number is refused');
    expect(kept.asked.length).to.equal(0);
    fill('to-sms', '+49 170 1234567');
    kept.failures.push(new ProtocolError('unavailable'));
    send();
    await fixture.until(() => alert().includes('Not sent; what you wrote is still here.'), 'it says so');
    expect(field('text').value).to.equal('Friday?');
    send();
    await fixture.until(() => dialog() === null, 'it is closed');
    expect(kept.asked.map(({ by, to }) => [by, to])).to.deep.equal([
      ['sms', '+49 170 1234567'],
      ['sms', '+49 170 1234567'],
    ]);
    // The same question, for the server: its yes may have been lost.
    expect(kept.asked[0]?.id).to.equal(kept.asked[1]?.id);
  });

  it('A18 where the server sends nothing the dialog says so', async () => {
    kept.ways = [];
    await open();
    await fixture.until(() => dialog()?.textContent?.includes('neither e-mail nor text messages'), 'it says so');
    expect(dialog()?.querySelector('form') === null).to.equal(true);
    const [edge, words] = [dialog(), dialog()?.querySelector('[role="status"]')];
    expect((edge?.getBoundingClientRect().bottom ?? 0) - (words?.getBoundingClientRect().bottom ?? 0)).to.be.below(2);
    expect(parseFloat(getComputedStyle(words as HTMLElement).paddingBottom)).to.be.at.least(16);
  });

  it('A13 the keys of the desk are not for who works in a dialog', async () => {
    await open();
    await fixture.until(() => dialog()?.querySelector('form'), 'the form');
    const press = (on: Element | null | undefined): unknown =>
      on?.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, composed: true }));
    const keys = fixture.root.querySelector<HTMLDialogElement>('[part="keys"]');
    press(dialog()?.querySelector('button'));
    expect(keys?.open).to.equal(false);
    dialog()?.close();
    await fixture.until(() => dialog() === null, 'it is closed');
    press(fixture.button('Send a short question', fixture.pane('Bea')));
    await fixture.until(() => keys?.open, 'the keys are shown');
  });
});

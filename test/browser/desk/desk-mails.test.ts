/** Tickets at the desk (A17): answered by mail, with what became of each, and nobody talked over. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { MailSource } from '@support-chat/desk';
import { ProtocolError, type ConversationSummary, type MailDraft, type TicketMail } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { smallTargets } from '../../support/small-targets.js';
import { showDesk, summary, THREE, type DeskFixture } from './desk-fixture.js';

const ADDRESS = 'bea@example.com';

/** A mail server in memory. */
class Kept implements MailSource {
  mails: TicketMail[] = [];
  canSend = true;
  failures: ProtocolError[] = [];
  /** Waits before it answers. */
  hold: Promise<void> = Promise.resolve();
  readonly drafts: (MailDraft & { readonly id: string })[] = [];
  readonly retried: string[] = [];

  load(): Promise<unknown> {
    return Promise.resolve({ canSend: this.canSend, mails: this.mails });
  }

  async put(_conversation: string, id: string, draft: MailDraft): Promise<unknown> {
    this.drafts.push({ id, ...draft });
    await this.hold;
    const failure = this.failures.shift();
    if (failure) throw failure;
    return { mail: this.add({ id }) };
  }

  retry(_conversation: string, id: string): Promise<unknown> {
    this.retried.push(id);
    this.set({ state: 'waiting' });
    return Promise.resolve({ mail: this.mails[0] });
  }

  add(given: Partial<TicketMail> = {}): TicketMail {
    const time = Date.UTC(2026, 0, 15, 9);
    const mail = {
      id: 'mail-0000001',
      seq: 1,
      state: 'waiting',
      address: ADDRESS,
      attempts: 0,
      time,
      ...given,
    } as const;
    this.mails = [...this.mails, mail];
    return mail;
  }

  set(change: Partial<TicketMail>): void {
    this.mails = this.mails.map((mail) => ({ ...mail, ...change }));
  }
}

describe('tickets at the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let kept: Kept;
  beforeEach(() => (kept = new Kept()));
  afterEach(() => fixture.release());

  const pane = (): HTMLElement => fixture.pane('Bea');
  const choice = (): HTMLInputElement | null => pane().querySelector('.mail-choice input');
  const lines = (): string[] =>
    [...pane().querySelectorAll('.mail-line')].map((line) => (line.textContent ?? '').replace(/\s+/g, ' ').trim());
  const alerts = (): string => pane().querySelector('.mail-choice [role="alert"]')?.textContent?.trim() ?? '';
  const inChat = (): number => fixture.adapter.received.filter(({ type }) => type === 'message-send').length;
  /** As another server would tell it. */
  const tell = (given: Partial<ConversationSummary>): void => {
    fixture.adapter.emit({
      type: 'inbox-changed',
      conversation: summary({
        id: 'conversation-0001',
        visitor: { kind: 'visitor', id: 'visitor-0001', name: 'Bea' },
        ...given,
      }),
    });
  };
  const ticket = { id: 'entry-00000001', time: Date.UTC(2026, 0, 15, 9), name: 'Bea', email: ADDRESS };
  /** Bea's words are a ticket, of which so many things became. */
  async function start(mails = 0): Promise<void> {
    fixture = await showDesk({ ...THREE, mails: kept });
    await fixture.open('Bea');
    const visitor = await fixture.adapter.open({
      identity: { kind: 'visitor' },
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onClose: () => undefined,
    });
    const { id, name, email } = ticket;
    await visitor.send({ type: 'contact-submit', id, name, email, text: 'Do you ship to Poland?' });
    if (mails > 0) tell({ ticket, mails });
  }
  async function write(text: string): Promise<void> {
    fixture.field('Bea').focus();
    await sendKeys({ type: text });
    await sendKeys({ press: 'Enter' });
  }

  it('A17 an answer to a ticket goes by mail, and not a second time by chat', async () => {
    await start();
    await fixture.until(() => choice()?.checked, 'the choice');
    expect(choice()?.closest('label')?.textContent).to.contain(`Also by e-mail to ${ADDRESS}`);
    await write('Yes, we do.');
    await fixture.until(() => kept.drafts.length === 1, 'the answer');
    expect(kept.drafts[0]).to.deep.include({ text: 'Yes, we do.' });
    expect(kept.drafts[0]?.after.seq).to.equal(2);
    await fixture.until(() => fixture.field('Bea').value === '', 'the field is empty');
    expect(inChat()).to.equal(0);
    await fixture.until(() => lines().join().includes(`E-mail to ${ADDRESS} will be sent`), 'it waits');
  });

  it('A17 what became of it is said by itself, without a reload', async () => {
    kept.add();
    await start(1);
    await fixture.until(() => lines()[0]?.includes('will be sent'), 'it waits');
    kept.set({ attempts: 1, problem: '451 4.7.1 Greylisted' });
    tell({ ticket, mails: 2 });
    await fixture.until(() => lines()[0]?.includes('Trying again'), 'it waits on');
    expect(lines()[0]).to.contain('451 4.7.1 Greylisted');
    kept.mails = [{ ...(kept.mails[0] as TicketMail), state: 'sent', problem: undefined }];
    tell({ ticket, mails: 3 });
    await fixture.until(() => lines()[0]?.startsWith(`Sent by e-mail to ${ADDRESS}`), 'it is sent');
    expect(lines()).to.have.length(1);
  });

  it('A17 one that was refused says what the mail server said, and is tried again by hand', async () => {
    kept.add({ state: 'refused', attempts: 1, problem: '550 <img src=x onerror="alert(1)"> no such user' });
    await start(1);
    await fixture.until(() => lines()[0]?.includes('The mail server refused'), 'it is refused');
    expect(lines()[0]).to.contain('550 <img src=x');
    expect(pane().querySelector('.mail-line img') === null).to.equal(true);
    fixture.button('Try again', pane()).click();
    await fixture.until(() => lines()[0]?.includes('Trying again') && !lines()[0]?.includes('refused'), 'it waits');
    expect(kept.retried).to.deep.equal(['mail-0000001']);
  });

  it('A17 a colleague was quicker: it is said, the words stay, and pressing again sends them', async () => {
    await start();
    await fixture.until(() => choice(), 'the choice');
    kept.failures = [new ProtocolError('already-answered')];
    await write('Yes.');
    await fixture.until(() => alerts().includes('A colleague has answered meanwhile'), 'it is said');
    expect(fixture.field('Bea').value).to.equal('Yes.');
    fixture.adapter.agentSays('No, we do not.');
    await fixture.until(() => pane().textContent?.includes('No, we do not.'), 'it is read');
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => fixture.field('Bea').value === '', 'it is sent');
    expect(alerts()).to.equal('');
    expect(kept.drafts.map(({ after }) => after.seq)).to.deep.equal([2, 4]);
    expect(new Set(kept.drafts.map(({ id }) => id)).size).to.equal(1);
  });

  it('A17 without a network the words stay, and go once under one id; other words are another answer', async () => {
    await start();
    await fixture.until(() => choice(), 'the choice');
    kept.failures = [new ProtocolError('network-failed'), new ProtocolError('network-failed')];
    await write('Yes.');
    await fixture.until(() => alerts().includes('what you wrote is still here'), 'it is said');
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => kept.failures.length === 0 && alerts() !== '', 'it is said again');
    await sendKeys({ type: ' And no.' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => fixture.field('Bea').value === '', 'it is sent');
    const [one, two, three] = kept.drafts;
    expect([one?.id === two?.id, two?.id === three?.id]).to.deep.equal([true, false]);
    expect(three?.text).to.equal('Yes. And no.');
  });

  it('A17 what is typed while an answer is stored stays, and Enter twice sends once', async () => {
    await start();
    await fixture.until(() => choice(), 'the choice');
    let release = (): void => undefined;
    kept.hold = new Promise<void>((resolve) => (release = resolve));
    await write('Yes.');
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: ' More' });
    release();
    await fixture.until(() => lines().length === 1, 'it is stored');
    expect(kept.drafts).to.have.length(1);
    expect(fixture.field('Bea').value).to.equal('Yes. More');
  });

  it('A17 the agent may answer in the chat only; who waits in the chat is answered there', async () => {
    await start();
    await fixture.until(() => choice()?.checked, 'the choice');
    choice()?.click();
    await write('In the chat');
    await fixture.until(() => inChat() === 1, 'the message');
    expect(kept.drafts).to.deep.equal([]);
    fixture.release();
    await start();
    await fixture.until(() => choice()?.checked, 'the choice');
    fixture.adapter.visitorSays('I am here');
    await fixture.until(() => choice()?.checked === false, 'it is answered in the chat');
  });

  it('A17 the way of an answer does not change while it is written', async () => {
    await start();
    await fixture.until(() => choice()?.checked, 'the choice');
    fixture.field('Bea').focus();
    await sendKeys({ type: 'Yes' });
    fixture.adapter.visitorSays('I am here');
    await fixture.until(() => pane().textContent?.includes('I am here'), 'the visitor is back');
    expect(choice()?.checked).to.equal(true);
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => kept.drafts.length === 1, 'the mail');
    await fixture.until(() => choice()?.checked === false, 'the next is answered in the chat');
  });

  it('A17 there is no choice where nothing can be sent, nor in what is no ticket', async () => {
    kept.canSend = false;
    kept.add({ state: 'sent' });
    await start(1);
    await fixture.until(() => lines().length === 1, 'what was sent before');
    expect(choice() === null).to.equal(true);
    fixture.release();
    kept.canSend = true;
    fixture = await showDesk({ ...THREE, mails: kept });
    await fixture.open('Bea');
    expect(choice() === null).to.equal(true);
    await write('In the chat');
    await fixture.until(() => inChat() === 1, 'the message');
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`Y6 Y8 axe finds nothing, ${scheme}`, async () => {
      kept.add({ state: 'refused', attempts: 1, problem: '550 no' });
      await start(1);
      fixture.desk.colorScheme = scheme;
      kept.failures = [new ProtocolError('already-answered')];
      await write('Yes.');
      await fixture.until(() => alerts() !== '' && lines().length === 1, 'all of it');
      await untilAtRest(fixture.desk);
      const found = await (window as unknown as { axe: typeof axe }).axe.run(fixture.desk);
      expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).to.deep.equal([]);
      expect(smallTargets(fixture.root)).to.deep.equal([]);
    });
  }
});

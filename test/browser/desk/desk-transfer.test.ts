/** Passing chats on at the desk (A4): whom there is, why, and what is said when it is refused. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { NoteSource } from '@support-chat/desk';
import { ProtocolError, type ErrorCode, type Note, type Team, type TransferDraft } from '@support-chat/protocol';
import { smallTargets } from '../../support/small-targets.js';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, summary, THREE, type DeskFixture } from './desk-fixture.js';

const BEN = { id: 'agent-ben', name: 'Ben', here: true, presence: 'available', chats: 1, capacity: 3 } as const;
const TEAM: Team = {
  agents: [
    { id: 'agent-0001', name: 'Anna', here: true, presence: 'available', chats: 1, capacity: 3 },
    BEN,
    { id: 'agent-cem', name: 'Cem', here: true, presence: 'away', chats: 0, capacity: 3 },
    { id: 'agent-dan', name: 'Dan', here: false, presence: 'available', chats: 0, capacity: 3 },
    { id: 'agent-eva', name: 'Eva', here: true, presence: 'available', chats: 3, capacity: 3 },
  ],
  departments: [{ id: 'service', name: 'Service', waiting: 2, available: 1 }],
};

describe('passing a chat on at the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let team: Team;
  let asked: { readonly id: string; readonly draft: TransferDraft }[];
  let refusals: ErrorCode[];
  const notes: Note[] = [];
  const source: NoteSource = {
    load: () => Promise.resolve({ notes }),
    put: () => Promise.reject(new ProtocolError('internal')),
    transfers: {
      team: () => Promise.resolve(team),
      put: (_conversation, id, draft) => {
        asked.push({ id, draft });
        const code = refusals.shift();
        return code ? Promise.reject(new ProtocolError(code)) : Promise.resolve({});
      },
    },
  };
  beforeEach(async () => {
    [team, asked, refusals] = [TEAM, [], []];
    notes.length = 0;
    fixture = await showDesk({ ...THREE, notes: source });
    await fixture.open('Bea');
  });
  afterEach(() => fixture.release());

  function tell(assignee: string, count = 0): void {
    fixture.adapter.emit({
      type: 'inbox-changed',
      conversation: summary({
        id: 'conversation-0001',
        phase: 'live',
        visitor: { kind: 'visitor', id: 'visitor-0001', name: 'Bea' },
        assignee: { kind: 'agent', id: assignee, name: assignee === 'agent-0001' ? 'Anna' : 'Ben' },
        waitingSince: Date.now(),
        notes: count,
      }),
    });
  }
  const dialog = (): HTMLDialogElement | null => fixture.root.querySelector('.transfer-dialog');
  const shown = (): HTMLDialogElement => {
    const found = dialog();
    if (!found) throw new Error('The dialog is not open.');
    return found;
  };
  const options = (): string[] =>
    [...shown().querySelectorAll('.transfer-option')].map((one) => {
      const state = one.querySelector('input')?.disabled ? '– ' : '';
      const facts = one.querySelector('small')?.textContent ?? '';
      return `${state}${one.querySelector('bdi')?.textContent}: ${facts}`;
    });
  const wrong = (): string => shown().querySelector('[role="alert"]')?.textContent?.trim() ?? '';
  const open = async (): Promise<void> => {
    tell('agent-0001');
    await fixture.desk.updateComplete;
    fixture.button('Pass on', fixture.pane('Bea')).click();
    await fixture.until(() => dialog() && options().length > 0, 'the dialog');
  };
  const findings = async (root: HTMLElement): Promise<string[]> => {
    await untilAtRest(fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(root, {
      rules: { 'target-size': { enabled: true } },
    });
    return [...violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`), ...smallTargets(root)];
  };
  const said = (): string =>
    [...fixture.pane('Bea').querySelectorAll('.visually-hidden[aria-live]')].map((one) => one.textContent).join(' ');

  it('A4 shows who can have it first, with presence and load, and why the others cannot', async () => {
    await open();
    expect(options()).to.deep.equal([
      'Ben: Available · 1 of 3 chats',
      'Service: 2 wait · 1 agent available',
      '– Anna: Has this chat',
      '– Cem: Away · 0 of 3 chats',
      '– Dan: Not at the desk · 0 of 3 chats',
      '– Eva: Available · 3 of 3 chats',
    ]);
    expect(await findings(shown())).to.deep.equal([]);
  });

  it('A4 by keyboard alone: search, choose, say why', async () => {
    tell('agent-0001');
    await fixture.desk.updateComplete;
    fixture.row('Ida').focus();
    await sendKeys({ press: 'p' });
    await fixture.until(() => dialog() && options().length > 0, 'the dialog');
    await sendKeys({ type: 'be' });
    expect(options()).to.deep.equal(['Ben: Available · 1 of 3 chats']);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'Knows teapots' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await fixture.until(() => dialog() === null, 'the dialog is gone');
    expect(asked.map(({ draft }) => draft)).to.deep.equal([
      { to: { agent: 'agent-ben' }, from: 'agent-0001', reason: 'Knows teapots' },
    ]);
    expect(said()).to.contain('The chat is passed on to Ben.');
    expect(fixture.adapter.received.map(({ type }) => type)).not.to.include('message-send');
  });

  for (const [code, change, words] of [
    ['agent-away', { presence: 'away' }, 'Ben is away.'],
    ['agent-away', { here: false }, 'Ben is not at the desk any more.'],
    ['capacity-reached', { chats: 3 }, 'Ben has as many chats as they may have.'],
    ['not-found', {}, 'Ben does not exist any more.'],
    ['forbidden', {}, 'This chat cannot be passed on: it has ended, or Ben has it already.'],
    ['unavailable', {}, 'The server is not available right now.'],
  ] as const) {
    it(`A4 refused with ${code}: said, and nothing that was written is lost (${words})`, async () => {
      await open();
      shown().querySelector<HTMLInputElement>('[value="agent agent-ben"]')?.click();
      const reason = shown().querySelector('textarea') as HTMLTextAreaElement;
      reason.value = 'Knows teapots';
      refusals = [code];
      team = { ...TEAM, agents: TEAM.agents.map((one) => (one.id === BEN.id ? { ...one, ...change } : one)) };
      fixture.button('Pass on', shown()).click();
      await fixture.until(() => wrong(), 'the refusal');
      if (code === 'unavailable') expect(wrong()).to.have.length.above(5);
      else expect(wrong()).to.equal(words);
      expect(shown().querySelector('textarea')?.value).to.equal('Knows teapots');
      expect(await findings(shown())).to.deep.equal([]);
    });
  }

  it('A4 somebody else was quicker: said, and only a second press passes it on nevertheless', async () => {
    await open();
    shown().querySelector<HTMLInputElement>('[value="department service"]')?.click();
    refusals = ['already-taken'];
    tell('agent-ben');
    await fixture.desk.updateComplete;
    fixture.button('Pass on', shown()).click();
    await fixture.until(() => wrong().startsWith('Somebody else'), 'the refusal');
    fixture.button('Pass on', shown()).click();
    await fixture.until(() => dialog() === null, 'it is done');
    const [first, second] = asked;
    expect([first?.draft.from, second?.draft.from]).to.deep.equal(['agent-0001', 'agent-ben']);
    expect(first?.id).not.to.equal(second?.id);
  });

  it('A4 L2 the same request after a lost answer is the same transfer', async () => {
    await open();
    shown().querySelector<HTMLInputElement>('[value="agent agent-ben"]')?.click();
    refusals = ['network-failed'];
    fixture.button('Pass on', shown()).click();
    await fixture.until(() => wrong(), 'the failure');
    fixture.button('Pass on', shown()).click();
    await fixture.until(() => dialog() === null, 'it is done');
    expect(asked[0]?.id).to.equal(asked[1]?.id);
  });

  it('A4 nobody chosen, nobody found: said', async () => {
    await open();
    fixture.button('Pass on', shown()).click();
    await fixture.until(() => wrong() === 'Choose somebody first.', 'the refusal');
    await sendKeys({ press: 'Shift+Tab' });
    shown().querySelector<HTMLInputElement>('[type="search"]')?.focus();
    await sendKeys({ type: 'zzz' });
    expect(shown().textContent).to.contain('Nobody of that name.');
    expect(asked).to.deep.equal([]);
  });

  it('A4 when nobody can have it, it says so', async () => {
    team = { agents: TEAM.agents.filter(({ name }) => name !== 'Ben'), departments: [] };
    await open();
    expect(shown().querySelector('.transfer-none')?.textContent).to.contain('No colleague can take a chat now');
    expect(options().every((one) => one.startsWith('– '))).to.equal(true);
  });

  it('A4 the reason stands in the conversation as a note that says what was done', async () => {
    notes.push({
      id: 'note-00000001',
      place: 1,
      after: 1,
      time: Date.now(),
      author: { kind: 'agent', id: 'agent-ben', name: 'Ben' },
      text: 'Knows teapots',
      transfer: { agent: { kind: 'agent', id: 'agent-0001', name: 'Anna' } },
    });
    tell('agent-0001', 1);
    await fixture.until(() => fixture.pane('Bea').querySelector('.row.note'), 'the note');
    const note = fixture.pane('Bea').querySelector('.row.note');
    expect(note?.textContent).to.contain('Ben passed the chat on to Anna').and.to.contain('Knows teapots');
  });
});

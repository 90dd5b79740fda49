/** The owner's settings at the desk (A1, A12): pages, forms, what is kept, and two owners at once. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { ProtocolError } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { showDesk, THREE, type DeskFixture } from './desk-fixture.js';
import { SettingsServer } from './settings-server.js';

describe('the settings at the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let server: SettingsServer;
  beforeEach(() => {
    sessionStorage.clear();
    server = new SettingsServer();
  });
  afterEach(() => fixture.release());

  const panel = (): HTMLElement => {
    const found = fixture.root.querySelector<HTMLElement>('[part~="settings"]');
    if (!found) throw new Error('The settings are not there.');
    return found;
  };
  const isShown = (): boolean => fixture.root.querySelector('[part~="settings"]') !== null;
  const bar = (): string => panel().querySelector('.save-bar p')?.textContent?.trim() ?? '';
  const field = (label: string): HTMLInputElement => {
    const labels = [...panel().querySelectorAll('label')].filter((one) => one.textContent?.trim() === label);
    const control = labels.at(-1)?.control;
    if (!control) throw new Error(`There is no field ${label}.`);
    return control as HTMLInputElement;
  };
  const type = (label: string, value: string): void => {
    const control = field(label);
    control.value = value;
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  const choose = (label: string, value: string): void => {
    const control = field(label);
    control.value = value;
    control.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const enter = (id: string, value: string): void => {
    const control = panel().querySelector<HTMLInputElement>(`#${id}`);
    if (!control) throw new Error(`There is no field ${id}.`);
    control.value = value;
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  const press = (name: string): void => fixture.button(name, panel()).click();
  const until = (condition: () => unknown, what: string): Promise<void> => fixture.until(condition, what);

  async function open(page?: string, options = {}): Promise<void> {
    fixture = await showDesk({ ...THREE, settings: server, ...options });
    fixture.button('Settings').click();
    await until(isShown, 'the settings are there');
    if (page !== undefined) press(page);
    await until(() => panel().querySelector('.settings-body[aria-busy="false"]'), 'the page is there');
    await until(() => page !== undefined || panel().textContent?.includes('anna@'), 'the team is there');
  }

  const findings = async (): Promise<string[]> => {
    await untilAtRest(fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(fixture.desk, {
      iframes: false,
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  };

  it('A12 the comma opens them over the chats and Escape goes back; other keys do nothing meanwhile', async () => {
    fixture = await showDesk({ ...THREE, settings: server });
    fixture.row('Bea').focus();
    await sendKeys({ press: ',' });
    await until(isShown, 'the settings are there');
    await until(() => fixture.focused()?.textContent?.includes('Agents and roles'), 'the list has the focus');
    await sendKeys({ press: 'f' });
    expect(fixture.root.querySelector('[part~="archive"]')).to.equal(null);
    expect(getComputedStyle(fixture.row('Bea')).visibility).to.equal('hidden');
    await sendKeys({ press: 'Escape' });
    await until(() => !isShown(), 'the chats are back');
    await until(() => fixture.focused()?.matches('[data-conversation]'), 'a row has the focus');
  });

  it('A12 who may set nothing sees neither button nor key', async () => {
    fixture = await showDesk(THREE);
    await sendKeys({ press: ',' });
    expect(fixture.root.querySelector('[part~="settings-button"]')).to.equal(null);
    expect(fixture.root.querySelector('dialog')?.textContent).not.to.include('Settings');
    expect(isShown()).to.equal(false);
  });

  it('A1 an account is changed: role, capacity, departments, skills; what is wrong stands at its field', async () => {
    server.set('departments', [
      { id: 'sales', name: 'Sales' },
      { id: 'service', name: 'Service' },
    ]);
    await open();
    press('Change Anna');
    await until(() => panel().querySelector('#capacity-agent-anna'), 'the form is there');
    expect(field('Chats at once').value).to.equal('2');
    expect(field('Sales').checked).to.equal(true);
    type('Chats at once', '9');
    choose('Role', 'lead');
    press('Save');
    await until(() => panel().querySelector('#capacity-agent-anna[aria-invalid]'), 'it is wrong');
    expect(fixture.focused()).to.equal(field('Chats at once'));
    expect(panel().querySelector('#capacity-agent-anna-problem')?.textContent).to.include('from 1 to 8');
    type('Chats at once', '4');
    type('Skills', 'german, returns');
    field('Service').click();
    press('Save');
    await until(() => bar() === 'Saved.', 'it is saved');
    expect(server.agents[1]).to.include({ role: 'lead', capacity: 4 });
    expect(server.agents[1]).to.deep.include({ skills: ['german', 'returns'], departments: ['sales', 'service'] });
    expect(await findings()).to.deep.equal([]);
  });

  it('A1 the last owner cannot step down: it says so in words, and nothing is lost', async () => {
    await open();
    press('Change Olga');
    await until(() => panel().querySelector('#role-agent-olga'), 'the form is there');
    choose('Role', 'agent');
    press('Save');
    await until(() => panel().textContent?.includes('Somebody has to stay owner.'), 'it says why');
    expect(field('Role').value).to.equal('agent');
    expect(server.agents[0]?.role).to.equal('owner');
    expect(await findings()).to.deep.equal([]);
    press('Discard changes');
    expect(field('Role').value).to.equal('owner');
  });

  it('A1 somebody is added, once their address is their own; others are sent away and signed out', async () => {
    await open();
    press('Add an agent');
    press('Add');
    await until(() => fixture.focused() === field('Name'), 'the first wrong field has the focus');
    type('Name', 'Ben');
    type('E-mail', 'anna@shop.example');
    type('First password', 'a long enough one');
    press('Add');
    await until(() => panel().textContent?.includes('has this address already'), 'the address is taken');
    expect(await findings()).to.deep.equal([]);
    type('E-mail', 'ben@shop.example');
    press('Add');
    await until(() => panel().textContent?.includes('Ben can sign in now.'), 'it says so');
    await until(() => panel().textContent?.includes('ben@shop.example'), 'they are in the list');
    expect(JSON.stringify(sessionStorage)).not.to.include('long enough');
    press('Change Anna');
    await until(() => panel().querySelector('#role-agent-anna'), 'the form is there');
    press('Mark as away');
    await until(() => server.agents[1]?.['presence'] === 'away', 'Anna is away');
    press('Sign out everywhere');
    expect(server.calls).not.to.include('DELETE /agents/agent-anna/sessions');
    press('Press again');
    await until(() => server.calls.includes('DELETE /agents/agent-anna/sessions'), 'Anna is signed out');
  });

  it('A3 a department that goes says who waits there, takes its rules along, and is gone when it is saved', async () => {
    server.set('departments', [
      { id: 'sales', name: 'Sales' },
      { id: 'service', name: 'Service' },
    ]);
    const overflow = [
      { from: 'sales', after: 60, to: { department: 'service' } },
      { after: 90, to: 'form' },
    ];
    server.set('routing', { mode: 'automatic', overflow });
    server.waiting = [{ id: 'sales', waiting: 3 }];
    await open('Departments and routing');
    press('Remove Sales');
    await until(() => panel().textContent?.includes('3 visitors wait there'), 'it says who waits');
    type('New department', 'Büro 2');
    press('Add');
    choose('To whom first', 'round-robin');
    expect(await findings()).to.deep.equal([]);
    press('Save');
    await until(() => bar() === 'Saved.', 'it is saved');
    expect(server.sections.get('departments')).to.deep.equal([
      { id: 'service', name: 'Service' },
      { id: 'buro-2', name: 'Büro 2' },
    ]);
    expect(server.sections.get('routing')).to.deep.equal({
      ...{ mode: 'automatic', strategy: 'round-robin', overflow: [{ after: 90, to: 'form' }] },
    });
  });

  it('A12 two owners at once: nothing is overwritten unseen, and either one can stand', async () => {
    server.set('routing', { mode: 'manual' });
    await open('Departments and routing');
    choose('Chats', 'automatic');
    server.set('routing', { mode: 'manual', capacity: 5 });
    press('Save');
    await until(() => panel().textContent?.includes('Somebody else has changed this'), 'it says so');
    expect(await findings()).to.deep.equal([]);
    expect(server.sections.get('routing')).to.deep.equal({ mode: 'manual', capacity: 5 });
    press('Take theirs');
    await until(() => field('Chats').value === 'manual', 'theirs stands');
    choose('Chats', 'automatic');
    server.set('routing', { mode: 'manual', capacity: 6 });
    press('Save');
    await until(() => panel().textContent?.includes('Somebody else has changed this'), 'it says so again');
    press('Save mine');
    await until(() => bar() === 'Saved.', 'mine is saved');
    expect(server.sections.get('routing')).to.deep.include({ mode: 'automatic', capacity: 5 });
  });

  it('A12 what was not saved is there again after another page, after the chats, and after a reload', async () => {
    await open('Departments and routing');
    type('Away after so many minutes', '15');
    press('Agents and roles');
    await until(() => panel().textContent?.includes('anna@'), 'the team is there');
    expect(panel().querySelector('.settings-mark')).not.to.equal(null);
    press('Back to the chats');
    await until(() => !isShown(), 'the chats are back');
    fixture.button('Settings').click();
    await until(isShown, 'the settings are there');
    press('Departments and routing');
    expect(field('Away after so many minutes').value).to.equal('15');
    const leaving = new Event('beforeunload', { cancelable: true });
    dispatchEvent(leaving);
    expect(leaving.defaultPrevented).to.equal(true);
    fixture.release();
    await open('Departments and routing');
    expect(field('Away after so many minutes').value).to.equal('15');
    expect(bar()).to.equal('Not saved yet');
    press('Save');
    await until(() => bar() === 'Saved.', 'it is saved');
    expect(server.sections.get('presence')).to.deep.equal({ awayAfter: 15 });
    expect(sessionStorage.length).to.equal(0);
  });

  it('A12 a server that is away says so, and the page comes when it is back; what is being saved waits', async () => {
    server.failure = new ProtocolError('unavailable');
    fixture = await showDesk({ ...THREE, settings: server });
    fixture.button('Settings').click();
    await until(isShown, 'the settings are there');
    press('Departments and routing');
    await until(() => panel().textContent?.includes('This could not be loaded.'), 'it says so');
    server.failure = null;
    press('Try again');
    await until(() => panel().querySelector('#mode'), 'the page is there');
    server.failure = new ProtocolError('unavailable');
    choose('Chats', 'automatic');
    press('Save');
    await until(() => bar().startsWith('Not saved.'), 'it says that it is not saved');
    expect(field('Chats').value).to.equal('automatic');
    server.failure = null;
    press('Save');
    await until(() => bar() === 'Saved.', 'it is saved');
  });

  it('A12 the look: words, a colour that is checked in words, a corner; the real chat shows it; the snippet is copied', async () => {
    await open('Look');
    const frame = panel().querySelector('iframe') as HTMLIFrameElement;
    const chat = (): HTMLElement | null => frame.contentDocument?.querySelector('support-chat') ?? null;
    const shown = (): string => chat()?.shadowRoot?.textContent ?? '';
    await until(() => chat()?.shadowRoot?.querySelector('[part~="header"]'), 'the chat is in the frame');
    type('Name of your team', 'Lumen');
    type('While nobody is there', 'Back after the break');
    await until(() => shown().includes('Lumen'), 'the chat is called so');
    press('In a chat');
    await until(() => shown().includes('Is the blue teapot back'), 'somebody has written');
    press('In a chat');
    await until(() => !shown().includes('Is the blue teapot back'), 'nobody has');
    press('Nobody is there');
    await until(() => shown().includes('Back after the break'), 'the chat says who is not there');
    press('Dark');
    await until(() => chat()?.getAttribute('color-scheme') === 'dark', 'the chat is dark');
    press('Phone');
    await until(() => frame.clientWidth === 390, 'the frame is a phone');

    type('Accent', '#fe0');
    await until(() => panel().textContent?.includes('On a white page it is faint: 1.2 to 1'), 'it says what is faint');
    expect(panel().textContent).to.include('Words on it are very easy to read: 17.4 to 1');
    type('Accent', 'gren');
    press('Save');
    await until(() => fixture.focused()?.matches('#accent[aria-invalid]'), 'the colour is none');
    type('Accent', '0F6B3A');
    choose('Place of the button', 'bottom-start');
    await until(() => chat()?.getAttribute('placement') === 'bottom-start', 'it moves in the preview');
    expect(server.sections.has('look')).to.equal(false);
    expect(await findings()).to.deep.equal([]);
    press('Save');
    await until(() => bar() === 'Saved.', 'it is saved');
    expect(server.sections.get('panel')).to.deep.equal({ title: 'Lumen', awayLine: 'Back after the break' });
    expect(server.sections.get('look')).to.deep.equal({ accent: '#0f6b3a', corner: 'bottom-start' });

    const code = panel().querySelector('.snippet')?.textContent ?? '';
    expect(code).to.equal(
      `<script type="module" src="${location.origin}/test/browser/desk/support-chat.js"></script>\n` +
        `<support-chat server="${location.origin}/test/browser/desk"></support-chat>`,
    );
    press('Copy');
    await until(
      () => /Copied|It is marked/.test(panel().querySelector('.settings-told')?.textContent ?? ''),
      'it is said',
    );
    for (const label of ['Name of your team', 'While nobody is there', 'Accent']) type(label, '');
    choose('Place of the button', 'bottom-end');
    press('Save');
    await until(() => bar() === 'Saved.', 'it is saved');
    expect(server.sections.size).to.equal(0);
  });

  it('A12 V21 the hours: week, break and holiday are stored; what is wrong stands at its field; what visitors read is said', async () => {
    server.set('hours', { timeZone: 'Europe/Berlin', weekly: { monday: [{ from: '22:00', to: '24:00' }] } });
    await open('Opening hours');
    const told = (): string => panel().querySelector('.hours-told [role="status"]')?.textContent ?? '';
    expect(field('Time zone').value).to.equal('Europe/Berlin');
    // A Tuesday, on the clock of this device.
    type('At another moment', '2030-01-15T12:00');
    await until(() => told().startsWith('Then: closed. Visitors read “Back on '), 'it says when somebody is back');
    press('Add hours: Tuesday');
    press('Add hours: Tuesday');
    await until(
      () => told() === 'What visitors are told follows once the times below are right.',
      'it waits for a time',
    );
    press('Save');
    await until(() => fixture.focused()?.matches('#weekly-tuesday-1-from[aria-invalid]'), 'the time is missing');
    expect(panel().querySelector('#weekly-tuesday-1-from-problem')?.textContent).to.equal('Please enter a time.');
    enter('weekly-tuesday-1-from', '16:00');
    enter('weekly-tuesday-1-to', '20:00');
    press('Save');
    await until(
      () => panel().querySelector('#weekly-tuesday-1-from-problem')?.textContent?.includes('goes on until'),
      'they overlap',
    );
    enter('weekly-tuesday-0-to', '12:00');
    press('Add a day');
    press('Save');
    await until(() => fixture.focused()?.matches('#holiday-0-date[aria-invalid]'), 'the day is missing');
    type('Day', '2030-12-24');
    type('Name, for you', 'Christmas Eve');
    expect(await findings()).to.deep.equal([]);
    press('Save');
    await until(() => bar() === 'Saved.', 'it is saved');
    expect(server.sections.get('hours')).to.deep.equal({
      timeZone: 'Europe/Berlin',
      weekly: {
        monday: [{ from: '22:00', to: '24:00' }],
        tuesday: [
          { from: '09:00', to: '12:00' },
          { from: '16:00', to: '20:00' },
        ],
      },
      holidays: [{ date: '2030-12-24', name: 'Christmas Eve' }],
    });
    field('There are opening hours').click();
    press('Save');
    await until(() => bar() === 'Saved.', 'there are none');
    expect(server.sections.has('hours')).to.equal(false);
  });

  it('A12 on a phone the list and the page come one at a time; German has its own words; dark is legible', async () => {
    await open(undefined, { width: 390 });
    fixture.desk.colorScheme = 'dark';
    expect(panel().querySelector<HTMLElement>('.settings-page')?.offsetWidth).to.equal(0);
    press('Departments and routing');
    await until(() => panel().querySelector('#mode'), 'the page is there');
    expect(panel().querySelector<HTMLElement>('.settings-nav')?.offsetWidth).to.equal(0);
    expect(panel().scrollWidth).to.be.at.most(390);
    expect(await findings()).to.deep.equal([]);
    await sendKeys({ press: 'Escape' });
    expect(panel().querySelector<HTMLElement>('.settings-page')?.offsetWidth).to.equal(0);
    fixture.desk.locale = 'de';
    await until(() => panel().textContent?.includes('Abteilungen und Verteilung'), 'it speaks German');
  });
});

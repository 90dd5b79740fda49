/** API keys at the desk (A19): made, shown once, listed, revoked. */
import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { API_SCOPES, ProtocolError } from '@support-chat/protocol';
import { untilAtRest } from '../../support/mount-chat.js';
import { smallTargets } from '../../support/small-targets.js';
import { apiKey, ApiKeysServer, SECRET } from './api-keys-server.js';
import { showDesk, THREE, type DeskFixture } from './desk-fixture.js';

const DAY = 24 * 60 * 60 * 1000;

describe('API keys at the desk', function () {
  this.timeout(30_000);
  let fixture: DeskFixture;
  let server: ApiKeysServer;
  afterEach(() => fixture.release());

  const panel = (): HTMLElement => {
    const found = fixture.root.querySelector<HTMLElement>('[part~="settings"]');
    if (!found) throw new Error('The settings are not there.');
    return found;
  };
  const find = <Found extends HTMLElement>(selector: string): Found => {
    const found = panel().querySelector<Found>(selector);
    if (!found) throw new Error(`There is no ${selector}.`);
    return found;
  };
  const press = (name: string): void => fixture.button(name, panel()).click();
  const type = (selector: string, value: string): void => {
    const control = find<HTMLInputElement>(selector);
    control.value = value;
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  const links = (): HTMLElement[] => [...panel().querySelectorAll<HTMLElement>('.settings-link')];
  const until = (condition: () => unknown, what: string): Promise<void> => fixture.until(condition, what);
  const told = (): string => find('.settings-told').textContent?.trim() ?? '';
  const says = (words: string): boolean => panel().textContent?.includes(words) === true;

  async function open(keys = [apiKey('key-0', 'Nightly report')], { locale = 'en', width = 1200 } = {}): Promise<void> {
    server = new ApiKeysServer(keys);
    fixture = await showDesk({ ...THREE, settings: server, width });
    fixture.desk.locale = locale;
    fixture.root.querySelector<HTMLElement>('[part~="settings-button"]')?.click();
    await until(() => fixture.root.querySelector('[part~="settings"]'), 'the settings are there');
    const title = locale === 'de' ? 'API-Schlüssel' : 'API keys';
    await until(() => links().some((link) => link.textContent?.includes(title)), 'the list is there');
    links()
      .find((link) => link.textContent?.includes(title))
      ?.click();
    await until(() => panel().querySelector('#key-add'), 'the page is there');
    await until(() => keys.length === 0 || panel().querySelector('.settings-list'), 'the keys are there');
  }

  const findings = async (): Promise<string[]> => {
    await untilAtRest(fixture.desk);
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(fixture.desk);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  };

  it('A19 a key is made with a name, a time and scopes; what is missing has the focus and is named', async () => {
    await open([]);
    expect(says('There are no keys yet.')).to.equal(true);
    press('Make a key');
    await until(() => fixture.focused()?.id === 'key-name', 'the name has the focus');
    press('Make the key');
    await until(() => says('Enter a name'), 'it says what is missing');
    expect(says('Tick what it may do.')).to.equal(true);
    expect(fixture.focused()?.id).to.equal('key-name');
    type('#key-name', ' Order robot ');
    press('Make the key');
    await until(() => fixture.focused()?.id === 'scope-conversations-read', 'the first scope has the focus');
    expect(server.drafts).to.deep.equal([]);
    // Every scope can be given.
    expect(panel().querySelectorAll('fieldset input[type="checkbox"]').length).to.equal(API_SCOPES.length);
    expect(await findings()).to.deep.equal([]);
    find('#scope-statistics-read').click();
    find('#scope-archive-read').click();
    find('#scope-statistics-read').click();
    const before = Date.now();
    press('Make the key');
    await until(() => panel().querySelector('#key-secret'), 'the secret is shown');
    const [draft] = server.drafts as { name: string; scopes: string[]; expiresAt: number }[];
    expect(draft).to.deep.include({ name: 'Order robot', scopes: ['archive:read'] });
    expect(draft?.expiresAt).to.be.within(before + 90 * DAY, Date.now() + 90 * DAY);
  });

  it('A19 the secret is shown once: copied, put away, and nowhere any more', async () => {
    await open();
    press('Make a key');
    type('#key-name', 'Order robot');
    const expiry = find<HTMLSelectElement>('#key-expiry');
    expiry.value = 'never';
    expiry.dispatchEvent(new Event('change', { bubbles: true }));
    find('#scope-content-write').click();
    press('Make the key');
    await until(() => fixture.focused()?.id === 'key-copy', 'the copy button has the focus');
    expect(find<HTMLInputElement>('#key-secret').value).to.equal(SECRET);
    expect(told()).to.equal('Order robot is made. Copy the key now.');
    expect(server.drafts[0]).to.deep.include({ expiresAt: null, scopes: ['content:write'] });
    const written: string[] = [];
    const clipboard = { writeText: (text: string) => Promise.resolve(void written.push(text)) };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
    press('Copy the key');
    await until(() => told() === 'Copied.', 'it is copied');
    expect(written).to.deep.equal([SECRET]);
    clipboard.writeText = () => Promise.reject(new Error('not allowed'));
    press('Copy the key');
    await until(() => told().startsWith('It could not be copied.'), 'it says so');
    const secret = find<HTMLInputElement>('#key-secret');
    expect(fixture.focused()?.id).to.equal('key-secret');
    expect([secret.selectionStart, secret.selectionEnd]).to.deep.equal([0, SECRET.length]);
    Reflect.deleteProperty(navigator, 'clipboard');
    expect(await findings()).to.deep.equal([]);
    press('I have it');
    await until(() => fixture.focused()?.id === 'key-add', 'the focus is back');
    expect(panel().querySelector('#key-secret') === null).to.equal(true);
    expect(panel().innerHTML).not.to.include(SECRET);
    expect(says('Order robot')).to.equal(true);
  });

  it('A19 the list says of each what it may, when it was used and how long it is good; one is revoked by two presses', async () => {
    const now = Date.now();
    await open([
      apiKey('key-1', 'Report', {
        lastUsedAt: now - 5 * 60_000,
        expiresAt: now + 40 * DAY,
        scopes: ['statistics:read'],
      }),
      apiKey('key-2', 'Old robot', { expiresAt: now - DAY }),
      apiKey('key-3', 'Gone robot', { revokedAt: now - DAY }),
    ]);
    const rows = (): string[] =>
      [...panel().querySelectorAll('.settings-list li')].map(
        (row) => row.textContent?.replace(/\s+/g, ' ').trim() ?? '',
      );
    expect(rows()[0]).to.match(/^Report sck_3f9a12c4… · used .+ · until .+ · made by Olga statistics:read Revoke$/);
    expect(rows()[1]).to.match(/^Old robot .*never used · Expired .+ Revoke$/);
    expect(rows()[2]).to.match(/^Gone robot .*Revoked .+ statistics:read$/);
    press('Revoke Report');
    await until(() => says('Press again: Report opens nothing any more'), 'it asks once more');
    expect(server.keys[0]?.revokedAt).to.equal(null);
    expect(await findings()).to.deep.equal([]);
    fixture.button('Press again: Report opens nothing any more', panel()).dispatchEvent(new FocusEvent('blur'));
    await until(() => !says('Press again'), 'somebody thought better of it');
    press('Revoke Report');
    await until(() => says('Press again'), 'it asks again');
    press('Press again: Report opens nothing any more');
    await until(() => told() === 'Report is revoked.', 'it is revoked');
    expect(server.keys[0]?.revokedAt).not.to.equal(null);
    await until(() => fixture.focused()?.id === 'key-add', 'the focus is somewhere');
  });

  it('A19 what the server refuses is said, and nothing that was entered is lost', async () => {
    await open();
    press('Make a key');
    type('#key-name', 'One more');
    find('#scope-team-read').click();
    server.failure = new ProtocolError('settings-invalid', { detail: 'api-keys: more than 100' });
    press('Make the key');
    await until(() => says('There are 100 keys already.'), 'it says why');
    expect(find<HTMLInputElement>('#key-name').value).to.equal('One more');
    expect(find<HTMLInputElement>('#scope-team-read').checked).to.equal(true);
    press('Cancel');
    await until(() => fixture.focused()?.id === 'key-add', 'the focus is back');
    server.failure = new ProtocolError('unavailable');
    press('Revoke Nightly report');
    await until(() => says('Press again'), 'it asks once more');
    press('Press again: Nightly report opens nothing any more');
    await until(() => find('.settings-told').getAttribute('role') === 'alert', 'it says that it failed');
    expect(server.keys[0]?.revokedAt).to.equal(null);
  });

  it('A19 fits a phone, speaks German and stays readable in the dark', async () => {
    const long = apiKey('key-0', 'Ein sehr langer Name für einen Schlüssel', { scopes: [...API_SCOPES] });
    await open([long], { locale: 'de', width: 390 });
    fixture.desk.colorScheme = 'dark';
    press('Schlüssel anlegen');
    await until(() => panel().querySelector('#key-name'), 'the form is there');
    expect(await findings()).to.deep.equal([]);
    const page = find('.settings-body');
    expect(page.scrollWidth).to.be.at.most(page.clientWidth);
    // A box is ticked by its line as well.
    expect(smallTargets(panel()).filter((target) => !target.includes('type="checkbox"'))).to.deep.equal([]);
    const lines = [...panel().querySelectorAll('fieldset label')].map((line) => line.getBoundingClientRect().height);
    expect(Math.min(...lines)).to.be.at.least(24);
  });
});

import '@support-chat/desk/define';
import { SupportDeskElement } from '@support-chat/desk';
import { problem, type OpenOptions, type Presence } from '@support-chat/protocol';
import { createScriptedAdapter } from '@support-chat/testkit';
import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

const ACCOUNT = { agent: { id: 'agent-0001', name: 'Ada', email: 'ada@example.org', role: 'agent' } };

describe('presence at the desk (A8)', () => {
  const realFetch = window.fetch;
  let calls: string[];
  let refused: boolean;
  /** What the inbox listens by. */
  let inbox: OpenOptions | undefined;
  let desk: SupportDeskElement;

  const root = (): ShadowRoot => desk.shadowRoot as ShadowRoot;
  const menu = (): HTMLSelectElement | null => root().querySelector<HTMLSelectElement>('[part="presence"]');
  const until = (condition: () => unknown, what: string) =>
    waitUntil(() => Boolean(condition()), what, { timeout: 5000 });
  const called = (path: string): string[] => calls.filter((call) => call.includes(path));

  beforeEach(async () => {
    calls = [];
    refused = false;
    inbox = undefined;
    const scripted = createScriptedAdapter({ messages: 1, agent: { name: 'Ada' } });
    SupportDeskElement.defaultAdapter = () => ({
      name: 'with presence',
      open(options) {
        inbox = options;
        return scripted.open(options);
      },
    });
    window.fetch = async (address, options) => {
      const path = new URL(new Request(address).url).pathname;
      const body = typeof options?.body === 'string' ? ` ${options.body}` : '';
      calls.push(`${options?.method ?? 'GET'} ${path}${body}`);
      if (path.endsWith('/me')) return Response.json(ACCOUNT);
      if (refused) return Response.json(problem('unavailable'), { status: 503 });
      return path.endsWith('/activity') ? new Response(null, { status: 204 }) : Response.json({});
    };
    desk = document.createElement('support-desk');
    desk.locale = 'en';
    document.body.append(desk);
    await until(menu, 'the menu');
  });

  afterEach(() => {
    desk.remove();
    window.fetch = realFetch;
    SupportDeskElement.defaultAdapter = undefined;
  });

  /** The server says what is true. */
  const say = (presence: Presence): void => inbox?.onEvent({ type: 'presence-changed', presence });
  const choose = (presence: string): void => {
    const select = menu();
    if (!select) throw new Error('There is no menu.');
    select.value = presence;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  };

  it('A8 says what was chosen, and shows what is true: the server says it', async () => {
    choose('away');
    await until(() => called('/presence').length === 1, 'it was said');
    expect(called('/presence')).to.deep.equal(['PUT /v1/agent/presence {"presence":"away"}']);
    say('away');
    await until(() => menu()?.value === 'away', 'away');
    say('idle');
    await until(() => menu()?.selectedOptions[0]?.textContent?.includes('nothing done'), 'idle');
    say('available');
    await until(() => menu()?.value === 'available', 'available again');
  });

  it('A8 A goes away and comes back, by keyboard, and it is said aloud', async () => {
    await sendKeys({ press: 'a' });
    await until(() => called('"away"').length === 1, 'away');
    say('away');
    await until(
      () => [...root().querySelectorAll('[role="status"]')].some(({ textContent }) => textContent?.trim() === 'Away'),
      'said',
    );
    await sendKeys({ press: 'a' });
    await until(() => called('"available"').length === 1, 'back');
  });

  it('A8 what could not be stored is said, and the menu shows what is still true', async () => {
    refused = true;
    choose('away');
    await until(() => root().querySelector('.presence-failed'), 'the failure');
    expect(root().querySelector('.presence-failed')?.getAttribute('role')).to.equal('alert');
    expect(menu()?.value).to.equal('available');
    refused = false;
    choose('away');
    await until(() => !root().querySelector('.presence-failed'), 'done');
  });

  it('A8 tells the server that somebody is there, once in a while; at once when it took them for idle', async () => {
    window.dispatchEvent(new Event('pointerdown'));
    await until(() => called('/activity').length === 1, 'said');
    for (let moves = 0; moves < 20; moves++) window.dispatchEvent(new Event('pointermove'));
    expect(called('/activity')).to.have.length(1);
    say('idle');
    await until(() => menu()?.value === 'idle', 'idle');
    for (let moves = 0; moves < 20; moves++) window.dispatchEvent(new Event('pointermove'));
    expect(called('/activity')).to.have.length(2);
  });

  it('A8 a server that cannot be reached is not asked by every move of a hand', async () => {
    const told: unknown[] = [];
    desk.addEventListener('sc-error', ({ detail }) => void told.push(detail));
    refused = true;
    window.dispatchEvent(new Event('pointerdown'));
    await until(() => called('/activity').length === 1, 'asked');
    await new Promise(requestAnimationFrame);
    for (let moves = 0; moves < 20; moves++) window.dispatchEvent(new Event('pointermove'));
    expect(called('/activity')).to.have.length(1);
    expect(told).to.deep.equal([]);
  });

  it('A8 after the end nobody is told anything', async () => {
    desk.remove();
    window.dispatchEvent(new Event('pointerdown'));
    expect(called('/activity')).to.have.length(0);
  });
});

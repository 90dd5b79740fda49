import '@support-chat/desk/define';
import { SupportDeskElement, type AgentAccount } from '@support-chat/desk';
import { problem, type ErrorCode } from '@support-chat/protocol';
import { createScriptedAdapter, type ScriptedAdapter } from '@support-chat/testkit';
import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const ACCOUNT = { agent: { id: 'agent-0001', name: 'Ada', email: 'ada@example.org', role: 'owner' } };

describe('signing in at the desk (A1, X2)', () => {
  const realFetch = window.fetch;
  let calls: Call[];
  let answers: Map<string, () => Response>;
  let adapter: ScriptedAdapter;
  let desk: SupportDeskElement;

  const json = (status: number, body: object) => () => Response.json(body, { status });
  const refusal = (code: ErrorCode) => json(problem(code).status, problem(code));
  const root = (): ShadowRoot => desk.shadowRoot as ShadowRoot;
  const until = (condition: () => unknown, what: string) =>
    waitUntil(() => Boolean(condition()), what, { timeout: 5000 });
  const input = (name: string): HTMLInputElement => root().querySelector(`#${name}`) as HTMLInputElement;
  const working = (): boolean => root().querySelector('.agent-bar') !== null;

  async function fill(values: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(values)) input(name).value = value;
    input('password').focus();
    await sendKeys({ press: 'Enter' });
  }

  async function show(): Promise<void> {
    desk = document.createElement('support-desk');
    desk.server = 'https://desk.example/chat/';
    desk.locale = 'en';
    document.body.append(desk);
    await desk.updateComplete;
  }

  beforeEach(() => {
    calls = [];
    adapter = createScriptedAdapter({ messages: 1 });
    answers = new Map([['GET /me', refusal('sign-in-required')]]);
    SupportDeskElement.defaultAdapter = ({ server }) => {
      calls.push({ method: 'adapter', path: server, body: null });
      return adapter;
    };
    window.fetch = async (address, options) => {
      const path = new Request(address).url.replace('https://desk.example/chat/v1/agent', '');
      const method = options?.method ?? 'GET';
      calls.push({ method, path, body: typeof options?.body === 'string' ? JSON.parse(options.body) : null });
      const answer = answers.get(`${method} ${path}`);
      if (!answer) throw new TypeError('Failed to fetch');
      return answer();
    };
  });

  afterEach(() => {
    desk.remove();
    window.fetch = realFetch;
    SupportDeskElement.defaultAdapter = undefined;
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('asks whoever is not signed in, and lets them in', async () => {
    answers.set('POST /sessions', json(201, ACCOUNT));
    await show();
    await until(() => input('email'), 'the form');
    const signedIn = new Promise<CustomEvent<{ agent: AgentAccount | null }>>((resolve) => {
      desk.addEventListener('sc-signed-in', resolve, { once: true });
    });
    await fill({ email: ' ada@example.org ', password: 'long enough' });
    await until(working, 'the desk');
    expect(calls.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      'GET /me',
      'POST /sessions',
      'adapter https://desk.example/chat',
    ]);
    expect(calls[1]?.body).to.deep.equal({ email: 'ada@example.org', password: 'long enough' });
    expect((await signedIn).detail.agent).to.deep.equal({
      id: 'agent-0001',
      name: 'Ada',
      email: 'ada@example.org',
      role: 'owner',
    });
  });

  it('asks nobody who is signed in already', async () => {
    answers.set('GET /me', json(200, ACCOUNT));
    await show();
    await until(working, 'the desk');
    expect(input('email') === null).to.equal(true);
  });

  it('says what is missing beside the field and puts the focus there, asking no server', async () => {
    await show();
    await until(() => input('email'), 'the form');
    await fill({ email: 'ada', password: '' });
    await until(() => root().querySelector('.problem'), 'the words');
    expect([...root().querySelectorAll('.problem')].map((words) => words.textContent)).to.deep.equal([
      'This does not look like an e-mail address.',
      'Enter your password.',
    ]);
    await until(() => root().activeElement === input('email'), 'the focus');
    expect(input('email').getAttribute('aria-describedby')).to.equal('email-problem');
    expect(calls.length).to.equal(1);
  });

  it('says why it was refused and keeps what was entered', async () => {
    answers.set('POST /sessions', refusal('sign-in-refused'));
    await show();
    await until(() => input('email'), 'the form');
    await fill({ email: 'ada@example.org', password: 'wrong' });
    await until(() => root().querySelector('[role="alert"] p'), 'the words');
    expect(root().querySelector('[role="alert"]')?.textContent).to.contain('E-mail or password is not right.');
    expect(input('email').value).to.equal('ada@example.org');
  });

  it('takes the token of the first start out of the address at once, and makes the account with it', async () => {
    answers.set('POST /setup', json(201, ACCOUNT));
    history.replaceState(null, '', '#setup=token-0123456789');
    await show();
    expect(location.hash).to.equal('');
    await until(() => input('name'), 'the form');
    await fill({ name: 'Ada', email: 'ada@example.org', password: 'short' });
    await until(() => root().querySelector('.problem'), 'the words');
    expect(root().querySelector('.problem')?.textContent).to.equal('Use at least 10 characters.');
    await fill({ password: 'long enough password' });
    await until(working, 'the desk');
    expect(calls.find(({ path }) => path === '/setup')?.body).to.deep.equal({
      token: 'token-0123456789',
      email: 'ada@example.org',
      name: 'Ada',
      password: 'long enough password',
    });
    expect(calls.some(({ path }) => path === '/me')).to.equal(false);
  });

  it('says when the server cannot be reached, and tries again by hand', async () => {
    answers.delete('GET /me');
    await show();
    await until(() => root().querySelector('[role="alert"]'), 'the words');
    expect(root().textContent).to.contain('The desk could not be opened.');
    answers.set('GET /me', json(200, ACCOUNT));
    root().querySelector<HTMLButtonElement>('button')?.click();
    await until(working, 'the desk');
  });

  it('signs out: connections end, the form is back', async () => {
    answers.set('GET /me', json(200, ACCOUNT));
    answers.set('DELETE /sessions', () => new Response(null, { status: 204 }));
    await show();
    await until(working, 'the desk');
    await until(() => adapter.connections === 1, 'connected');
    root().querySelector<HTMLButtonElement>('[aria-label="Sign out"]')?.click();
    await until(() => input('email'), 'the form');
    expect(adapter.connections).to.equal(0);
    expect(calls.at(-1)).to.include({ method: 'DELETE', path: '/sessions' });
  });

  it('is left when the session is revoked, and says so', async () => {
    answers.set('GET /me', json(200, ACCOUNT));
    await show();
    await until(working, 'the desk');
    await until(() => adapter.connections === 1, 'connected');
    adapter.goOffline('session-revoked');
    await until(() => input('email'), 'the form');
    expect(root().querySelector('[role="alert"]')?.textContent).to.contain('You were signed out.');
  });

  it('speaks German, words of the chat included', async () => {
    await show();
    desk.locale = 'de-AT';
    await until(() => root().textContent?.includes('Anmelden'), 'German');
    expect(root().querySelector('main')?.lang).to.equal('de-AT');
  });

  it('says so where a page has brought no adapter', async () => {
    SupportDeskElement.defaultAdapter = undefined;
    await show();
    expect(root().textContent).to.contain('This page has not told the desk where the chats are.');
  });
});

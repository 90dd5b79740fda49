import { describe, expect, it } from 'vitest';
import type { Welcome } from '@support-chat/protocol';
import { ChatDriver, messages, shown, snapshot, VISITOR } from '../../support/chat-driver.js';

const record = (id: string, owner: string) => ({
  version: 1 as const,
  id,
  owner,
  text: 'Hello',
  createdAt: 1,
  order: 1,
});
const known = { identity: { owner: 'owner-1', token: 'token-1' } };

function session(driver: ChatDriver, token: string): void {
  const { generation } = driver.state.link;
  const welcome: Welcome = {
    type: 'welcome',
    protocol: 1,
    connection: 'connection-1',
    self: VISITOR,
    session: { token, expiresAt: 1 },
    conversation: null,
    staffed: true,
    serverTime: 1,
  };
  driver.event(welcome);
  const capabilities = {
    resume: true,
    idempotentSend: true,
    history: true,
    typing: true,
    receipts: true,
    endConversation: true,
  };
  driver.input({ type: 'opened', generation, capabilities });
}

describe('one session over tabs', () => {
  it('claims a new session before anything is sent with it', () => {
    const driver = new ChatDriver().sender().loaded();
    driver.send('Hello');
    session(driver, 'token-1');
    expect(driver.last('claim-token')).toMatchObject({ owner: 'owner-1', token: 'token-1', replaces: null });
    expect(driver.all('send')).toEqual([]);
    driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: 'token-1', token: 'token-1' });
    expect(driver.all('send')).toHaveLength(1);
    expect(driver.last('post').notice).toEqual({ type: 'token-changed' });
  });

  it('claims one that the first words have brought, and a later one in its place, going on with the conversation', () => {
    const driver = new ChatDriver().sender().loaded();
    for (const [token, replaces] of [
      ['token-1', null],
      ['token-2', 'token-1'],
    ] as const) {
      driver.event({ type: 'session-changed', session: { token, expiresAt: 1 } });
      expect(driver.last('claim-token')).toMatchObject({ owner: 'owner-1', token, replaces });
      driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: token, token });
      expect(driver.state.storage.token).toBe(token);
    }
    expect(driver.all('close')).toEqual([]);
  });

  it('goes over to the session of a tab that was first, having sent nothing', () => {
    const driver = new ChatDriver().sender().loaded();
    driver.send('Hello');
    session(driver, 'token-2');
    driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: 'token-2', token: 'token-1' });
    expect(driver.all('send')).toEqual([]);
    expect(driver.last('open').request.identity).toEqual({ kind: 'visitor', token: 'token-1' });
  });

  it('connects when another tab made a session, so that unread messages arrive', () => {
    const driver = new ChatDriver().loaded();
    driver.input({ type: 'tab', event: { type: 'token-changed' } });
    driver.loaded(known);
    expect(driver.last('open').request.identity).toEqual({ kind: 'visitor', token: 'token-1' });
  });

  it('renews a session the server does not know, keeping outbox and owner', () => {
    const driver = new ChatDriver().sender().loaded(known);
    const id = driver.send('Hello');
    driver.close('session-expired');
    expect(driver.last('claim-token')).toMatchObject({ token: null, replaces: 'token-1' });
    expect(driver.all('open')).toHaveLength(1);
    driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: null, token: null });
    expect(driver.last('open').request).toEqual({ identity: { kind: 'visitor' } });
    expect(driver.phase(id)).toBe('queued');
    driver.close('session-unknown');
    expect(driver.state.connection.phase).toBe('waiting');
  });

  it('renews with what another tab has brought meanwhile', () => {
    const driver = new ChatDriver().loaded(known);
    driver.close('session-unknown');
    driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: null, token: 'token-2' });
    expect(driver.last('open').request.identity).toEqual({ kind: 'visitor', token: 'token-2' });
  });

  it('renews when a command is refused for the session', () => {
    const driver = new ChatDriver()
      .sender()
      .loaded(known)
      .welcome(snapshot(messages(1, 2)));
    const id = driver.send('Hello');
    driver.refuse(id, 'session-expired');
    driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: null, token: null });
    expect(driver.last('open').request).toEqual({ identity: { kind: 'visitor' } });
    expect(driver.phase(id)).toBe('queued');
    expect(shown(driver.state)).toEqual([]);
  });
});

describe('O5 another identity', () => {
  it('O5 never takes up records of another owner', () => {
    const driver = new ChatDriver().sender().loaded({ ...known, outbox: [record('foreign-1', 'owner-9')] });
    driver.input({
      type: 'tab',
      event: { type: 'record-added', record: record('foreign-2', 'owner-9'), durable: true },
    });
    expect(driver.state.outbox).toEqual([]);
  });

  it('O5 reset forgets person, outbox, draft and conversation, and what is under way', () => {
    const driver = new ChatDriver()
      .sender()
      .loaded(known)
      .welcome(snapshot(messages(1, 2)));
    driver.send('Mine');
    driver.action({ type: 'set-draft', text: 'My draft' });
    driver.action({ type: 'identify', profile: { name: 'Ada' } });
    driver.action({ type: 'reset' });
    expect(driver.last('load').replaces).toBe('owner-1');
    expect(driver.state).toMatchObject({
      self: null,
      outbox: [],
      visitor: { profile: null },
      widget: { draft: '', unread: 0 },
      storage: { owner: null, token: null, phase: 'loading' },
      connection: { phase: 'idle' },
    });
    expect(shown(driver.state)).toEqual([]);
    driver.loaded({ identity: { owner: 'owner-2', token: null } });
    expect(driver.last('post').notice).toEqual({ type: 'token-changed' });
    expect(driver.all('open')).toHaveLength(1);
    driver.send('Of the next person');
    expect(driver.last('store-record').record.owner).toBe('owner-2');
    expect(driver.last('open').request).toEqual({ identity: { kind: 'visitor' } });
  });

  it('O5 an answer of the device that a reset has overtaken is not heard', () => {
    const driver = new ChatDriver().sender().loaded(known).welcome(snapshot([]));
    driver.input({ type: 'tab', event: { type: 'token-changed' } });
    const late = driver.last('load').load;
    driver.action({ type: 'reset' });
    const stored = { ...known, outbox: [record('mine-0001', 'owner-1')], draft: 'Old', setAside: 0, durable: true };
    driver.input({ type: 'storage-loaded', load: late, replaced: false, stored });
    driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: 'token-1', token: 'token-1' });
    expect(driver.state).toMatchObject({ outbox: [], widget: { draft: '' }, storage: { owner: null, token: null } });
  });

  it('O5 a reset in another tab is followed', () => {
    const driver = new ChatDriver()
      .sender()
      .loaded(known)
      .welcome(snapshot(messages(1, 2)));
    driver.send('Mine');
    driver.input({ type: 'tab', event: { type: 'token-changed' } });
    driver.loaded({ identity: { owner: 'owner-2', token: null } });
    expect(driver.state.outbox).toEqual([]);
    expect(shown(driver.state)).toEqual([]);
    expect(driver.all('send')).toHaveLength(1);
  });

  it('O5 a page that went on from memory does not mix with what the device says late', () => {
    const driver = new ChatDriver().sender();
    driver.input({ type: 'storage-failed', load: 1 });
    driver.action({ type: 'send', text: 'Hello' });
    driver.input({ type: 'storage-failed', load: 2 });
    session(driver, 'token-of-memory');
    expect(driver.all('send')).toHaveLength(1);
    const { state } = driver;
    const stored = {
      identity: { owner: 'owner-1', token: 'token-1' },
      outbox: [],
      draft: '',
      setAside: 0,
      durable: true,
    };
    driver.input({ type: 'storage-loaded', load: 2, replaced: false, stored });
    expect(driver.state).toBe(state);
  });
});

describe('drafts and swapping the back end', () => {
  it('restores the draft unless the person has typed already', () => {
    expect(new ChatDriver().loaded({ draft: 'Stored' }).state.widget.draft).toBe('Stored');
    const driver = new ChatDriver();
    driver.action({ type: 'set-draft', text: 'Typed' });
    expect(driver.loaded({ draft: 'Stored' }).state.widget.draft).toBe('Typed');
    driver.action({ type: 'set-draft', text: '' });
    driver.input({ type: 'tab', event: { type: 'token-changed' } });
    expect(driver.loaded({ draft: 'Stored' }).state.widget.draft).toBe('');
  });

  it('saves the draft 300 ms after the last key, and at the end', () => {
    const driver = new ChatDriver().loaded();
    for (const text of ['H', 'He', 'Hel']) {
      driver.action({ type: 'set-draft', text });
      driver.pass(299);
    }
    expect(driver.all('save-draft')).toEqual([]);
    driver.pass(1);
    expect(driver.all('save-draft')).toEqual([{ type: 'save-draft', owner: 'owner-1', draft: 'Hel' }]);
    driver.action({ type: 'set-draft', text: 'Hell' });
    driver.input({ type: 'stopping' });
    expect(driver.last('save-draft').draft).toBe('Hell');
  });

  it('V9 saves the draft at once when the page is hidden, as it is before it is left', () => {
    const driver = new ChatDriver().loaded();
    driver.action({ type: 'set-draft', text: 'Hel' });
    driver.input({ type: 'page-changed', page: { visible: false, online: true } });
    expect(driver.all('save-draft')).toEqual([{ type: 'save-draft', owner: 'owner-1', draft: 'Hel' }]);
    driver.pass(300);
    expect(driver.all('save-draft')).toHaveLength(1);
  });

  it('starts over with another back end; draft and outbox stay', () => {
    const driver = new ChatDriver()
      .sender()
      .loaded(known)
      .welcome(snapshot(messages(1, 2)));
    driver.action({ type: 'set-draft', text: 'Draft' });
    const id = driver.send('Hello');
    const { generation } = driver.state.link;
    driver.input({ type: 'adapter-changed', other: true });
    expect(driver.state).toMatchObject({ capabilities: null, widget: { draft: 'Draft' } });
    expect(shown(driver.state)).toEqual([]);
    driver.input({ type: 'event', generation, event: messages(3, 3)[0]! });
    expect(shown(driver.state)).toEqual([]);
    driver.loaded();
    expect(driver.last('open').request).toEqual({ identity: { kind: 'visitor' } });
    driver.welcome(null);
    expect(driver.all('send').map(({ command }) => command.id)).toEqual([id, id]);
  });

  it('X1 forgets the token with its back end, and waits for what the device has for the other one', () => {
    const driver = new ChatDriver().sender().loaded(known).welcome(null);
    const effects = driver.input({ type: 'adapter-changed', other: true });
    // First of all: no token and no connection goes to a back end it is not for, whatever is done in the same breath.
    expect(effects[0]).toEqual({ type: 'use-adapter' });
    expect(driver.state.storage).toMatchObject({ owner: 'owner-1', token: null, phase: 'loading' });
    expect(driver.all('open')).toHaveLength(1);
    driver.loaded({ identity: { owner: 'owner-1', token: 'token-b' } });
    expect(driver.last('open').request.identity).toEqual({ kind: 'visitor', token: 'token-b' });
    expect(driver.state.storage).toMatchObject({ token: 'token-b', phase: 'durable' });
  });

  it('X1 a claim that was under way for the back end before is not waited for', () => {
    const driver = new ChatDriver().sender().loaded();
    driver.send('Hello');
    session(driver, 'token-a');
    driver.input({ type: 'adapter-changed', other: true });
    driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: 'token-a', token: 'token-a' });
    driver.loaded();
    expect(driver.last('open').request.identity).toEqual({ kind: 'visitor' });
  });

  it('C4 keeps the session when only the way to the same back end is another', () => {
    const driver = new ChatDriver().sender().loaded(known).welcome(null);
    driver.input({ type: 'adapter-changed', other: false });
    expect(driver.last('open').request.identity).toEqual({ kind: 'visitor', token: 'token-1' });
  });

  it('tells who the visitor is and where, now and with the next hello', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'identify', profile: { name: 'Ada' } });
    driver.action({ type: 'set-page', page: { url: 'https://shop.example/', title: 'Shop' } });
    const updates = driver.all('notify').filter(({ signal }) => signal.type === 'visitor-update');
    expect(updates).toHaveLength(2);
    driver.close('connection-lost');
    driver.pass(500);
    expect(driver.last('open').request.identity).toMatchObject({
      profile: { name: 'Ada' },
      page: { url: 'https://shop.example/', title: 'Shop' },
    });
  });

  it('tells ready once, and connection changes', () => {
    const driver = new ChatDriver().online();
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([]));
    expect(driver.emitted('ready')).toHaveLength(1);
    expect(driver.emitted('connection').map((event) => (event as { phase: string }).phase)).toEqual([
      'connecting',
      'online',
      'waiting',
      'connecting',
      'online',
    ]);
  });
});

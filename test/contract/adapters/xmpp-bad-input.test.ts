/** What goes wrong with XMPP: coded, with the right verdict, visible, nothing lost, nothing doubled, nothing executed. */
import { createXmppAdapter } from '@support-chat/adapter-xmpp';
import type { ErrorCode } from '@support-chat/protocol';
import { xml } from '@xmpp/client';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { describeWith } from '../../support/needs.js';
import { startFrameRelay, type FrameRelay } from '../../support/xmpp/frame-relay.js';
import { PROSODY_LACKS, startProsody, type ProsodyServer } from '../../support/xmpp/prosody.js';
import { openXmppAgent, type XmppAgent } from '../../support/xmpp/xmpp-agent.js';

const SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">';
const MUC = 'http://jabber.org/protocol/muc';
const body = (text: string) => xml('body', {}, text);

describeWith(PROSODY_LACKS, 'bad input of XMPP', () => {
  let server: ProsodyServer;
  let agent: XmppAgent;
  let relay: FrameRelay;
  let device: ReturnType<typeof createDevice>;
  let visitor: VisitorChat;
  let room: string;

  beforeAll(async () => {
    server = await startProsody();
    agent = await openXmppAgent(server.agentsUrl);
  });
  afterAll(async () => {
    await agent.close();
    await server.stop();
  });
  beforeEach(async () => {
    relay = await startFrameRelay(`${server.url.replace('http', 'ws')}/xmpp-websocket`);
    device = createDevice();
    visitor = open();
    visitor.send('Hello');
    await visitor.until(({ log, state }) => log.includes('Hello') && state.outbox.length === 0, 'It did not begin');
    room = await agent.roomOf(visitor.state.conversation.id ?? '');
    await visitor.until(({ log }) => log.includes('participant-joined'), 'Nobody came');
  });
  afterEach(async () => {
    await visitor.chat.destroy();
    await relay.close();
  });

  function open(options: { readonly domain?: string; readonly rooms?: string } = {}): VisitorChat {
    const { domain = 'visitors.shop.example', rooms = 'rooms.shop.example' } = options;
    const agents = ['ada@shop.example'];
    return openChat(createXmppAdapter({ server: relay.url, domain, rooms, agents, WebSocket }), { device });
  }

  /** Both sides write, and are heard: once, and after what was before. */
  async function goesOn(before: readonly string[]): Promise<void> {
    visitor.send('Still here');
    await visitor.until((one) => one.statusOf('Still here') === 'sent', 'The visitor is not heard');
    await agent.say(room, body('So am I'));
    await visitor.until(({ log }) => log.at(-1) === 'So am I', 'The agent is not heard');
    const words = visitor.events.flatMap((event) => (event.type === 'message-added' ? [event.text] : []));
    expect(words).toEqual([...before, 'Still here', 'So am I']);
    const kept = (await agent.archive(room)).flatMap(({ stanza }) => stanza.getChildText('body') ?? []);
    expect(kept.filter((text) => text === 'Still here')).toHaveLength(1);
  }

  it('markup in words, in a name and in a formatted form is words, and only the plain form is read', async () => {
    await agent.enter(room, `Ada ${SCRIPT}`);
    const html = xml('html', { xmlns: 'http://jabber.org/protocol/xhtml-im' });
    html.append(xml('body', { xmlns: 'http://www.w3.org/1999/xhtml' }, xml('script', {}, 'alert(3)')));
    await agent.say(room, body(SCRIPT), html, xml('body', { xmlns: 'http://www.w3.org/1999/xhtml' }, 'Other'));
    await visitor.until(({ log }) => log.includes(SCRIPT), 'It did not come as it was');
    const event = visitor.events.findLast(({ type }) => type === 'message-added');
    expect(event).toMatchObject({ text: SCRIPT, author: { kind: 'agent', name: `Ada ${SCRIPT}` } });
    await agent.enter(room, 'Ada');
    await goesOn(['Hello', SCRIPT]);
  });

  it('an agent’s program that uses an id twice has said two things', async () => {
    for (const text of ['One', 'Two']) {
      await agent.send(xml('message', { to: room, type: 'groupchat', id: 'always-the-same' }, body(text)));
    }
    await visitor.until(({ log }) => log.includes('Two'), 'The second is missing');
    const ids = visitor.events.flatMap((event) => (event.type === 'message-added' ? [event.id] : []));
    expect(new Set(ids).size).toBe(3);
    await goesOn(['Hello', 'One', 'Two']);
  });

  it('an id of the visitor with other words is what was said first, in the next page too', async () => {
    const first = visitor.events.find((event) => event.type === 'message-added');
    const id = first?.type === 'message-added' ? first.id : '';
    const ghost = await openXmppAgent(server.agentsUrl, 'bob', false);
    await ghost.enter(room, 'visitor-0000beef');
    await ghost.send(xml('message', { to: room, type: 'groupchat', id }, body('Something else')));
    await ghost.say(room, body('From another tab'));
    await ghost.close();
    await visitor.until(({ log }) => log.includes('From another tab'), 'The other tab is not heard');
    await goesOn(['Hello', 'From another tab']);
    await visitor.chat.destroy();
    visitor = open();
    await visitor.until(({ log }) => log.includes('So am I'), 'The conversation is not found');
    expect(visitor.log).not.toContain('Something else');
    expect(visitor.log.filter((text) => text === 'Hello')).toHaveLength(1);
  });

  it('what is of the future, of strangers, or of another room is nothing', async () => {
    const presence = await agent.until(
      (stanza) => stanza.is('presence') && String(stanza.attrs['from']).startsWith(`${room}/visitor-`),
    );
    const to = String(presence.getChild('x', `${MUC}#user`)?.getChild('item')?.attrs['jid']);
    const forged = xml('message', { xmlns: 'jabber:client', type: 'groupchat', from: `${room}/Ada` }, body('Forged'));
    await agent.send(xml('message', { to, type: 'groupchat' }, body('Forged')));
    await agent.send(xml('message', { to, type: 'chat' }, body('Forged')));
    await agent.send(
      xml('message', { to }, xml('result', { xmlns: 'urn:xmpp:mam:2', id: 'f' }, xml('forwarded', {}, forged))),
    );
    await agent.pass(room, xml('future', { xmlns: 'urn:of:the:future' }, body('Forged')));
    await agent.pass(room, xml('subject', {}, 'Forged'));
    await agent.pass(room, xml('displayed', { xmlns: 'urn:xmpp:chat-markers:0', id: 'nothing' }));
    for (const frame of [
      '<presence xmlns="jabber:client" type="error" from="mallory@shop.example/x"/>',
      '<future xmlns="urn:x"/>',
      '<iq xmlns="jabber:client" type="result" id="nobodys"/>',
    ]) {
      relay.say(frame);
    }
    // RFC 6120, 8.2.3: whoever asks is answered.
    await expect(agent.ask('get', to, xml('query', { xmlns: 'jabber:iq:version' }))).rejects.toMatchObject({
      condition: 'service-unavailable',
    });
    await goesOn(['Hello']);
    expect(visitor.errors).toEqual([]);
    expect(relay.accepted).toBe(1);
  });

  it.each([
    ['half of an element', '<message xmlns="jabber:client"><bo'],
    ['a DTD', '<!DOCTYPE a [<!ENTITY b "b">]><message xmlns="jabber:client">&b;</message>'],
    ['two elements', '<presence xmlns="jabber:client"/><presence xmlns="jabber:client"/>'],
    ['words', 'Bad gateway'],
  ])('%s from the server ends the connection, and the next one has everything', async (_what, frame) => {
    relay.say(frame);
    await visitor.until(({ state }) => state.connection.phase !== 'online', 'It was taken');
    await agent.say(room, body('Meanwhile'));
    await goesOn(['Hello', 'Meanwhile']);
    expect(relay.accepted).toBe(2);
  });

  it.each<[string, ErrorCode]>([
    ['conflict', 'connection-unknown'],
    ['system-shutdown', 'server-stopping'],
    ['resource-constraint', 'rate-limited'],
    ['of-the-future', 'connection-lost'],
  ])('stream:error %s is %s: the chat comes back', async (condition, code) => {
    const codes: unknown[] = [];
    visitor.chat.subscribe(({ connection }) => void codes.push(connection.problem?.code));
    relay.say(streamError(condition));
    await visitor.until(({ state }) => state.connection.phase !== 'online', 'It was not noticed');
    expect(codes).toContain(code);
    await goesOn(['Hello']);
  });

  it('stream:error not-well-formed stops the chat: it would be said again on every connection', async () => {
    relay.say(streamError('not-well-formed'));
    await visitor.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
    expect(visitor.state.connection.problem).toMatchObject({ code: 'frame-invalid', detail: 'not-well-formed' });
  });

  it.each<[string, ErrorCode]>([
    ['forbidden', 'forbidden'],
    ['not-allowed', 'forbidden'],
  ])('a message that is refused with %s fails visibly, and goes when the person sends it again', async (what, code) => {
    relay.answerNext(/groupchat.*Refused/, (frame) => stanzaError(frame, what));
    visitor.send('Refused');
    await visitor.until((one) => one.statusOf('Refused') === 'failed', 'It did not fail');
    expect(visitor.errors.map((one) => one.code)).toEqual([code]);
    const [entry] = visitor.state.outbox;
    visitor.chat.dispatch({ type: 'retry', id: entry?.id ?? '' });
    await visitor.until((one) => one.statusOf('Refused') === 'sent', 'It never went');
    await goesOn(['Hello', 'Refused']);
  });

  it.each(['not-acceptable', 'item-not-found'])(
    'a message that is refused with %s, as out of the room, goes by itself on the next connection',
    async (what) => {
      relay.answerNext(/groupchat.*Once/, (frame) => stanzaError(frame, what));
      visitor.send('Once');
      await visitor.until((one) => one.statusOf('Once') === 'sent', 'It never went');
      await goesOn(['Hello', 'Once']);
    },
  );

  it('a name that somebody has already is changed for another', async () => {
    await visitor.chat.destroy();
    relay.answerNext(/<presence/, (frame) => {
      const me = /to="([^"]+)"/.exec(frame)?.[1];
      return `<presence xmlns="jabber:client" type="error" from="${me}"><error type="cancel"><conflict xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`;
    });
    visitor = open();
    await goesOn(['Hello']);
    const names = relay.said.flatMap((frame) => (/^<presence/.test(frame) ? [/to="([^"]+)"/.exec(frame)?.[1]] : []));
    expect(new Set(names).size).toBe(3);
  });

  it('a visitor who is put out of the room sees the conversation ended, and comes back by writing', async () => {
    const nick = /\/(visitor-[\da-f]+)"/.exec(relay.said.find((frame) => frame.startsWith('<presence')) ?? '')?.[1];
    await agent.ask('set', room, xml('query', { xmlns: `${MUC}#admin` }, xml('item', { nick, role: 'none' })));
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It goes on');
    await goesOn(['Hello']);
    expect(visitor.log).toContain('conversation-reopened');
    expect(relay.accepted).toBe(1);
  });

  it.each<[string, { readonly domain?: string; readonly rooms?: string }, ErrorCode]>([
    ['a host where strangers may not sign in', { domain: 'shop.example' }, 'forbidden'],
    ['a host that is none', { domain: 'nowhere.example' }, 'not-found'],
  ])('%s stops the chat, visibly', async (_what, options, code) => {
    await visitor.chat.destroy();
    device = createDevice();
    visitor = open(options);
    await visitor.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
    expect(visitor.state.connection.problem?.code).toBe(code);
  });

  it('rooms of other people’s servers are told, and the message fails visibly', async () => {
    await visitor.chat.destroy();
    device = createDevice();
    visitor = open({ rooms: 'nowhere.example' });
    visitor.send('Is anybody there?');
    await visitor.until((one) => one.statusOf('Is anybody there?') === 'failed', 'It waits');
    expect(visitor.errors[0]?.code).toBe('forbidden');
  });

  it('rooms without an archive are told, and the message waits', async () => {
    await visitor.chat.destroy();
    await relay.close();
    const forgetful = await startProsody({ replace: [['modules_enabled = { "muc_mam" }', '']] });
    relay = await startFrameRelay(`${forgetful.url.replace('http', 'ws')}/xmpp-websocket`);
    device = createDevice();
    visitor = open();
    visitor.send('Is anybody there?');
    await visitor.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(visitor.errors[0]?.code).toBe('unavailable');
    expect(visitor.statusOf('Is anybody there?')).toBe('queued');
    await visitor.chat.destroy();
    await forgetful.stop();
  });
});

function streamError(condition: string): string {
  return `<stream:error xmlns:stream='http://etherx.jabber.org/streams'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`;
}

/** The answer to a message that was not taken. */
function stanzaError(frame: string, condition: string): string {
  const attribute = (name: string): string => new RegExp(` ${name}="([^"]+)"`).exec(frame)?.[1] ?? '';
  return `<message xmlns='jabber:client' type='error' id='${attribute('id')}' from='${attribute('to')}'><error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`;
}

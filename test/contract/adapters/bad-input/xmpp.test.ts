/** Bad input of XMPP, as of every adapter, and what only an XMPP server or an agent's program can do wrong: a real Prosody, and a relay. */
import { createXmppAdapter } from '@support-chat/adapter-xmpp';
import type { ErrorCode } from '@support-chat/protocol';
import { xml } from '@xmpp/client';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { expect, it } from 'vitest';
import type { BadInput, BadInputBackEnd, BadInputHarness } from '../../../support/adapters/bad-input.js';
import { describeBadInput, wordsOf } from '../../../support/adapters/describe-bad-input.js';
import { startFrameRelay, type FrameRelay } from '../../../support/adapters/frame-relay.js';
import { createDevice, openChat, type VisitorChat } from '../../../support/adapters/visitor-chat.js';
import { PROSODY_LACKS, startProsody, type ProsodyServer } from '../../../support/xmpp/prosody.js';
import { openXmppAgent, type XmppAgent } from '../../../support/xmpp/xmpp-agent.js';

const SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">';
const PAGE = '<!doctype html><title>Maintenance</title><script>alert(1)</script>';
const MUC = 'http://jabber.org/protocol/muc';
const body = (text: string) => xml('body', {}, text);
const MESSAGE = /groupchat.*<body/;

/** RFC 6120, 8.3.3. */
const CONDITIONS: Readonly<Partial<Record<BadInput, string>>> = {
  '401': 'not-authorized',
  '403': 'forbidden',
  '404': 'item-not-found',
  '409': 'conflict',
  '429 without': 'resource-constraint',
  '500': 'internal-server-error',
};

interface XmppBackEnd extends BadInputBackEnd {
  readonly relay: FrameRelay;
  readonly agent: XmppAgent;
  readonly server: ProsodyServer;
}

/** One server and one agent for all tests; the room of the test that runs. */
let running: Promise<{ readonly server: ProsodyServer; readonly agent: XmppAgent }> | undefined;
let room = '';

async function startServer() {
  const server = await startProsody();
  return { server, agent: await openXmppAgent(server.agentsUrl) };
}

function adapterOf(relay: FrameRelay, options: { readonly domain?: string; readonly rooms?: string } = {}) {
  const { domain = 'visitors.shop.example', rooms = 'rooms.shop.example' } = options;
  return createXmppAdapter({ server: relay.url, domain, rooms, agents: ['ada@shop.example'], WebSocket });
}

const relayTo = ({ url }: ProsodyServer): Promise<FrameRelay> =>
  startFrameRelay(`${url.replace('http', 'ws')}/xmpp-websocket`, 'xmpp');

const NO_TIME = { absent: 'no condition of XMPP names a time' };
const NO_STATUS = { absent: 'there is a socket by then, and an error is an element of its own' };
/** It was not taken as the room sees it, or the line is gone: the next hello joins again. */
const REPEATED = (code: ErrorCode | null) => ({ becomes: 'repeated', code, stored: true }) as const;

const harness: BadInputHarness<XmppBackEnd> = {
  title: 'XMPP',
  lacks: PROSODY_LACKS,
  messages: {
    'a page': REPEATED(null),
    'an error with 200': NO_STATUS,
    '401': { becomes: 'failed', code: 'forbidden' },
    '403': { becomes: 'failed', code: 'forbidden' },
    // What is refused was not stored; an archive takes an id twice, and readers the first.
    '404': { becomes: 'repeated', code: null, stored: false },
    '409': { becomes: 'repeated', code: null, stored: false },
    '413': { absent: 'what is too large ends the stream; no message of ours is' },
    '429 with Retry-After': NO_TIME,
    '429 without': REPEATED('rate-limited'),
    '500': REPEATED('unavailable'),
    '502 with a page': NO_STATUS,
    'a cut body': REPEATED(null),
  },
  connections: {
    // A page cannot tell why a socket does not open.
    'a page': { code: 'network-failed' },
    'an error with 200': NO_STATUS,
    '401': { code: 'forbidden' },
    '403': { code: 'forbidden' },
    '404': { code: 'connection-unknown' },
    // The name in the room is taken: another one.
    '409': { code: null },
    '413': { absent: 'whoever connects says nothing that could be too much' },
    '429 with Retry-After': NO_TIME,
    '429 without': { code: 'rate-limited' },
    '500': { code: 'connection-lost' },
    '502 with a page': { code: 'network-failed' },
    'a cut body': { code: 'connection-lost' },
  },
  repeats: 'another',
  times: { absent: 'the room dates what it takes itself' },
  expiry: { absent: 'each connection signs in anew, as nobody' },
  nonsense: [
    'an element of the future',
    'a subject',
    'a mark at nothing',
    'an error of a stranger',
    'the answer to no question',
    'a stanza of the future',
  ],
  async start() {
    const { server, agent } = await (running ??= startServer());
    const relay = await relayTo(server);
    const presenceError = (condition: string) => (frame: string) =>
      `<presence xmlns="jabber:client" type="error" from="${attributeOf(frame, 'to')}"><error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`;
    return {
      relay,
      agent,
      server,
      createAdapter: () => adapterOf(relay),
      async stored() {
        const messages = await agent.archive(room);
        return messages.flatMap(({ nick, stanza }) =>
          nick.startsWith('visitor-') ? (stanza.getChildText('body') ?? []) : [],
        );
      },
      answerMessage(how, isStored) {
        const condition = CONDITIONS[how];
        const isCut = how === 'a cut body';
        const half = '<message xmlns="jabber:client"><bo';
        relay.answerNext(MESSAGE, (frame) => (condition ? stanzaError(frame, condition) : isCut ? half : PAGE), {
          passOn: isStored,
          cut: isCut,
        });
      },
      refuseConnection(how) {
        const condition = CONDITIONS[how] ?? '';
        if (how === '401')
          relay.answerNext(
            /<auth/,
            () => `<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><${condition}/></failure>`,
          );
        else if (['403', '404', '409'].includes(how)) relay.answerNext(/<presence/, presenceError(condition));
        else if (condition) relay.answerNext(/<open/, () => streamError(condition));
        else if (how === 'a cut body') relay.answerNext(/<open/, () => '<open xml', { cut: true });
        else relay.refuseNext(how === 'a page' ? 200 : 502, PAGE);
        relay.cut();
      },
      async say(text, { id = randomUUID() } = {}) {
        await agent.send(xml('message', { to: room, type: 'groupchat', id }, body(text)));
        return id;
      },
      nonsense: {
        'an element of the future': () =>
          agent.pass(room, xml('future', { xmlns: 'urn:of:the:future' }, body('Forged'))),
        'a subject': () => agent.pass(room, xml('subject', {}, 'Forged')),
        'a mark at nothing': () =>
          agent.pass(room, xml('displayed', { xmlns: 'urn:xmpp:chat-markers:0', id: 'nothing' })),
        'an error of a stranger': () =>
          relay.say('<presence xmlns="jabber:client" type="error" from="mallory@shop.example/x"/>'),
        'the answer to no question': () => relay.say('<iq xmlns="jabber:client" type="result" id="nobodys"/>'),
        'a stanza of the future': () => relay.say('<future xmlns="urn:x"/>'),
      },
      expire: () => undefined,
      close: () => relay.close(),
    };
  },
  async begun(visitor) {
    const { agent } = await (running ?? Promise.reject(new Error('It is not started.')));
    room = await agent.roomOf(visitor.state.conversation.id ?? '');
    await visitor.until(({ log }) => log.includes('participant-joined'), 'Nobody came');
  },
  async stop() {
    const { agent, server } = (await running) ?? {};
    await agent?.close();
    await server?.stop();
  },
};

describeBadInput(harness, (bench) => {
  /** Another page, on a device of its own. */
  const openWith = (options: { readonly domain?: string; readonly rooms?: string }): VisitorChat =>
    openChat(adapterOf(bench.backEnd.relay, options), { device: createDevice() });

  /** Both sides write, and are heard: once, and after what was before. */
  async function goesOn(before: readonly string[]): Promise<void> {
    const { visitor } = bench;
    const { agent } = bench.backEnd;
    visitor.send('Still here');
    await visitor.until((one) => one.statusOf('Still here') === 'sent', 'The visitor is not heard');
    await agent.say(room, body('So am I'));
    await visitor.until(({ log }) => log.at(-1) === 'So am I', 'The agent is not heard');
    expect(wordsOf(visitor)).toEqual([...before, 'Still here', 'So am I']);
    const kept = (await agent.archive(room)).flatMap(({ stanza }) => stanza.getChildText('body') ?? []);
    expect(kept.filter((text) => text === 'Still here')).toHaveLength(1);
  }

  it('markup in words, in a name and in a formatted form is words, and only the plain form is read', async () => {
    const { visitor } = bench;
    const { agent } = bench.backEnd;
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

  it('an id of the visitor with other words is what was said first, in the next page too', async () => {
    const { visitor } = bench;
    const { server } = bench.backEnd;
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
    const next = openChat(bench.backEnd.createAdapter(), { device: bench.device });
    await next.until(({ log }) => log.includes('So am I'), 'The conversation is not found');
    expect(next.log).not.toContain('Something else');
    expect(next.log.filter((text) => text === 'Hello')).toHaveLength(1);
    await next.chat.destroy();
  });

  it('what strangers say, or say of another room, is nothing', async () => {
    const { visitor } = bench;
    const { agent, relay } = bench.backEnd;
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
    const { visitor } = bench;
    const { agent, relay } = bench.backEnd;
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
    const { visitor } = bench;
    const { relay } = bench.backEnd;
    const codes: unknown[] = [];
    visitor.chat.subscribe(({ connection }) => void codes.push(connection.problem?.code));
    relay.say(streamError(condition));
    await visitor.until(({ state }) => state.connection.phase !== 'online', 'It was not noticed');
    expect(codes).toContain(code);
    await goesOn(['Hello']);
  });

  it('stream:error not-well-formed stops the chat: it would be said again on every connection', async () => {
    const { visitor } = bench;
    const { relay } = bench.backEnd;
    relay.say(streamError('not-well-formed'));
    await visitor.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
    expect(visitor.state.connection.problem).toMatchObject({ code: 'frame-invalid', detail: 'not-well-formed' });
  });

  it('a name that somebody has already is changed for another', async () => {
    const { visitor } = bench;
    const { relay } = bench.backEnd;
    await bench.backEnd.refuseConnection('409');
    await visitor.until(({ state }) => state.connection.phase !== 'online', 'It did not end');
    await goesOn(['Hello']);
    const names = relay.said.flatMap((frame) => (/^<presence/.test(frame) ? [attributeOf(frame, 'to')] : []));
    expect(new Set(names).size).toBe(3);
  });

  it('a visitor who is put out of the room sees the conversation ended, and comes back by writing', async () => {
    const { visitor } = bench;
    const { agent, relay } = bench.backEnd;
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
    const other = openWith(options);
    await other.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
    expect(other.state.connection.problem?.code).toBe(code);
    await other.chat.destroy();
  });

  it('rooms of other people’s servers are told, and the message fails visibly', async () => {
    const other = openWith({ rooms: 'nowhere.example' });
    other.send('Is anybody there?');
    await other.until((one) => one.statusOf('Is anybody there?') === 'failed', 'It waits');
    expect(other.errors[0]?.code).toBe('forbidden');
    await other.chat.destroy();
  });

  it('rooms without an archive are told, and the message waits', async () => {
    const forgetful = await startProsody({ replace: [['modules_enabled = { "muc_mam" }', '']] });
    const between = await relayTo(forgetful);
    const other = openChat(adapterOf(between));
    other.send('Is anybody there?');
    await other.until(({ errors }) => errors.length > 0, 'Nobody was told');
    expect(other.errors[0]?.code).toBe('unavailable');
    expect(other.statusOf('Is anybody there?')).toBe('queued');
    await other.chat.destroy();
    await between.close();
    await forgetful.stop();
  });
});

const attributeOf = (frame: string, name: string): string => new RegExp(` ${name}="([^"]+)"`).exec(frame)?.[1] ?? '';

function streamError(condition: string): string {
  return `<stream:error xmlns:stream='http://etherx.jabber.org/streams'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`;
}

/** The answer to a message that was not taken. */
function stanzaError(frame: string, condition: string): string {
  return `<message xmlns='jabber:client' type='error' id='${attributeOf(frame, 'id')}' from='${attributeOf(frame, 'to')}'><error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`;
}

/**
 * An agent with an ordinary XMPP client over TCP: not our code, so that our stanzas are read and written by somebody
 * else's. Comes into every room it is invited to.
 */
import { client, xml } from '@xmpp/client';
import { randomUUID } from 'node:crypto';
import { AGENT_PASSWORD } from './prosody.js';

/** Of their library, not of ours. */
export type Element = ReturnType<typeof xml>;

/** A message of an archive. */
export interface ArchivedMessage {
  readonly key: string;
  readonly nick: string;
  readonly stanza: Element;
}

export interface XmppAgent {
  /** Addresses of the rooms it is in. */
  readonly rooms: readonly string[];
  /** The room of a conversation, once it is in it. */
  roomOf(conversation: string): Promise<string>;
  /** Reasons of the invitations. */
  readonly invitations: readonly string[];
  /** Everything that came, the newest last. */
  readonly heard: readonly Element[];
  /** Comes in under this name, or takes it. */
  enter(room: string, nick: string): Promise<void>;
  /** Says something to all; resolves when the room has repeated it. */
  say(room: string, ...content: readonly Element[]): Promise<void>;
  /** Says something to all that is in no archive. */
  pass(room: string, ...content: readonly Element[]): Promise<void>;
  /** Asks; rejects with the error. */
  ask(type: 'get' | 'set', to: string, question: Element): Promise<Element>;
  /** All of the room's archive, oldest first. */
  archive(room: string): Promise<readonly ArchivedMessage[]>;
  /** Resolves when something that came fits. */
  until(fits: (stanza: Element) => boolean): Promise<Element>;
  send(stanza: Element): Promise<void>;
  close(): Promise<void>;
}

const MUC = 'http://jabber.org/protocol/muc';
const nickOf = (address = ''): string => address.slice(address.indexOf('/') + 1);

/** Signs in. @param comes - whether it accepts invitations. Default: true */
export async function openXmppAgent(service: string, name = 'ada', comes = true): Promise<XmppAgent> {
  const connection = client({ service, domain: 'shop.example', username: name, password: AGENT_PASSWORD });
  const heard: Element[] = [];
  const invitations: string[] = [];
  const inside = new Set<string>();
  const pages = new Map<string, ArchivedMessage[]>();
  const waiting = new Set<() => void>();
  // Its end is told by what does not come.
  connection.on('error', () => undefined);
  connection.on('stanza', (stanza: Element) => {
    heard.push(stanza);
    const from = String(stanza.attrs['from']);
    const [room = ''] = from.split('/');
    const about = stanza.getChild('x', `${MUC}#user`);
    const invitation = about?.getChild('invite');
    if (invitation) {
      invitations.push(invitation.getChildText('reason') ?? '');
      if (comes) enter(from, 'Ada').catch(() => undefined); // it may be leaving
    }
    const isSelf = about?.getChildren('status').some((status) => status.attrs['code'] === '110');
    if (stanza.is('presence') && isSelf && stanza.attrs['type'] === undefined) inside.add(room);
    const result = stanza.getChild('result', 'urn:xmpp:mam:2');
    const message = result?.getChild('forwarded', 'urn:xmpp:forward:0')?.getChild('message', 'jabber:client');
    if (result && message) {
      const archived = {
        key: String(result.attrs['id']),
        nick: nickOf(message.attrs['from'] as string),
        stanza: message,
      };
      pages.get(String(result.attrs['queryid']))?.push(archived);
    }
    for (const check of [...waiting]) check();
  });

  function until<Result>(find: () => Result | undefined | false): Promise<Result> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = find();
        if (found === undefined || found === false) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  }

  async function enter(room: string, nick: string): Promise<void> {
    const from = heard.length;
    await connection.send(xml('presence', { to: `${room}/${nick}` }, xml('x', { xmlns: MUC })));
    await until(() => heard.slice(from).some((one) => one.is('presence') && one.attrs['from'] === `${room}/${nick}`));
  }

  const ask: XmppAgent['ask'] = (type, to, question) => connection.iqCaller.request(xml('iq', { type, to }, question));

  const pass: XmppAgent['pass'] = (room, ...content) =>
    connection.send(xml('message', { to: room, type: 'groupchat', id: randomUUID() }, ...content));

  async function archive(room: string): Promise<readonly ArchivedMessage[]> {
    const all: ArchivedMessage[] = [];
    for (;;) {
      const queryid = randomUUID();
      const page: ArchivedMessage[] = [];
      pages.set(queryid, page);
      const after = all.at(-1)?.key;
      const set = xml('set', { xmlns: 'http://jabber.org/protocol/rsm' }, xml('max', {}, '50'));
      if (after !== undefined) set.append(xml('after', {}, after));
      const answer = await ask('set', room, xml('query', { xmlns: 'urn:xmpp:mam:2', queryid }, set));
      all.push(...page);
      if (answer.getChild('fin', 'urn:xmpp:mam:2')?.attrs['complete'] === 'true') return all;
    }
  }

  await connection.start();
  await connection.send(xml('presence'));
  return {
    get rooms() {
      return [...inside];
    },
    roomOf: (conversation) => until(() => [...inside].find((room) => room.startsWith(conversation))),
    invitations,
    heard,
    enter,
    async say(room, ...content) {
      const id = randomUUID();
      await connection.send(xml('message', { to: room, type: 'groupchat', id }, ...content));
      await until(() => heard.some((one) => one.is('message') && one.attrs['id'] === id));
    },
    pass,
    ask,
    archive,
    until: (fits) => until(() => heard.find(fits)),
    send: (stanza) => connection.send(stanza),
    async close() {
      await connection.stop();
    },
  };
}

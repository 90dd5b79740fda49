/** What a visitor says and hears on one connection: entering the room, reading its archive, sending. */
import type { ConnectionLife, ConnectionParts, ForeignPage } from '@support-chat/adapter-kit';
import {
  AdapterError,
  problem,
  type Ack,
  type ClientCommand,
  type Identity,
  type Signal,
} from '@support-chat/protocol';
import { contentOf, mintNick, seen, toRoom, typing } from './map-xmpp.js';
import { NS } from './namespaces.js';
import { attributeOf, childOf, childrenOf, xml, type XmlElement } from './xml.js';
import type { XmppAdapterOptions } from './xmpp-adapter.js';
import { stanzaError } from './xmpp-errors.js';
import type { XmppRoom } from './xmpp-room.js';
import { openStream } from './xmpp-stream.js';

export interface SessionOptions extends XmppAdapterOptions {
  /** Which conversation is asked for. */
  readonly conversationId: string | undefined;
  /** Whose token is not new: their room may be there. What the invitation says of them. */
  readonly visitor: Extract<Identity, { readonly kind: 'visitor' }>;
}

/** Kicked and banned. */
const REMOVED = ['307', '301'];

/** Signs in, enters the room if there is one, and reads what is missing. @throws AdapterError */
export async function createSession(
  life: ConnectionLife,
  room: XmppRoom,
  options: SessionOptions,
): Promise<Omit<ConnectionParts, 'capabilities'>> {
  const { address, log, self } = room;
  const me = `${address}/${mintNick()}`;
  /** Pages of the archive that are being read, by the ids of their questions. */
  const pages = new Map<string, XmlElement[]>();
  only(options.conversationId);
  /** Being in the room; null before the first message, and after somebody was put out. */
  let inside: Promise<void> | null = null;
  let entered: { resolve(created: boolean): void; reject(error: AdapterError): void };

  const stream = await openStream(life, {
    ...options,
    onStanza(stanza) {
      const [from, type] = [attributeOf(stanza, 'from'), attributeOf(stanza, 'type')];
      // Anybody may write to any address: what is not of our room is not ours.
      if (from !== address && !from.startsWith(`${address}/`)) return;
      if (stanza.name === 'presence') return presence(stanza, from, type);
      if (type === 'error') return room.refused(attributeOf(stanza, 'id'), stanzaError(stanza));
      const result = childOf(stanza, NS.archive);
      if (!result) room.take(stanza);
      else if (from === address) pages.get(attributeOf(result, 'queryid'))?.push(result);
    },
  });

  function presence(stanza: XmlElement, from: string, type: string): void {
    const about = childOf(stanza, NS.occupants);
    const codes = childrenOf(about).map((child) => (child.name === 'status' ? attributeOf(child, 'code') : ''));
    if (type === 'error') entered.reject(stanzaError(stanza));
    else if (from !== me && !codes.includes('110')) room.occupant(from, type !== 'unavailable');
    else if (type !== 'unavailable') entered.resolve(codes.includes('201'));
    else if (childOf(about, NS.occupants, 'destroy') || codes.some((code) => REMOVED.includes(code))) {
      inside = null;
      room.ended();
    } else life.end(problem(codes.includes('332') ? 'server-stopping' : 'connection-unknown'));
  }

  async function loadPage(before: string | null): Promise<ForeignPage> {
    for (let end = before ?? ''; ;) {
      const queryid = crypto.randomUUID();
      const results: XmlElement[] = [];
      pages.set(queryid, results);
      const answer = await stream.ask(
        'set',
        address,
        xml`<query xmlns="urn:xmpp:mam:2" queryid="${queryid}"><set xmlns="http://jabber.org/protocol/rsm"><max>50</max><before>${end}</before></set></query>`,
      );
      pages.delete(queryid);
      const events = room.page(results);
      const first = attributeOf(results[0], 'id');
      const atStart = attributeOf(childOf(answer, NS.archive), 'complete') === 'true' || !first;
      if (events.length > 0 || atStart) return { events, atStart };
      end = first; // all of them were marks of reading
    }
  }

  async function read(): Promise<void> {
    await log.read(loadPage);
    room.catchUp();
  }

  async function enter(): Promise<void> {
    const created = new Promise<boolean>((resolve, reject) => (entered = { resolve, reject }));
    stream.send(
      // No history: the archive tells it.
      xml`<presence xmlns="jabber:client" to="${me}"><x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="0"/></x></presence>`,
    );
    // A new room is locked until its owner has taken the settings that the server has for it.
    if (await created)
      await stream.ask(
        'set',
        address,
        xml`<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit"/></query>`,
      );
    await read();
  }

  function invite(): void {
    room.isUncalled = false;
    if (room.isAttended) return;
    const { profile, page } = options.visitor;
    const reason = [profile?.name, profile?.email, page?.url].filter(Boolean).join(' ');
    for (const to of options.agents)
      stream.send(
        xml`<message xmlns="jabber:client" to="${address}"><x xmlns="http://jabber.org/protocol/muc#user"><invite to="${to}"><reason>${reason}</reason></invite></x></message>`,
      );
  }

  /** In the room, whoever of several asked first. */
  function ready(): Promise<void> {
    inside ??= enter().catch((error: unknown) => {
      inside = null;
      throw error;
    });
    return inside;
  }

  function only(conversation: string | undefined): void {
    if (conversation !== undefined && conversation !== log.conversation) throw new AdapterError('conversation-unknown');
  }

  async function send(command: ClientCommand): Promise<Ack> {
    const { id, conversation } = command;
    only(conversation);
    if ('epoch' in command && command.epoch !== log.cursor.epoch) throw new AdapterError('epoch-stale');
    const { words, content } = contentOf(command);
    const isOther = (): boolean => (room.own(id) ?? { words }).words !== words;
    if (isOther()) throw new AdapterError('id-conflict');
    // Its own id stands for its text: the archive keeps ids, nothing has to be recognised by its words.
    const ack = await log.send(id, id, async () => {
      await ready();
      const before = room.own(id);
      if (before) return before.key;
      if (room.isUncalled && words) invite();
      stream.send(toRoom(address, id, content));
      return room.say(id, words).key;
    });
    // Another device of the visitor was quicker with the same id.
    if (isOther()) throw new AdapterError('id-conflict');
    return ack;
  }

  async function notify(signal: Signal): Promise<void> {
    switch (signal.type) {
      case 'ping': {
        // XEP-0410: whether the room has this visitor; before there is one, whether anybody answers.
        await stream
          .ask('get', inside ? me : options.domain, xml`<ping xmlns="urn:xmpp:ping"/>`)
          .catch((error: AdapterError) => life.end(error.problem));
        return life.emit({ type: 'pong', head: room.isEmpty ? null : log.cursor });
      }
      case 'typing':
        if (inside && signal.conversation === log.conversation)
          stream.send(toRoom(address, crypto.randomUUID(), typing(signal.active)));
        return;
      case 'cursors': {
        if (!inside || signal.epoch !== log.cursor.epoch) return;
        // Reading one's own is nothing to tell.
        const { events } = log.snapshot();
        const last = events.findLast(
          (event) => event.seq <= signal.read && event.type === 'message-added' && event.author.kind !== 'visitor',
        );
        const key = last && last.seq > room.readBy(self) ? log.keyAt(last.seq) : null;
        if (key !== null) stream.send(toRoom(address, crypto.randomUUID(), seen(key)));
        return;
      }
      case 'visitor-update':
    }
  }

  // Nobody comes into a room before there is something to say.
  if (options.visitor.token !== undefined) {
    const exists = await stream.ask('get', address, xml`<query xmlns="urn:xmpp:mam:2"/>`).then(
      () => true,
      (error: AdapterError) => {
        // The visitor has written nothing yet, or the room is no more.
        if (error.code === 'connection-unknown') return false;
        throw error;
      },
    );
    if (exists) await ready();
  }

  return {
    send,
    notify(signal) {
      // May be lost (D5). A ping without an answer is how core finds out that nothing comes down any more.
      notify(signal).catch(() => undefined);
    },
    async loadHistory(conversation, before, limit) {
      only(conversation);
      return log.older(before, limit, loadPage);
    },
    async resume(conversation, after) {
      only(conversation);
      return log.snapshot(after);
    },
  };
}

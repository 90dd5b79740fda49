/** XMPP, as the conformance kit judges it: a real Prosody, and an agent with an ordinary client. */
import { createXmppAdapter } from '@support-chat/adapter-xmpp';
import type { ChatAdapter } from '@support-chat/protocol';
import type { AdapterHarness, HarnessAgent } from '@support-chat/testkit';
import { xml } from '@xmpp/client';
import { WebSocket } from 'ws';
import { startFaultProxy, type FaultProxy } from '../fault-proxy.js';
import { PROSODY_LACKS, startProsody, type ProsodyServer } from './prosody.js';
import { openXmppAgent, type XmppAgent } from './xmpp-agent.js';

export interface RunningXmpp {
  /** As one page has it, through the proxy. */
  createAdapter(): ChatAdapter;
  readonly server: ProsodyServer;
  readonly proxy: FaultProxy;
  /** Past the proxy. */
  readonly agent: XmppAgent;
  stop(): Promise<void>;
}

export async function startXmpp(): Promise<RunningXmpp> {
  const server = await startProsody();
  const proxy = await startFaultProxy({ target: server.url });
  const agent = await openXmppAgent(server.agentsUrl);
  return {
    createAdapter: () =>
      createXmppAdapter({
        server: `${proxy.url}/xmpp-websocket`,
        domain: 'visitors.shop.example',
        rooms: 'rooms.shop.example',
        agents: ['ada@shop.example'],
        WebSocket,
      }),
    server,
    proxy,
    agent,
    async stop() {
      await agent.close();
      await proxy.close();
      await server.stop();
    },
  };
}

export const xmppHarness: AdapterHarness = {
  title: 'XMPP',
  missing: () => PROSODY_LACKS,
  async start() {
    const { createAdapter, proxy, agent, stop } = await startXmpp();
    return {
      createAdapter,
      cut: () => void proxy.cut(),
      setReachable(reachable) {
        proxy.refuse(!reachable);
        if (!reachable) proxy.cut();
      },
      agent: harnessAgentOf(agent),
      async stored(conversation) {
        const messages = await agent.archive(await agent.roomOf(conversation));
        return messages.flatMap(({ nick, stanza }) => {
          const text = stanza.getChildText('body');
          return text ? [{ by: nick.startsWith('visitor-') ? 'visitor' : 'other', text } as const] : [];
        });
      },
      text: { longest: 10_000, controls: false },
      refuses: ['id-conflict', 'epoch-stale'],
      async sayUnknown() {
        for (const room of agent.rooms) {
          await agent.pass(room, xml('future', { xmlns: 'urn:of:the:future' }, xml('deep', {}, 'words')));
          await agent.send(xml('presence', { to: `${room}/Ada`, type: 'of-the-future' }));
        }
      },
      stop,
    };
  },
};

/** An ordinary client as the kit plays it. */
export function harnessAgentOf(agent: XmppAgent): HarnessAgent {
  const seen = async (room: string): Promise<void> => {
    const newest = (await agent.archive(room)).findLast(({ stanza }) => stanza.getChild('body'));
    if (!newest) return;
    await agent.say(
      room,
      xml('displayed', { xmlns: 'urn:xmpp:chat-markers:0', id: newest.key }),
      xml('store', { xmlns: 'urn:xmpp:hints' }),
    );
  };
  return {
    say: async (conversation, text) => agent.say(await agent.roomOf(conversation), xml('body', {}, text)),
    type: async (conversation, active) =>
      agent.pass(
        await agent.roomOf(conversation),
        xml(active ? 'composing' : 'paused', { xmlns: 'http://jabber.org/protocol/chatstates' }),
      ),
    read: async (conversation) => seen(await agent.roomOf(conversation)),
    join: async (conversation, { name }) => agent.enter(await agent.roomOf(conversation), name),
    end: async (conversation) =>
      agent.say(
        await agent.roomOf(conversation),
        xml('gone', { xmlns: 'http://jabber.org/protocol/chatstates' }),
        xml('store', { xmlns: 'urn:xmpp:hints' }),
      ),
    async sendFile(conversation, { name, type, bytes }) {
      const details = { filename: name, size: `${bytes.byteLength}`, 'content-type': type };
      const answer = await agent.ask(
        'get',
        'upload.shop.example',
        xml('request', { xmlns: 'urn:xmpp:http:upload:0', ...details }),
      );
      const slot = answer.getChild('slot');
      const put = slot?.getChild('put');
      const url = String(slot?.getChild('get')?.attrs['url']);
      const headers = { Authorization: put?.getChildText('header') ?? '', 'Content-Type': type };
      const { ok } = await fetch(String(put?.attrs['url']), { method: 'PUT', headers, body: new Uint8Array(bytes) });
      if (!ok) throw new Error('The agent could not upload.');
      const file = xml('x', { xmlns: 'jabber:x:oob' }, xml('url', {}, url));
      await agent.say(await agent.roomOf(conversation), xml('body', {}, url), file);
    },
    seesTyping(conversation) {
      const newest = agent.heard.findLast(
        (stanza) =>
          String(stanza.attrs['from']).startsWith(conversation) &&
          String(stanza.attrs['from']).includes('/visitor-') &&
          stanza.getChildByAttr('xmlns', 'http://jabber.org/protocol/chatstates') !== undefined,
      );
      return newest?.getChild('composing') !== undefined;
    },
  };
}

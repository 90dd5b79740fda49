/** B8: Prosody, as `docs/xmpp/prosody.cfg.lua` has it. */
import { declaredBy } from '../../support/adapters-table.js';
import { PROSODY_LACKS } from '../../support/xmpp/prosody.js';
import { harnessAgentOf, startXmpp } from '../../support/xmpp/xmpp-harness.js';
import { converse } from './conversation.js';

converse({
  title: 'B8',
  can: declaredBy('XMPP'),
  lacks: PROSODY_LACKS,
  async start() {
    const { proxy, agent, stop } = await startXmpp();
    const { host } = new URL(proxy.url);
    const names = { domain: 'visitors.shop.example', rooms: 'rooms.shop.example', agents: ['ada@shop.example'] };
    return {
      agent: harnessAgentOf(agent),
      adapter: { make: 'xmpp', options: { server: `ws://${host}/xmpp-websocket`, ...names } },
      policy: { 'connect-src': `ws://${host}` },
      async heard(conversation) {
        const messages = await agent.archive(await agent.roomOf(conversation));
        return messages.flatMap(({ nick, stanza }) =>
          nick.startsWith('visitor-') ? (stanza.getChildText('body') ?? []) : [],
        );
      },
      stop,
    };
  },
});

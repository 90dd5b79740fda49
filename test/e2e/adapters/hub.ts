/** A hub as the conversation wants it: its program and its desk, on the configuration of the documentation. */
import type { HubBackEnd } from '../../support/hub/hub-back-ends.js';
import { hubAgent } from '../../support/hub/hub-harness.js';
import type { PageChat } from '../../support/adapters/chat-page.js';
import type { Vendor } from './conversation.js';

/** @param chatOf - what the page makes of the hub's address */
export async function startHub(
  backEnd: HubBackEnd,
  origin: string,
  chatOf: (server: string) => PageChat['adapter'],
): Promise<Vendor> {
  const { desk, server, stop } = await backEnd.start(origin);
  const { host } = new URL(server);
  return {
    agent: hubAgent(desk),
    adapter: chatOf(server),
    policy: { 'connect-src': `http://${host} ws://${host}`, 'img-src': 'https://faces.example' },
    heard: (conversation) => desk.heard(conversation).flatMap((said) => (said.type === 'message' ? [said.text] : [])),
    stop,
  };
}

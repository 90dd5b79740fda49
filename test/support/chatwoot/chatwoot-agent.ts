/** The hands of an agent on the fake Chatwoot, as the conformance kit and the browsers' conversation use them. */
import type { HarnessAgent } from '@support-chat/testkit';
import { JANE, type ChatwootDesk } from './chatwoot-desk.js';

export function chatwootAgent(desk: ChatwootDesk): HarnessAgent {
  let agent = JANE;
  return {
    say: (conversation, text) => void desk.say(conversation, text, { sender: agent }),
    type: (conversation, active) => desk.type(conversation, active, false, agent),
    read(conversation) {
      desk.look(conversation);
      desk.type(conversation, false, false, agent); // that they looked is told with the next event
    },
    join(_conversation, { name, avatarUrl }) {
      agent = { ...JANE, id: 8, name, avatarUrl }; // Chatwoot tells visitors of somebody who writes
    },
    end: (conversation) => desk.setStatus(conversation, 'resolved'),
    sendFile(conversation, { name, type, bytes }) {
      const files = [{ id: desk.nextId(), name, type, bytes: Buffer.from(bytes) }];
      desk.say(conversation, null, { sender: agent, files });
    },
    sendQuickReplies(conversation, text, { choices }) {
      const items = choices.map(({ id, label }) => ({ title: label, value: id }));
      desk.say(conversation, text, { sender: agent, contentType: 'input_select', contentAttributes: { items } });
    },
    seesTyping: (conversation) => desk.conversation(conversation).visitorTypes,
    seesRating: (conversation) => desk.ratingOf(conversation),
  };
}

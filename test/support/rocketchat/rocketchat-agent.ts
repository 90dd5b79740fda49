/** The hands of an agent on the fake Rocket.Chat, as the conformance kit uses them. */
import type { HarnessAgent } from '@support-chat/testkit';
import { JANE, meteorId, type RocketChatDesk } from './rocketchat-desk.js';

export function rocketChatAgent(desk: RocketChatDesk): HarnessAgent {
  let agent = JANE;
  /** Who answers has taken the room. */
  const room = (conversation: string): string => {
    const { _id, servedBy } = desk.newest(conversation);
    if (servedBy !== agent) desk.take(_id, agent);
    return _id;
  };
  return {
    say: (conversation, text) => void desk.say(room(conversation), text, {}, agent),
    type: (conversation, active) => desk.type(room(conversation), active, agent),
    join(conversation, { name }) {
      agent = { _id: meteorId(), username: name.toLowerCase().replace(' ', '.'), name };
      room(conversation);
    },
    end: (conversation) => desk.closeRoom(room(conversation), agent),
    sendFile(conversation, { name, type, bytes }) {
      desk.say(room(conversation), '', { file: desk.storedFile(name, type, bytes) }, agent);
    },
    seesTyping: (conversation) => desk.newest(conversation).visitorTypes,
    seesRating: (conversation) => Number(desk.newest(conversation).survey['satisfaction'] ?? NaN) || null,
  };
}

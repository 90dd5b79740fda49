/** The hands of an operator on the fake Live Helper Chat, as the conformance kit and the browsers' conversation use them. */
import type { HarnessAgent } from '@support-chat/testkit';
import { JANE, type LiveHelperChatDesk } from './live-helper-chat-desk.js';

export function liveHelperChatAgent(desk: LiveHelperChatDesk): HarnessAgent {
  let operator = JANE;
  return {
    say: (conversation, text) => void desk.say(conversation, text, operator),
    type: (conversation, active) => desk.type(conversation, active),
    read: (conversation) => desk.look(conversation),
    join(conversation, { name, avatarUrl }) {
      operator = { id: 8, name, photo: avatarUrl };
      desk.accept(conversation, operator);
    },
    end: (conversation) => desk.close(conversation),
    sendFile: (conversation, { name, type, bytes }) =>
      void desk.sendFile(conversation, { name, type, bytes: Buffer.from(bytes) }, operator),
    seesTyping: (conversation) => desk.chat(conversation).visitorTypes !== null,
    // Stars in words of the visitor's: of thumbs there are two only.
    seesRating(conversation) {
      const words = desk.words(conversation).findLast(({ msg }) => /^[★☆]{5}/.test(msg));
      return words ? words.msg.split('★').length - 1 : null;
    },
  };
}

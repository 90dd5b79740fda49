/** The hands of a bot on the fake Direct Line, as the conformance kit and the browsers' conversation use them. */
import type { HarnessAgent } from '@support-chat/testkit';
import type { FakeDirectLine } from './fake-direct-line.js';

export function directLineAgent(directLine: FakeDirectLine): HarnessAgent {
  const say = (id: string, activity: object): void =>
    void directLine.say(directLine.conversation(id), { type: 'message', ...activity });
  return {
    say: (id, text) => say(id, { text }),
    type(id, active) {
      // That a bot types no more it can only say by writing.
      if (active) directLine.say(directLine.conversation(id), { type: 'typing' });
      else say(id, { text: 'There' });
    },
    end: (id) => void directLine.say(directLine.conversation(id), { type: 'endOfConversation' }),
    sendFile: (id, file) => void directLine.sendFile(directLine.conversation(id), file),
    sendQuickReplies: (id, text, { choices }) =>
      say(id, {
        text,
        suggestedActions: { actions: choices.map((one) => ({ type: 'imBack', title: one.label, value: one.id })) },
      }),
  };
}

/** Our element: the real bundle, fed by the scripted adapter through the real core. The script is not counted. */
import { createScriptedAdapter } from '@support-chat/testkit';

let adapter;
let chat;

export async function mount(history) {
  await import(/* the built bundle, served as it is */ '/bundle/support-chat.js');
  const count = history.length;
  adapter = createScriptedAdapter(
    count > 0
      ? {
          messages: history.map((text, index) => ({ from: index % 3 === 0 ? 'visitor' : 'agent', text })),
          pageSize: count + 1,
        }
      : {},
  );
  chat = document.createElement('support-chat');
  chat.adapter = adapter;
  document.body.append(chat);
  await chat.show();
}

export const append = (text) => adapter.agentSays(text);
export const scroller = () => chat.shadowRoot.querySelector('[role="log"]');

/** Whether that newest message is in the document. Looks at the last groups only, to cost nothing. */
export function shows(text) {
  const groups = chat.shadowRoot.querySelectorAll('.group');
  return [groups[groups.length - 1], groups[groups.length - 2]].some((group) => group?.textContent.includes(text));
}

/** Whether all of the history has its rows. */
export const complete = (count) => chat.shadowRoot.querySelectorAll('.row').length >= count;

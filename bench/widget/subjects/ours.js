/** Our element: the real bundle, fed by the scripted adapter through the real core. The script is not counted. */
import { createScriptedAdapter } from '@support-chat/testkit';

let adapter;
let chat;
let content;
let handed;

/** Writes the script: what the back end of the others would have stored. */
export function prepare(history) {
  const count = history.length;
  adapter = createScriptedAdapter(
    count > 0
      ? {
          messages: history.map((text, index) => ({ from: index % 3 === 0 ? 'visitor' : 'agent', text })),
          pageSize: count + 1,
        }
      : {},
  );
  const { open } = adapter;
  adapter.open = (options) =>
    open({
      ...options,
      onEvent(event) {
        if (event.type === 'welcome') handed = performance.now();
        options.onEvent(event);
      },
    });
}

/** When the history was there: the page's clock. */
export const handedAt = () => handed;

export async function mount() {
  await import(/* the built bundle, served as it is */ '/bundle/support-chat.js');
  chat = document.createElement('support-chat');
  chat.adapter = adapter;
  document.body.append(chat);
  await chat.show();
}

export const append = (text) => adapter.agentSays(text);
export const scroller = () => chat.shadowRoot.querySelector('[role="log"]');

/** Whether that newest message is in the document. Looks at the last groups only, to cost nothing. */
export function shows(text) {
  content ??= chat.shadowRoot.querySelector('.log-content');
  const groups = [];
  for (let part = content?.lastElementChild; part && groups.length < 2; part = part.previousElementSibling)
    if (part.classList.contains('group')) groups.push(part);
  return groups.some((group) => group.textContent.includes(text));
}

/** Whether all of the history has its rows; the oldest get them last. */
export const complete = () => content.querySelector('.group').childElementCount > 0;

/** `deep-chat` as its manual embeds it. */
import 'deep-chat';

let chat;
export async function mount(history) {
  chat = document.createElement('deep-chat');
  chat.connect = { handler: () => undefined };
  chat.history = history.map((text, index) => ({ text, role: index % 3 === 0 ? 'user' : 'ai' }));
  chat.style.cssText = 'position: fixed; right: 20px; bottom: 20px; width: 400px; height: 640px';
  const rendered = new Promise((resolve) => (chat.onComponentRender = resolve));
  document.body.append(chat);
  await rendered;
}
export const append = (text) => chat.addMessage({ text, role: 'ai' });
export const scroller = () => chat.shadowRoot.querySelector('#messages');
export const shows = (text) => scroller()?.lastElementChild?.textContent.includes(text) ?? false;

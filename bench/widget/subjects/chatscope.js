/** `@chatscope/chat-ui-kit-react` as its manual sets it up, on React. */
import { ChatContainer, MainContainer, Message, MessageInput, MessageList } from '@chatscope/chat-ui-kit-react';
import styles from '@chatscope/chat-ui-kit-styles/dist/default/styles.min.css';
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

let add;
let host;

const model = (message, index) => ({
  message,
  sender: 'Ada',
  direction: index % 3 === 0 ? 'outgoing' : 'incoming',
  position: 'single',
});

function Chat({ history }) {
  const [messages, setMessages] = useState(() => history.map(model));
  add = (text) => setMessages((before) => [...before, model(text, 1)]);
  const rows = messages.map((message, index) => createElement(Message, { key: index, model: message }));
  return createElement(
    MainContainer,
    null,
    createElement(
      ChatContainer,
      null,
      createElement(MessageList, null, ...[rows]),
      createElement(MessageInput, { placeholder: 'Message' }),
    ),
  );
}

export function mount(history) {
  const style = document.createElement('style');
  style.textContent = styles;
  document.head.append(style);
  host = document.createElement('div');
  host.style.cssText = 'position: fixed; right: 20px; bottom: 20px; width: 400px; height: 640px';
  document.body.append(host);
  createRoot(host).render(createElement(Chat, { history }));
}
export const append = (text) => add(text);
export const scroller = () => host.querySelector('.cs-message-list__scroll-wrapper');
export function shows(text) {
  const rows = host.getElementsByClassName('cs-message');
  return rows[rows.length - 1]?.textContent.includes(text) ?? false;
}

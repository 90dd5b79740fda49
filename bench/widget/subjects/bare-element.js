/** Limit: a bare custom element that appends a row per message. */
import { follower, frame, row } from './frame.js';

class BareChat extends HTMLElement {
  connectedCallback() {
    this.scroller = frame(this.attachShadow({ mode: 'open' }));
    this.follow = follower(this.scroller);
  }
  add(...texts) {
    this.scroller.append(...texts.map(row));
    this.follow();
  }
}

let chat;
export function mount(history) {
  customElements.define('bare-chat', BareChat);
  chat = document.createElement('bare-chat');
  document.body.append(chat);
  chat.add(...history);
}
export const append = (text) => chat.add(text);
export const scroller = () => chat.scroller;
export const shows = (text) => chat.scroller.lastElementChild?.textContent === text;

/** Limit: Lit alone, all messages in one keyed repeat(). */
import { LitElement, html, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { follower, styles } from './frame.js';

class LitChat extends LitElement {
  static styles = unsafeCSS(styles);
  messages = [];
  add(...texts) {
    for (const text of texts) this.messages.push({ id: this.messages.length, text });
    this.requestUpdate();
  }
  render() {
    return html`<div class="scroller" role="log">
        ${repeat(
          this.messages,
          ({ id }) => id,
          ({ text }) => html`<div class="row">${text}</div>`,
        )}
      </div>
      <form><textarea></textarea><button>Send</button></form>`;
  }
  firstUpdated() {
    this.scroller = this.renderRoot.querySelector('.scroller');
    this.follow = follower(this.scroller);
  }
  updated() {
    this.follow();
  }
}

let chat;
export async function mount(history) {
  customElements.define('lit-chat', LitChat);
  chat = document.createElement('lit-chat');
  chat.add(...history);
  document.body.append(chat);
  await chat.updateComplete;
}
export const append = (text) => chat.add(text);
export const scroller = () => chat.scroller;
export const shows = (text) => chat.scroller.lastElementChild?.textContent === text;

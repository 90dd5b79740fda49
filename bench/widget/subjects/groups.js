/** Limit: plain DOM in groups of 50 with `content-visibility: auto`; only the last group ever changes. */
import { follower, frame, row } from './frame.js';

const GROUP = 50;
let view;
let open = null;
let follow;

function add(texts) {
  for (const text of texts) {
    if (open === null || open.childElementCount === GROUP) {
      if (open !== null) open.style.cssText = 'content-visibility: auto; contain-intrinsic-size: auto 2200px';
      open = document.createElement('div');
      view.append(open);
    }
    open.append(row(text));
  }
  follow();
}

export function mount(history) {
  const host = document.createElement('div');
  view = frame(host.attachShadow({ mode: 'open' }));
  follow = follower(view);
  document.body.append(host);
  add(history);
}
export const append = (text) => add([text]);
export const scroller = () => view;
export const shows = (text) => open?.lastElementChild?.textContent === text;

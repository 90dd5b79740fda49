/** Limit: a windowed list of plain rows of one height; only what is in sight is in the document. */
import { follower, frame, row } from './frame.js';

const HEIGHT = 44;
const SPARE = 10;
const messages = [];
let view;
let space;
let follow;
let asked = false;

function draw() {
  asked = false;
  space.style.height = `${messages.length * HEIGHT}px`;
  const first = Math.max(0, Math.floor(view.scrollTop / HEIGHT) - SPARE);
  const last = Math.min(messages.length, Math.ceil((view.scrollTop + view.clientHeight) / HEIGHT) + SPARE);
  space.replaceChildren(
    ...messages.slice(first, last).map((text, index) => {
      const element = row(text);
      element.style.cssText = `position: absolute; margin: 0; height: 22px; overflow: hidden; top: ${(first + index) * HEIGHT}px`;
      return element;
    }),
  );
}

function ask() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(draw);
}

export function mount(history) {
  const host = document.createElement('div');
  view = frame(host.attachShadow({ mode: 'open' }));
  space = document.createElement('div');
  space.style.position = 'relative';
  view.append(space);
  view.addEventListener('scroll', ask);
  follow = follower(view);
  document.body.append(host);
  messages.push(...history);
  draw();
  follow();
}
export function append(text) {
  messages.push(text);
  ask();
  follow();
}
export const scroller = () => view;
export const shows = (text) => space.lastElementChild?.textContent === text;

/** The whole loaded conversation as one plain list: for those who would rather read than walk, and for copying (Y3b). */
import type { ChatState } from '@support-chat/core';
import { wordsOf } from '@support-chat/protocol';
import { menuWords } from '../locales/features/menu.js';
import type { Localizer } from '../localizer/localizer.js';
import { displayName } from './display-name.js';
import { entriesOf, isSelf, pendingEntries, type Entry, type Perspective } from './entries.js';
import { systemText } from './row.js';

/**
 * Builds the list: an `ol` with one `li` for each row, 'name, moment' and the text as it was typed, failed and waiting
 * messages with their state. Put it into a dialog named `plain-view-title`. A note stands before it when earlier
 * messages are not loaded. A snapshot: it does not follow the state.
 */
export function plainConversation(state: ChatState, language: Localizer, perspective: Perspective): DocumentFragment {
  const localizer = language.extended(menuWords);
  const { closed, open, atStart } = state.timeline;
  const fragment = document.createDocumentFragment();
  if (!atStart && closed.length + open.length > 0) {
    fragment.append(create('p', 'plain-note', localizer.text('plain-view-earlier-missing')));
  }
  const list = create('ol', 'plain-list');
  for (const events of [...closed.map((chunk) => chunk.events), open]) {
    for (const entry of entriesOf(events)) list.append(item(entry));
  }
  for (const entry of pendingEntries(state, perspective)) list.append(item(entry));
  fragment.append(list);
  return fragment;

  function item(entry: Entry): HTMLElement {
    const row = create('li', 'plain-row');
    const moment = create('time', '', localizer.dateTime(entry.time));
    moment.dateTime = new Date(entry.time).toISOString();
    const words = create(
      'span',
      'plain-text',
      entry.type === 'system' ? systemText(entry, { state, localizer, perspective }) : wordsOf(entry),
    );
    words.dir = 'auto';
    if (entry.type !== 'system') {
      const self = isSelf(entry.author, state, perspective);
      row.append(
        create('bdi', 'plain-name', self ? localizer.text('author-you') : displayName(entry.author, localizer)),
        ', ',
      );
    }
    row.append(moment, ': ', words);
    if (entry.type === 'pending') row.append(` (${localizer.text(`state-${entry.pending.phase}`)})`);
    return row;
  }
}

function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

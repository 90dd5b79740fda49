/**
 * A conversation as a file that outlives it: text, a web page without scripts, or data. Pure: what it says depends on the
 * state and the language alone. What is not in the log yet is not in the file either.
 */
import type { ChatState } from '@support-chat/core';
import type { LogEvent } from '@support-chat/protocol';
import type { Localizer } from '../../localizer/localizer.js';
import { displayName } from '../../log/display-name.js';
import { entriesOf, isSelf, type Entry } from '../../log/entries.js';
import { systemText } from '../../log/row.js';

/** What a transcript can be. */
export type TranscriptFormat = 'text' | 'html' | 'json';

/** A file that was made. */
export interface TranscriptFile {
  readonly type: string;
  readonly extension: string;
  readonly content: string;
}

/** Makes the file of a visitor's loaded conversation. `title` stands above it. */
export function transcriptFile(
  format: TranscriptFormat,
  state: ChatState,
  localizer: Localizer,
  title: string,
): TranscriptFile {
  const events = [...state.timeline.closed.flatMap((chunk) => chunk.events), ...state.timeline.open];
  switch (format) {
    case 'text':
      return { type: 'text/plain;charset=utf-8', extension: 'txt', content: asText(events, state, localizer, title) };
    case 'html':
      return { type: 'text/html;charset=utf-8', extension: 'html', content: asPage(events, state, localizer, title) };
    case 'json':
      return { type: 'application/json', extension: 'json', content: asData(events, state, title) };
  }
}

interface Line {
  readonly time: number;
  /** Empty for a line about the conversation. */
  readonly name: string;
  readonly own: boolean;
  readonly text: string;
  readonly quote: string | undefined;
}

function linesOf(events: readonly LogEvent[], state: ChatState, localizer: Localizer): readonly Line[] {
  const perspective = 'visitor';
  return entriesOf(events).map((entry: Entry): Line => {
    const { time, author } = entry;
    if (entry.type === 'system') {
      const text = systemText(entry, { state, localizer, perspective });
      return { time, name: '', own: false, text, quote: undefined };
    }
    const own = isSelf(author, state, perspective);
    const name = own ? localizer.text('author-you') : displayName(author, localizer);
    return { time, name, own, text: entry.text, quote: entry.quote };
  });
}

function asText(events: readonly LogEvent[], state: ChatState, localizer: Localizer, title: string): string {
  const lines = linesOf(events, state, localizer).map(({ time, name, text, quote }) => {
    const words = quote === undefined ? text : `${quote.replace(/^/gm, '> ')}\n${text}`;
    const moment = localizer.dateTime(time);
    return name ? `${name}, ${moment}:\n${words}` : `${moment}: ${words}`;
  });
  return `${title}\n\n${lines.join('\n\n')}\n`;
}

function asData(events: readonly LogEvent[], { conversation }: ChatState, title: string): string {
  const log = events.flatMap((event) => {
    if (event.type === 'unknown') return [];
    const { conversation: _conversation, epoch: _epoch, time, ...facts } = event;
    return [{ ...facts, time: new Date(time).toISOString() }];
  });
  return `${JSON.stringify({ title, conversation: conversation.id, events: log }, null, 2)}\n`;
}

const PAGE_STYLES = /* css */ `
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark }
ol { list-style: none; padding: 0 }
li { margin-block: 1rem }
li.own { text-align: end }
p, blockquote { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
blockquote { opacity: 0.75; font-style: italic }
b { display: inline-block }
time, li.about { font-size: 0.8125rem; opacity: 0.75 }
`;

function asPage(events: readonly LogEvent[], state: ChatState, localizer: Localizer, title: string): string {
  const rows = linesOf(events, state, localizer).map(({ time, name, own, text, quote }) => {
    const moment = `<time datetime="${new Date(time).toISOString()}">${escaped(localizer.dateTime(time))}</time>`;
    if (!name) return `<li class="about"><p>${escaped(text)}</p>${moment}</li>`;
    const answered = quote === undefined ? '' : `<blockquote dir="auto">${escaped(quote)}</blockquote>`;
    return `<li${own ? ' class="own"' : ''}><b><bdi>${escaped(name)}</bdi></b> ${moment}${answered}<p dir="auto">${escaped(text)}</p></li>`;
  });
  return [
    `<!doctype html>`,
    `<html lang="${escaped(localizer.locale)}" dir="${localizer.direction}">`,
    `<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<meta name="viewport" content="width=device-width">`,
    `<title>${escaped(title)}</title>`,
    `<style>${PAGE_STYLES}</style>`,
    `<h1>${escaped(title)}</h1>`,
    `<ol>`,
    ...rows,
    `</ol>`,
    `</html>`,
    ``,
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

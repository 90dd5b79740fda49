/**
 * The page that a short question's link opens (A18): plain HTML in the language of the conversation, without a script, that works
 * in whatever opens links. Pure. What is typed is text in it and nothing else (X6).
 */
import { createHash } from 'node:crypto';
import { questionWords } from '../locales/question.js';
import { momentText } from './question-text.js';
import type { LinkedQuestion } from './short-questions.js';

const STYLE = `
:root { color-scheme: light dark; --accent: #2451d6; --text: #16181d; --muted: #5b616e; --page: #f4f5f7; --surface: #fff;
  --line: #d9dce2 }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--page);
  color: var(--text); font: 16px/24px system-ui, sans-serif }
main { width: 100%; max-width: 440px; padding: 28px; border: 1px solid var(--line); border-radius: 20px;
  background: var(--surface); overflow-wrap: anywhere }
p, h1 { margin: 0 0 16px; white-space: pre-line }
h1 { font-size: 20px; line-height: 28px; font-weight: 600 }
main > :last-child { margin-bottom: 0 }
.site, .meta { color: var(--muted); font-size: 14px; line-height: 20px }
.site { margin-bottom: 8px }
form { display: grid; gap: 12px; margin-bottom: 16px }
button { min-height: 48px; padding: 10px 16px; border: 1px solid var(--accent); border-radius: 14px; background: none;
  color: var(--accent); font: inherit; font-weight: 600; cursor: pointer; overflow-wrap: anywhere }
button:first-of-type { background: var(--accent); color: #fff }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
@media (prefers-color-scheme: dark) {
  :root { --accent: #8fabff; --text: #eceef2; --muted: #a4abb8; --page: #131519; --surface: #1b1e24; --line: #343944 }
  button:first-of-type { color: #10131a }
}
`;

/** What the page may do: show itself and send its form here. */
export const QUESTION_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** What is shown. `later`: it could not be looked for. */
export type ShownQuestion = LinkedQuestion | { readonly state: 'later' };

interface PageOptions {
  /** What the team calls itself; undefined: nothing. */
  readonly title: string | undefined;
  /** BCP 47, of the browser: for what is said where no conversation is. */
  readonly locale: string;
  /** Id of the answer that was just pressed; undefined: the page was opened. */
  readonly pressed?: string | undefined;
}

/** Writes the page. */
export function questionPage(shown: ShownQuestion, { title, locale: browser, pressed }: PageOptions): string {
  const wanted = 'question' in shown ? shown.question.locale : browser;
  const { words, locale } = questionWords(wanted);
  const site = title === undefined ? '' : `<p class="site">${escaped(title)}</p>`;
  const asked = 'question' in shown ? `<p>${escaped(shown.question.text)}</p>` : '';
  const close = `<p class="meta">${escaped(words.close)}</p>`;
  switch (shown.state) {
    case 'open': {
      const { text, choices, expiresAt } = shown.question;
      const buttons = choices.map(
        ({ id, label }) => `<button name="choice" value="${escaped(id)}">${escaped(label)}</button>`,
      );
      const until = words.until.replace('{time}', momentText(expiresAt, wanted));
      const body = `<h1>${escaped(text)}</h1>
<form method="post">${buttons.join('\n')}</form>
<p class="meta">${escaped(until)}</p>`;
      return page(locale, firstLine(text), site + body);
    }
    case 'answered': {
      const { answer } = shown;
      const head = answer.choice === pressed ? words.thanks : words.answered;
      const given = `<p>${escaped(words.yourAnswer)} <strong>${escaped(answer.text)}</strong></p>`;
      return page(locale, head, `${site}<h1>${escaped(head)}</h1>${asked}${given}${close}`);
    }
    default: {
      const head = words[shown.state];
      return page(locale, head, `${site}<h1>${escaped(head)}</h1>${asked}${close}`);
    }
  }
}

function page(locale: string, title: string, main: string): string {
  const direction = /^(ar|he)\b/i.test(locale) ? 'rtl' : 'ltr';
  return `<!doctype html>
<html lang="${escaped(locale)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body><main>${main}</main></body>
</html>
`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

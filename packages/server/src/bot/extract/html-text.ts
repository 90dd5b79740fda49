/**
 * The words of a page of HTML, with its headings, as Markdown. Nothing of it is executed, loaded or kept as markup: it is read
 * by a parser that knows no document (htmlparser2), which goes through the text once.
 */
import { ProtocolError } from '@support-chat/protocol';
import { Parser } from 'htmlparser2';

/** What stands in these is not part of what a page says. */
const SILENT: ReadonlySet<string> = new Set(
  'script style noscript template svg math nav footer form iframe object embed canvas audio video select textarea'.split(
    ' ',
  ),
);
const BLOCKS: ReadonlySet<string> = new Set(
  'p div section article main header aside li ul ol dl dt dd table tr blockquote pre figure figcaption address hr details summary'.split(
    ' ',
  ),
);
/** Deeper ones are made to hurt: closing a tag looks through all that are open. */
const DEEPEST = 200;

/** A page as it was read. */
export interface HtmlText {
  /** Empty: it has none. */
  readonly title: string;
  readonly text: string;
}

/** Reads a page. @throws ProtocolError `file-unsafe` when it is nested without end */
export function htmlText(html: string): HtmlText {
  const blocks: string[] = [];
  const open: string[] = [];
  let [title, line, silent, level] = ['', '', 0, 0];
  const finish = (): void => {
    const text = line.replace(/\s+/gu, ' ').trim();
    line = '';
    if (text !== '') blocks.push(level > 0 ? `# ${text}` : escapeMarks(text));
  };
  const parser = new Parser(
    {
      onopentagname(name) {
        open.push(name);
        if (open.length > DEEPEST) {
          throw new ProtocolError('file-unsafe', { detail: 'The HTML is nested too deeply.' });
        }
        if (SILENT.has(name)) silent++;
        if (BLOCKS.has(name) || isHeading(name)) finish();
        else if (name === 'br' || name === 'td' || name === 'th') line += ' ';
        if (isHeading(name)) level++;
      },
      ontext(text) {
        if (open.at(-1) === 'title') title += text;
        else if (silent === 0) line += text;
      },
      onclosetag(name) {
        open.pop();
        if (SILENT.has(name)) silent--;
        if (BLOCKS.has(name) || isHeading(name)) finish();
        if (isHeading(name)) level--;
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  finish();
  return { title: title.replace(/\s+/gu, ' ').trim(), text: blocks.join('\n\n') };
}

function isHeading(name: string): boolean {
  return /^h[1-6]$/u.test(name);
}

/** What begins a paragraph like a heading of Markdown is none. */
function escapeMarks(text: string): string {
  return text.replace(/^#+\s*/u, '');
}

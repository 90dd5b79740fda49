import { MAX_BOT_TEXT } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import { htmlText } from '../../../../packages/server/src/bot/extract/html-text.js';
import { pdfText } from '../../../../packages/server/src/bot/extract/pdf-text.js';
import { textOfFile } from '../../../../packages/server/src/bot/extract/text-of-file.js';
import { MAX_PASSAGE, passagesOf } from '../../../../packages/server/src/bot/passages.js';
import { smallPdf } from '../../../support/small-pdf.js';

const read = (name: string, content: string | Uint8Array) =>
  textOfFile({ name, bytes: typeof content === 'string' ? Buffer.from(content) : content });
const refusal = async (name: string, content: string | Uint8Array): Promise<string> => {
  const error: unknown = await read(name, content).then(
    () => null,
    (cause: unknown) => cause,
  );
  return (error as Error | null)?.message ?? 'taken';
};

describe('A16 what the owner drops in', () => {
  it('a text and Markdown are taken as they are, with the title of their first heading', async () => {
    expect(await read('a.txt', '\ufeffOne.\r\nTwo.')).toEqual({ type: 'txt', title: '', text: 'One.\nTwo.' });
    expect(await read('B.MARKDOWN', '# Help\n\nWords.')).toEqual({
      type: 'md',
      title: 'Help',
      text: '# Help\n\nWords.',
    });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('配送', 'utf16le')]);
    expect(await read('c.txt', utf16)).toMatchObject({ text: '配送' });
  });

  it('HTML gives its words and headings, and nothing of what is executed, hidden or around them', async () => {
    const page = `<!doctype html><title>Help &amp; more</title><style>p{color:red}</style><nav>Menu</nav>
      <h1>Ret<b>urns</b></h1><p>Within 30&nbsp;days.<script>alert(1)</script><p>Or <i>later</i>.<br>Really
      <ul><li>one<li>two</ul><template><p>no</p></template><table><tr><td>a<td>b</table><footer>Imprint</footer>
      <p># no heading<iframe srcdoc="<p>inside"></iframe></p><svg><text>drawn</text></svg><p onclick="x()">End`;
    expect(await read('a.html', page)).toEqual({
      type: 'html',
      title: 'Help & more',
      text: '# Returns\n\nWithin 30 days.\n\nOr later. Really\n\none\n\ntwo\n\na b\n\nno heading\n\nEnd',
    });
  });

  it('X4 HTML that is nested to hurt is refused before it does', async () => {
    const began = performance.now();
    expect(await refusal('a.html', `${'<b>'.repeat(500_000)}${'</i>'.repeat(500_000)}`)).toMatch(/^file-unsafe/);
    htmlText(`${'<b>'.repeat(199)}${'</i>'.repeat(500_000)}words`);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('a PDF gives its lines as paragraphs, larger ones as headings, parted words whole again', async () => {
    const text = await pdfText(
      smallPdf([
        ['# Returns', 'Goods can be retur-', 'ned within 30 days.', '', '', 'Refunds take five days.'],
        ['# Delivery', 'Two (2) days.'],
      ]),
    );
    expect(text).toBe(
      '# Returns\n\nGoods can be returned within 30 days.\n\nRefunds take five days.\n\n# Delivery\n\nTwo (2) days.',
    );
  });

  it('X4 what is none of these, is broken, empty or too large is refused by name', async () => {
    expect(await refusal('a.docx', 'x')).toBe('file-type-refused: Texts are txt, md, html or pdf.');
    expect(await refusal('a.txt', Buffer.from([0xc3, 0x28]))).toBe(
      'file-type-refused: The text is not written in UTF-8.',
    );
    expect(await refusal('a.txt', 'a\0b')).toBe('file-type-refused: This is not a text.');
    expect(await refusal('a.txt', ' \n—')).toBe('file-type-refused: There are no words in the file.');
    expect(await refusal('a.txt', 'x'.repeat(MAX_BOT_TEXT + 1))).toMatch(/^file-too-large/);
    expect(await refusal('a.pdf', 'Hello')).toBe('file-type-refused: This is not a PDF.');
    expect(await refusal('a.pdf', '%PDF-1.7\nnothing')).toMatch(/^file-type-refused: The PDF cannot be read/);
    expect(await refusal('a.pdf', smallPdf([[]]))).toBe('file-type-refused: The PDF holds pictures of text only.');
  });

  it('X4 a PDF has no more pages, characters and time than it may', async () => {
    const file = smallPdf([['one'], ['two'], ['three']]);
    const limits = { pages: 10, characters: 1000, time: 20_000, memory: 256 };
    expect(await pdfText(file, limits)).toBe('one two three');
    await expect(pdfText(file, { ...limits, pages: 2 })).rejects.toMatchObject({ code: 'file-too-large' });
    await expect(pdfText(file, { ...limits, characters: 5 })).rejects.toMatchObject({ code: 'file-too-large' });
    await expect(pdfText(file, { ...limits, time: 1 })).rejects.toMatchObject({ code: 'file-unsafe' });
    await expect(pdfText(file, { ...limits, memory: 2 })).rejects.toMatchObject({ code: 'file-unsafe' });
  });
});

describe('A16 passages', () => {
  it('stand under their heading, short ones together', () => {
    const text =
      'Before.\n\n# **One**\n\nFirst [page](https://a.example).\n\nSecond.\n\nTwo\n===\n\n- third\n\n### \n\nFourth.';
    expect(passagesOf(text)).toEqual([
      { heading: '', text: 'Before.' },
      { heading: 'One', text: 'First page.\n\nSecond.' },
      { heading: 'Two', text: 'third\n\nFourth.' },
    ]);
  });

  it('are no longer than an answer may be, and hold every sentence', () => {
    const sentences = Array.from({ length: 300 }, (_, index) => `Sentence number ${index} says a little.`);
    const passages = passagesOf(sentences.join(' '));
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(MAX_PASSAGE);
    expect(passages.map(({ text }) => text).join(' ')).toBe(sentences.join(' '));
    expect(passagesOf('配送'.repeat(5_000)).every(({ text }) => text.length <= MAX_PASSAGE)).toBe(true);
  });
});

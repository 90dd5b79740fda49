import { describe, expect, it } from 'vitest';
import { withoutQuotation } from '../../../../packages/server/src/tickets/trim-quotation.js';

const QUOTED = '> Yes, we do.\n>\n> > Do you ship?\n';

describe('A17 the new words of an answer', () => {
  it.each([
    ['English', `Thanks!\n\nOn Mon, 2 Feb 2026 at 10:00, Lumen <support@shop.example> wrote:\n\n${QUOTED}`],
    ['English, folded', `Thanks!\n\nOn Mon, 2 Feb 2026 at 10:00, Lumen <support@shop.example>\nwrote:\n${QUOTED}`],
    ['German', `Thanks!\n\nAm 02.02.26 um 10:00 schrieb Lumen:\n${QUOTED}`],
    ['French', `Thanks!\n\nLe 2 févr. 2026 à 10:00, Lumen a écrit :\n${QUOTED}`],
    ['Japanese', `Thanks!\n\n2026年2月2日 10:00 Lumen：\n${QUOTED}`],
    ['nobody named', `Thanks!\n\n${QUOTED}`],
    [
      'Outlook',
      'Thanks!\n\nVon: Lumen <support@shop.example>\nGesendet: Montag\nAn: Zofia\nBetreff: Re: Hi\n\nYes, we do.',
    ],
    [
      'Outlook, a rule',
      'Thanks!\n\n-----Original Message-----\nFrom: Lumen <support@shop.example>\nSent: Monday\nTo: Zofia\n\nYes.',
    ],
    ['a signature', `Thanks!\n\n-- \nZofia Nowak\nWarszawa\n\n${QUOTED}`],
    ['lines of Windows', `Thanks!\r\n\r\nOn Monday Lumen wrote:\r\n> Yes.\r\n`],
  ])('leaves out what is quoted: %s', (_name, text) => {
    expect(withoutQuotation(text)).toBe('Thanks!');
  });

  it.each([
    ['answers between quotations', '> Do you ship?\n\nYes.\n\n> When?\n\nTomorrow.'],
    ['a list with a colon', 'I need:\n\n- one\n- two'],
    ['a colon at the end', 'Here it is:'],
    ['headings with words', 'Size: large\nColour: red\nPlease call me at once.'],
    ['three headings without an address', 'I take this.\n\nSize: large\nColour: red\nShape: round\n\nThank you.'],
    ['an address in a sentence', 'Mail: me@example.com\nis mine.'],
    ['nothing but a quotation', '> Yes, we do.'],
    ['dashes', 'One\n---\nTwo'],
  ])('keeps what somebody wrote: %s', (_name, text) => {
    expect(withoutQuotation(text)).toBe(text);
  });

  it('keeps the paragraph whose last line only introduces the quotation', () => {
    const text = `This is long,\nand longer,\nand longer still,\nso that one reads on.\nLumen wrote:\n${QUOTED}`;
    expect(withoutQuotation(text)).toBe('This is long,\nand longer,\nand longer still,\nso that one reads on.');
  });

  it('X7 comes to an end with what is made to hurt', () => {
    for (const text of [
      '>'.repeat(200_000),
      '> \n'.repeat(70_000),
      `${'-'.repeat(100_000)}x`,
      'a: '.repeat(66_000),
      ' '.repeat(200_000),
      `${'wrote:\n'.repeat(28_000)}> x`,
    ]) {
      expect(withoutQuotation(text).length).toBeLessThanOrEqual(text.length);
    }
  });
});

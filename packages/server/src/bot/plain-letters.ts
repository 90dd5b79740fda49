/** Letters as they are compared: without case, width, accents, and the vowels of Arabic and Hebrew. */

/** Marks over and under letters. Those of kana and of Indic scripts are letters of their own right, and stay. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]/gu;

/** A text as it is compared; never longer by more than what NFKC makes of ligatures. */
export function plainLetters(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      .replace(MARKS, '')
      .normalize('NFC')
      // Letters of Arabic that are written the one way or the other.
      .replace(/[أإآٱ]/gu, 'ا')
      .replace(/ى/gu, 'ي')
      .replace(/ة/gu, 'ه')
      .replace(/ß/gu, 'ss')
      .replace(/ł/gu, 'l')
  );
}

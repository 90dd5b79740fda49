import { describe, expect, it } from 'vitest';
import { ArticleIndex, type StoredArticle } from '../../../packages/server/src/help/article-index.js';

const article = (id: string, title: string, text: string, locale = ''): StoredArticle => {
  return { id, title, text, locale, position: 0 };
};
const index = new ArticleIndex([
  article('postage', 'Postage', 'Sending is **free** [from](https://shop.example) 100 euros on.'),
  article('returns', 'Returns', 'Send it back within 30 days. Postage is yours.'),
  article('versand', 'Versand', 'Ab 100 Euro ist der Versand frei.', 'de'),
  article('kaeshi', '返品について', '三十日以内に返品できます。', 'ja'),
]);
const ids = (text: string, locale = 'en', limit = 10) => index.find(text, locale, limit).map(({ id }) => id);

describe('V19 search', () => {
  it('V19 finds by the beginning of words and over slips, titles first', () => {
    expect(ids('postage')).toEqual(['postage', 'returns']);
    expect(ids('retu')).toEqual(['returns']);
    expect(ids('pstage')).toEqual(['postage', 'returns']);
    expect(ids('zebra')).toEqual([]);
    expect(ids('https')).toEqual([]);
  });

  it("V19 prefers the page's language, and would rather answer in another one than not at all", () => {
    expect(ids('100', 'de-AT').sort()).toEqual(['postage', 'versand']);
    expect(ids('100', 'en')).toEqual(['postage']);
    expect(ids('versand', 'en')).toEqual(['versand']);
  });

  it('V19 knows the words of languages that put no spaces between them', () => {
    expect(ids('返品', 'ja')).toEqual(['kaeshi']);
  });

  it('V19 without words gives the order of the owner, as many as are wanted', () => {
    expect(ids('', 'de')).toEqual(['postage', 'returns', 'versand']);
    expect(ids(' ', 'en', 1)).toEqual(['postage']);
  });

  it('V19 shows the beginning as plain words, never half a character', () => {
    expect(index.find('postage', 'en', 1)[0]?.excerpt).toBe('Sending is free from 100 euros on.');
    const [long] = new ArticleIndex([article('long', 'Long', '🫖'.repeat(200))]).find('', '', 1);
    expect(long?.excerpt).toMatch(/^(🫖)+…$/u);
    expect(long?.excerpt.length).toBeLessThanOrEqual(140);
  });
});

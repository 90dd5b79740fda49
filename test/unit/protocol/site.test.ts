import fc from 'fast-check';
import { SITE_SECTIONS, SiteSchema, readSite } from '@support-chat/protocol';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { anyText, seeded } from '../../support/property.js';

const words = anyText(60);
const panel = fc.record({ title: words, greeting: words, welcome: words, replyTime: words }, { requiredKeys: [] });

it('whatever an owner may write is read by pages as it was stored', () => {
  const property = fc.property(fc.record({ panel }, { requiredKeys: [] }), (written) => {
    const stored = v.parse(SiteSchema, written);
    expect(readSite(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });
  seeded(property);
});

it('a section that a page cannot read is left out, and so is one that it does not know', () => {
  expect(readSite({ panel: { title: 7 }, later: { a: 1 } })).toEqual({});
  expect(readSite({ panel: { title: 'Lumen', later: true } })).toEqual({ panel: { title: 'Lumen' } });
  expect(readSite({ panel: { title: 'x'.repeat(257) } })).toEqual({});
});

it.each([null, undefined, 7, 'panel', [], [{ panel: {} }]])('%j is a site without settings', (raw) => {
  expect(readSite(raw)).toEqual({});
});

it('every section that can be set can be asked for', () => {
  expect(Object.keys(SiteSchema.entries)).toEqual(expect.arrayContaining(Object.keys(SITE_SECTIONS)));
});

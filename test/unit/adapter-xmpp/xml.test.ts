/** XML of XMPP's: what is written is read as it was meant, what is none is refused. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  attributeOf,
  childOf,
  childrenOf,
  parseXml,
  textOf,
  xml,
  xmlText,
} from '../../../packages/adapter-xmpp/src/xml.js';
import { anyText, seeded } from '../../support/property.js';

describe('parseXml', () => {
  it('reads elements, attributes, texts and namespaces with and without prefixes', () => {
    const element = parseXml(
      `<s:error xmlns:s='urn:streams' xmlns="urn:a"\n a = "1 &lt; 2&#9;" xml:lang='en'>\n<b>x</b>&amp;<c xmlns='urn:c'/></s:error >`,
    );
    expect([element.name, element.ns, attributeOf(element, 'a'), attributeOf(element, 'none')]).toEqual([
      'error',
      'urn:streams',
      '1 < 2\t',
      '',
    ]);
    expect(childrenOf(element).map(({ name, ns }) => [name, ns])).toEqual([
      ['b', 'urn:a'],
      ['c', 'urn:c'],
    ]);
    expect(textOf(element)).toBe('\n&');
    expect(textOf(childOf(element, 'urn:a', 'b'))).toBe('x');
    expect(childOf(element, 'urn:c')?.name).toBe('c');
    expect(childOf(element, 'urn:c', 'b')).toBeUndefined();
  });

  it('reads characters by number, and ends of lines as one kind', () => {
    expect(textOf(parseXml('<a>&#x1F600;&#233;\r\n&quot;&apos;&gt;\r</a>'))).toBe('😀é\n"\'>\n');
  });

  it('keeps spaces that are none of XML', () => {
    expect(attributeOf(parseXml('<a from="room/Ada\u00a0Lovelace"/>'), 'from')).toBe('room/Ada\u00a0Lovelace');
  });

  it.each([
    ['nothing', ''],
    ['words', 'hello'],
    ['a DTD', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'],
    ['a comment', '<a><!-- b --></a>'],
    ['a processing instruction', '<?xml version="1.0"?><a/>'],
    ['CDATA', '<a><![CDATA[b]]></a>'],
    ['an entity of one’s own', '<a>&b;</a>'],
    ['a bare ampersand', '<a>b & c</a>'],
    ['a character that XML has not', '<a>\u0001</a>'],
    ['half of a character', '<a>\ud83d</a>'],
    ['a character that XML has not, by number', '<a>&#0;</a>'],
    ['a number beyond all characters', '<a>&#x110000;</a>'],
    ['two elements', '<a/><b/>'],
    ['words after the element', '<a/>b'],
    ['an element without an end', '<a><b></b>'],
    ['an end without an element', '</a>'],
    ['another end', '<a></b>'],
    ['an end with attributes', '<a></a b="c">'],
    ['an attribute twice', '<a b="c" b="d"/>'],
    ['an attribute without quotes', '<a b=c/>'],
    ['an attribute without a value', '<a b/>'],
    ['an attribute with markup', '<a b="<c/>"/>'],
    ['attributes without a space', '<a b="c"d="e"/>'],
    ['a prefix that means nothing', '<b:a/>'],
    ['half of a tag', '<a b="c'],
  ])('refuses %s', (_what, source) => {
    expect(() => parseXml(source)).toThrow(SyntaxError);
  });

  it('has no properties of other objects', () => {
    const element = parseXml('<a __proto__="b" constructor="c" xmlns:__proto__="d"><__proto__/></a>');
    expect([attributeOf(element, '__proto__'), attributeOf(element, 'toString'), element.ns]).toEqual(['b', '', '']);
    expect(childrenOf(element)[0]?.name).toBe('__proto__');
  });

  it('is not stopped by depth, nor slowed by what does not end', () => {
    const depth = 20_000;
    expect(parseXml('<a>'.repeat(depth) + '</a>'.repeat(depth)).name).toBe('a');
    for (const source of [
      `<a${' b="c"'.repeat(50_000)}`,
      `<a ${' '.repeat(200_000)}`,
      `<a b="${'c'.repeat(200_000)}`,
    ]) {
      expect(() => parseXml(source)).toThrow(SyntaxError);
    }
  });
});

describe('xml', () => {
  it('writes what is put in as text, in elements and in attributes', () => {
    const inner = xml`<b c="${'"<&\'>\n'}">${'</b>&amp;'}</b>`;
    const element = parseXml(xml`<a xmlns="urn:a">${inner}</a>`.markup);
    const [b] = childrenOf(element);
    expect([childrenOf(element).length, attributeOf(b, 'c'), textOf(b)]).toEqual([1, '"<&\'>\n', '</b>&amp;']);
  });

  it('is read as it was written, whatever the words', () => {
    seeded(
      fc.property(anyText(), anyText(), (words, value) => {
        const element = parseXml(xml`<a b="${value}">${words}</a>`.markup);
        expect(textOf(element)).toBe(xmlText(words));
        expect(attributeOf(element, 'b')).toBe(xmlText(value));
      }),
    );
  });
});

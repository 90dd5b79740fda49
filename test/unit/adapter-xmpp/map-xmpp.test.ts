/** Files in messages: only addresses that a page may load, with names that cannot mislead. */
import { expect, it } from 'vitest';
import { readMessage } from '../../../packages/adapter-xmpp/src/map-xmpp.js';
import { parseXml, xml } from '../../../packages/adapter-xmpp/src/xml.js';

const ROOM = 'room@rooms.shop.example';

function read(words: string, ...urls: readonly string[]) {
  const markup = urls.map((url) => xml`<x xmlns="jabber:x:oob"><url>${url}</url></x>`.markup).join('');
  const message = xml`<message xmlns="jabber:client" type="groupchat" from="${`${ROOM}/Ada`}"><body>${words}</body>${{ markup }}</message>`;
  const place = { address: ROOM, self: { kind: 'visitor', id: 'visitor-id' }, key: 'key-in-archive', time: 1 } as const;
  const news = readMessage(parseXml(message.markup), place);
  return news?.type === 'event' && news.event.body.type === 'message-added' ? news.event.body : null;
}

it('a file’s address is a file, not words; other words stay', () => {
  const url = 'https://upload.example/a1/tea%20pot.png?x=/y#z';
  expect(read(url, url)).toMatchObject({
    text: '',
    attachments: [{ name: 'tea pot.png', type: 'image/*', size: 0, url }],
  });
  expect(read(`Look:\n${url}`, url)).toMatchObject({ text: 'Look:' });
  expect(read(`See ${url}`)).toMatchObject({ text: `See ${url}` });
});

it.each(['javascript:alert(1)', 'data:text/html,x', '//upload.example/a', 'https:', ''])(
  'what no page may load is no file: %j',
  (url) => {
    expect(read('Words', url)).not.toHaveProperty('attachments');
  },
);

it('a name that turns the reading direction, or cannot be read, does no harm', () => {
  const names = ['x%E2%80%AEgnp.exe', '%E0%A4%A'].map((name) => {
    const url = `https://upload.example/${name}`;
    return read(url, url)?.attachments?.[0]?.name;
  });
  expect(names).toEqual(['xgnp.exe', '%E0%A4%A']);
});

import type { ChatFiles, ChatState } from '@support-chat/core';
import { expect, it } from 'vitest';
import { ObjectUrls } from '../../../../packages/ui/src/features/files/object-urls.js';

it('V9 X6 the bytes behind an address stay to be read when the chat has let go of them: no policy lets the address itself be fetched', async () => {
  const held = new Map([['a', new Blob(['sound'])]]);
  const view = new AbortController();
  const urls = new ObjectUrls({ get: (id: string) => held.get(id) } as unknown as ChatFiles, view.signal);
  const url = urls.of('a');
  expect(url).toMatch(/^blob:/u);
  held.clear(); // sent: the log has its address, the chat no longer holds the file
  expect(urls.of('a')).toBe(url);
  expect(await urls.bytesOf('a')?.text()).toBe('sound');
  urls.keepOnly([{ id: 'a' }] as unknown as ChatState['uploads']);
  expect(urls.bytesOf('a')).toBeDefined();
  view.abort();
  expect([urls.of('a'), urls.bytesOf('a')]).toEqual([undefined, undefined]);
});

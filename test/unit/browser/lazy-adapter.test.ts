import { AdapterError, type ChatAdapter, type OpenOptions } from '@support-chat/protocol';
import { expect, it } from 'vitest';
import { lazyAdapter } from '../../../packages/browser/src/adapters/lazy-adapter.js';

const options = {} as OpenOptions;
const working: ChatAdapter = { name: 'inner', open: () => Promise.reject(new AdapterError('forbidden')) };

it('loads with the first attempt and not before, once', async () => {
  let loads = 0;
  const adapter = lazyAdapter('inner', () => {
    loads++;
    return Promise.resolve(working);
  });
  expect(loads).toBe(0);
  await expect(adapter.open(options)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(adapter.open(options)).rejects.toMatchObject({ code: 'forbidden' });
  expect(loads).toBe(1);
});

it("passes the owner's settings on, of an adapter that has them", async () => {
  const { signal } = new AbortController();
  const load = (adapter: ChatAdapter) => lazyAdapter('inner', () => Promise.resolve(adapter)).loadSite?.(signal);
  expect(await load({ ...working, loadSite: () => Promise.resolve({ panel: {} }) })).toEqual({ panel: {} });
  expect(await load(working)).toBeUndefined();
});

it('a load that fails is an attempt that failed, and the next one loads again (C1)', async () => {
  let loads = 0;
  const adapter = lazyAdapter('inner', () =>
    ++loads === 1 ? Promise.reject(new Error('404')) : Promise.resolve(working),
  );
  await expect(adapter.open(options)).rejects.toMatchObject({ code: 'network-failed' });
  await expect(adapter.open(options)).rejects.toMatchObject({ code: 'forbidden' });
  expect(loads).toBe(2);
});

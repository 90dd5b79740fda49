import { createMemoryStorage, type ChatStorage } from '@support-chat/core';
import { describe, expect, it } from 'vitest';
import { tokensByBackEnd } from '../../../packages/core/src/identity/tokens-by-back-end.js';
import { storageSuite } from '../../support/storage-suite.js';

const apart = (storage: ChatStorage, backEnd = 'a'): ChatStorage => ({
  ...storage,
  ...tokensByBackEnd(storage, () => backEnd),
});

describe('X1 tokens by back end', () => {
  const devices = new Map<string, ChatStorage>();
  const device = (name: string) => devices.get(name) ?? devices.set(name, createMemoryStorage()).get(name);
  for (const { title, run } of storageSuite((name) => apart(device(name) as ChatStorage))) {
    it(`keep what every storage keeps: ${title}`, async () => {
      await expect(run()).resolves.toBeUndefined();
    });
  }

  it('stand side by side, also when two tabs claim at once', async () => {
    const storage = createMemoryStorage();
    const [a, b] = [apart(storage, 'a'), apart(storage, 'b')];
    await Promise.all([a.load('owner'), b.load('owner')]);
    const claims = [a.claimToken('owner', 'token-a', null), b.claimToken('owner', 'token-b', null)];
    expect(await Promise.all(claims)).toEqual(['token-a', 'token-b']);
    expect(await b.claimToken('owner', null, 'token-b')).toBeNull();
    expect((await apart(storage, 'a').load('owner')).identity.token).toBe('token-a');
    expect((await apart(storage, 'b').load('owner')).identity.token).toBeNull();
    expect((await apart(storage, 'toString').load('owner')).identity.token).toBeNull();
  });

  it('compare with what whoever claims has seen, not with what was read meanwhile', async () => {
    const storage = createMemoryStorage();
    const [tab, other] = [apart(storage), apart(storage)];
    await Promise.all([tab.load('owner'), other.load('owner')]);
    await other.claimToken('owner', 'token-1', null);
    await tab.load('owner');
    expect(await tab.claimToken('owner', 'token-2', null)).toBe('token-1');
    expect((await other.load('owner')).identity.token).toBe('token-1');
  });

  it('take over the token that a page carried along by itself', async () => {
    const storage = createMemoryStorage();
    await storage.load('owner');
    await storage.claimToken('owner', 'carried', null);
    const tokens = apart(storage);
    expect((await tokens.load('owner')).identity.token).toBe('carried');
    expect(await tokens.claimToken('owner', 'token-1', 'carried')).toBe('token-1');
  });
});

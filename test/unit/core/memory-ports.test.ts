import { expect, it } from 'vitest';
import { createMemoryPorts, createMemoryStorage } from '@support-chat/core';

const record = (id: string, owner = 'owner-1') => ({ version: 1 as const, id, owner, text: 'Hello', createdAt: 1 });

it('O1 gives an id its order once', async () => {
  const storage = createMemoryStorage();
  const first = await storage.addRecord(record('first-01'));
  await storage.addRecord(record('second-1'));
  expect(await storage.addRecord(record('first-01'))).toEqual(first);
});

it('keeps one identity, and lets the first claim win', async () => {
  const storage = createMemoryStorage(true);
  expect((await storage.load('owner-1')).identity).toEqual({ owner: 'owner-1', token: null });
  expect((await storage.load('owner-2')).identity.owner).toBe('owner-1');
  expect(await storage.claimToken('owner-1', 'token-1', null)).toBe('token-1');
  expect(await storage.claimToken('owner-1', 'token-2', null)).toBe('token-1');
  expect(await storage.claimToken('owner-1', null, 'token-1')).toBeNull();
});

it('O5 forgets an identity with all that is its own', async () => {
  const storage = createMemoryStorage(true);
  await storage.load('owner-1');
  await storage.addRecord(record('first-01'));
  await storage.saveDraft('owner-1', 'Draft');
  const after = await storage.load('owner-2', 'owner-1');
  expect(after).toEqual({
    identity: { owner: 'owner-2', token: null },
    outbox: [],
    draft: '',
    setAside: 0,
    durable: true,
  });
  expect((await storage.load('owner-3', 'owner-1')).identity.owner).toBe('owner-2');
  expect(await storage.claimToken('owner-1', 'token-1', null)).toBeNull();
});

it('mints ids the protocol takes, and all different', () => {
  const { random } = createMemoryPorts();
  const ids = Array.from({ length: 100 }, () => random.id());
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[\w-]{22,64}$/);
});

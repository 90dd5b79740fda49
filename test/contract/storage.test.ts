/** One suite for every storage: memory, and IndexedDB as a simulated one has it. The browsers' own runs in test/browser. */
import 'fake-indexeddb/auto';
import { createIndexedDbStorage } from '@support-chat/browser';
import { createMemoryStorage, type ChatStorage } from '@support-chat/core';
import { describe, expect, it } from 'vitest';
import { storageSuite } from '../support/storage-suite.js';

const memories = new Map<string, ChatStorage>();

describe.each([
  ['memory', (name: string) => memories.get(name) ?? memories.set(name, createMemoryStorage()).get(name)],
  ['IndexedDB', (name: string) => createIndexedDbStorage(name)],
] as const)('ChatStorage on %s', (_, make) => {
  for (const { title, run } of storageSuite((name) => make(name) as ChatStorage)) {
    it(title, async () => {
      await expect(run()).resolves.toBeUndefined();
    });
  }
});

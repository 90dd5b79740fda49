/** Where the device keeps what it was offered (V20). Shared by all tabs: read anew before each decision. */
import { decodeTriggerMemory, type TriggerMemory } from '@support-chat/core';

const keyOf = (storageKey: string): string => `support-chat-offers:${storageKey}`;

/** What is remembered; nothing where storage is blocked, and then a page remembers for itself. */
export function readTriggerMemory(storageKey: string): TriggerMemory | null {
  try {
    return decodeTriggerMemory(JSON.parse(localStorage.getItem(keyOf(storageKey)) ?? 'null'));
  } catch (error) {
    // Not JSON: something else wrote it, and it is as good as nothing.
    return error instanceof SyntaxError ? decodeTriggerMemory(null) : null;
  }
}

/** Remembers. */
export function writeTriggerMemory(storageKey: string, memory: TriggerMemory): void {
  try {
    localStorage.setItem(keyOf(storageKey), JSON.stringify(memory));
  } catch {
    // Storage is blocked or full: the page goes on with its own copy.
  }
}

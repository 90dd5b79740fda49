/** What visitors are told at a moment, from the code that tells them. */
import { isOpen, nextOpening } from '@support-chat/core';
import type { OpeningHours } from '@support-chat/protocol';
import { whenBack, type FormLocalizer } from '@support-chat/ui';

/** Whether it is open then, and what the chat says if it is not; null: it does not open again. */
export interface Told {
  readonly open: boolean;
  readonly back: string | null;
}

/** @param at - wall milliseconds @param localizer - the visitor's language; the clock is that of this device */
export function toldAt(hours: OpeningHours, at: number, localizer: FormLocalizer): Told {
  const open = isOpen(hours, at);
  const next = open ? null : nextOpening(hours, at);
  return { open, back: next === null ? null : whenBack(next, at, localizer) };
}

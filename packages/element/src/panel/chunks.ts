/**
 * Parts of the panel that some screens and settings need from the first moment, chunks of their own that all panels of a
 * page share.
 */
import { PHONE_MAX_WIDTH } from '@support-chat/ui';
import type * as reception from '../features/reception/reception.js';
import type { Session } from '../session.js';
import type * as sheet from './phone-sheet.js';

/** Screens on which the floating panel is a sheet. */
export const PHONE = `(max-width: ${PHONE_MAX_WIDTH}.98px)`;
/** Screens that need the part for phones: its looks are for low windows too. */
export const SMALL = `${PHONE}, (max-height: 420px)`;

/** What has come so far. */
export const chunks: { sheet?: typeof sheet; reception?: typeof reception } = {};

/** Ways in which files come about beside being chosen, for the composer. */
export const fileWays = {
  source: () => import('../features/screenshot/screenshot.js'),
  voice: () => import('../features/voice/voice.js'),
};

/** The part for phones. Rejects when it does not come. */
export async function loadSheet(): Promise<void> {
  chunks.sheet ??= await import('./phone-sheet.js');
}

/** The part for what comes before an answer. Rejects when it does not come. */
export async function loadReception(): Promise<void> {
  chunks.reception ??= await import('../features/reception/reception.js');
}

/** Loads what this screen and these settings need besides. Await it before a panel is shown. */
export async function loadParts(session: Session): Promise<void> {
  const { hours, contact, preChat } = session.config();
  await Promise.all([
    matchMedia(SMALL).matches && loadSheet(),
    // A panel without it is better than none: it is asked for again.
    (hours ?? contact ?? preChat) && loadReception().catch(() => undefined),
  ]);
}

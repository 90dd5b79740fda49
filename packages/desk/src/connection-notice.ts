/** The one line about the connection, for the whole desk and for a single chat: what it says, and how it stands there. */
import { isReconnecting, RECONNECTING_AFTER, type ConnectionState } from '@support-chat/core';
import { alertIcon, icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from './desk-localizer.js';

/** What the line says. */
export interface ConnectionNotice {
  readonly text: string;
  /** Trying at once makes sense. */
  readonly canRetry: boolean;
  /** It will not go on by itself. */
  readonly stopped: boolean;
}

/** @param now - monotonic, the clock of the state */
export function connectionNotice(
  connection: ConnectionState,
  now: number,
  localizer: DeskLocalizer,
): ConnectionNotice | null {
  if (connection.phase === 'stopped') {
    return { text: localizer.error(connection.problem?.code ?? 'unavailable'), canRetry: true, stopped: true };
  }
  if (!isReconnecting({ connection }, now)) return null;
  const text = localizer.text(connection.offline ? 'connection-offline' : 'connection-lost-desk');
  return { text, canRetry: connection.phase === 'waiting' && !connection.offline, stopped: false };
}

/** Milliseconds until {@link connectionNotice} may change although the state does not; null when it will not. */
export function noticeDue({ phase, changedAt }: ConnectionState, now: number): number | null {
  if (phase !== 'waiting' && phase !== 'connecting') return null;
  const left = changedAt + RECONNECTING_AFTER - now;
  return left > 0 ? left : null;
}

/** Draws the line; nothing when all is well. */
export function noticeLine(
  notice: ConnectionNotice | null,
  localizer: DeskLocalizer,
  onRetry: () => void,
): TemplateResult | typeof nothing {
  if (!notice) return nothing;
  const retry = html`<button type="button" class="text-button" @click=${onRetry}>
    ${localizer.text('connection-retry-now')}
  </button>`;
  return html`<p class="notice ${notice.stopped ? 'stopped' : ''}">
    ${icon(alertIcon)}<span>${notice.text}</span>${notice.canRetry ? retry : nothing}
  </p>`;
}

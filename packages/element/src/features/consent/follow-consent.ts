/** A conversation that runs by consent ends when that is taken back in another tab. */
import type { ShellHost } from '../../shell-host.js';
import { forgetHere } from './consent.js';
import { hearWithdrawn } from './other-tabs.js';

/** @param signal - the conversation's life */
export function followConsent(host: ShellHost, signal: AbortSignal): void {
  hearWithdrawn(host.storageKey(), signal, () => void forgetHere(host));
}

/** Consent is one for all tabs: what is taken back in one is taken back in the others. */

const channelOf = (storageKey: string): string => `support-chat consent ${storageKey}`;

/** Tells the other tabs. Where there is no way to tell them, each keeps what it has until it is left. */
export function tellWithdrawn(storageKey: string): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(channelOf(storageKey));
  channel.postMessage('withdrawn');
  channel.close();
}

/** Hears of it until `signal` ends. */
export function hearWithdrawn(storageKey: string, signal: AbortSignal, onWithdrawn: () => void): void {
  if (typeof BroadcastChannel === 'undefined' || signal.aborted) return;
  const channel = new BroadcastChannel(channelOf(storageKey));
  channel.addEventListener('message', onWithdrawn, { once: true, signal });
  signal.addEventListener('abort', () => channel.close(), { once: true });
}

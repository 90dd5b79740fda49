/** Something was tracked: told to as many as want to know. The shell has one place for it, and no bytes for more. */
import type { ShellHost } from '../../shell-host.js';

const listeners = new WeakMap<ShellHost, Set<() => void>>();

/** @param signal - ends it */
export function followTracked(host: ShellHost, listener: () => void, signal: AbortSignal): void {
  const all = listeners.get(host) ?? new Set();
  listeners.set(host, all.add(listener));
  host.onTrack = () => all.forEach((tell) => tell());
  signal.addEventListener('abort', () => all.delete(listener), { once: true });
}

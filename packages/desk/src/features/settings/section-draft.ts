/** A section of the settings as a thing that is changed. */
import { ProtocolError } from '@support-chat/protocol';
import { Draft } from './draft.js';
import type { PageHost } from './settings-page.js';

interface SectionOptions<Value> {
  readonly section: string;
  /** What the page shows while the owner has set nothing. */
  readonly empty: Value;
  /** From what is stored to what the page shows. Default: the same. */
  readonly read?: (stored: never) => Value;
  /** Back; null: nothing is set. Default: the same. */
  readonly write?: (value: Value) => unknown;
  readonly check?: (value: Value) => Readonly<Record<string, string>>;
  /** Hears what holds while nothing is set, as the server was started; undefined: the start said nothing of it. */
  readonly onStarted?: (started: unknown) => void;
}

/** Loads a section and keeps its changes. */
export function sectionDraft<Value extends object>(
  { source, keeper, changed, signal }: PageHost,
  { section, empty, read, write, check, onStarted }: SectionOptions<Value>,
): Draft<Value> {
  const path = `/settings/${section}`;
  return new Draft<Value>({
    name: section,
    keeper,
    signal,
    onChange: changed,
    ...(check && { check }),
    source: {
      async load(until) {
        const answer = await source.call('GET', path, until);
        if (typeof answer !== 'object' || answer === null) throw new ProtocolError('internal');
        const { value, version, started } = answer as { value?: unknown; version?: string; started?: unknown };
        onStarted?.(started);
        const shown = value === undefined ? empty : read ? read(value as never) : (value as Value);
        return { value: shown, version };
      },
      async store(value, version, until) {
        const wanted = write ? write(value) : value;
        if (wanted === null) await source.call('DELETE', path, until, undefined, version);
        else await source.call('PUT', path, until, wanted, version);
      },
    },
  });
}

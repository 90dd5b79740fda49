/**
 * One thing that is being changed: what the server has, what it is to become, and what stands in the way. Two owners who
 * change the same thing are told of each other; nothing is overwritten unseen, and nothing that was entered is lost.
 */
import { ProtocolError, type ErrorCode } from '@support-chat/protocol';
import type { DraftKeeper } from './draft-keeper.js';

/** Where the thing is kept. */
export interface DraftSource<Value> {
  load(signal: AbortSignal): Promise<{ readonly value: Value; readonly version: string | undefined }>;
  /** @throws ProtocolError `id-conflict` when it is not of that version any more */
  store(value: Value, version: string | undefined, signal: AbortSignal): Promise<void>;
}

interface DraftOptions<Value> {
  /** Names it among all that is kept. */
  readonly name: string;
  readonly source: DraftSource<Value>;
  readonly keeper: DraftKeeper;
  /** What is wrong with a value before the server has to say it: place → words. */
  readonly check?: (value: Value) => Readonly<Record<string, string>>;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

type Phase = 'loading' | 'ready' | 'saving' | 'unreachable';

/** What the bar at the foot of a page knows of a draft. */
export type Saveable = Pick<
  Draft<object>,
  'phase' | 'dirty' | 'conflict' | 'failure' | 'hasProblems' | 'load' | 'save' | 'discard' | 'takeTheirs' | 'overwrite'
>;

/** See the module. */
export class Draft<Value extends object> {
  readonly #options: DraftOptions<Value>;
  #phase: Phase = 'loading';
  #value: Value | null = null;
  #stored: Value | null = null;
  #version: string | undefined;
  #failure: ErrorCode | null = null;
  /** Somebody else has changed it meanwhile. */
  #conflict = false;
  #problems: Readonly<Record<string, string>> = {};

  constructor(options: DraftOptions<Value>) {
    this.#options = options;
    void this.load();
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** As it is to be; null until it was loaded. */
  get value(): Value | null {
    return this.#value;
  }

  /** As the server has it. */
  get stored(): Value | null {
    return this.#stored;
  }

  get dirty(): boolean {
    return this.#value !== null && JSON.stringify(this.#value) !== JSON.stringify(this.#stored);
  }

  get conflict(): boolean {
    return this.#conflict;
  }

  /** Why it could not be loaded or saved the last time. */
  get failure(): ErrorCode | null {
    return this.#failure;
  }

  get hasProblems(): boolean {
    return Object.keys(this.#problems).length > 0;
  }

  /** What is wrong at a place such as `0.name`; empty words: the server does not take it and has said no more. */
  problemAt(place: string): string | undefined {
    return this.#problems[place];
  }

  /** Changes what it is to be. */
  change(change: Partial<Value> | ((value: Value) => Value)): void {
    if (this.#value === null) return;
    this.#value = typeof change === 'function' ? change(this.#value) : { ...this.#value, ...change };
    this.#problems = {};
    this.#keep();
    this.#options.onChange();
  }

  /** What the server has stands again. */
  discard(): void {
    this.#value = this.#stored;
    this.#settle();
    this.#keep();
    this.#options.onChange();
  }

  /** Reads what the server has; what was changed and not saved stays changed. */
  async load(): Promise<void> {
    await this.#try('unreachable', async (signal) => {
      const { value, version } = await this.#options.source.load(signal);
      const kept = this.#options.keeper.get(this.#options.name);
      this.#stored = value;
      this.#value = kept ? (kept.value as Value) : value;
      // What was made from an older version: the server says so when it is saved.
      this.#version = kept ? kept.version : version;
      if (!this.dirty) this.#version = version;
      this.#keep();
    });
  }

  /** @returns whether it is saved */
  async save(): Promise<boolean> {
    const value = this.#value;
    if (value === null || this.#phase === 'saving' || !this.dirty) return !this.dirty;
    this.#settle();
    this.#problems = this.#options.check?.(value) ?? {};
    if (this.hasProblems) {
      this.#options.onChange();
      return false;
    }
    this.#phase = 'saving';
    this.#options.onChange();
    return this.#try('ready', async (signal) => {
      await this.#options.source.store(value, this.#version, signal);
      const { value: stored, version } = await this.#options.source.load(signal);
      this.#stored = stored;
      this.#version = version;
      // What was typed while it was saved is not saved yet.
      if (JSON.stringify(this.#value) === JSON.stringify(value)) this.#value = stored;
      this.#keep();
    });
  }

  /** After a conflict: what the server has stands, and what was entered here is gone. */
  async takeTheirs(): Promise<void> {
    this.#value = this.#stored;
    this.#keep();
    await this.load();
  }

  /** After a conflict: what was entered here is saved over it. */
  async overwrite(): Promise<boolean> {
    let version: string | undefined;
    const read = await this.#try('ready', async (signal) => {
      ({ version } = await this.#options.source.load(signal));
    });
    if (!read) return false;
    this.#version = version;
    return this.save();
  }

  async #try(otherwise: Phase, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const { signal, onChange } = this.#options;
    try {
      await work(signal);
      if (signal.aborted) return false;
      this.#settle();
      onChange();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      if (!(error instanceof ProtocolError)) throw error;
      this.#phase = otherwise;
      this.#refused(error);
      onChange();
      return false;
    }
  }

  #refused({ code, problem: { detail = '' } }: ProtocolError): void {
    this.#conflict = code === 'id-conflict' && detail.startsWith('If-Match');
    const place = /^([\w.]+): /.exec(detail)?.[1];
    if ((code === 'settings-invalid' || code === 'frame-invalid') && place !== undefined) {
      // The section's name stands first where it is one.
      this.#problems = { [place]: '', [place.replace(/^[^.]+\./, '')]: '' };
    }
    this.#failure = this.#conflict ? null : code;
  }

  #settle(): void {
    this.#phase = 'ready';
    this.#failure = null;
    this.#conflict = false;
    this.#problems = {};
  }

  #keep(): void {
    const draft = this.dirty ? { value: this.#value, version: this.#version } : null;
    this.#options.keeper.set(this.#options.name, draft);
  }
}

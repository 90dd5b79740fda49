/** Carries out the effects on files: holds the attempts under way. */
import type { CancelSignal, ChatConnection, FileBlob } from '@support-chat/protocol';
import { problemOf } from '../../connector.js';
import type { FileEffect } from '../../effect.js';
import type { ChatHappening } from '../../input.js';
import type { FileStorage, KeptFiles, Log } from '../../ports.js';

// Every platform has it, no language library declares it.
declare const AbortController: new () => { readonly signal: CancelSignal; abort(): void };

/** What it works with. */
export interface CarrierOptions {
  /** The bytes of the files in the state, by id. */
  readonly bytes: Map<string, FileBlob>;
  /** Those of them that were never tried to be brought anywhere. */
  readonly fresh: Set<string>;
  readonly storage: FileStorage;
  readonly log: Log;
  connection(): ChatConnection | null;
  dispatch(happening: ChatHappening): void;
}

/** Largest file that is kept on the device, bytes: of larger ones the person is asked again. */
const MOST_KEPT = 50 * 1024 * 1024;

/** @returns what carries out one effect */
export function createFileCarrier(options: CarrierOptions): (effect: FileEffect) => void {
  const { bytes, fresh, storage, log, dispatch } = options;
  let kept: Promise<KeptFiles> | undefined;
  const running = new Map<string, { abort(): void }>();

  function stop(id: string): void {
    running.get(id)?.abort();
    running.delete(id);
  }

  async function upload(id: string, name: string): Promise<void> {
    const file = bytes.get(id);
    if (!file) return dispatch({ type: 'upload-told', id, news: { phase: 'missing' } });
    stop(id);
    const controller = new AbortController();
    const { signal } = controller;
    running.set(id, controller);
    try {
      const connection = options.connection();
      if (!connection?.upload) throw new Error('The connection takes no files.');
      const onProgress = (sent: number): void => {
        if (!signal.aborted) dispatch({ type: 'upload-told', id, news: { sent, attempts: 0, problem: null } });
      };
      await connection.upload(file, { id, name, fresh: fresh.delete(id), onProgress, signal });
      if (!signal.aborted) dispatch({ type: 'upload-told', id, news: { phase: 'ready', problem: null } });
    } catch (error) {
      if (!signal.aborted) dispatch({ type: 'upload-failed', id, problem: problemOf(error) });
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  }

  async function find(owner: string, earlier: boolean): Promise<void> {
    const found = await withKept((files) => files.load(owner), []);
    for (const one of found) if (!bytes.has(one.file.id)) bytes.set(one.file.id, one.bytes);
    dispatch({ type: 'files-found', files: found.map(({ file }) => file), earlier });
  }

  /** A file that the device does not keep is asked for again: nothing is lost but comfort (O4). */
  async function withKept<Result>(work: (files: KeptFiles) => Promise<Result>, otherwise: Result): Promise<Result> {
    try {
      return await work(await (kept ??= storage.open()));
    } catch (error) {
      kept = undefined;
      log.error('file-not-kept', { message: String(error) });
      return otherwise;
    }
  }

  return (effect) => {
    switch (effect.type) {
      case 'upload':
        return void upload(effect.id, effect.name);
      case 'stop-upload':
        return stop(effect.id);
      case 'close-files':
        for (const id of running.keys()) stop(id);
        return void kept?.then(
          (files) => files.close(),
          () => undefined, // it never opened, and that was told
        );
      case 'keep-file': {
        const own = bytes.get(effect.file.id);
        if (own && own.size <= MOST_KEPT) void withKept((files) => files.keep(effect.file, own), undefined);
        return;
      }
      case 'assign-file':
        return void withKept((files) => files.assign(effect.id, effect.message), undefined);
      case 'forget-file': {
        const { id, discard } = effect;
        stop(id);
        bytes.delete(id);
        fresh.delete(id);
        // What this leaves on the server goes within a day.
        if (discard)
          void options
            .connection()
            ?.discardUpload?.(id)
            .catch(() => undefined);
        return void withKept((files) => files.forget(id), undefined);
      }
      case 'find-files':
        return void find(effect.owner, effect.earlier);
    }
  };
}

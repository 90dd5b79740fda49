/** The part for files of a chat: decides about them, carries it out, holds their bytes. Loaded with the first file. */
import type { FileBlob } from '@support-chat/protocol';
import type { Behaviour } from '../../behaviour.js';
import type { ChatFiles } from '../../chat.js';
import type { FileEffect } from '../../effect.js';
import type { Ports } from '../../ports.js';
import { createFileCarrier, type CarrierOptions } from './file-carrier.js';
import { withUploads } from './with-uploads.js';

/** See the module. */
export interface FilesPart extends Behaviour {
  readonly perform: (effect: FileEffect) => void;
  readonly files: ChatFiles;
}

/** @param around - the behaviour without files */
export function createFilesPart(
  around: Behaviour,
  { clock, random, ...options }: Omit<CarrierOptions, 'bytes' | 'fresh'> & Pick<Ports, 'clock' | 'random'>,
): FilesPart {
  const { connection, dispatch } = options;
  const bytes = new Map<string, FileBlob>();
  const fresh = new Set<string>();
  return {
    ...withUploads(around),
    perform: createFileCarrier({ ...options, bytes, fresh }),
    files: {
      add(blob, file) {
        const { id = random.id() } = file;
        bytes.set(id, blob);
        if (file.id === undefined) fresh.add(id);
        dispatch({ type: 'action', action: { type: 'attach', file: { ...file, id } }, id, wallTime: clock.wallTime() });
      },
      get: (id) => bytes.get(id),
      link: async (attachment) => (await connection()?.linkTo?.(attachment)) ?? attachment.url,
    },
  };
}

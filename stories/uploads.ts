/** A back end that takes files: at once, by half, or not. */
import {
  AdapterError,
  type ChatAdapter,
  type Attachment,
  type FileBlob,
  type UploadOptions,
} from '@support-chat/protocol';

/** What becomes of an upload. */
export type Fate = 'arrives' | 'stops halfway' | 'is refused';

/** For a scene's `wrap`. What is sent stays on this device: it has no addresses. */
export function takesFiles(fate: Fate = 'arrives') {
  return (adapter: ChatAdapter): ChatAdapter => ({
    ...adapter,
    async open(options) {
      const connection = await adapter.open(options);
      return {
        ...connection,
        capabilities: { ...connection.capabilities, upload: true },
        upload: (file, upload) => end(fate, file, upload),
        discardUpload: () => Promise.resolve(),
      };
    },
  });
}

async function end(
  fate: Fate,
  { type, size }: FileBlob,
  { id, name, onProgress, signal }: UploadOptions,
): Promise<Attachment> {
  if (fate === 'is refused') throw new AdapterError('file-type-refused');
  if (fate === 'stops halfway') {
    onProgress?.(Math.round(size * 0.45));
    await new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new AdapterError('network-failed')));
    });
  }
  return { id, name, type, size, url: `/${id}` };
}

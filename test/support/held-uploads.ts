/** Adds to a scripted back end that it takes files. They stay on the device: it has no addresses for them. */
import type { ChatAdapter } from '@support-chat/protocol';

/** For `mountChat({ wrap })`, together with `holdAcks()`: what is sent stays in the log with the bytes that are here. */
export function withHeldUploads(adapter: ChatAdapter): ChatAdapter {
  return {
    ...adapter,
    async open(options) {
      const connection = await adapter.open(options);
      return {
        ...connection,
        capabilities: { ...connection.capabilities, upload: true },
        upload: (file, { id, name }) => Promise.resolve({ id, name, type: file.type, size: file.size, url: `/${id}` }),
        discardUpload: () => Promise.resolve(),
      };
    },
  };
}

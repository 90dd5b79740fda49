/**
 * Adds files to a way to the reference server: uploads by tus, links for downloads. They travel by requests of their
 * own, whichever way the frames go. What does it is loaded with the first file.
 */
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';

/** Where files go, and by whose right. */
export interface UploadTarget {
  /** Address of the server, absolute. */
  readonly server: string;
  /** A visitor's; agents have their cookie. */
  readonly token: string | undefined;
}

/**
 * Makes an adapter whose connections take files.
 *
 * @param adapter - one whose connections are plain objects, as all of ours are
 * @param server - address of the reference server; relative to the page
 */
export function withUploads(adapter: ChatAdapter, server: string): ChatAdapter {
  const { location } = globalThis as { location?: { href: string } };
  const part = () =>
    import('../features/uploads/tus-upload.js').catch((cause: unknown) => {
      throw new AdapterError('network-failed', { detail: 'The part for files did not load.', cause });
    });
  return {
    ...adapter,
    async open(options) {
      const { identity } = options;
      let token = identity.kind === 'visitor' ? identity.token : undefined;
      const connection = await adapter.open({
        ...options,
        onEvent(event) {
          if (event.type === 'welcome') token = event.session?.token ?? token;
          options.onEvent(event);
        },
      });
      const target = () => ({ server: new URL(server, location?.href).href.replace(/\/+$/, ''), token });
      return {
        ...connection,
        capabilities: { ...connection.capabilities, upload: true },
        upload: async (file, options) => (await part()).upload(target(), file, options),
        discardUpload: async (id) => (await part()).discard(target(), id),
        linkTo: async (attachment) => (await part()).link(target(), attachment),
      };
    },
  };
}

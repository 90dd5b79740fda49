/**
 * Adds files to a way to the reference server: uploads by tus, links for downloads. They travel by requests of their
 * own, whichever way the frames go. What does it is loaded with the first file.
 */
import type { ChatAdapter } from '@support-chat/protocol';

/** Where files go, and by whose right. */
export interface UploadTarget {
  /** Address of the server; relative to the page. */
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
  return {
    ...adapter,
    async open(options) {
      let { token } = { token: undefined, ...options.identity };
      const connection = await adapter.open({
        ...options,
        onEvent(event) {
          if (event.type === 'welcome') token = event.session?.token ?? token;
          options.onEvent(event);
        },
      });
      // What does not come is a line that failed: the core tries again.
      const part = () => import('../features/uploads/tus-upload.js');
      const target = (): UploadTarget => ({ server, token });
      return {
        ...connection,
        capabilities: { ...connection.capabilities, upload: true },
        upload: async (...what) => (await part()).upload(target(), ...what),
        discardUpload: async (id) => (await part()).discard(target(), id),
        linkTo: async (attachment) => (await part()).link(target(), attachment),
      };
    },
  };
}

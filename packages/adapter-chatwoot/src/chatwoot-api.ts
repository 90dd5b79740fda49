/**
 * Chatwoot's client API over HTTP: addresses, bodies, and what its refusals mean. Answers are handed on as they came. The
 * visitor's `source_id`, the one credential there is, is part of each address.
 */
import { requestJson, type RequestOptions } from '@support-chat/adapter-kit';
import { AdapterError, problem, type PageContext, type VisitorProfile } from '@support-chat/protocol';
import { recordOf } from './read-fields.js';

/** Which inbox of which Chatwoot, and who vouches for the visitor. */
export interface ApiOptions {
  readonly server: string;
  readonly inbox: string;
  readonly identifier?: string | undefined;
  readonly identifierHash?: string | undefined;
}

/** A file that goes with a message: Chatwoot takes none alone. */
export interface HeldFile {
  readonly bytes: Blob;
  readonly name: string;
}

/** Messages per page of history. */
export const PAGE_SIZE = 20;

/**
 * Within a conversation only a new hello can tell what it means that something is not there: whether the visitor is gone or
 * only that conversation.
 */
export const LOST = { 404: 'connection-unknown' } as const;

/** One visitor's way to ask; answers are still to be read. All of it throws `AdapterError`. */
export interface ChatwootApi {
  /** The visitor's credential; '' while there is none. */
  sourceId: string;
  /** The inbox itself, for ''. */
  ask(path: string, options?: RequestOptions): Promise<unknown>;
  /** Makes a visitor, or changes this one. */
  tellContact(profile?: VisitorProfile, page?: PageContext): Promise<unknown>;
  /** `session-unknown` when nobody has this credential. */
  loadContact(): Promise<unknown>;
  /** What this visitor has, or does. */
  own(path: string, options?: RequestOptions): Promise<unknown>;
  list(path: string): Promise<readonly unknown[]>;
  /** Sends a message; `server-stopping` among others when it is surely not stored. */
  post(path: string, text: string, echoId: string, files: readonly HeldFile[]): Promise<unknown>;
}

/** @param signal - ends all that is asked */
export function createApi(options: ApiOptions, signal: AbortSignal): ChatwootApi {
  const { server, inbox, identifier, identifierHash: identifier_hash } = options;

  const api: ChatwootApi = {
    sourceId: '',

    ask: (path, more) =>
      requestJson(new URL(`/public/api/v1/inboxes/${inbox}${path}`, server), {
        signal,
        // An exception of Rails', and so a 500: there is no other word for it.
        explain: (body) => (/HMAC/.test(String(recordOf(body)['error'])) ? problem('identity-refused') : null),
        ...more,
      }),

    own: (path, more) => api.ask(`/contacts/${encodeURIComponent(api.sourceId)}${path}`, { codes: LOST, ...more }),

    tellContact({ name, email, phone, department, fields } = {}, page) {
      const custom_attributes = { ...fields, phone, department, ...page };
      const body = { identifier, identifier_hash, name, email, custom_attributes };
      return api.sourceId ? api.own('', { method: 'PATCH', body }) : api.ask('/contacts', { body });
    },

    loadContact() {
      const proof = identifier && identifier_hash ? `?${new URLSearchParams({ identifier, identifier_hash })}` : '';
      return api.own(proof, { codes: { 404: 'session-unknown' } });
    },

    async list(path) {
      const list = await api.own(path);
      if (Array.isArray(list)) return list as unknown[];
      throw new AdapterError('unavailable');
    },

    post(path, content, echo_id, files) {
      const form = new FormData();
      form.set('content', content);
      form.set('echo_id', echo_id);
      for (const { bytes, name } of files) form.append('attachments[]', bytes, name);
      return api.own(`${path}/messages`, {
        // Forms have Windows' line ends.
        body: files.length ? form : { content, echo_id },
        codes: {
          ...LOST,
          422: 'message-too-long',
          ...(files.length && ({ 413: 'file-too-large' } as const)),
          503: 'server-stopping',
        },
      });
    },
  };
  return api;
}

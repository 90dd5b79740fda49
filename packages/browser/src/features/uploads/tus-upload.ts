/**
 * One attempt to bring a file to the reference server (P-U1 to P-U4). The upload's address follows from its id, so an
 * attempt needs to know nothing of the ones before: it asks how far they came. When to try again is the core's.
 */
import {
  AdapterError,
  decodeAttachment,
  ERRORS,
  isErrorCode,
  type Attachment,
  type ErrorCode,
  type FileBlob,
  type UploadOptions,
} from '@support-chat/protocol';
import { Upload, type DetailedError } from 'tus-js-client';
import type { UploadTarget } from '../../adapters/with-uploads.js';

/** Bytes of one request: small enough that a slow line ends it before a server's or proxy's patience does. */
const PIECE = 1024 * 1024;

/** See `ChatConnection.upload`. */
export async function upload(given: UploadTarget, file: FileBlob, options: UploadOptions): Promise<Attachment> {
  const target = absolute(given);
  options.signal?.throwIfAborted();
  await send(target, file, options);
  const response = await request(target, `/v1/uploads/${options.id}/finish`, 'POST', options.signal);
  return decodeAttachment(fieldOf(await response.json(), 'attachment'));
}

/** See `ChatConnection.discardUpload`. */
export async function discard(given: UploadTarget, id: string): Promise<void> {
  await request(absolute(given), `/v1/uploads/${id}`, 'DELETE');
}

/** See `ChatConnection.linkTo`. */
export async function link(given: UploadTarget, { id, url }: Attachment): Promise<string> {
  const target = absolute(given);
  if (!url.startsWith('/')) return url; // another back end's, absolute already
  if (target.token === undefined) return target.server + url; // the cookie goes along
  const response = await request(target, `/v1/files/${id}/link`, 'GET');
  return target.server + String(fieldOf(await response.json(), 'url'));
}

function absolute({ server, token }: UploadTarget): UploadTarget {
  const { location } = globalThis as { location?: { href: string } };
  return { server: new URL(server, location?.href).href.replace(/\/+$/, ''), token };
}

function send(target: UploadTarget, file: FileBlob, options: UploadOptions): Promise<void> {
  const { id, name, fresh, signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    let told = 0;
    const tell = (sent: number): void => {
      if (sent > told) onProgress?.((told = sent));
    };
    const attempt = new Upload(file, {
      endpoint: `${target.server}/v1/uploads`,
      // How far it came is asked only of what may be there: browsers complain of what is not found.
      uploadUrl: fresh ? null : `${target.server}/v1/uploads/${id}`,
      metadata: { id, filename: name, filetype: file.type },
      headers: headersOf(target),
      chunkSize: PIECE,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fileReader: { openFile: () => Promise.resolve(sourceOf(file)) },
      fingerprint: () => Promise.resolve(id),
      onBeforeRequest(request) {
        const underlying: unknown = request.getUnderlyingObject();
        if (hasCredentials(underlying)) underlying.withCredentials = target.token === undefined;
      },
      // What was handed to the network is no news: what the server has is.
      onChunkComplete: (_size, sent) => tell(sent),
      onSuccess() {
        tell(file.size);
        resolve();
      },
      onError: (error) => reject(errorOf(error)),
    });
    signal?.addEventListener(
      'abort',
      () => {
        void attempt.abort();
        reject(signal.reason as Error);
      },
      { once: true },
    );
    attempt.start();
  });
}

/** Reads a file piece by piece, in pages and in Node alike. */
function sourceOf(file: Blob) {
  return {
    size: file.size,
    async slice(start: number, end: number) {
      try {
        const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
        // tus-js-client measures by what blobs have.
        return { value: Object.assign(bytes, { size: bytes.length }), done: end >= file.size };
      } catch (cause) {
        throw new AdapterError('upload-unknown', { cause });
      }
    },
    close: () => undefined,
  };
}

async function request(
  target: UploadTarget,
  path: string,
  method: string,
  signal?: UploadOptions['signal'],
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(target.server + path, {
      method,
      headers: headersOf(target),
      credentials: target.token === undefined ? 'include' : 'omit',
      ...(signal && { signal }),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new AdapterError('network-failed', { cause });
  }
  if (response.ok) return response;
  throw refusal(response.status, await response.text().catch(() => ''), response.headers.get('Retry-After'));
}

function headersOf({ token }: UploadTarget): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}

function errorOf(error: Error | DetailedError): AdapterError {
  for (let cause: unknown = error; cause instanceof Error; cause = causeOf(cause)) {
    if (cause instanceof AdapterError) return cause;
  }
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return new AdapterError('network-failed', { cause: error });
  return refusal(response.getStatus(), response.getBody(), response.getHeader('Retry-After') ?? null);
}

function causeOf(error: Error): unknown {
  return 'causingError' in error ? error.causingError : error.cause;
}

/** What the server answered in its own words; a proxy's page, or tus' own, is a line to be tried again. */
function refusal(status: number, body: string, retryAfter: string | null): AdapterError {
  const after = Number(retryAfter ?? Number.NaN);
  const code = codeIn(body) ?? (status === ERRORS['rate-limited'].status ? 'rate-limited' : 'network-failed');
  return new AdapterError(code, { detail: `HTTP ${status}`, retryAfter: Number.isFinite(after) ? after : undefined });
}

function codeIn(body: string): ErrorCode | undefined {
  try {
    const code = fieldOf(JSON.parse(body), 'code');
    return isErrorCode(code) ? code : undefined;
  } catch {
    return undefined; // no JSON: not our server's words
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null)?.[name];
}

function hasCredentials(value: unknown): value is { withCredentials: boolean } {
  return typeof value === 'object' && value !== null && 'withCredentials' in value;
}

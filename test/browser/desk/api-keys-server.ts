/** API keys as a server keeps them, in memory. */
import type { ApiKey } from '@support-chat/protocol';
import { ProtocolError } from '@support-chat/protocol';
import type { SettingsSource } from '@support-chat/desk';

/** The secret of every key that is made. */
export const SECRET = `sck_${'3f9a12c4'.repeat(4)}_${'a'.repeat(43)}`;

/** A key of that name, good and never used. */
export function apiKey(id: string, name: string, more: Partial<ApiKey> = {}): ApiKey {
  return {
    ...{ id, name, hint: 'sck_3f9a12c4', scopes: ['statistics:read'], createdAt: 1 },
    ...{ createdBy: { id: 'agent-olga', name: 'Olga' }, expiresAt: null, lastUsedAt: null, revokedAt: null },
    ...more,
  };
}

export class ApiKeysServer implements SettingsSource {
  readonly self = 'agent-olga';
  readonly drafts: object[] = [];
  /** Thrown by the next change. */
  failure: ProtocolError | null = null;

  constructor(public keys: ApiKey[] = []) {}

  async call(method: string, path: string, signal: AbortSignal, body?: unknown): Promise<unknown> {
    await Promise.resolve();
    signal.throwIfAborted();
    if (path === '/agents') return { agents: [] };
    if (path === '/settings/departments') return { version: '1' };
    if (!path.startsWith('/api-keys')) throw new ProtocolError('not-found');
    if (method === 'GET') return { apiKeys: this.keys };
    const { failure } = this;
    this.failure = null;
    if (failure) throw failure;
    if (method === 'DELETE') {
      const id = path.slice('/api-keys/'.length);
      this.keys = this.keys.map((one) => (one.id === id ? { ...one, revokedAt: Date.now() } : one));
      return null;
    }
    const draft = body as Pick<ApiKey, 'name' | 'scopes' | 'expiresAt'>;
    this.drafts.push(draft);
    const made = apiKey(`key-${this.drafts.length}`, draft.name, draft);
    this.keys = [made, ...this.keys];
    return { apiKey: { ...made, secret: SECRET } };
  }
}

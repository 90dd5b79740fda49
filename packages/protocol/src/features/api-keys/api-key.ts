/**
 * API keys (A19): what other programs call the server's API with, made by an owner. A key opens what its scopes name and
 * nothing else. What is here is the same for the server, which checks them, and the desk, which makes them.
 */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH } from '../../limits.js';
import { IdSchema, TimeSchema } from '../../schema.js';
import { listOf, nullable, number, object, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';

/** What every key begins with, so that scanners find one that got out. */
export const API_KEY_PREFIX = 'sck_';

/** Most keys of one server that are not revoked. */
export const MAX_API_KEYS = 100;

/** What a key can be let do. Reading and writing are apart, and neither comes with the other. */
export const API_SCOPES = [
  'conversations:read',
  'conversations:write',
  'archive:read',
  'statistics:read',
  'content:read',
  'content:write',
  'settings:read',
  'settings:write',
  'team:read',
  'webhooks:read',
  'webhooks:write',
  'offers:read',
  'offers:write',
  'audit:read',
] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** What an owner says of a new key. */
export const ApiKeyDraftSchema = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText)),
  scopes: v.pipe(
    v.array(v.picklist(API_SCOPES)),
    v.minLength(1),
    v.transform((scopes): ApiScope[] => API_SCOPES.filter((scope) => scopes.includes(scope))),
  ),
  /** Wall time from which it opens nothing any more; null: it is good until it is revoked. */
  expiresAt: v.optional(v.nullable(TimeSchema), null),
});
export type ApiKeyDraft = v.InferOutput<typeof ApiKeyDraftSchema>;

const entries = {
  id: IdSchema,
  name: v.string(),
  /** How it begins: enough to tell it from others, and to find it again where one got out. */
  hint: v.string(),
  scopes: v.array(v.string()),
  createdAt: TimeSchema,
  createdBy: v.object({ id: IdSchema, name: v.string() }),
  expiresAt: v.nullable(TimeSchema),
  /** To the minute; null: never. */
  lastUsedAt: v.nullable(TimeSchema),
  revokedAt: v.nullable(TimeSchema),
};

/** A key as owners see it. The secret is not kept. */
export const ApiKeySchema = v.object(entries);
export type ApiKey = Readonly<Omit<v.InferOutput<typeof ApiKeySchema>, 'scopes' | 'createdBy'>> & {
  readonly scopes: readonly string[];
  readonly createdBy: { readonly id: string; readonly name: string };
};

/** The answer of `GET /v1/api-keys`, newest first. */
export const ApiKeysSchema = v.object({ apiKeys: v.array(ApiKeySchema) });

/** The answer of `POST /v1/api-keys`: the one time that the secret is told. */
export const ApiKeyMadeSchema = v.object({ apiKey: v.object({ ...entries, secret: v.string() }) });
export type ApiKeyMade = ApiKey & { readonly secret: string };

const text = string();
const time = nullable(number(0));
const fields = {
  ...{ id: text, name: text, hint: text, scopes: listOf(text), createdAt: number(0) },
  createdBy: object<ApiKey['createdBy']>({ id: text, name: text }),
  ...{ expiresAt: time, lastUsedAt: time, revokedAt: time },
};

/** Reads the answer of `GET /v1/api-keys`. @throws ProtocolError `frame-invalid` */
export const readApiKeys: Read<{ readonly apiKeys: readonly ApiKey[] }> = object({
  apiKeys: listOf(object<ApiKey>(fields)),
});

/** Reads the answer of `POST /v1/api-keys`. @throws ProtocolError `frame-invalid` */
export const readApiKeyMade: Read<{ readonly apiKey: ApiKeyMade }> = object({
  apiKey: object<ApiKeyMade>({ ...fields, secret: text }),
});

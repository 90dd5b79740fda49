/** The recurring parts of an OpenAPI document. */
import type { SchemaName } from './schemas.js';

/** A piece of the document. */
export type Json = Readonly<Record<string, unknown>>;

/** 204. */
export const NOTHING: Json = { description: 'Done.' };

/** One method of an address. */
export function operation(summary: string, responses: Json, body?: SchemaName): Json {
  const failure = {
    description: 'What went wrong.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    summary,
    ...(body !== undefined && { requestBody: { required: true, content: json(body) } }),
    responses: { ...responses, default: failure },
  };
}

/** An answer with a body. */
export function ok(name: SchemaName): Json {
  return { description: 'Done.', content: json(name) };
}

function json(name: SchemaName): Json {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
}

/** One parameter. */
export function parameter(place: 'query' | 'header' | 'path', name: string, required: boolean): Json {
  return { in: place, name, required, schema: { type: 'string' } };
}

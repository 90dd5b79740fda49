/** Which pages may use the server beside its own (X3): the section `origins`. Pages are not told. */
import { MAX_URL_LENGTH } from '@support-chat/protocol';
import * as v from 'valibot';
import { parseOrigin } from './origins.js';

const MAX_ORIGINS = 200;

const origin = v.pipe(
  v.string(),
  v.maxLength(MAX_URL_LENGTH),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return parseOrigin(dataset.value);
    } catch (error) {
      addIssue({ message: (error as TypeError).message });
      return NEVER;
    }
  }),
);

/** Exact origins, each once. None: only the server's own pages, which are never on the list and never shut out. */
export const OriginsSettingsSchema = v.pipe(
  v.array(origin),
  v.maxLength(MAX_ORIGINS, `${MAX_ORIGINS} origins at most`),
  v.transform((origins): readonly string[] => [...new Set(origins)]),
);
export type OriginsSettings = v.InferOutput<typeof OriginsSettingsSchema>;

/** Dictionaries of the desk's spell check (V30), as a server tells of them. */
import * as v from 'valibot';
import { listOf, object, string, type Read } from '../../shape.js';

/** One Hunspell dictionary. */
export interface DictionaryInfo {
  /** BCP 47 tag in small letters, `de` or `pt-br`. */
  readonly language: string;
  /** Part of the address of its files, which browsers may therefore keep for ever. */
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
}

/** The answer of `GET /v1/spelling`, by language. */
export const DictionariesSchema = v.object({
  dictionaries: v.array(v.object({ language: v.string(), version: v.string(), license: v.string() })),
});

const text = string();

/** Reads the answer of `GET /v1/spelling`. @throws ProtocolError `frame-invalid` */
export const readDictionaries: Read<{ readonly dictionaries: readonly DictionaryInfo[] }> = object({
  dictionaries: listOf(object<DictionaryInfo>({ language: text, version: text, license: text })),
});

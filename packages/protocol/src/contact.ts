/**
 * How visitors are asked for what an answer needs: departments, the contact form, the questions before a chat. What an
 * owner may write of them, and how a page reads it. What is made of it is the element's.
 */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH, MAX_URL_LENGTH } from './limits.js';
import { IdSchema } from './schema.js';
import { listOf, object, oneOf, optional, refuse, string, stringThat, type Read } from './shape.js';
import { storableText } from './text.js';

/** Departments, agents in one, questions of a form, answers to choose from. */
const MAX_ENTRIES = 50;
/** Names that settings refer to: 1 to 64 of `A-Z a-z 0-9 _ -`. */
const NAME = /^[\w-]{1,64}$/u;

const name = v.pipe(v.string(), v.regex(NAME));
const label = v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));

export const DepartmentsSchema = v.pipe(
  v.array(
    v.strictObject({
      id: name,
      name: label,
      /** Ids of the agents who belong to it; absent: everybody does. Pages are not told. */
      agents: v.exactOptional(v.pipe(v.array(IdSchema), v.maxLength(MAX_ENTRIES))),
    }),
  ),
  v.maxLength(MAX_ENTRIES),
  v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'Expected ids that differ'),
);
export type Departments = v.InferOutput<typeof DepartmentsSchema>;
export type Department = Departments[number];

export const ContactSettingsSchema = v.strictObject({
  /** `offer`: one press away while nobody is there; `instead`: it stands in place of an empty conversation. */
  form: v.exactOptional(v.picklist(['offer', 'instead'])),
  /**
   * Where entries go: `chat` into the visitor's conversation, as soon as the back end can be reached; `endpoint` and
   * `mail` to the addresses below. Those are also the last resort when the back end has refused for good.
   */
  way: v.exactOptional(v.picklist(['chat', 'endpoint', 'mail'])),
  /** Takes a POST of JSON, with the entry's id as `Idempotency-Key`. Absolute, http or https. */
  endpoint: v.exactOptional(
    v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH), v.check(isWebAddress, 'Expected a web address')),
  ),
  /** Address of the mail that the visitor's own program writes. */
  mail: v.exactOptional(
    v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH), v.check(isMailAddress, 'Expected an e-mail address')),
  ),
});
export type ContactSettings = v.InferOutput<typeof ContactSettingsSchema>;

const FIELD_KINDS = ['name', 'email', 'phone', 'department', 'text', 'select', 'checkbox'] as const;

export const PreChatSettingsSchema = v.strictObject({
  fields: v.pipe(
    v.array(
      v.strictObject({
        kind: v.picklist(FIELD_KINDS),
        /** Needed by `text`, `select` and `checkbox`: what it asks, and the name agents see it under. */
        label: v.exactOptional(label),
        /** What a `select` offers. */
        options: v.exactOptional(v.pipe(v.array(label), v.minLength(1), v.maxLength(MAX_ENTRIES))),
        /** Default: false. */
        required: v.exactOptional(v.boolean()),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_ENTRIES),
    v.checkItems(({ kind, label: asked }) => !isCustom(kind) || asked !== undefined, 'Expected a label'),
    v.checkItems(({ kind, options }) => kind !== 'select' || options !== undefined, 'Expected options'),
  ),
  /** The visitor may go on without answering. Default: false. */
  skippable: v.exactOptional(v.boolean()),
});
export type PreChatSettings = v.InferOutput<typeof PreChatSettingsSchema>;
export type PreChatField = PreChatSettings['fields'][number];

const words = string(MAX_LABEL_LENGTH);
const flag = optional(oneOf(true, false));

/** As {@link DepartmentsSchema}, without what pages are not told. @throws ProtocolError `frame-invalid` */
export const readDepartments: Read<Departments> = listOf(
  object<Department>({ id: string(64, NAME), name: words, agents: () => undefined }),
);

/** As {@link ContactSettingsSchema}. @throws ProtocolError `frame-invalid` */
export const readContact: Read<ContactSettings> = object<ContactSettings>({
  form: optional(oneOf('offer', 'instead')),
  way: optional(oneOf('chat', 'endpoint', 'mail')),
  endpoint: optional(stringThat(isWebAddress, 'a web address')),
  mail: optional(stringThat(isMailAddress, 'an e-mail address')),
});

/** As {@link PreChatSettingsSchema}. @throws ProtocolError `frame-invalid` */
export const readPreChat: Read<PreChatSettings> = object<PreChatSettings>({
  fields: listOf((raw, path) => {
    const field = object<PreChatField>({
      kind: oneOf(...FIELD_KINDS),
      label: optional(words),
      options: optional(listOf(words)),
      required: flag,
    })(raw, path);
    if (isCustom(field.kind) && field.label === undefined) refuse(`${path}.label`, 'a label');
    if (field.kind === 'select' && !field.options?.length) refuse(`${path}.options`, 'options');
    return field;
  }),
  skippable: flag,
});

function isCustom(kind: (typeof FIELD_KINDS)[number]): boolean {
  return kind === 'text' || kind === 'select' || kind === 'checkbox';
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(value);
}

/** Whether mail could be sent there, as far as the look of an address tells. */
export function isMailAddress(value: string): boolean {
  return value.length <= MAX_LABEL_LENGTH && /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/u.test(value);
}

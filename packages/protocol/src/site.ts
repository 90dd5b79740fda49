/**
 * What the owner of a site has set and its pages may know: `GET /v1/site`. An object of sections, each of which may be
 * missing. The schemas check what an owner writes; the reader below runs in pages, where a section that it cannot read is
 * as good as missing, so that an older page goes on beside a newer server.
 */
import * as v from 'valibot';
import { ContactSettingsSchema, DepartmentsSchema, PreChatSettingsSchema } from './contact.js';
import { ProtocolError } from './errors.js';
import { FILE_KINDS } from './features/files/file-kinds.js';
import { OpeningHoursSchema } from './hours.js';
import { MAX_LABEL_LENGTH, MAX_URL_LENGTH } from './limits.js';
import { LookSettingsSchema } from './look.js';
import { isRecord, number, object, oneOf, optional, string, type Read } from './shape.js';
import { storableText } from './text.js';
import { OwnerTriggersSchema, TriggersSchema } from './triggers.js';

const label = v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));

/** Words of the panel. */
export const PanelSettingsSchema = v.strictObject({
  /** Name of the team in the header until an agent is there. */
  title: v.exactOptional(label),
  /** Large words of the empty conversation. */
  greeting: v.exactOptional(label),
  /** Smaller words below the greeting. */
  welcome: v.exactOptional(label),
  /** The line of truth while nobody has taken the conversation, such as 'Usually answers in 2 minutes'. */
  replyTime: v.exactOptional(label),
  /** The same while nobody is there, such as 'Leave us a message'. */
  awayLine: v.exactOptional(label),
});
export type PanelSettings = v.InferOutput<typeof PanelSettingsSchema>;

/** What becomes of ratings. */
export const RatingSettingsSchema = v.strictObject({
  /** False: nobody is asked. */
  enabled: v.exactOptional(v.boolean()),
  /** Said to who has rated, instead of the locale's thanks. */
  thanks: v.exactOptional(label),
  /** Where who has rated finds a reward; https. */
  rewardUrl: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH), v.regex(/^https:\/\/\S+$/u))),
});
export type RatingSettings = v.InferOutput<typeof RatingSettingsSchema>;

/** Whether agents see what a visitor types before it is sent; the visitor is told. */
export const TypingPreviewSettingsSchema = v.strictObject({ enabled: v.boolean() });
export type TypingPreviewSettings = v.InferOutput<typeof TypingPreviewSettingsSchema>;

/** Bytes that no owner can allow more of: 1 GiB. */
export const MAX_FILE_SIZE = 1024 ** 3;
const sizeHint = `has to be a whole number of bytes from 1 to ${MAX_FILE_SIZE} (1 GiB)`;
const fileSize = v.pipe(
  v.number(sizeHint),
  v.safeInteger(sizeHint),
  v.minValue(1, sizeHint),
  v.maxValue(MAX_FILE_SIZE, sizeHint),
);

/** Which files people may send, both ways. What is not set is as in `DEFAULT_FILE_RULES`. */
export const FileSettingsSchema = v.strictObject({
  /** False: nobody sends files. */
  enabled: v.exactOptional(v.boolean()),
  /** Bytes of one file, at most {@link MAX_FILE_SIZE}. */
  maxSize: v.exactOptional(fileSize),
  /** Endings without the dot, of `FILE_KINDS`. */
  endings: v.exactOptional(
    v.pipe(
      v.array(v.picklist(Object.keys(FILE_KINDS))),
      v.nonEmpty('one at least; nobody sends files by enabled: false'),
    ),
  ),
});
export type FileSettings = v.InferOutput<typeof FileSettingsSchema>;

/** Every section by its name. */
export const SITE_SECTIONS = {
  panel: PanelSettingsSchema,
  look: LookSettingsSchema,
  files: FileSettingsSchema,
  hours: OpeningHoursSchema,
  departments: DepartmentsSchema,
  contact: ContactSettingsSchema,
  preChat: PreChatSettingsSchema,
  rating: RatingSettingsSchema,
  typingPreview: TypingPreviewSettingsSchema,
  triggers: OwnerTriggersSchema,
} as const;

/** Name of a section. */
export type SiteSection = keyof typeof SITE_SECTIONS;

/** The answer of `GET /v1/site`. */
export const SiteSchema = v.object({
  panel: v.exactOptional(PanelSettingsSchema),
  /** Pages read it where they put it on: see `readLook`. */
  look: v.exactOptional(LookSettingsSchema),
  /** How many articles there are to search; absent: none. No setting: it is counted. */
  articles: v.exactOptional(v.number()),
  hours: v.exactOptional(OpeningHoursSchema),
  departments: v.exactOptional(DepartmentsSchema),
  contact: v.exactOptional(ContactSettingsSchema),
  preChat: v.exactOptional(PreChatSettingsSchema),
  rating: v.exactOptional(RatingSettingsSchema),
  typingPreview: v.exactOptional(TypingPreviewSettingsSchema),
  files: v.exactOptional(FileSettingsSchema),
  /** Pages read it where they follow it: see `decodeTriggers` of `core`. */
  triggers: v.exactOptional(TriggersSchema),
  /** The server can send mail. No section of the owner's: it follows from how the server was started. */
  mail: v.exactOptional(v.literal(true)),
});
export type Site = v.InferOutput<typeof SiteSchema>;

const words = optional(string(MAX_LABEL_LENGTH));

const flag = oneOf(true, false);
/** Read by `readSection` where it is used: that reader comes with the part that goes by the section, not with every page. */
const later = (raw: unknown): never => raw as never;

const SECTIONS: { readonly [Section in Exclude<keyof Site, 'triggers'>]-?: Read<NonNullable<Site[Section]>> } = {
  mail: oneOf(true),
  panel: object<PanelSettings>({ title: words, greeting: words, welcome: words, replyTime: words, awayLine: words }),
  rating: object<RatingSettings>({
    enabled: optional(flag),
    thanks: words,
    rewardUrl: optional(string(MAX_URL_LENGTH, /^https:\/\/\S+$/u)),
  }),
  typingPreview: object({ enabled: flag }),
  articles: number(0),
  look: later,
  hours: later,
  departments: later,
  contact: later,
  preChat: later,
  files: later,
};

/** Reads what a server said about its site. Never throws: what cannot be read is left out. */
export function readSite(raw: unknown): Site {
  const site: Record<string, unknown> = {};
  for (const [section, read] of Object.entries(SECTIONS)) {
    if (!isRecord(raw) || raw[section] === undefined) continue;
    try {
      site[section] = read(raw[section], section);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }
  return site;
}

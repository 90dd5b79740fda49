/** How the chat looks on every page of a site, as its owner has set it. What a page sets itself goes before it. */
import * as v from 'valibot';
import { object, oneOf, optional, string, type Read } from './shape.js';

/** Where the launcher may stand; names as in floating-ui, `start` and `end` follow the page's direction. */
export const CORNERS = ['bottom-end', 'bottom-start', 'top-end', 'top-start'] as const;
export type Corner = (typeof CORNERS)[number];

/** `#2b59d9`: nothing else comes into a style sheet. */
const COLOUR = /^#[\da-f]{6}$/iu;
const colour = v.exactOptional(v.pipe(v.string(), v.regex(COLOUR, 'Expected a colour such as #2b59d9')));

/** The section `look` of the owner's settings. */
export const LookSettingsSchema = v.strictObject({
  /** Launcher, own messages, main buttons. */
  accent: colour,
  /** The same in the dark, beside an `accent`. Default: `accent`. */
  accentInTheDark: colour,
  /** Default: `bottom-end`. */
  corner: v.exactOptional(v.picklist(CORNERS)),
});
export type LookSettings = v.InferOutput<typeof LookSettingsSchema>;

/** Reads the section as a page gets it. @throws ProtocolError `frame-invalid`, which names the field */
export const readLook: Read<LookSettings> = object<LookSettings>({
  accent: optional(string(7, COLOUR)),
  accentInTheDark: optional(string(7, COLOUR)),
  corner: optional(oneOf(...CORNERS)),
});

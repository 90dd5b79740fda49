/** Reads the sections of a site that only some pages have: apart from `site.ts`, because it comes with the part that uses them. */
import { readContact, readDepartments, readPreChat } from './contact.js';
import { ProtocolError } from './errors.js';
import { readHours } from './hours.js';
import { listOf, number, object, oneOf, optional, string, type Read } from './shape.js';
import type { FileSettings, Site } from './site.js';

const SECTIONS = {
  hours: readHours,
  departments: readDepartments,
  contact: readContact,
  preChat: readPreChat,
  files: object<FileSettings>({
    enabled: optional(oneOf(true, false)),
    maxSize: optional(number(1)),
    endings: optional(listOf(string(16))),
  }),
} as const;

/**
 * Reads one section, as a server or a page has it.
 *
 * @throws ProtocolError `settings-invalid`, which names the field
 */
export function readSection<Section extends keyof typeof SECTIONS>(
  section: Section,
  raw: unknown,
): NonNullable<Site[Section]> {
  try {
    return (SECTIONS[section] as Read<NonNullable<Site[Section]>>)(raw, section);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError('settings-invalid', { detail: error.problem.detail });
  }
}

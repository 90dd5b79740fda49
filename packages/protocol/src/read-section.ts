/** Reads the sections of a site that only some pages have: apart from `site.ts`, because it comes with the part that uses them. */
import { readContact, readDepartments, readPreChat } from './contact.js';
import { ProtocolError } from './errors.js';
import { readHours } from './hours.js';
import type { Read } from './shape.js';
import type { Site } from './site.js';

const SECTIONS = {
  hours: readHours,
  departments: readDepartments,
  contact: readContact,
  preChat: readPreChat,
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

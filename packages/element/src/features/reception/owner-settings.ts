/** The sections of the owner's settings that the reception goes by. What a page has set is checked like what comes over the wire. */
import { problem, ProtocolError, readSection, type Problem, type Site } from '@support-chat/protocol';
import type { SupportChatConfig } from '../../element-options.js';

const SECTIONS = ['hours', 'departments', 'contact', 'preChat'] as const;
type Section = (typeof SECTIONS)[number];

/** What could be read of them. */
export type OwnerSettings = Pick<Site, Section>;

/** Reads the settings, each of them once. */
export class SettingsReader {
  readonly #onProblem: (problem: Problem) => void;
  readonly #seen = new Map<Section, unknown>();
  #settings: OwnerSettings = {};

  /** @param onProblem - a section cannot be used; its detail names the field */
  constructor(onProblem: (problem: Problem) => void) {
    this.#onProblem = onProblem;
  }

  read(config: SupportChatConfig): OwnerSettings {
    for (const section of SECTIONS) {
      const raw = config[section];
      if (raw === this.#seen.get(section)) continue;
      this.#seen.set(section, raw);
      const { [section]: _before, ...rest } = this.#settings;
      this.#settings = rest;
      try {
        if (raw !== undefined) this.#settings = { ...rest, [section]: readSection(section, raw) };
      } catch (error) {
        this.#onProblem(error instanceof ProtocolError ? error.problem : problem('internal'));
      }
    }
    return this.#settings;
  }
}

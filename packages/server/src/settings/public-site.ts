/** What every page may know of the owner's settings: the answer of `GET /v1/site`, and what open pages are told of a change. */
import { SITE_SECTIONS, type OwnerTriggerRule, type Site, type TriggerRule } from '@support-chat/protocol';
import type { Articles } from '../help/articles.js';
import { facesByName } from '../identity/faces.js';
import type { Store } from '../store/store.js';
import type { Settings } from './settings.js';

interface PublicSiteOptions {
  readonly settings: Settings;
  readonly articles: Articles;
  readonly store: Store;
  /** The server can send mail. */
  readonly mail: boolean;
}

/** See the module. */
export class PublicSite {
  readonly #options: PublicSiteOptions;

  constructor(options: PublicSiteOptions) {
    this.#options = options;
  }

  /** As of now. Sections that are the team's business are not in it, and of departments only what they are called. */
  async read(): Promise<Site> {
    const { settings, articles, store, mail } = this.#options;
    const [set, count] = await Promise.all([settings.read(), articles.count()]);
    const open = Object.fromEntries(Object.entries(set).filter(([section]) => Object.hasOwn(SITE_SECTIONS, section)));
    const files = set.files || settings.started.files ? { ...settings.started.files, ...set.files } : undefined;
    const faces = set.triggers?.some(isFaceless) ? await store.read(facesByName) : NOBODY;
    return {
      ...open,
      // What the start says of files is as good as set: pages judge a file before a byte of it travels.
      ...(files && { files }),
      ...(set.triggers && { triggers: followed(set.triggers).map((rule) => withFace(rule, faces)) }),
      ...(set.departments && { departments: set.departments.map(({ id, name }) => ({ id, name })) }),
      // So that pages offer a search only where there is something to find.
      ...(count > 0 && { articles: count }),
      ...(mail && { mail: true }),
    };
  }
}

/** Without those that are switched off. */
function followed(rules: readonly OwnerTriggerRule[]): TriggerRule[] {
  return rules.filter(({ off }) => !off);
}

const NOBODY: ReadonlyMap<string, string> = new Map();

const isFaceless = ({ author }: TriggerRule): boolean => author !== undefined && author.avatarUrl === undefined;

/** Whoever is named in a message as an agent is called has that agent's picture. */
function withFace(rule: TriggerRule, faces: ReadonlyMap<string, string>): TriggerRule {
  const { author } = rule;
  const avatarUrl = author && isFaceless(rule) ? faces.get(author.name) : undefined;
  return author && avatarUrl !== undefined ? { ...rule, author: { ...author, avatarUrl } } : rule;
}

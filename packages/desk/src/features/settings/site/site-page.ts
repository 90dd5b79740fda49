/** Which pages may use the server, and which files people may send (A12, X3, V11): before what the server was started with. */
import { DEFAULT_FILE_RULES, FILE_KINDS, type FileRules } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { Saveable } from '../draft.js';
import { areaField, checkField, choices, textField } from '../fields.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import { filesDraft, filesEntryOf, MEGABYTE, MOST_MEGABYTES, originsDraft, type FilesEntry } from './site-entry.js';
import { siteWords } from './site-words.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new SitePage(host);

const FAMILIES = ['image', 'video', 'audio', 'other'] as const;

class SitePage implements SettingsPage {
  readonly #host: PageHost;
  readonly #origins;
  readonly #files;
  #startedOrigins: readonly string[] = [];
  #startedFiles: FileRules = DEFAULT_FILE_RULES;

  constructor(host: PageHost) {
    this.#host = host;
    const say = (): Say<keyof typeof siteWords.en> => this.#say;
    this.#origins = originsDraft(host, say, (started) => (this.#startedOrigins = started));
    this.#files = filesDraft(host, say, (started) => (this.#startedFiles = started));
  }

  drafts(): readonly Saveable[] {
    return [this.#origins, this.#files];
  }

  render(): TemplateResult {
    return html`<div>${this.#pages()} ${this.#uploads()}</div>`;
  }

  get #say(): Say<keyof typeof siteWords.en> {
    return wordsIn(this.#host.localizer(), siteWords);
  }

  #pages(): TemplateResult | typeof nothing {
    const say = this.#say;
    const entry = this.#origins.value;
    if (!entry) return nothing;
    const started = this.#startedOrigins;
    return html`<h3>${say('origins')}</h3>
      <p class="hint">${say('origins-hint')}</p>
      <div class="settings-form bare">
        ${checkField({
          ...{ id: 'origins-own', label: say('origins-own'), checked: entry.own },
          ...(!entry.own && {
            hint: started.length > 0 ? say('origins-started', { list: started.join(', ') }) : say('origins-none'),
          }),
          onChange: (own) => this.#origins.change({ own, lines: entry.lines || started.join('\n') }),
        })}
        ${
          entry.own
            ? areaField({
                ...{ id: 'origins-lines', label: say('list'), hint: say('list-hint'), rows: 4, maxLength: 20_000 },
                ...{
                  value: entry.lines,
                  problem: this.#origins.problemAt('lines') ?? this.#origins.problemAt('origins'),
                },
                onInput: (lines) => this.#origins.change({ lines }),
              })
            : nothing
        }
      </div>`;
  }

  #uploads(): TemplateResult | typeof nothing {
    const say = this.#say;
    const entry = this.#files.value;
    if (!entry) return nothing;
    return html`<h3>${say('files')}</h3>
      <p class="hint">${say('files-hint')}</p>
      <div class="settings-form bare">
        ${checkField({
          ...{ id: 'files-own', label: say('files-own'), checked: entry.own },
          ...(!entry.own && { hint: this.#startedRules() }),
          onChange: (own) =>
            this.#files.change(entry.endings.length > 0 ? { own } : { ...filesEntryOf(this.#startedFiles), own }),
        })}
        ${
          entry.own
            ? html`${checkField({
                ...{ id: 'files-enabled', label: say('enabled'), checked: entry.enabled },
                onChange: (enabled) => this.#files.change({ enabled }),
              })}
              ${entry.enabled ? this.#rules(entry) : nothing}`
            : nothing
        }
      </div>`;
  }

  #startedRules(): string {
    const { enabled, maxSize, endings } = this.#startedFiles;
    if (!enabled) return this.#say('files-started-none');
    const { locale } = this.#host.localizer();
    const megabytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
    const size = megabytes.format(maxSize / MEGABYTE);
    return this.#say('files-started', { size, kinds: endings.join(', ') });
  }

  #rules({ size, endings }: FilesEntry): TemplateResult {
    const say = this.#say;
    const problem = this.#files.problemAt('endings');
    return html`<div class="settings-fields">
        ${textField({
          ...{ id: 'files-size', type: 'number', label: say('size'), hint: say('size-hint', { most: MOST_MEGABYTES }) },
          ...{ value: size, min: 0, max: MOST_MEGABYTES, problem: this.#files.problemAt('maxSize') },
          onInput: (value) => this.#files.change({ size: value }),
        })}
      </div>
      ${FAMILIES.map((family) => {
        const known = Object.keys(FILE_KINDS).filter((ending) => familyOf(ending) === family);
        return choices({
          ...{ id: `files-${family}`, label: say(family) },
          ...(family === 'image' && problem !== undefined && { problem }),
          options: known.map((value) => ({ value, text: value, chosen: endings.includes(value) })),
          onChange: (chosen) => {
            const others = endings.filter((ending) => !known.includes(ending));
            this.#files.change({ endings: [...others, ...chosen] });
          },
        });
      })}`;
  }
}

function familyOf(ending: string): (typeof FAMILIES)[number] {
  const family = FILE_KINDS[ending]?.type.split('/')[0];
  return FAMILIES.find((one) => one === family) ?? 'other';
}

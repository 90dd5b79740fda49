/** Messages that are offered before anybody asked (V20, A12): their order, when each is shown, and how it looks then. */
import { MAX_TRIGGERS, MAX_TRIGGER_TEXT, type Site } from '@support-chat/protocol';
import { adoptStyles, arrowUpIcon, icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { arrowDownIcon, trashIcon } from '../../../icon-paths.js';
import { tip } from '../../../tip.js';
import { areaField, textField } from '../fields.js';
import { PreviewFrame, schemeOf } from '../preview-frame.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import type { Draft } from '../draft.js';
import { isGroup } from './condition-entry.js';
import { groupFields } from './condition-fields.js';
import { newTrigger, ruleOf, triggersDraft, type TriggerEntry } from './trigger-entry.js';
import { triggersStyles } from './triggers-styles.js';
import { triggersWords } from './triggers-words.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new TriggersPage(host);

const LIMITS = ['perVisit', 'total', 'days'] as const;

class TriggersPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #draft;
  readonly #frame: PreviewFrame | null = null;
  /** What the owner has set of the chat's looks. */
  #site: Site = {};
  /** Place of the message whose form is open. */
  #edited: number | null = null;

  constructor(host: PageHost) {
    this.#host = host;
    adoptStyles(host.root, triggersStyles);
    this.#draft = triggersDraft(
      host,
      () => this.#say,
      (index) => (this.#edited = index),
    );
    const { source, changed, signal } = host;
    if (source.server === undefined) return;
    this.#frame = new PreviewFrame({ server: source.server, onChange: changed, signal });
    void this.#loadSite();
  }

  drafts(): readonly Draft<readonly TriggerEntry[]>[] {
    return [this.#draft];
  }

  shown(): void {
    if (this.#frame) void this.#loadSite();
  }

  render(): TemplateResult {
    const say = this.#say;
    const entries = this.#draft.value ?? [];
    const full = entries.length >= MAX_TRIGGERS;
    return html`<p class="hint">${say('intro')}</p>
      ${entries.length === 0 ? html`<p class="settings-empty">${say('none')}</p>` : nothing}
      <ul class="settings-list">
        ${entries.map((entry, index) => this.#row(entry, index, entries.length))}
      </ul>
      <button type="button" class="button small quiet" id="add-trigger" ?disabled=${full} @click=${() => this.#add()}>
        ${say('add')}
      </button>
      ${full ? html`<p class="hint">${say('most')}</p>` : nothing}`;
  }

  get #say(): Say<keyof typeof triggersWords.en> {
    return wordsIn(this.#host.localizer(), triggersWords);
  }

  #row(entry: TriggerEntry, index: number, count: number): TemplateResult {
    const say = this.#say;
    const { id: name, text, on } = entry;
    const open = this.#edited === index;
    const kinds = entry.when.of.map((one) => say(isGroup(one) ? 'group-number' : one.kind));
    const facts = [...(on ? [] : [say('off-mark')]), ...kinds];
    return html`<li class=${on ? '' : 'trigger-off'}>
      <div class="settings-row trigger-row">
        <div class="grow">
          <bdi class="trigger-words">${text.trim() || say('no-text')}</bdi>
          <small><bdi>${name}</bdi> · ${facts.join(' · ')}</small>
        </div>
        <label class="trigger-switch"
          ><input
            type="checkbox"
            aria-label=${say('on-named', { name })}
            .checked=${live(on)}
            @change=${(event: Event) => this.#set(index, { on: (event.target as HTMLInputElement).checked })}
          /><span>${say('on')}</span></label
        >
        ${this.#moveButton(index, -1, count, name)} ${this.#moveButton(index, 1, count, name)}
        <button
          type="button"
          class="button small quiet"
          id="trigger-${index}-edit"
          aria-expanded=${open ? 'true' : 'false'}
          aria-label=${say(open ? 'close' : 'edit', { name })}
          @click=${() => this.#edit(open ? null : index)}
        >
          ${say(open ? 'close-short' : 'edit-short')}
        </button>
        <button type="button" class="icon-button" ${tip(say('remove', { name }))} @click=${() => this.#remove(index)}>
          ${icon(trashIcon)}
        </button>
      </div>
      ${open ? this.#form(entry, index) : nothing}
    </li>`;
  }

  #moveButton(index: number, by: -1 | 1, count: number, name: string): TemplateResult {
    const way = by < 0 ? 'up' : 'down';
    const last = by < 0 ? index === 0 : index === count - 1;
    return html`<button
      type="button"
      class="icon-button"
      id="trigger-${index}-${way}"
      aria-disabled=${last ? 'true' : 'false'}
      ${tip(this.#say(way, { name }))}
      @click=${() => last || this.#move(index, index + by, way)}
    >
      ${icon(by < 0 ? arrowUpIcon : arrowDownIcon)}
    </button>`;
  }

  #form(entry: TriggerEntry, index: number): TemplateResult {
    const say = this.#say;
    const problemAt = (place: string): string | undefined => {
      const said = this.#draft.problemAt(place);
      return said === '' ? say('wrong-server') : said;
    };
    const id = `trigger-${index}`;
    const field = (name: 'author' | 'avatarUrl' | 'id', place: string): TemplateResult =>
      textField({
        ...{ id: `${id}-${name}`, label: say(name), hint: say(`${name}-hint`), value: entry[name] },
        ...{ problem: problemAt(`${index}.${place}`), maxLength: name === 'id' ? 64 : 2048 },
        onInput: (value) => this.#set(index, { [name]: value }),
      });
    return html`<div class="settings-form" role="group" aria-label=${entry.id}>
      <div class="trigger-message">
        ${areaField({
          ...{ id: `${id}-text`, label: say('text'), hint: say('text-hint'), value: entry.text },
          ...{ problem: problemAt(`${index}.text`), rows: 4, maxLength: MAX_TRIGGER_TEXT },
          onInput: (text) => this.#set(index, { text }),
        })}
        ${this.#preview(entry)}
      </div>
      <h3>${say('when')}</h3>
      <p class="hint">${say('when-hint')}</p>
      ${groupFields(entry.when, {
        ...{ id: `${id}-when`, place: `${index}.when`, say, problemAt },
        onChange: (when) => this.#set(index, { when }),
        focus: (wanted) => this.#focus(wanted),
      })}
      <h3>${say('limits')}</h3>
      <p class="hint">${say('limits-hint')}</p>
      <div class="settings-fields">
        ${LIMITS.map((name) =>
          textField({
            ...{ id: `${id}-${name}`, type: 'number', min: name === 'days' ? 0 : 1, value: entry[name] },
            ...{ label: say(name), hint: say(`${name}-hint`), problem: problemAt(`${index}.limit.${name}`) },
            onInput: (value) => this.#set(index, { [name]: value }),
          }),
        )}
      </div>
      <h3>${say('who')}</h3>
      <div class="settings-fields">
        ${field('author', 'author.name')} ${field('avatarUrl', 'author.avatarUrl')} ${field('id', 'id')}
      </div>
    </div>`;
  }

  /** The message as the chat itself shows it. */
  #preview(entry: TriggerEntry): TemplateResult | typeof nothing {
    const say = this.#say;
    const frame = this.#frame;
    if (!frame) return nothing;
    const { text, author } = ruleOf(entry);
    frame.element.title = say('preview');
    frame.show({
      ...{ site: this.#site, staffed: true, talk: null, locale: this.#host.localizer().locale },
      colorScheme: schemeOf(this.#host.root.host),
      offer: { text, ...(author && { author }) },
    });
    return html`<div class="trigger-preview">
      <span class="trigger-preview-title">${say('preview')}</span>
      ${frame.answers === false ? html`<p class="hint">${say('preview-none')}</p>` : nothing}
      <div class="trigger-device" ?hidden=${frame.answers === false || text === ''}>${frame.element}</div>
      ${text === '' ? html`<p class="hint">${say('preview-empty')}</p>` : nothing}
    </div>`;
  }

  #set(index: number, change: Partial<TriggerEntry>): void {
    this.#draft.change((all) => all.map((one, at) => (at === index ? { ...one, ...change } : one)));
  }

  #add(): void {
    const entries = this.#draft.value ?? [];
    this.#edited = entries.length;
    this.#draft.change((all) => [...all, newTrigger(all.map(({ id }) => id))]);
    this.#focus(`trigger-${entries.length}-text`);
  }

  #edit(index: number | null): void {
    this.#edited = index;
    this.#host.changed();
  }

  #move(from: number, to: number, way: 'up' | 'down'): void {
    const name = this.#draft.value?.[from]?.id ?? '';
    if (this.#edited === from) this.#edited = to;
    else if (this.#edited === to) this.#edited = from;
    this.#draft.change((all) => {
      const order = [...all];
      order.splice(to, 0, ...order.splice(from, 1));
      return order;
    });
    this.#host.tell(this.#say('moved', { name, place: to + 1, count: this.#draft.value?.length ?? 0 }));
    this.#focus(`trigger-${to}-${way}`);
  }

  #remove(index: number): void {
    const name = this.#draft.value?.[index]?.id ?? '';
    if (this.#edited === index) this.#edited = null;
    else if (this.#edited !== null && this.#edited > index) this.#edited--;
    this.#draft.change((all) => all.filter((_one, at) => at !== index));
    this.#host.tell(this.#say('removed', { name }));
    this.#focus('add-trigger');
  }

  #focus(id: string): void {
    this.#host.root.getElementById(id)?.focus();
  }

  async #loadSite(): Promise<void> {
    const { source, signal, changed } = this.#host;
    try {
      const { panel, look } = (await source.call('GET', '/settings', signal)) as Site;
      this.#site = { ...(panel && { panel }), ...(look && { look }) };
      changed();
    } catch {
      // The preview then has the chat's own looks; the page has its own way of saying that the server is away.
    }
  }
}

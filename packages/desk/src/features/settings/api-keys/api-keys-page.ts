/** API keys (A19): what other programs call the server with. Made here, shown once, revoked here. */
import { ProtocolError, readApiKeys, type ApiKey, type ApiKeyMade } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import { apiKeysWords } from './api-keys-words.js';
import { NewKeyForm } from './new-key-form.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new ApiKeysPage(host);

class ApiKeysPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #form: NewKeyForm;
  #keys: readonly ApiKey[] | null = null;
  #adding = false;
  /** The key that was made a moment ago, until its secret is put away. */
  #made: ApiKeyMade | null = null;
  /** Id of the key that one more press revokes. */
  #sure: string | null = null;

  constructor(host: PageHost) {
    this.#host = host;
    this.#form = new NewKeyForm({
      host,
      say: () => this.#say,
      onMade: (key) => this.#show(key),
      onCancel: () => {
        this.#adding = false;
        host.changed();
        this.#focus('#key-add');
      },
    });
    void this.#load();
  }

  /** Nothing waits for the bar at the foot: a key is made at once. */
  drafts(): readonly [] {
    return [];
  }

  shown(): void {
    void this.#load();
  }

  render(): TemplateResult {
    const say = this.#say;
    const now = Date.now();
    const isOver = ({ revokedAt, expiresAt }: ApiKey): boolean =>
      revokedAt !== null || (expiresAt !== null && expiresAt <= now);
    const keys = this.#keys ?? [];
    const over = keys.filter(isOver);
    return html`<p class="hint">${say('intro')}</p>
      ${this.#top()} ${this.#keys?.length === 0 ? html`<p class="settings-empty">${say('none')}</p>` : nothing}
      ${this.#list(keys.filter((key) => !isOver(key)))} ${over.length > 0 ? html`<h3>${say('over')}</h3>` : nothing}
      ${this.#list(over)}`;
  }

  get #say(): Say<keyof typeof apiKeysWords.en> {
    return wordsIn(this.#host.localizer(), apiKeysWords);
  }

  #top(): TemplateResult {
    if (this.#made) return this.#secret(this.#made);
    if (this.#adding) return this.#form.render();
    return html`<div class="settings-actions">
      <button type="button" id="key-add" class="button small" @click=${() => this.#add()}>${this.#say('add')}</button>
    </div>`;
  }

  #secret({ name, secret }: ApiKeyMade): TemplateResult {
    const say = this.#say;
    return html`<div class="settings-card settings-form" role="group" aria-label=${name}>
      <div class="settings-field">
        <label for="key-secret">${say('secret')}</label>
        <input
          id="key-secret"
          readonly
          dir="ltr"
          spellcheck="false"
          autocomplete="off"
          aria-describedby="key-secret-hint"
          .value=${secret}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        />
        <p class="hint" id="key-secret-hint">${say('secret-hint')}</p>
      </div>
      <div class="settings-actions">
        <button type="button" id="key-copy" class="button small" @click=${() => void this.#copy(secret)}>
          ${say('copy')}
        </button>
        <button type="button" class="button small quiet" @click=${() => this.#putAway()}>${say('kept')}</button>
      </div>
    </div>`;
  }

  #list(keys: readonly ApiKey[]): TemplateResult | typeof nothing {
    if (keys.length === 0) return nothing;
    return html`<ul class="settings-list">
      ${repeat(
        keys,
        ({ id }) => id,
        (key) => this.#row(key),
      )}
    </ul>`;
  }

  #row(key: ApiKey): TemplateResult {
    const say = this.#say;
    const { id, name, hint, scopes, createdBy } = key;
    return html`<li>
      <div class="settings-row">
        <div class="grow">
          <bdi>${name}</bdi>
          <small><bdi>${hint}…</bdi> · ${this.#factsOf(key)} · ${say('by', { name: createdBy.name })}</small>
          <small dir="ltr">${scopes.join(', ')}</small>
        </div>
        ${
          key.revokedAt === null
            ? html`<button
                type="button"
                class="button small quiet danger"
                aria-label=${say(this.#sure === id ? 'revoke-sure' : 'revoke-name', { name })}
                @click=${() => this.#revoke(key)}
                @blur=${() => this.#doubt()}
              >
                ${this.#sure === id ? say('revoke-sure', { name }) : say('revoke')}
              </button>`
            : nothing
        }
      </div>
    </li>`;
  }

  #factsOf({ revokedAt, expiresAt, lastUsedAt }: ApiKey): string {
    const say = this.#say;
    const localizer = this.#host.localizer();
    const now = Date.now();
    if (revokedAt !== null) return say('revoked', { time: localizer.day(revokedAt, now) });
    const used = lastUsedAt === null ? say('unused') : say('used', { time: localizer.time(lastUsedAt, now) });
    if (expiresAt === null) return used;
    const time = localizer.day(expiresAt, now);
    return `${used} · ${say(expiresAt <= now ? 'expired' : 'expires', { time })}`;
  }

  #add(): void {
    this.#adding = true;
    this.#host.tell('');
    this.#host.changed();
    this.#focus('#key-name');
  }

  #show(key: ApiKeyMade): void {
    const { secret: _secret, ...row } = key;
    this.#adding = false;
    this.#made = key;
    this.#keys = [row, ...(this.#keys ?? [])];
    this.#host.tell(this.#say('made', { name: key.name }));
    this.#focus('#key-copy');
  }

  #putAway(): void {
    this.#made = null;
    this.#host.tell('');
    this.#host.changed();
    this.#focus('#key-add');
  }

  async #copy(secret: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(secret);
      this.#host.tell(this.#say('copied'));
    } catch {
      // Not allowed here: at least it is marked.
      this.#focus('#key-secret');
      this.#host.tell(this.#say('marked'), true);
    }
  }

  #revoke({ id, name }: ApiKey): void {
    if (this.#sure !== id) {
      this.#sure = id;
      return this.#host.changed();
    }
    this.#sure = null;
    void this.#try(async (signal) => {
      await this.#host.source.call('DELETE', `/api-keys/${id}`, signal);
      if (this.#made?.id === id) this.#made = null;
      await this.#load();
      this.#host.tell(this.#say('revoked-now', { name }));
      this.#focus('#key-add');
    });
  }

  #doubt(): void {
    if (this.#sure === null) return;
    this.#sure = null;
    this.#host.changed();
  }

  #focus(selector: string): void {
    this.#host.root.querySelector<HTMLElement>(selector)?.focus();
  }

  async #load(): Promise<void> {
    await this.#try(async (signal) => {
      this.#keys = readApiKeys(await this.#host.source.call('GET', '/api-keys', signal), 'answer').apiKeys;
      this.#host.changed();
    });
  }

  async #try(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal, tell, localizer } = this.#host;
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      tell(localizer().error(error.code), true);
    }
  }
}

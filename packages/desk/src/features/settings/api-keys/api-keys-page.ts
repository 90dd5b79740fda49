/** API keys (A19): what other programs call the server with. Made here, shown once, revoked here. */
import { readApiKeys, type ApiKey, type ApiKeyMade } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { orTell } from '../or-tell.js';
import { SecondPress } from '../second-press.js';
import { SecretCard } from '../secret-card.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import { apiKeysWords } from './api-keys-words.js';
import { newKeyForm } from './new-key-form.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new ApiKeysPage(host);

class ApiKeysPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #form: ReturnType<typeof newKeyForm>;
  readonly #press: SecondPress;
  readonly #secret: SecretCard;
  #keys: readonly ApiKey[] | null = null;
  #adding = false;

  constructor(host: PageHost) {
    this.#host = host;
    this.#press = new SecondPress(host.changed);
    this.#secret = new SecretCard({
      ...{ host, prefix: 'key', say: () => this.#say },
      onKept: () => this.#focus('#key-add'),
    });
    this.#form = newKeyForm({
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
      ${this.#secret.isShown ? this.#secret.render() : this.#top()}
      ${this.#keys?.length === 0 ? html`<p class="settings-empty">${say('none')}</p>` : nothing}
      ${this.#list(keys.filter((key) => !isOver(key)))} ${over.length > 0 ? html`<h3>${say('over')}</h3>` : nothing}
      ${this.#list(over)}`;
  }

  get #say(): Say<keyof typeof apiKeysWords.en> {
    return wordsIn(this.#host.localizer(), apiKeysWords);
  }

  #top(): TemplateResult {
    if (this.#adding) return this.#form.render();
    return html`<div class="settings-actions">
      <button type="button" id="key-add" class="button small" @click=${() => this.#add()}>${this.#say('add')}</button>
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
            ? this.#press.button({
                ...{ key: id, label: say('revoke'), name: say('revoke-name', { name }) },
                ...{ question: say('revoke-sure', { name }), onDo: () => this.#revoke(key) },
              })
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
    this.#keys = [row, ...(this.#keys ?? [])];
    this.#secret.show({ of: key.id, name: key.name, secret: key.secret }, this.#say('made', { name: key.name }));
  }

  #revoke({ id, name }: ApiKey): void {
    void orTell(this.#host, async (signal) => {
      await this.#host.source.call('DELETE', `/api-keys/${id}`, signal);
      this.#secret.forget(id);
      await this.#load();
      this.#host.tell(this.#say('revoked-now', { name }));
      this.#focus('#key-add');
    });
  }

  #focus(selector: string): void {
    this.#host.root.querySelector<HTMLElement>(selector)?.focus();
  }

  async #load(): Promise<void> {
    await orTell(this.#host, async (signal) => {
      this.#keys = readApiKeys(await this.#host.source.call('GET', '/api-keys', signal), 'answer').apiKeys;
      this.#host.changed();
    });
  }
}

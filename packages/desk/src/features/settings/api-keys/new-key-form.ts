/** Making an API key: its name, how long it is good and what it may. Nothing of it is kept anywhere. */
import { API_SCOPES, ProtocolError, readApiKeyMade, type ApiKeyMade, type ApiScope } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { checkField, selectField, textField } from '../fields.js';
import type { PageHost, Say } from '../settings-page.js';
import type { apiKeysWords } from './api-keys-words.js';

const DAY = 24 * 60 * 60 * 1000;
/** Days that a key can be good for; `never`: until it is revoked. */
const EXPIRIES = ['30', '90', '365', 'never'] as const;

interface Entry {
  readonly name: string;
  readonly expiry: (typeof EXPIRIES)[number];
  readonly scopes: readonly ApiScope[];
}

const EMPTY: Entry = { name: '', expiry: '90', scopes: [] };

interface NewKeyFormOptions {
  readonly host: PageHost;
  readonly say: () => Say<keyof typeof apiKeysWords.en>;
  readonly onMade: (key: ApiKeyMade) => void;
  readonly onCancel: () => void;
}

/** See the module. */
export class NewKeyForm {
  readonly #options: NewKeyFormOptions;
  #entry = EMPTY;
  #problems: { readonly name?: string; readonly scopes?: string } = {};
  #wrong = '';
  #busy = false;

  constructor(options: NewKeyFormOptions) {
    this.#options = options;
  }

  render(): TemplateResult {
    const say = this.#options.say();
    const { name, expiry } = this.#entry;
    return html`<form
      class="settings-card settings-form"
      novalidate
      aria-label=${say('add')}
      @submit=${(event: SubmitEvent) => void this.#submit(event)}
    >
      <div class="settings-fields">
        ${textField({
          ...{ id: 'key-name', label: say('name'), hint: say('name-hint'), value: name, problem: this.#problems.name },
          onInput: (value) => this.#set({ name: value }),
        })}
        ${selectField({
          ...{ id: 'key-expiry', label: say('expiry'), value: expiry },
          options: EXPIRIES.map(
            (one) => [one, one === 'never' ? say('never') : say('days', { count: Number(one) })] as const,
          ),
          onChoose: (value) => this.#set({ expiry: value }),
        })}
      </div>
      ${this.#scopeFields()}
      <p class="problem" role="alert" ?hidden=${this.#wrong === ''}>${this.#wrong}</p>
      <div class="settings-actions">
        <button type="submit" class="button small" aria-disabled=${this.#busy ? 'true' : 'false'}>
          ${say('make')}
        </button>
        <button type="button" class="button small quiet" @click=${() => this.#options.onCancel()}>
          ${say('cancel')}
        </button>
      </div>
    </form>`;
  }

  #scopeFields(): TemplateResult {
    const say = this.#options.say();
    const { scopes } = this.#entry;
    const problem = this.#problems.scopes;
    return html`<fieldset
      class="settings-choices"
      aria-describedby=${problem === undefined ? nothing : 'key-scopes-problem'}
    >
      <legend>${say('scopes')}</legend>
      ${problem === undefined ? nothing : html`<p class="problem" id="key-scopes-problem">${problem}</p>`}
      <div class="settings-fields">
        ${API_SCOPES.map((scope) =>
          checkField({
            ...{ id: `scope-${scope.replace(':', '-')}`, label: say(scope), hint: scope },
            checked: scopes.includes(scope),
            onChange: (checked) => {
              const others = scopes.filter((one) => one !== scope);
              this.#set({ scopes: checked ? [...others, scope] : others });
            },
          }),
        )}
      </div>
    </fieldset>`;
  }

  #set(change: Partial<Entry>): void {
    this.#entry = { ...this.#entry, ...change };
    this.#problems = {};
    this.#wrong = '';
    this.#options.host.changed();
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (this.#busy) return;
    const { host, say } = this.#options;
    const { name, scopes } = this.#entry;
    const words = say();
    this.#problems = {
      ...(name.trim() === '' && { name: words('name-missing') }),
      ...(scopes.length === 0 && { scopes: words('scopes-missing') }),
    };
    this.#wrong = '';
    if (Object.keys(this.#problems).length === 0) await this.#make();
    host.changed();
    const { name: unnamed, scopes: unticked } = this.#problems;
    if (unnamed !== undefined) form.querySelector<HTMLElement>('#key-name')?.focus();
    else if (unticked !== undefined) form.querySelector<HTMLElement>('fieldset input')?.focus();
  }

  async #make(): Promise<void> {
    const { host, say, onMade } = this.#options;
    const { source, signal, localizer } = host;
    const { name, expiry, scopes } = this.#entry;
    const expiresAt = expiry === 'never' ? null : Date.now() + Number(expiry) * DAY;
    this.#busy = true;
    try {
      const answer = await source.call('POST', '/api-keys', signal, { name: name.trim(), scopes, expiresAt });
      this.#entry = EMPTY;
      onMade(readApiKeyMade(answer, 'answer').apiKey);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      this.#wrong = error.code === 'settings-invalid' ? say()('too-many') : localizer().error(error.code);
    } finally {
      this.#busy = false;
    }
  }
}

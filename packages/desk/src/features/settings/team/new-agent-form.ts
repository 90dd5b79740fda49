/** Adding an agent: who they are, and the password they begin with. Nothing of it is kept anywhere. */
import { ProtocolError } from '@support-chat/protocol';
import { html, type TemplateResult } from 'lit';
import { selectField, textField } from '../fields.js';
import type { PageHost, Say } from '../settings-page.js';
import type { teamWords } from './team-words.js';

type Words = Say<keyof typeof teamWords.en>;
const EMPTY = { name: '', email: '', password: '', role: 'agent' as 'agent' | 'lead' };

interface NewAgentFormOptions {
  readonly host: PageHost;
  readonly say: () => Words;
  /** Somebody was added. */
  readonly onAdded: (name: string) => void;
  readonly onCancel: () => void;
}

/** See the module. */
export class NewAgentForm {
  readonly #options: NewAgentFormOptions;
  #entry = EMPTY;
  #problems: Readonly<Partial<Record<keyof typeof EMPTY, string>>> = {};
  #wrong = '';
  #busy = false;

  constructor(options: NewAgentFormOptions) {
    this.#options = options;
  }

  render(): TemplateResult {
    const say = this.#options.say();
    const { name, email, password, role } = this.#entry;
    return html`<form
      class="settings-card settings-form"
      novalidate
      aria-label=${say('add')}
      @submit=${(event: SubmitEvent) => void this.#submit(event)}
    >
      <div class="settings-fields">
        ${textField({
          ...{ id: 'new-name', label: say('name'), hint: say('name-hint'), value: name, problem: this.#problems.name },
          onInput: (value) => this.#set({ name: value }),
        })}
        ${textField({
          ...{ id: 'new-email', type: 'email', label: say('email'), value: email, problem: this.#problems.email },
          onInput: (value) => this.#set({ email: value }),
        })}
        ${textField({
          ...{ id: 'new-password', type: 'password', autocomplete: 'new-password', maxLength: 256 },
          ...{ label: say('password'), hint: say('password-hint'), value: password, problem: this.#problems.password },
          onInput: (value) => this.#set({ password: value }),
        })}
        ${selectField({
          ...{ id: 'new-role', label: say('role'), value: role },
          options: [
            ['agent', say('role-agent')],
            ['lead', say('role-lead')],
          ],
          onChoose: (value) => this.#set({ role: value }),
        })}
      </div>
      <p class="hint">${say('add-hint')}</p>
      <p class="problem" role="alert" ?hidden=${this.#wrong === ''}>${this.#wrong}</p>
      <div class="settings-actions">
        <button type="submit" class="button small" aria-disabled=${this.#busy ? 'true' : 'false'}>
          ${say('add-do')}
        </button>
        <button type="button" class="button small quiet" @click=${() => this.#options.onCancel()}>
          ${say('cancel')}
        </button>
      </div>
    </form>`;
  }

  #set(change: Partial<typeof EMPTY>): void {
    this.#entry = { ...this.#entry, ...change };
    this.#problems = {};
    this.#options.host.changed();
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (this.#busy) return;
    const { host, say, onAdded } = this.#options;
    const words = say();
    const { name, email, password } = this.#entry;
    this.#problems = {
      ...(name.trim() === '' && { name: words('name-missing') }),
      ...(!/^[^\s@]+@[^\s@]+$/.test(email.trim()) && { email: words('email-wrong') }),
      ...(password.length < 10 && { password: words('password-short') }),
    };
    this.#wrong = '';
    if (Object.keys(this.#problems).length === 0) await this.#add(words, onAdded);
    host.changed();
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  async #add(say: Words, onAdded: (name: string) => void): Promise<void> {
    const { source, signal, localizer } = this.#options.host;
    this.#busy = true;
    try {
      await source.call('POST', '/agents', signal, { ...this.#entry, name: this.#entry.name.trim() });
      const { name } = this.#entry;
      this.#entry = EMPTY;
      onAdded(name);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      if (error.code === 'id-conflict') this.#problems = { email: say('email-taken') };
      else if (error.code === 'password-too-weak') this.#problems = { password: say('password-short') };
      else this.#wrong = localizer().error(error.code);
    } finally {
      this.#busy = false;
    }
  }
}

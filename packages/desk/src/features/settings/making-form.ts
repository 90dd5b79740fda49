/** A form that makes something at once: what is wrong stands at its field, and nothing of it is kept anywhere. */
import { ProtocolError } from '@support-chat/protocol';
import { html, type TemplateResult } from 'lit';
import type { PageHost } from './settings-page.js';

/** What is wrong, by field. */
type EntryProblems<Entry> = Readonly<Partial<Record<keyof Entry, string>>>;

interface MakingFormOptions<Entry> {
  readonly host: PageHost;
  readonly empty: Entry;
  readonly words: () => { readonly title: string; readonly make: string; readonly cancel: string };
  readonly fields: (
    entry: Entry,
    problems: EntryProblems<Entry>,
    set: (change: Partial<Entry>) => void,
  ) => TemplateResult;
  /** What is wrong before the server has to say it. */
  readonly check: (entry: Entry) => EntryProblems<Entry>;
  /** Makes it. @throws ProtocolError */
  readonly make: (entry: Entry, signal: AbortSignal) => Promise<void>;
  /** What a refusal is about: a field, or the whole. Default: the whole, in the words of its code. */
  readonly refusal?: (error: ProtocolError) => EntryProblems<Entry> | string | undefined;
  readonly onCancel: () => void;
}

/** See the module. */
export class MakingForm<Entry extends object> {
  readonly #options: MakingFormOptions<Entry>;
  #entry: Entry;
  #problems = {} as EntryProblems<Entry>;
  #wrong = '';
  #busy = false;

  constructor(options: MakingFormOptions<Entry>) {
    this.#options = options;
    this.#entry = options.empty;
  }

  render(): TemplateResult {
    const { words, fields, onCancel } = this.#options;
    const { title, make, cancel } = words();
    return html`<form
      class="settings-card settings-form"
      novalidate
      aria-label=${title}
      @submit=${(event: SubmitEvent) => void this.#submit(event)}
    >
      ${fields(this.#entry, this.#problems, (change) => this.#set(change))}
      <p class="problem" role="alert" ?hidden=${this.#wrong === ''}>${this.#wrong}</p>
      <div class="settings-actions">
        <button type="submit" class="button small" aria-disabled=${this.#busy ? 'true' : 'false'}>${make}</button>
        <button type="button" class="button small quiet" @click=${() => onCancel()}>${cancel}</button>
      </div>
    </form>`;
  }

  #set(change: Partial<Entry>): void {
    this.#entry = { ...this.#entry, ...change };
    this.#problems = {} as EntryProblems<Entry>;
    this.#wrong = '';
    this.#options.host.changed();
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (this.#busy) return;
    const { host, check } = this.#options;
    this.#problems = check(this.#entry);
    this.#wrong = '';
    if (Object.keys(this.#problems).length === 0) await this.#make();
    host.changed();
    form.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[aria-describedby$="-problem"] input')?.focus();
  }

  async #make(): Promise<void> {
    const { host, empty, make, refusal } = this.#options;
    this.#busy = true;
    try {
      await make(this.#entry, host.signal);
      this.#entry = empty;
    } catch (error) {
      if (host.signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      const refused = refusal?.(error) ?? host.localizer().error(error.code);
      if (typeof refused === 'string') this.#wrong = refused;
      else this.#problems = refused;
    } finally {
      this.#busy = false;
    }
  }
}

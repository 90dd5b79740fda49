/** Departments, who gets whom, and what becomes of agents who do nothing (A3, A8). */
import { html, nothing, type TemplateResult } from 'lit';
import type { Saveable } from '../draft.js';
import { textField } from '../fields.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import { departmentsWords } from './departments-words.js';
import { absenceDraft, departmentId, departmentsDraft, routingDraft, type Department } from './routing-entry.js';
import { routingFields } from './routing-fields.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new DepartmentsPage(host);

class DepartmentsPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #departments;
  readonly #routing;
  readonly #absence;
  /** Of each department, by id, how many wait there. */
  #waiting: ReadonlyMap<string, number> = new Map();
  #newName = '';

  constructor(host: PageHost) {
    this.#host = host;
    const say = (): Say<keyof typeof departmentsWords.en> => this.#say;
    this.#departments = departmentsDraft(host, say);
    this.#routing = routingDraft(host, say);
    this.#absence = absenceDraft(host, say);
    void this.#count();
  }

  drafts(): readonly Saveable[] {
    return [this.#departments, this.#routing, this.#absence];
  }

  shown(): void {
    void this.#count();
  }

  render(): TemplateResult {
    const say = this.#say;
    const departments = this.#departments.value ?? [];
    return html`<h3>${say('departments')}</h3>
      <p class="hint">${say('departments-hint')}</p>
      ${departments.length === 0 ? html`<p class="settings-empty">${say('departments-none')}</p>` : nothing}
      <ul class="settings-list">
        ${departments.map((department, index) => this.#row(department, index))}
      </ul>
      ${this.#removed().map((words) => html`<p class="settings-warning" role="status">${words}</p>`)}
      <form class="settings-row with-fields" @submit=${(event: SubmitEvent) => this.#add(event)}>
        ${textField({
          ...{ id: 'new-department', label: say('new'), value: this.#newName },
          onInput: (value) => {
            this.#newName = value;
            this.#host.changed();
          },
        })}
        <button type="submit" class="button small quiet">${say('add')}</button>
      </form>
      ${this.#routing.value ? routingFields(this.#routing, this.#routing.value, departments, say) : nothing}
      <h3>${say('absence')}</h3>
      <div class="settings-fields">
        ${(['awayAfter', 'signOutAfter'] as const).map((name) =>
          textField({
            ...{ id: name, type: 'number', min: 1, hint: say('never'), problem: this.#absence.problemAt(name) },
            label: say(name === 'awayAfter' ? 'away-after' : 'sign-out-after'),
            value: this.#absence.value?.[name] ?? '',
            onInput: (value) => this.#absence.change({ [name]: value }),
          }),
        )}
      </div>`;
  }

  get #say(): Say<keyof typeof departmentsWords.en> {
    return wordsIn(this.#host.localizer(), departmentsWords);
  }

  #row({ id, name }: Department, index: number): TemplateResult {
    const say = this.#say;
    return html`<li>
      <div class="settings-row with-fields">
        ${textField({
          ...{ id: `department-${id}`, label: say('name-of', { row: index + 1 }), value: name },
          problem: this.#departments.problemAt(`${index}.name`),
          onInput: (value) =>
            this.#departments.change((all) => all.map((one) => (one.id === id ? { ...one, name: value } : one))),
        })}
        <button
          type="button"
          class="button small quiet"
          aria-label=${say('remove', { name })}
          @click=${() => this.#remove(id)}
        >
          ${say('remove-short')}
        </button>
      </div>
    </li>`;
  }

  /** What is said of departments that are there and are to go. */
  #removed(): string[] {
    const kept = new Set(this.#departments.value?.map(({ id }) => id));
    const gone = (this.#departments.stored ?? []).filter(({ id }) => !kept.has(id));
    return gone.map(({ id, name }) => {
      const count = this.#waiting.get(id) ?? 0;
      return count === 0 ? this.#say('removed', { name }) : this.#say('removed-waiting', { name, count });
    });
  }

  #add(event: SubmitEvent): void {
    event.preventDefault();
    const name = this.#newName.trim();
    if (name === '') return;
    this.#newName = '';
    const taken = [...(this.#departments.value ?? []), ...(this.#departments.stored ?? [])].map(({ id }) => id);
    this.#departments.change((all) => [...all, { id: departmentId(name, new Set(taken)), name }]);
  }

  #remove(id: string): void {
    this.#departments.change((all) => all.filter((one) => one.id !== id));
    this.#routing.change((entry) => ({
      ...entry,
      overflow: entry.overflow.filter(({ from, to }) => from !== id && to !== `department:${id}`),
    }));
    void this.#count();
  }

  async #count(): Promise<void> {
    const { source, signal, changed } = this.#host;
    try {
      const team = (await source.call('GET', '/agent/team', signal)) as {
        departments: readonly { readonly id: string; readonly waiting: number }[];
      };
      this.#waiting = new Map(team.departments.map(({ id, waiting }) => [id, waiting]));
      changed();
    } catch {
      // Nothing depends on the figure; the page has its own way of saying that the server is away.
    }
  }
}

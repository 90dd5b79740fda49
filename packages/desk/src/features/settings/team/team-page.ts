/** Agents and roles (A1): who may answer, as what, where and how much at once. */
import type { Author } from '@support-chat/protocol';
import { adoptStyles } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { setFace } from '../../../account/persona-source.js';
import { face } from '../../../face.js';
import { FaceField } from '../../persona/face-field.js';
import { personaStyles } from '../../persona/persona-styles.js';
import type { Draft } from '../draft.js';
import { checkField, choices, selectField, textField } from '../fields.js';
import { orTell } from '../or-tell.js';
import { SecondPress } from '../second-press.js';
import { wordsIn, type PageHost, type Say, type SettingsPage } from '../settings-page.js';
import { agentDraft, loadAgents, type AgentAccountRow, type AgentEntry } from './agent-account.js';
import { newAgentForm } from './new-agent-form.js';
import { teamWords } from './team-words.js';

type Words = Say<keyof typeof teamWords.en>;
interface Department {
  readonly id: string;
  readonly name: string;
}

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new TeamPage(host);

class TeamPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #drafts = new Map<string, Draft<AgentEntry>>();
  readonly #faces = new Map<string, FaceField>();
  readonly #newAgent: ReturnType<typeof newAgentForm>;
  readonly #press: SecondPress;
  #agents: readonly AgentAccountRow[] | null = null;
  #departments: readonly Department[] = [];
  #adding = false;
  /** Id of the agent whose form is open. */
  #edited: string | null = null;

  constructor(host: PageHost) {
    this.#host = host;
    adoptStyles(host.root, personaStyles);
    this.#press = new SecondPress(host.changed);
    this.#newAgent = newAgentForm({
      host,
      say: () => this.#say,
      onAdded: (name) => {
        this.#adding = false;
        host.tell(this.#say('added', { name }));
        void this.#load();
      },
      onCancel: () => {
        this.#adding = false;
        host.changed();
      },
    });
    void this.#load();
  }

  drafts(): readonly Draft<AgentEntry>[] {
    return [...this.#drafts.values()];
  }

  shown(): void {
    void this.#load();
  }

  render(): TemplateResult {
    const say = this.#say;
    return html`<p class="hint">${say('intro')}</p>
      ${
        this.#adding
          ? this.#newAgent.render()
          : html`<div class="settings-actions">
              <button type="button" class="button small" @click=${() => this.#add()}>${say('add')}</button>
            </div>`
      }
      <ul class="settings-list">
        ${repeat(
          this.#agents ?? [],
          ({ id }) => id,
          (agent) => this.#row(agent),
        )}
      </ul>`;
  }

  get #say(): Words {
    return wordsIn(this.#host.localizer(), teamWords);
  }

  #row(agent: AgentAccountRow): TemplateResult {
    const say = this.#say;
    const { id, name, email, role, presence } = agent;
    const open = this.#edited === id;
    const draft = this.#drafts.get(id);
    const facts = [say(`role-${role}`), say(presence), ...(draft?.dirty ? ['●'] : [])].join(' · ');
    return html`<li>
      <div class="settings-row">
        ${face(seenAs(agent), this.#host.localizer())}
        <div class="grow">
          <bdi>${name}</bdi>${id === this.#host.source.self ? ` (${say('you')})` : nothing}
          <small><bdi>${email}</bdi> · ${facts}</small>
        </div>
        <button
          type="button"
          class="button small quiet"
          aria-expanded=${open ? 'true' : 'false'}
          aria-label=${say(open ? 'close' : 'edit', { name })}
          @click=${() => this.#edit(open ? null : id)}
        >
          ${say(open ? 'done-short' : 'edit-short')}
        </button>
      </div>
      ${open && draft?.value ? this.#form(agent, draft, draft.value) : nothing}
    </li>`;
  }

  #form(agent: AgentAccountRow, draft: Draft<AgentEntry>, entry: AgentEntry): TemplateResult {
    const say = this.#say;
    const { id, name, presence } = agent;
    const self = id === this.#host.source.self;
    const changedRole = entry.role !== draft.stored?.role;
    const lastOwner = draft.problemAt('role') !== undefined;
    return html`<div class="settings-form" role="group" aria-label=${name}>
      ${this.#faceOf(id).render(seenAs(agent))}
      <div class="settings-fields">
        ${textField({
          ...{ id: `name-${id}`, label: say('name'), hint: say('name-hint'), value: entry.name },
          problem: draft.problemAt('name'),
          onInput: (value) => draft.change({ name: value }),
        })}
        ${textField({
          ...{ id: `title-${id}`, label: say('job'), hint: say('job-hint'), value: entry.title },
          onInput: (title) => draft.change({ title }),
        })}
        ${selectField({
          ...{ id: `role-${id}`, label: say('role'), value: entry.role },
          problem: lastOwner ? say('last-owner') : undefined,
          hint: changedRole ? say(self ? 'self-demoted' : 'role-changed') : undefined,
          options: [
            ['agent', say('role-agent')],
            ['lead', say('role-lead')],
            ['owner', say('role-owner')],
          ],
          onChoose: (role) => draft.change({ role }),
        })}
        ${textField({
          ...{ id: `capacity-${id}`, type: 'number', min: 1, max: 8, value: entry.capacity },
          ...{ label: say('capacity'), hint: say('capacity-hint'), problem: draft.problemAt('capacity') },
          onInput: (capacity) => draft.change({ capacity }),
        })}
        ${textField({
          ...{ id: `skills-${id}`, label: say('skills'), hint: say('skills-hint'), value: entry.skills },
          problem: draft.problemAt('skills'),
          onInput: (skills) => draft.change({ skills }),
        })}
      </div>
      ${this.#departmentFields(id, draft, entry)}
      <div class="settings-actions">
        <button
          type="button"
          class="button small quiet"
          @click=${() => void this.#setPresence(agent, presence === 'available' ? 'away' : 'available')}
        >
          ${say(presence === 'available' ? 'set-away' : 'set-available')}
        </button>
        ${this.#press.button({
          ...{ key: id, label: say('sign-out'), question: say('sign-out-sure', { name }) },
          onDo: () => this.#signOut(agent),
        })}
      </div>
    </div>`;
  }

  #departmentFields(id: string, draft: Draft<AgentEntry>, { departments }: AgentEntry): TemplateResult {
    const say = this.#say;
    if (this.#departments.length === 0) return html`<p class="hint">${say('departments-none')}</p>`;
    return html`${checkField({
      ...{ id: `all-${id}`, label: say('departments-all'), checked: departments === null },
      onChange: (all) => draft.change({ departments: all ? null : this.#departments.map((one) => one.id) }),
    })}
    ${
      departments === null
        ? nothing
        : choices({
            ...{ id: `departments-${id}`, label: say('departments') },
            options: this.#departments.map((one) => ({
              ...{ value: one.id, text: one.name, chosen: departments.includes(one.id) },
            })),
            onChange: (chosen) => draft.change({ departments: chosen }),
          })
    }`;
  }

  #faceOf(id: string): FaceField {
    const known = this.#faces.get(id);
    if (known) return known;
    const { source, signal, localizer, changed } = this.#host;
    const made = new FaceField({
      ...{ localizer, changed, signal },
      store: (picture) => setFace((method, path, ...rest) => source.call(method, path, ...rest), id, picture, signal),
      onChange: ({ avatarUrl }) => {
        this.#agents = (this.#agents ?? []).map((row) => {
          const { avatarUrl: _before, ...others } = row;
          return row.id === id ? { ...others, ...(avatarUrl !== undefined && { avatarUrl }) } : row;
        });
      },
    });
    this.#faces.set(id, made);
    return made;
  }

  #add(): void {
    this.#adding = true;
    this.#host.tell('');
    this.#host.changed();
    this.#host.root.querySelector<HTMLElement>('#new-name')?.focus();
  }

  #edit(id: string | null): void {
    this.#edited = id;
    if (id !== null && !this.#drafts.has(id)) {
      const draft = agentDraft(this.#host, id, {
        known: new Set(this.#departments.map((one) => one.id)),
        words: (key) => this.#say(key),
        onLoaded: (rows) => (this.#agents = rows),
      });
      this.#drafts.set(id, draft);
    } else if (id !== null) void this.#drafts.get(id)?.load();
    this.#host.changed();
  }

  #setPresence({ id }: AgentAccountRow, presence: 'available' | 'away'): Promise<void> {
    return orTell(this.#host, async (signal) => {
      await this.#host.source.call('PUT', `/agents/${id}/presence`, signal, { presence });
      await this.#load();
    });
  }

  #signOut({ id, name }: AgentAccountRow): void {
    void orTell(this.#host, async (signal) => {
      await this.#host.source.call('DELETE', `/agents/${id}/sessions`, signal);
      this.#host.tell(this.#say('signed-out', { name }));
    });
  }

  async #load(): Promise<void> {
    await orTell(this.#host, async (signal) => {
      const [agents, section] = await Promise.all([
        loadAgents(this.#host, signal),
        this.#host.source.call('GET', '/settings/departments', signal) as Promise<{ value?: Department[] } | null>,
      ]);
      this.#agents = agents;
      this.#departments = section?.value ?? [];
      this.#host.changed();
    });
  }
}

const seenAs = ({ id, name, avatarUrl }: AgentAccountRow): Author => ({
  ...{ kind: 'agent', id, name },
  ...(avatarUrl !== undefined && { avatarUrl }),
});

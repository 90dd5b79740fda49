/** The rules of routing as fields. Draws what it is given; keeps nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Draft } from '../draft.js';
import { selectField, textField } from '../fields.js';
import type { Say } from '../settings-page.js';
import type { departmentsWords } from './departments-words.js';
import type { Department, OverflowEntry, RoutingEntry } from './routing-entry.js';

type Words = Say<keyof typeof departmentsWords.en>;

/** Mode, strategy and capacity, who waits too long, and who needs a skill. */
export function routingFields(
  draft: Draft<RoutingEntry>,
  entry: RoutingEntry,
  departments: readonly Department[],
  say: Words,
): TemplateResult {
  const automatic = entry.mode === 'automatic';
  return html`<h3>${say('routing')}</h3>
    <div class="settings-fields">
      ${selectField({
        ...{ id: 'mode', label: say('mode'), value: entry.mode },
        options: [
          ['manual', say('mode-manual')],
          ['automatic', say('mode-automatic')],
        ],
        onChoose: (mode) => draft.change({ mode }),
      })}
      ${
        automatic
          ? html`${selectField({
              ...{ id: 'strategy', label: say('strategy'), value: entry.strategy },
              options: (['longest-idle', 'least-busy', 'round-robin'] as const).map(
                (strategy) => [strategy, say(`strategy-${strategy}`)] as const,
              ),
              onChoose: (strategy) => draft.change({ strategy }),
            })}
            ${textField({
              ...{ id: 'capacity', type: 'number', min: 1, max: 8, label: say('capacity'), value: entry.capacity },
              ...{ hint: say('capacity-hint'), problem: draft.problemAt('capacity') },
              onInput: (capacity) => draft.change({ capacity }),
            })}`
          : nothing
      }
    </div>
    ${automatic ? html`${overflowFields(draft, entry, departments, say)} ${skillFields(draft, entry, say)}` : nothing}`;
}

function overflowFields(
  draft: Draft<RoutingEntry>,
  { overflow }: RoutingEntry,
  departments: readonly Department[],
  say: Words,
): TemplateResult {
  const set = (index: number, change: Partial<OverflowEntry>): void =>
    draft.change((entry) => ({ ...entry, overflow: replaced(entry.overflow, index, change) }));
  return html`<h3>${say('overflow')}</h3>
    <p class="hint">${say('overflow-hint')}</p>
    ${overflow.length === 0 ? html`<p class="settings-empty">${say('overflow-none')}</p>` : nothing}
    <ul class="settings-list">
      ${overflow.map(
        ({ from, after, to }, index) =>
          html`<li>
            <div class="settings-row with-fields">
              ${selectField({
                ...{ id: `overflow-from-${index}`, label: say('overflow-from'), value: from },
                options: [
                  ['', say('overflow-any')] as const,
                  ...departments.map(({ id, name }) => [id, name] as const),
                ],
                onChoose: (value) => set(index, { from: value }),
              })}
              ${textField({
                ...{ id: `overflow-after-${index}`, type: 'number', min: 0, label: say('overflow-after') },
                ...{ value: after, problem: draft.problemAt(`overflow.${index}.after`) },
                onInput: (value) => set(index, { after: value }),
              })}
              ${selectField({
                ...{ id: `overflow-to-${index}`, label: say('overflow-to'), value: to },
                options: [
                  ['anybody', say('overflow-anybody')] as const,
                  ['form', say('overflow-form')] as const,
                  ...departments.map(({ id, name }) => [`department:${id}`, name] as const),
                ],
                onChoose: (value) => set(index, { to: value }),
              })}
              ${removeButton(say('overflow-remove', { row: index + 1 }), say, () =>
                draft.change((entry) => ({ ...entry, overflow: without(entry.overflow, index) })),
              )}
            </div>
          </li>`,
      )}
    </ul>
    <button
      type="button"
      class="button small quiet"
      @click=${() =>
        draft.change((entry) => ({
          ...entry,
          overflow: [...entry.overflow, { from: '', after: '120', to: 'anybody' }],
        }))}
    >
      ${say('overflow-add')}
    </button>`;
}

function skillFields(draft: Draft<RoutingEntry>, { skills }: RoutingEntry, say: Words): TemplateResult {
  const labels = { field: 'skill-field', answer: 'skill-answer', skill: 'skill-name' } as const;
  return html`<h3>${say('skills')}</h3>
    <p class="hint">${say('skills-hint')}</p>
    ${skills.length === 0 ? html`<p class="settings-empty">${say('skills-none')}</p>` : nothing}
    <ul class="settings-list">
      ${skills.map(
        (rule, index) =>
          html`<li>
            <div class="settings-row with-fields">
              ${(['field', 'answer', 'skill'] as const).map((name) =>
                textField({
                  ...{ id: `skill-${name}-${index}`, label: say(labels[name]), value: rule[name] },
                  problem: draft.problemAt(`skills.${index}.${name}`),
                  onInput: (value) =>
                    draft.change((entry) => ({ ...entry, skills: replaced(entry.skills, index, { [name]: value }) })),
                }),
              )}
              ${removeButton(say('skill-remove', { row: index + 1 }), say, () =>
                draft.change((entry) => ({ ...entry, skills: without(entry.skills, index) })),
              )}
            </div>
          </li>`,
      )}
    </ul>
    <button
      type="button"
      class="button small quiet"
      @click=${() =>
        draft.change((entry) => ({ ...entry, skills: [...entry.skills, { field: '', answer: '', skill: '' }] }))}
    >
      ${say('skills-add')}
    </button>`;
}

function removeButton(name: string, say: Words, onPress: () => void): TemplateResult {
  return html`<button type="button" class="button small quiet" aria-label=${name} @click=${onPress}>
    ${say('remove-short')}
  </button>`;
}

function without<Row>(rows: readonly Row[], index: number): readonly Row[] {
  return rows.filter((_row, at) => at !== index);
}

function replaced<Row>(rows: readonly Row[], index: number, change: Partial<Row>): readonly Row[] {
  return rows.map((row, at) => (at === index ? { ...row, ...change } : row));
}

/** Conditions as fields, groups within groups. Draws what it is given; keeps nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import { areaField, checkField, selectField, textField } from '../fields.js';
import type { Say } from '../settings-page.js';
import {
  CONDITION_FIELDS,
  CONDITION_KINDS,
  emptyCondition,
  isGroup,
  ownPlace,
  placeInside,
  type ConditionEntry,
  type ConditionField,
  type ConditionKind,
  type GroupEntry,
  type SingleEntry,
} from './condition-entry.js';
import type { triggersWords } from './triggers-words.js';

interface ConditionView<Entry extends ConditionEntry> {
  /** Begins the ids of its fields. */
  readonly id: string;
  /** Where it is written, see `placeInside`. */
  readonly place: string;
  readonly say: Say<keyof typeof triggersWords.en>;
  readonly problemAt: (place: string) => string | undefined;
  readonly onChange: (entry: Entry) => void;
  /** Of what is to have the focus once it is drawn. */
  readonly focus: (id: string) => void;
  /** Absent for the outermost group. */
  readonly onRemove?: () => void;
}

/** Deepest group that offers another one inside. */
const DEEPEST = 6;
const LONGEST = 2048;
const UNITS = ['timeOnPage', 'idle', 'scrollDepth', 'visits'] as const;

/** A group, whether all or any of it has to be true, and what is in it. @param depth - 0: the outermost one */
export function groupFields(group: GroupEntry, view: ConditionView<GroupEntry>, depth = 0): TemplateResult {
  const { id, place, say, problemAt, onChange, focus } = view;
  const own = ownPlace(group, place);
  const put = (index: number, entry: ConditionEntry): void =>
    onChange({ ...group, of: group.of.map((one, at) => (at === index ? entry : one)) });
  const add = (entry: ConditionEntry): void => {
    onChange({ ...group, of: [...group.of, entry] });
    focus(`${id}-${group.of.length}-kind`);
  };
  const remove = (index: number): void => {
    onChange({ ...group, of: group.of.filter((_one, at) => at !== index) });
    focus(`${id}-add`);
  };
  return html`<div class="condition-group" role="group" aria-label=${say(depth === 0 ? 'when' : 'group-number')}>
    ${selectField({
      ...{ id: `${id}-kind`, label: say('group'), value: group.kind },
      problem: problemAt(`${own}.${group.kind}`) ?? problemAt(own),
      options: (['all', 'any'] as const).map((kind) => [kind, say(kind)] as const),
      onChoose: (kind) => onChange({ ...group, kind }),
    })}
    ${depth > 0 ? foot(group, say('group-number'), view) : nothing}
    ${group.of.map((entry, index) => {
      const inside = {
        ...{ id: `${id}-${index}`, place: placeInside(group, index, place, depth === 0), say, problemAt, focus },
        onChange: (changed: ConditionEntry) => put(index, changed),
        onRemove: () => remove(index),
      };
      return html`<div class="condition">
        ${isGroup(entry) ? groupFields(entry, inside, depth + 1) : singleFields(entry, inside)}
      </div>`;
    })}
    <div class="settings-actions">
      <button
        type="button"
        class="button small quiet"
        id="${id}-add"
        @click=${() => add(emptyCondition(depth === 0 && group.of.length > 0 ? 'url' : 'timeOnPage'))}
      >
        ${say('add-condition')}
      </button>
      ${
        depth < DEEPEST
          ? html`<button
              type="button"
              class="button small quiet"
              @click=${() => add({ kind: 'any', not: false, of: [emptyCondition('url')] })}
            >
              ${say('add-group')}
            </button>`
          : nothing
      }
    </div>
  </div>`;
}

function singleFields(entry: SingleEntry, view: ConditionView<ConditionEntry>): TemplateResult {
  const { id, place, say, problemAt, onChange } = view;
  const { kind } = entry;
  return html`<div class="condition-fields" role="group" aria-label=${say(kind)}>
    ${selectField<ConditionKind>({
      ...{ id: `${id}-kind`, label: say('condition'), value: kind },
      problem: problemAt(ownPlace(entry, place)) ?? problemAt(place),
      options: CONDITION_KINDS.map((one) => [one, say(one)] as const),
      onChoose: (chosen) => onChange({ ...emptyCondition(chosen), not: entry.not }),
    })}
    ${CONDITION_FIELDS[kind].map((field, index) => fieldOf(entry, field, index, view))} ${foot(entry, say(kind), view)}
  </div>`;
}

function foot<Entry extends ConditionEntry>(
  entry: Entry,
  name: string,
  { id, say, onChange, onRemove }: ConditionView<Entry>,
): TemplateResult {
  return html`<div class="condition-foot">
    ${checkField({
      ...{ id: `${id}-not`, label: say('not'), checked: entry.not },
      onChange: (not) => onChange({ ...entry, not }),
    })}
    <button type="button" class="button small quiet" aria-label=${say('remove-condition', { name })} @click=${onRemove}>
      ${say('remove-short')}
    </button>
  </div>`;
}

function fieldOf(
  entry: SingleEntry,
  field: ConditionField,
  index: number,
  { id: base, place, say, problemAt, onChange }: ConditionView<ConditionEntry>,
): TemplateResult {
  const { name, type } = field;
  const { kind, fields } = entry;
  const problem = placesOf(field, index, entry)
    .map((one) => problemAt(`${ownPlace(entry, place)}.${one}`))
    .find((said) => said !== undefined);
  const onInput = (value: string): void => onChange({ ...entry, fields: { ...fields, [name]: value } });
  const view = { id: `${base}-${name}`, value: fields[name] ?? '', problem, onInput };
  if (type === 'test') {
    return selectField({
      ...{ ...view, label: say('test'), value: fields['test'] ?? 'contains', onChoose: onInput },
      options: (['contains', 'is', 'matches'] as const).map((one) => [one, say(one)] as const),
    });
  }
  if (type === 'lines') {
    return areaField({ ...view, label: say('data'), hint: say('data-hint'), rows: 2, maxLength: LONGEST });
  }
  if (type === 'number') return textField({ ...view, type, min: 0, label: numberLabel(kind, name, say) });
  if (name === 'list') {
    const hint = say(kind === 'language' ? 'list-hint-language' : 'list-hint-country');
    return textField({ ...view, label: say('list'), hint, maxLength: LONGEST });
  }
  return textField({ ...view, label: say(name === 'name' ? 'name' : 'text-of'), maxLength: LONGEST });
}

/** Where the decoder may say that something is wrong with a field, the nearest first. */
function placesOf({ place, type }: ConditionField, index: number, { kind, fields }: SingleEntry): string[] {
  if (type === 'test') return [];
  const test = fields['test'];
  if (test !== undefined) return [`${kind}.${test}`, kind];
  // What is wrong with the condition as a whole is said at its first field.
  const [outer = '', inner = ''] = place.split('.');
  return index === 0 ? [place, `${outer}.${inner}`, outer] : [place];
}

function numberLabel(kind: ConditionKind, name: string, say: Say<keyof typeof triggersWords.en>): string {
  const bound = say(name as 'atLeast');
  const unit = UNITS.find((one) => one === kind);
  return unit ? say('with-unit', { bound, unit: say(`unit-${unit}`) }) : bound;
}

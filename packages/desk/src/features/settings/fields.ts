/** Fields of the settings: each with a label, and below it a hint or what is wrong. Draw what they are given; keep nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

interface FieldView {
  /** Unique on its page. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with what was entered. */
  readonly problem?: string | undefined;
}

interface TextFieldView extends FieldView {
  readonly value: string;
  readonly type?: 'text' | 'email' | 'url' | 'password' | 'number' | 'date' | 'time' | 'datetime-local';
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly onInput: (value: string) => void;
}

/** One line of text, a number or a day. */
export function textField(view: TextFieldView): TemplateResult {
  const { id, value, type = 'text', autocomplete = 'off', placeholder, maxLength = 200, min, max, onInput } = view;
  return field(
    view,
    html`<input
      id=${id}
      type=${type}
      autocomplete=${autocomplete}
      placeholder=${placeholder ?? nothing}
      maxlength=${type === 'number' ? nothing : maxLength}
      min=${min ?? nothing}
      max=${max ?? nothing}
      inputmode=${type === 'number' ? 'numeric' : nothing}
      aria-invalid=${view.problem === undefined ? nothing : 'true'}
      aria-describedby=${describedBy(view)}
      .value=${live(value)}
      @input=${(event: Event) => onInput((event.target as HTMLInputElement).value)}
    />`,
  );
}

/** Several lines of text. */
export function areaField(
  view: FieldView & {
    readonly value: string;
    readonly rows?: number;
    readonly maxLength: number;
    readonly onInput: (value: string) => void;
  },
): TemplateResult {
  const { id, value, rows = 3, maxLength, onInput } = view;
  return field(
    view,
    html`<textarea
      id=${id}
      dir="auto"
      rows=${rows}
      maxlength=${maxLength}
      aria-invalid=${view.problem === undefined ? nothing : 'true'}
      aria-describedby=${describedBy(view)}
      .value=${live(value)}
      @input=${(event: Event) => onInput((event.target as HTMLTextAreaElement).value)}
    ></textarea>`,
  );
}

/** One of several. */
export function selectField<Value extends string>(
  view: FieldView & {
    readonly value: Value;
    readonly options: readonly (readonly [value: Value, text: string])[];
    readonly onChoose: (value: Value) => void;
  },
): TemplateResult {
  const { id, value, options, onChoose } = view;
  return field(
    view,
    html`<select
      id=${id}
      aria-invalid=${view.problem === undefined ? nothing : 'true'}
      aria-describedby=${describedBy(view)}
      @change=${(event: Event) => onChoose((event.target as HTMLSelectElement).value as Value)}
    >
      ${options.map(
        ([option, text]) => html`<option value=${option} .selected=${live(option === value)}>${text}</option>`,
      )}
    </select>`,
  );
}

/** Yes or no. */
export function checkField({
  id,
  label,
  hint,
  checked,
  onChange,
}: FieldView & { readonly checked: boolean; readonly onChange: (checked: boolean) => void }): TemplateResult {
  return html`<div class="settings-check">
    <label
      ><input
        id=${id}
        type="checkbox"
        aria-describedby=${hint ? `${id}-hint` : nothing}
        .checked=${live(checked)}
        @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
      /><span>${label}</span></label
    >
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
  </div>`;
}

/** Some of several. */
export function choices({
  id,
  label,
  hint,
  problem,
  options,
  onChange,
}: FieldView & {
  readonly options: readonly { readonly value: string; readonly text: string; readonly chosen: boolean }[];
  readonly onChange: (chosen: string[]) => void;
}): TemplateResult {
  const toggle = (value: string, checked: boolean): void => {
    onChange(options.filter((one) => (one.value === value ? checked : one.chosen)).map((one) => one.value));
  };
  return html`<fieldset class="settings-choices" aria-describedby=${describedBy({ id, label, hint, problem })}>
    <legend>${label}</legend>
    ${problem === undefined ? nothing : html`<p class="problem" id="${id}-problem">${problem}</p>`}
    ${options.map(
      ({ value, text, chosen }) =>
        html`<label
          ><input
            type="checkbox"
            aria-invalid=${problem === undefined ? nothing : 'true'}
            .checked=${live(chosen)}
            @change=${(event: Event) => toggle(value, (event.target as HTMLInputElement).checked)}
          /><bdi>${text}</bdi></label
        >`,
    )}
    ${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
  </fieldset>`;
}

function field(view: FieldView, control: TemplateResult): TemplateResult {
  const { id, label, hint, problem } = view;
  return html`<div class="settings-field">
    <label for=${id}>${label}</label>
    ${control} ${problem === undefined ? nothing : html`<p class="problem" id="${id}-problem">${problem}</p>`}
    ${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
  </div>`;
}

function describedBy({ id, hint, problem }: FieldView): string | typeof nothing {
  const ids = [problem !== undefined && `${id}-problem`, hint !== undefined && `${id}-hint`].filter(Boolean);
  return ids.length === 0 ? nothing : ids.join(' ');
}

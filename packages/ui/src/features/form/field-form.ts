/**
 * A form of the panel: fields with labels, what is wrong with them in words, and the way to the first wrong one. Owns
 * values and mistakes; what is asked and what becomes of the answers is decided by whoever holds it. Nothing that was
 * entered is ever taken away.
 */
import { isMailAddress, MAX_LABEL_LENGTH, MAX_TEXT_LENGTH } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { alertIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';
import type { receptionWords } from '../../locales/features/reception.js';
import type { MessageKey } from '../../locales/messages.js';
import type { Localizer } from '../../localizer/localizer.js';

/** Speaks the words of forms. */
export type FormLocalizer = Localizer<MessageKey | keyof typeof receptionWords>;

/** One question. */
export interface FormField {
  /** Unique in the form; 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly id: string;
  readonly kind: 'text' | 'email' | 'tel' | 'area' | 'select' | 'checkbox';
  readonly label: string;
  readonly required: boolean;
  /** Of the platform, such as `name`. */
  readonly autocomplete?: AutoFill;
  /** What a `select` offers. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** Answers by the id of their field; a checkbox that is ticked says `yes`. */
export type FormValues = Readonly<Record<string, string>>;

export interface FieldFormOptions {
  /** Somebody wrote. */
  readonly onInput: (id: string, value: string) => void;
  /** Everything is filled in. */
  readonly onSubmit: () => void;
  /** What is wrong, to be said aloud at once. */
  readonly onAlert: (text: string) => void;
  /** Renders the form again, now. */
  readonly render: () => void;
}

/** What the buttons say, and what stands between them and the fields. */
export interface FormEnd {
  readonly submit: string;
  readonly busy?: boolean;
  readonly more?: TemplateResult | typeof nothing;
}

type Mistake = 'form-required' | 'form-email' | 'form-phone' | 'error-message-too-long';

/** See the module. */
export class FieldForm {
  readonly #options: FieldFormOptions;
  readonly #mistakes = new Map<string, Mistake>();

  constructor(options: FieldFormOptions) {
    this.#options = options;
  }

  /** The form as it is now. */
  template(fields: readonly FormField[], values: FormValues, end: FormEnd, localizer: FormLocalizer): TemplateResult {
    return html`<form
      class="fields"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        this.#submit(event.currentTarget as HTMLFormElement, fields, values, localizer);
      }}
    >
      ${fields.map((field) => this.#field(field, values, localizer))}${end.more ?? nothing}
      <button class="submit" part="submit" type="submit" ?disabled=${end.busy === true}>${end.submit}</button>
    </form>`;
  }

  #field(field: FormField, values: FormValues, localizer: FormLocalizer): TemplateResult {
    const { id, kind, required } = field;
    const mistake = this.#mistakes.get(id);
    const label = required ? field.label : localizer.text('form-optional', { label: field.label });
    const control = this.#control(field, values[id] ?? '', values);
    return html`<div class=${kind === 'checkbox' ? 'form-field check' : 'form-field'}>
      ${kind === 'checkbox' ? control : nothing}<label for=${`field-${id}`}>${label}</label
      >${kind === 'checkbox' ? nothing : control}
      <p class="mistake" id=${`mistake-${id}`} ?hidden=${!mistake}>
        ${mistake ? html`${icon(alertIcon)}<span>${localizer.text(mistake)}</span>` : nothing}
      </p>
    </div>`;
  }

  #control(
    { id, kind, required, autocomplete, options }: FormField,
    value: string,
    values: FormValues,
  ): TemplateResult {
    const wrong = this.#mistakes.has(id);
    const invalid = wrong ? 'true' : nothing;
    const described = wrong ? `mistake-${id}` : nothing;
    const take = (event: Event): void => {
      const { value: text, checked } = event.currentTarget as HTMLInputElement;
      this.#take(id, kind === 'checkbox' ? (checked ? 'yes' : '') : text, { id, kind, required }, values);
    };
    const name = `field-${id}`;
    switch (kind) {
      case 'area':
        return html`<textarea
          id=${name}
          part="form-input"
          rows="4"
          dir="auto"
          aria-required=${required ? 'true' : nothing}
          aria-invalid=${invalid}
          aria-describedby=${described}
          .value=${value}
          @input=${take}
        ></textarea>`;
      case 'select':
        return html`<select
          id=${name}
          part="form-input"
          aria-required=${required ? 'true' : nothing}
          aria-invalid=${invalid}
          aria-describedby=${described}
          @change=${take}
        >
          ${options?.map((one) => html`<option value=${one.value} .selected=${one.value === value}>${one.label}</option>`)}
        </select>`;
      case 'checkbox':
        return html`<input
          id=${name}
          part="form-input"
          type="checkbox"
          aria-required=${required ? 'true' : nothing}
          aria-invalid=${invalid}
          aria-describedby=${described}
          .checked=${value !== ''}
          @change=${take}
        />`;
      default:
        return html`<input
          id=${name}
          part="form-input"
          type=${kind}
          dir=${kind === 'text' ? 'auto' : 'ltr'}
          maxlength=${MAX_LABEL_LENGTH}
          autocomplete=${autocomplete ?? 'off'}
          aria-required=${required ? 'true' : nothing}
          aria-invalid=${invalid}
          aria-describedby=${described}
          .value=${value}
          @input=${take}
        />`;
    }
  }

  /** A mistake goes as soon as it is mended; new ones are found when the form is sent. */
  #take(id: string, value: string, field: Pick<FormField, 'id' | 'kind' | 'required'>, values: FormValues): void {
    if (this.#mistakes.has(id) && mistakeIn(field, { ...values, [id]: value }) === null) this.#mistakes.delete(id);
    this.#options.onInput(id, value);
  }

  #submit(form: HTMLFormElement, fields: readonly FormField[], values: FormValues, localizer: FormLocalizer): void {
    this.#mistakes.clear();
    for (const field of fields) {
      const mistake = mistakeIn(field, values);
      if (mistake) this.#mistakes.set(field.id, mistake);
    }
    const first = fields.find(({ id }) => this.#mistakes.has(id));
    if (!first) return this.#options.onSubmit();
    // First this: the field is to be described by its mistake when it gets the focus.
    this.#options.render();
    const mistake = this.#mistakes.get(first.id);
    if (mistake) this.#options.onAlert(`${first.label}: ${localizer.text(mistake)}`);
    form.querySelector<HTMLElement>(`#field-${first.id}`)?.focus();
  }
}

function mistakeIn(
  { id, kind, required }: Pick<FormField, 'id' | 'kind' | 'required'>,
  values: FormValues,
): Mistake | null {
  const value = (values[id] ?? '').trim();
  if (value === '') return required ? 'form-required' : null;
  if (kind === 'email' && !isMailAddress(value)) return 'form-email';
  if (kind === 'tel' && (value.match(/\d/g) ?? []).length < 5) return 'form-phone';
  return kind === 'area' && value.length > MAX_TEXT_LENGTH ? 'error-message-too-long' : null;
}

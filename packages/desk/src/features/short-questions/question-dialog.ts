/**
 * The dialog in which an agent asks a visitor who has left (A18), a chunk of its own. What is filled in stays until the server
 * has it.
 */
import {
  addressFor,
  QUESTION_HOURS,
  QUESTION_LIMITS,
  type QuestionDraft,
  type QuestionWay,
  type ShortQuestions,
} from '@support-chat/protocol';
import { adoptStyles } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import { createDialog, dialogHead } from '../../dialog.js';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { ConversationMails } from '../../tickets/conversation-mails.js';
import { cardDialogStyles } from '../cards/card-dialog-styles.js';
import { filledIn } from '../cards/filled-in.js';
import { priceFields, priceOf } from '../cards/price-fields.js';

/** What the answers are where nothing else is written. */
const FIRST_ANSWERS = ['question-answer-1', 'question-answer-2'] as const;
const DAYS = [1, 3, 7, 30] as const;
const HOURS = 24;

/**
 * Asks for a question and hands it over.
 *
 * @param parent - gets the dialog until it is closed
 * @param onStored - called once, when the server has it
 */
export function openQuestionDialog(
  parent: HTMLElement,
  localizer: DeskLocalizer,
  mails: Pick<ConversationMails, 'readWays' | 'ask'>,
  onStored: () => void,
): void {
  adoptStyles(parent.getRootNode() as ShadowRoot, cardDialogStyles);
  const dialog = createDialog('card-dialog', 'question-dialog', 'question-dialog-title');
  let ways: ShortQuestions['ways'] | null = null;
  let way: QuestionWay = 'email';
  let busy = false;
  let problem: string | null = null;

  const send = async (form: HTMLFormElement): Promise<void> => {
    if (busy) return;
    const draft = draftOf(way, form);
    if (addressFor(way, draft.to ?? '') === null) {
      problem = localizer.text(way === 'sms' ? 'question-to-sms' : 'field-email-wrong');
      draw();
      return form.querySelector<HTMLInputElement>(`[name="to-${way}"]`)?.focus();
    }
    [busy, problem] = [true, null];
    draw();
    const code = await mails.ask(draft);
    busy = false;
    if (code !== null) {
      problem = `${localizer.text('mail-not-saved')} ${localizer.error(code)}`;
      return draw();
    }
    dialog.close();
    onStored();
  };
  const choose = (event: Event): void => {
    way = (event.target as HTMLSelectElement).value as QuestionWay;
    problem = null;
    draw();
  };
  const draw = (): void => {
    const fields =
      ways === null || ways.length === 0
        ? nothing
        : html`<form
            @submit=${(event: SubmitEvent) => {
              event.preventDefault();
              void send(event.currentTarget as HTMLFormElement);
            }}
          >
            ${questionFields(localizer)} ${priceFields(localizer, false)}
            ${addressFields({ ways, way }, localizer, choose)}
            <p role="alert" class="problem">${problem ?? nothing}</p>
            <button type="submit" class="button" aria-disabled=${busy ? 'true' : 'false'}>
              ${localizer.text(busy ? 'mail-saving' : 'composer-send')}
            </button>
          </form>`;
    const words =
      ways === null
        ? (problem ?? localizer.text('question-loading'))
        : localizer.text(ways.length === 0 ? 'question-no-way' : 'question-hint');
    render(
      html`${dialogHead('question-dialog-title', localizer.text('question-title'), localizer, () => dialog.close())}
        <p class="card-hint" role="status">${words}</p>
        ${fields}`,
      dialog,
    );
  };
  draw();
  parent.append(dialog);
  dialog.showModal();
  void mails.readWays().then((found) => {
    if (typeof found === 'string') problem = localizer.error(found);
    else {
      ways = found;
      // Where they can be reached is what an agent would choose.
      way = (found.find(({ to }) => to !== undefined) ?? found[0])?.way ?? 'email';
    }
    draw();
    dialog.querySelector('textarea')?.focus();
  });
}

function draftOf(way: QuestionWay, form: HTMLFormElement): QuestionDraft {
  const said = filledIn(form);
  const price = priceOf(said);
  return {
    text: said('text'),
    answers: rows()
      .map((row) => said(`answer-${row}`))
      .filter(Boolean)
      .map((label, index) => ({ id: `answer-${index + 1}`, label })),
    ...(price && { price }),
    by: way,
    to: said(`to-${way}`),
    expiresInHours: Number(said('days')) * HOURS,
  };
}

function questionFields(localizer: DeskLocalizer): TemplateResult {
  return html`<label class="card-row"
      ><span>${localizer.text('card-words')}</span
      ><textarea name="text" rows="2" maxlength=${QUESTION_LIMITS.text} required></textarea>
    </label>
    <fieldset class="question-answers">
      <legend>${localizer.text('question-answers')}</legend>
      ${rows().map((row) => {
        const first = FIRST_ANSWERS[row - 1];
        return html`<input
          name="answer-${row}"
          maxlength=${QUESTION_LIMITS.label}
          autocomplete="off"
          aria-label=${localizer.text('card-choice', { row })}
          value=${first === undefined ? nothing : localizer.text(first)}
          ?required=${row === 1}
        />`;
      })}
    </fieldset>`;
}

function addressFields(
  { ways, way }: { readonly ways: ShortQuestions['ways']; readonly way: QuestionWay },
  localizer: DeskLocalizer,
  onWay: (event: Event) => void,
): TemplateResult {
  const days = new Intl.NumberFormat(localizer.locale, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  const choice = html`<label class="card-row"
    ><span>${localizer.text('question-way')}</span
    ><select name="way" .value=${way} @change=${onWay}>
      ${ways.map(
        ({ way: one }) =>
          html`<option value=${one} ?selected=${one === way}>${localizer.text(`question-way-${one}`)}</option>`,
      )}
    </select></label
  >`;
  return html`${ways.length > 1 ? choice : nothing}
    ${ways.map(
      ({ way: one, to }) =>
        html`<label class="card-row" ?hidden=${one !== way}
          ><span>${localizer.text(`question-to-${one}`)}</span
          ><input
            name="to-${one}"
            type=${one === 'sms' ? 'tel' : 'email'}
            dir="ltr"
            autocomplete="off"
            maxlength="256"
            value=${to ?? nothing}
            ?required=${one === way}
            ?disabled=${one !== way}
        /></label>`,
    )}
    <label class="card-row"
      ><span>${localizer.text('question-expires')}</span
      ><select name="days">
        ${DAYS.map(
          (count) =>
            html`<option value=${count} ?selected=${count * HOURS === QUESTION_HOURS}>${days.format(count)}</option>`,
        )}
      </select></label
    >`;
}

/** 1 to as many as there may be. */
function rows(): readonly number[] {
  return Array.from({ length: QUESTION_LIMITS.answers }, (_, index) => index + 1);
}

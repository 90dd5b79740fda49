/** The two forms before the desk: signing in, and the owner's account at the first start. Owns fields and their words. */
import type { ErrorCode } from '@support-chat/protocol';
import { MAX_LABEL_LENGTH } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import type { DeskKey } from '../locales/messages.js';

/** Shortest password of a new account, in characters. */
export const MIN_PASSWORD_LENGTH = 10;

type FieldName = 'email' | 'name' | 'password';

/** What is wrong with which field. */
export type FieldProblems = Readonly<Partial<Record<FieldName, DeskKey>>>;

/** What was entered. */
export type FieldValues = Readonly<Record<FieldName, string>>;

export interface SignInView {
  /** `set-up` asks for a name too. */
  readonly kind: 'sign-in' | 'set-up';
  readonly busy: boolean;
  /** Why it did not work the last time. */
  readonly refused: ErrorCode | null;
  readonly problems: FieldProblems;
  readonly localizer: DeskLocalizer;
  readonly onSubmit: (values: FieldValues) => void;
  /** From the one-time link to the ordinary form. */
  readonly onSignInInstead: () => void;
}

/** Looks at what was entered, the way the server will. */
export function checkFields(kind: SignInView['kind'], { email, name, password }: FieldValues): FieldProblems {
  const setUp = kind === 'set-up';
  return {
    ...(email.trim() === ''
      ? { email: 'field-email-missing' }
      : /^[^\s@]+@[^\s@]+$/.test(email.trim())
        ? {}
        : { email: 'field-email-wrong' }),
    ...(setUp && name.trim() === '' && { name: 'field-name-missing' }),
    ...(password === ''
      ? { password: 'field-password-missing' }
      : setUp && password.length < MIN_PASSWORD_LENGTH
        ? { password: 'field-password-short' }
        : {}),
  };
}

/** Draws the form. */
export function signInForm(view: SignInView): TemplateResult {
  const { kind, busy, refused, localizer } = view;
  const setUp = kind === 'set-up';
  return html`<main class="entry" part="sign-in">
    <form novalidate aria-labelledby="entry-title" aria-busy=${busy ? 'true' : 'false'} @submit=${submit(view)}>
      <h1 id="entry-title">${localizer.text(setUp ? 'set-up-title' : 'sign-in-title')}</h1>
      <p class="entry-intro">${localizer.text(setUp ? 'set-up-intro' : 'sign-in-intro')}</p>
      <div role="alert">${refused ? html`<p class="refused">${localizer.error(refused)}</p>` : nothing}</div>
      ${setUp ? field(view, 'name', 'text', 'name') : nothing} ${field(view, 'email', 'email', 'username')}
      ${field(view, 'password', 'password', setUp ? 'new-password' : 'current-password')}
      <button class="button" aria-disabled=${busy ? 'true' : nothing}>
        ${localizer.text(`${kind}${busy ? '-busy' : ''}`)}
      </button>
      ${
        setUp
          ? html`<button type="button" class="text-button instead" @click=${view.onSignInInstead}>
              ${localizer.text('set-up-instead')}
            </button>`
          : nothing
      }
    </form>
  </main>`;
}

function field(view: SignInView, name: FieldName, type: string, autocomplete: string): TemplateResult {
  const { localizer, problems, kind } = view;
  const problem = problems[name];
  const hint = kind === 'set-up' && name !== 'email' ? localizer.text(`field-${name}-hint`) : '';
  const described = [problem && `${name}-problem`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return html`<div class="entry-field">
    <label for=${name}>${localizer.text(`field-${name}`)}</label>
    <input
      id=${name}
      name=${name}
      type=${type}
      autocomplete=${autocomplete}
      maxlength=${MAX_LABEL_LENGTH}
      autocapitalize=${name === 'name' ? 'words' : 'none'}
      spellcheck="false"
      required
      aria-invalid=${problem ? 'true' : nothing}
      aria-describedby=${described || nothing}
    />
    ${problem ? html`<p class="problem" id="${name}-problem">${localizer.text(problem)}</p>` : nothing}
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
  </div>`;
}

function submit({ busy, onSubmit }: SignInView): (event: SubmitEvent) => void {
  return (event) => {
    event.preventDefault();
    if (busy) return;
    const entered = new FormData(event.currentTarget as HTMLFormElement);
    const value = (name: FieldName): string => {
      const entry = entered.get(name);
      return typeof entry === 'string' ? entry : '';
    };
    onSubmit({ email: value('email'), name: value('name'), password: value('password') });
  };
}

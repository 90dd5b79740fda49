/** Adding an agent: who they are, and the password they begin with. */
import { html } from 'lit';
import { selectField, textField } from '../fields.js';
import { MakingForm } from '../making-form.js';
import type { PageHost, Say } from '../settings-page.js';
import type { teamWords } from './team-words.js';

interface Entry {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: 'agent' | 'lead';
}

interface NewAgentFormOptions {
  readonly host: PageHost;
  readonly say: () => Say<keyof typeof teamWords.en>;
  /** Somebody was added. */
  readonly onAdded: (name: string) => void;
  readonly onCancel: () => void;
}

/** See the module. */
export function newAgentForm({ host, say, onAdded, onCancel }: NewAgentFormOptions): MakingForm<Entry> {
  return new MakingForm<Entry>({
    ...{ host, onCancel, empty: { name: '', email: '', password: '', role: 'agent' } },
    words: () => ({ title: say()('add'), make: say()('add-do'), cancel: say()('cancel') }),
    fields: ({ name, email, password, role }, problems, set) =>
      html`<div class="settings-fields">
          ${textField({
            ...{ id: 'new-name', label: say()('name'), hint: say()('name-hint'), value: name, problem: problems.name },
            onInput: (value) => set({ name: value }),
          })}
          ${textField({
            ...{ id: 'new-email', type: 'email', label: say()('email'), value: email, problem: problems.email },
            onInput: (value) => set({ email: value }),
          })}
          ${textField({
            ...{ id: 'new-password', type: 'password', autocomplete: 'new-password', maxLength: 256 },
            ...{ label: say()('password'), hint: say()('password-hint'), value: password, problem: problems.password },
            onInput: (value) => set({ password: value }),
          })}
          ${selectField({
            ...{ id: 'new-role', label: say()('role'), value: role },
            options: [
              ['agent', say()('role-agent')],
              ['lead', say()('role-lead')],
            ],
            onChoose: (value) => set({ role: value }),
          })}
        </div>
        <p class="hint">${say()('add-hint')}</p>`,
    check: ({ name, email, password }) => ({
      ...(name.trim() === '' && { name: say()('name-missing') }),
      ...(!/^[^\s@]+@[^\s@]+$/.test(email.trim()) && { email: say()('email-wrong') }),
      ...(password.length < 10 && { password: say()('password-short') }),
    }),
    async make(entry, signal) {
      await host.source.call('POST', '/agents', signal, { ...entry, name: entry.name.trim() });
      onAdded(entry.name);
    },
    refusal: ({ code }) => {
      if (code === 'id-conflict') return { email: say()('email-taken') };
      return code === 'password-too-weak' ? { password: say()('password-short') } : undefined;
    },
  });
}

/** Making an API key: its name, how long it is good and what it may. */
import { API_SCOPES, readApiKeyMade, type ApiKeyMade, type ApiScope } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { checkField, selectField, textField } from '../fields.js';
import { MakingForm } from '../making-form.js';
import type { PageHost, Say } from '../settings-page.js';
import type { apiKeysWords } from './api-keys-words.js';

const DAY = 24 * 60 * 60 * 1000;
/** Days that a key can be good for; `never`: until it is revoked. */
const EXPIRIES = ['30', '90', '365', 'never'] as const;

interface Entry {
  readonly name: string;
  readonly expiry: (typeof EXPIRIES)[number];
  readonly scopes: readonly ApiScope[];
}

type Words = Say<keyof typeof apiKeysWords.en>;

interface NewKeyFormOptions {
  readonly host: PageHost;
  readonly say: () => Words;
  readonly onMade: (key: ApiKeyMade) => void;
  readonly onCancel: () => void;
}

/** See the module. */
export function newKeyForm({ host, say, onMade, onCancel }: NewKeyFormOptions): MakingForm<Entry> {
  return new MakingForm<Entry>({
    ...{ host, onCancel, empty: { name: '', expiry: '90', scopes: [] } },
    words: () => ({ title: say()('add'), make: say()('make'), cancel: say()('cancel') }),
    fields: ({ name, expiry, scopes }, problems, set) =>
      html`<div class="settings-fields">
          ${textField({
            ...{ id: 'key-name', label: say()('name'), hint: say()('name-hint'), value: name, problem: problems.name },
            onInput: (value) => set({ name: value }),
          })}
          ${selectField({
            ...{ id: 'key-expiry', label: say()('expiry'), value: expiry },
            options: EXPIRIES.map(
              (one) => [one, one === 'never' ? say()('never') : say()('days', { count: Number(one) })] as const,
            ),
            onChoose: (value) => set({ expiry: value }),
          })}
        </div>
        ${scopeFields(say(), scopes, problems.scopes, (wanted) => set({ scopes: wanted }))}`,
    check: ({ name, scopes }) => ({
      ...(name.trim() === '' && { name: say()('name-missing') }),
      ...(scopes.length === 0 && { scopes: say()('scopes-missing') }),
    }),
    async make({ name, expiry, scopes }, signal) {
      const expiresAt = expiry === 'never' ? null : Date.now() + Number(expiry) * DAY;
      const answer = await host.source.call('POST', '/api-keys', signal, { name: name.trim(), scopes, expiresAt });
      onMade(readApiKeyMade(answer, 'answer').apiKey);
    },
    refusal: ({ code }) => (code === 'settings-invalid' ? say()('too-many') : undefined),
  });
}

function scopeFields(
  say: Words,
  scopes: readonly ApiScope[],
  problem: string | undefined,
  onChange: (scopes: readonly ApiScope[]) => void,
): TemplateResult {
  return html`<fieldset
    class="settings-choices"
    aria-describedby=${problem === undefined ? nothing : 'key-scopes-problem'}
  >
    <legend>${say('scopes')}</legend>
    ${problem === undefined ? nothing : html`<p class="problem" id="key-scopes-problem">${problem}</p>`}
    <div class="settings-fields">
      ${API_SCOPES.map((scope) =>
        checkField({
          ...{ id: `scope-${scope.replace(':', '-')}`, label: say(scope), hint: scope },
          checked: scopes.includes(scope),
          onChange: (checked) => {
            const others = scopes.filter((one) => one !== scope);
            onChange(checked ? [...others, scope] : others);
          },
        }),
      )}
    </div>
  </fieldset>`;
}

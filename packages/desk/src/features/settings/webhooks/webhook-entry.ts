/** A webhook as it is entered, and the fields for it. */
import {
  MAX_WEBHOOK_URL,
  ProtocolError,
  readWebhooks,
  WEBHOOK_EVENTS,
  WEBHOOK_URL,
  type WebhookState,
} from '@support-chat/protocol';
import { html, type TemplateResult } from 'lit';
import { Draft } from '../draft.js';
import { checkField, choices, textField } from '../fields.js';
import type { PageHost, Say } from '../settings-page.js';
import type { webhooksWords } from './webhooks-words.js';

/** Says something of this page. */
export type Words = Say<keyof typeof webhooksWords.en>;

/** What is entered. */
export interface WebhookEntry {
  readonly name: string;
  readonly url: string;
  /** Empty: all. */
  readonly events: readonly string[];
  readonly answers: boolean;
}

/** What the API takes. */
export function bodyOf({ name, url, events, answers }: WebhookEntry): object {
  return { name: name.trim(), url: url.trim(), events: events.length === 0 ? null : events, answers };
}

/** What is wrong with an entry. */
export function checkWebhook(
  { name, url }: WebhookEntry,
  say: Words,
): { readonly name?: string; readonly url?: string } {
  const address = url.trim();
  const isUrl = WEBHOOK_URL.test(address) && URL.canParse(address);
  return { ...(name.trim() === '' && { name: say('name-missing') }), ...(!isUrl && { url: say('url-wrong') }) };
}

interface WebhookFieldsView {
  /** Ends the ids of the fields. */
  readonly key: string;
  readonly entry: WebhookEntry;
  readonly problem: (field: 'name' | 'url') => string | undefined;
  readonly say: Words;
  readonly onChange: (change: Partial<WebhookEntry>) => void;
}

/** Draws the fields. */
export function webhookFields({ key, entry, problem, say, onChange }: WebhookFieldsView): TemplateResult {
  const { name, url, events, answers } = entry;
  return html`<div class="settings-fields">
      ${textField({
        ...{ id: `webhook-name-${key}`, label: say('name'), hint: say('name-hint'), value: name },
        ...{ problem: problem('name'), onInput: (value) => onChange({ name: value }) },
      })}
      ${textField({
        ...{ id: `webhook-url-${key}`, type: 'url', label: say('url'), hint: say('url-hint'), value: url },
        ...{ maxLength: MAX_WEBHOOK_URL, placeholder: 'https://', problem: problem('url') },
        onInput: (value) => onChange({ url: value }),
      })}
    </div>
    ${choices({
      ...{ id: `webhook-events-${key}`, label: say('events'), hint: say('events-hint') },
      options: WEBHOOK_EVENTS.map((one) => ({ value: one, text: say(one), chosen: events.includes(one) })),
      onChange: (chosen) => onChange({ events: chosen }),
    })}
    ${checkField({
      ...{ id: `webhook-answers-${key}`, label: say('answers'), hint: say('answers-hint'), checked: answers },
      onChange: (checked) => onChange({ answers: checked }),
    })}`;
}

/** All of them. @throws a coded `ProtocolError` */
export async function loadWebhooks({ source }: PageHost, signal: AbortSignal): Promise<readonly WebhookState[]> {
  return readWebhooks(await source.call('GET', '/webhooks', signal), 'answer').webhooks;
}

/** A webhook that is being changed. */
export function webhookDraft(
  host: PageHost,
  id: string,
  say: () => Words,
  onLoaded: (webhooks: readonly WebhookState[]) => void,
): Draft<WebhookEntry> {
  return new Draft<WebhookEntry>({
    ...{ name: `webhook:${id}`, keeper: host.keeper, signal: host.signal, onChange: host.changed },
    check: (entry) => checkWebhook(entry, say()),
    source: {
      async load(signal) {
        const webhooks = await loadWebhooks(host, signal);
        onLoaded(webhooks);
        const found = webhooks.find((one) => one.id === id);
        if (!found) throw new ProtocolError('not-found');
        const { name, url, events, answers, version } = found;
        return { value: { name, url, events: events ?? [], answers }, version };
      },
      async store(entry, version, signal) {
        await host.source.call('PATCH', `/webhooks/${id}`, signal, bodyOf(entry), version);
      },
    },
  });
}

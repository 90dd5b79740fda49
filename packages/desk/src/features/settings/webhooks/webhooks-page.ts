/** Webhooks (A19): which other systems hear what happens in the chats, how they do, and what was sent to them. */
import {
  readWebhookAttempts,
  readWebhookMade,
  readWebhookTest,
  type WebhookAttempt,
  type WebhookMade,
  type WebhookState,
} from '@support-chat/protocol';
import { adoptStyles } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Draft } from '../draft.js';
import { MakingForm } from '../making-form.js';
import { orTell } from '../or-tell.js';
import { SecondPress } from '../second-press.js';
import { SecretCard } from '../secret-card.js';
import { wordsIn, type PageHost, type SettingsPage } from '../settings-page.js';
import {
  bodyOf,
  checkWebhook,
  loadWebhooks,
  webhookDraft,
  webhookFields,
  type WebhookEntry,
  type Words,
} from './webhook-entry.js';
import { outcomeWords, webhookLog } from './webhook-log.js';
import { webhooksStyles } from './webhooks-styles.js';
import { webhooksWords } from './webhooks-words.js';

/** See the module. */
export const openPage = (host: PageHost): SettingsPage => new WebhooksPage(host);

class WebhooksPage implements SettingsPage {
  readonly #host: PageHost;
  readonly #form: MakingForm<WebhookEntry>;
  readonly #press: SecondPress;
  readonly #secret: SecretCard;
  readonly #drafts = new Map<string, Draft<WebhookEntry>>();
  #webhooks: readonly WebhookState[] | null = null;
  #attempts: readonly WebhookAttempt[] = [];
  #adding = false;
  /** Id of the webhook that is open. */
  #opened: string | null = null;

  constructor(host: PageHost) {
    this.#host = host;
    adoptStyles(host.root, webhooksStyles);
    this.#press = new SecondPress(host.changed);
    this.#secret = new SecretCard({
      ...{ host, prefix: 'webhook', say: () => this.#say },
      onKept: () => this.#focus('webhook-add'),
    });
    this.#form = new MakingForm<WebhookEntry>({
      ...{ host, empty: { name: '', url: '', events: [], answers: false } },
      words: () => ({ title: this.#say('add'), make: this.#say('make'), cancel: this.#say('cancel') }),
      fields: (entry, problems, onChange) =>
        webhookFields({ key: 'new', entry, problem: (field) => problems[field], say: this.#say, onChange }),
      check: (entry) => checkWebhook(entry, this.#say),
      make: async (entry, signal) => {
        const answer = await host.source.call('POST', '/webhooks', signal, bodyOf(entry));
        this.#adding = false;
        this.#tellSecret(readWebhookMade(answer, 'answer').webhook, 'made');
        await this.#load();
      },
      refusal: ({ code }) => {
        if (code === 'frame-invalid') return { url: this.#say('url-wrong') };
        return code === 'settings-invalid' ? this.#say('too-many') : undefined;
      },
      onCancel: () => {
        this.#adding = false;
        host.changed();
        this.#focus('webhook-add');
      },
    });
    void this.#load();
  }

  drafts(): readonly Draft<WebhookEntry>[] {
    return [...this.#drafts.values()];
  }

  shown(): void {
    void this.#load();
  }

  render(): TemplateResult {
    const say = this.#say;
    return html`<p class="hint">${say('intro')}</p>
      ${this.#top()} ${this.#webhooks?.length === 0 ? html`<p class="settings-empty">${say('none')}</p>` : nothing}
      <ul class="settings-list">
        ${repeat(
          this.#webhooks ?? [],
          ({ id }) => id,
          (webhook) => this.#row(webhook),
        )}
      </ul>`;
  }

  get #say(): Words {
    return wordsIn(this.#host.localizer(), webhooksWords);
  }

  #top(): TemplateResult | typeof nothing {
    if (this.#secret.isShown) return this.#secret.render();
    if (this.#adding) return this.#form.render();
    return html`<div class="settings-actions">
      <button type="button" id="webhook-add" class="button small" @click=${() => this.#add()}>
        ${this.#say('add')}
      </button>
    </div>`;
  }

  #row(webhook: WebhookState): TemplateResult {
    const say = this.#say;
    const { id, name, url } = webhook;
    const isOpen = this.#opened === id;
    const draft = this.#drafts.get(id);
    return html`<li>
      <div class="settings-row">
        <div class="grow">
          <bdi>${name}</bdi>
          <small><bdi>${url}</bdi></small>
          <small>${this.#factsOf(webhook, draft?.dirty ?? false)}</small>
        </div>
        <button
          type="button"
          class="button small quiet"
          aria-expanded=${isOpen ? 'true' : 'false'}
          aria-label=${say(isOpen ? 'close' : 'edit', { name })}
          @click=${() => this.#open(isOpen ? null : id)}
        >
          ${say(isOpen ? 'close-short' : 'edit-short')}
        </button>
      </div>
      ${isOpen && draft?.value ? this.#details(webhook, draft, draft.value) : nothing}
    </li>`;
  }

  #factsOf({ paused, failing, failingSince, last }: WebhookState, dirty: boolean): string {
    const say = this.#say;
    const localizer = this.#host.localizer();
    const facts = [
      ...(paused ? [say('paused')] : []),
      ...(failing > 0 && failingSince !== null
        ? [say('since', { count: failing, time: localizer.dateTime(failingSince) })]
        : failing > 0
          ? [say('waits', { count: failing })]
          : []),
      last === null
        ? say('unsent')
        : say('last', { time: localizer.dateTime(last.triedAt), outcome: outcomeWords(last, say) }),
      ...(dirty ? [say('unsaved')] : []),
    ];
    return facts.join(' · ');
  }

  #details(webhook: WebhookState, draft: Draft<WebhookEntry>, entry: WebhookEntry): TemplateResult {
    const say = this.#say;
    const { id, name, paused, failing } = webhook;
    const button = (label: string, onDo: () => Promise<void>): TemplateResult =>
      html`<button type="button" class="button small quiet" @click=${() => void onDo()}>${label}</button>`;
    return html`<div class="settings-form" role="group" aria-label=${name}>
      ${webhookFields({
        ...{ key: id, entry, say, problem: (field) => draft.problemAt(field) },
        onChange: (change) => draft.change(change),
      })}
      <div class="settings-actions">
        ${button(say(paused ? 'resume' : 'pause'), () => this.#setPaused(webhook, !paused))}
        ${button(say('test'), () => this.#test(id))}
        ${failing > 0 && !paused ? button(say('retry'), () => this.#retry(id)) : nothing}
        ${this.#press.button({
          ...{ key: `secret ${id}`, label: say('replace'), question: say('replace-sure') },
          onDo: () => void this.#replaceSecret(id),
        })}
        ${this.#press.button({
          ...{ key: `remove ${id}`, label: say('remove'), question: say('remove-sure', { name }) },
          onDo: () => void this.#remove(webhook),
        })}
      </div>
      <h3>${say('log')}</h3>
      ${webhookLog(this.#attempts, say, this.#host.localizer())}
      <div class="settings-actions">${button(say('look-again'), () => this.#load())}</div>
    </div>`;
  }

  #add(): void {
    this.#adding = true;
    this.#host.tell('');
    this.#host.changed();
    this.#focus('webhook-name-new');
  }

  #open(id: string | null): void {
    this.#opened = id;
    this.#attempts = [];
    if (id !== null && !this.#drafts.has(id)) {
      const onLoaded = (webhooks: readonly WebhookState[]): void => void (this.#webhooks = webhooks);
      this.#drafts.set(
        id,
        webhookDraft(this.#host, id, () => this.#say, onLoaded),
      );
    } else if (id !== null) void this.#drafts.get(id)?.load();
    this.#host.changed();
    void this.#load();
  }

  #tellSecret({ id, name, secret }: WebhookMade, key: 'made' | 'replaced'): void {
    this.#secret.show({ of: id, name, secret }, this.#say(key, { name }));
  }

  #setPaused({ id, name }: WebhookState, paused: boolean): Promise<void> {
    return orTell(this.#host, async (signal) => {
      await this.#host.source.call('PATCH', `/webhooks/${id}`, signal, { paused });
      await this.#load();
      this.#host.tell(this.#say(paused ? 'paused-now' : 'resumed-now', { name }));
    });
  }

  #test(id: string): Promise<void> {
    return orTell(this.#host, async (signal) => {
      const answer = await this.#host.source.call('POST', `/webhooks/${id}/test`, signal, {});
      const { outcome } = readWebhookTest(answer, 'answer');
      const words = outcomeWords(outcome, this.#say);
      if (outcome.problem === null) this.#host.tell(this.#say('test-taken'));
      else this.#host.tell(this.#say('test-failed', { outcome: words }), true);
    });
  }

  #retry(id: string): Promise<void> {
    return orTell(this.#host, async (signal) => {
      await this.#host.source.call('POST', `/webhooks/${id}/retry`, signal, {});
      await this.#load();
      this.#host.tell(this.#say('retried'));
    });
  }

  #replaceSecret(id: string): Promise<void> {
    return orTell(this.#host, async (signal) => {
      const answer = await this.#host.source.call('POST', `/webhooks/${id}/secret`, signal, {});
      this.#tellSecret(readWebhookMade(answer, 'answer').webhook, 'replaced');
    });
  }

  #remove({ id, name }: WebhookState): Promise<void> {
    return orTell(this.#host, async (signal) => {
      await this.#host.source.call('DELETE', `/webhooks/${id}`, signal);
      // What was not saved of it goes with it.
      this.#drafts.get(id)?.discard();
      this.#drafts.delete(id);
      this.#secret.forget(id);
      this.#opened = null;
      await this.#load();
      this.#host.tell(this.#say('gone', { name }));
      this.#focus('webhook-add');
    });
  }

  #focus(id: string): void {
    this.#host.root.getElementById(id)?.focus();
  }

  /** The list, and the log of the one that is open. */
  async #load(): Promise<void> {
    await orTell(this.#host, async (signal) => {
      const opened = this.#opened;
      const [webhooks, attempts] = await Promise.all([
        loadWebhooks(this.#host, signal),
        opened === null ? null : this.#host.source.call('GET', `/webhooks/${opened}/attempts`, signal),
      ]);
      this.#webhooks = webhooks;
      if (attempts !== null && opened === this.#opened) {
        this.#attempts = readWebhookAttempts(attempts, 'answer').attempts;
      }
      this.#host.changed();
    });
  }
}

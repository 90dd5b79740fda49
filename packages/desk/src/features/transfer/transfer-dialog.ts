/**
 * The dialog in which an agent passes a chat on (A4), a chunk of its own: whom there is, with presence and load, and a
 * reason. Owns its element while it is open. A refusal is said in it, and what was chosen and written stays.
 */
import { ProtocolError, readTeam, type Colleague, type Team, type TransferDepartment } from '@support-chat/protocol';
import { adoptStyles } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import { createDialog, dialogHead } from '../../dialog.js';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { DeskKey } from '../../locales/messages.js';
import type { TransferSource } from '../../notes/note-source.js';
import { cardDialogStyles } from '../cards/card-dialog-styles.js';
import { transferStyles } from './transfer-styles.js';

/** What the dialog knows of the conversation. */
export interface TransferHost {
  readonly source: TransferSource;
  readonly conversation: string;
  /** Gets the dialog. */
  readonly parent: HTMLElement;
  readonly localizer: DeskLocalizer;
  /** Id of the agent who has it now; null: nobody. */
  readonly assignee: () => string | null;
  readonly newId: () => string;
  /** It is done. @param name - of the agent or department */
  readonly onDone: (name: string) => void;
  readonly signal: AbortSignal;
}

/** Whom a chat can go to. */
type Target =
  { readonly kind: 'agent'; readonly to: Colleague } | { readonly kind: 'department'; readonly to: TransferDepartment };

/** What is said about refusals; others have words of their own. */
const REFUSALS: Readonly<Partial<Record<string, DeskKey>>> = {
  'agent-away': 'transfer-away',
  'capacity-reached': 'transfer-full',
  'not-found': 'transfer-gone',
  'already-taken': 'transfer-outdated',
  forbidden: 'transfer-forbidden',
};

/** See the module. */
export class TransferDialog {
  readonly #host: TransferHost;
  readonly #dialog = createDialog('card-dialog transfer-dialog', 'transfer-dialog', 'transfer-title');
  #team: Team | null = null;
  #words = '';
  #chosen: string | null = null;
  #wrong = '';
  #busy = false;
  /** Who had the chat when the agent decided. */
  #from: string | null;
  /** The request that was made last, and its id: the same again is the same transfer. */
  #asked = { content: '', id: '' };

  constructor(host: TransferHost) {
    this.#host = host;
    this.#from = host.assignee();
    host.signal.addEventListener('abort', () => this.#dialog.remove(), { once: true });
  }

  open(): void {
    adoptStyles(this.#host.parent.getRootNode() as ShadowRoot, cardDialogStyles);
    adoptStyles(this.#host.parent.getRootNode() as ShadowRoot, transferStyles);
    this.#draw();
    this.#host.parent.append(this.#dialog);
    this.#dialog.showModal();
    this.#dialog.querySelector<HTMLInputElement>('[type="search"]')?.focus();
    void this.#load();
  }

  async #load(): Promise<void> {
    const { source, signal } = this.#host;
    try {
      this.#team = readTeam(await source.team(signal), 'answer');
      if (!this.#targets().some((target) => keyOf(target) === this.#chosen)) this.#chosen = null;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      this.#wrong = this.#host.localizer.error(error.code);
    }
    this.#draw();
  }

  /** Those who can have it first. */
  #targets(): readonly Target[] {
    if (this.#team === null) return [];
    const { agents, departments } = this.#team;
    const all: readonly Target[] = [
      ...agents.map((to): Target => ({ kind: 'agent', to })),
      ...departments.map((to): Target => ({ kind: 'department', to })),
    ];
    const rank = (target: Target): number => (target.kind === 'department' ? 1 : this.#isFree(target.to) ? 0 : 2);
    return [...all].sort((one, other) => rank(one) - rank(other));
  }

  #isPossible(target: Target): boolean {
    return target.kind === 'department' || this.#isFree(target.to);
  }

  #isFree({ id, here, presence, chats, capacity = Infinity }: Colleague): boolean {
    return here && presence === 'available' && chats < capacity && id !== this.#from;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { source, conversation, newId, onDone, signal, localizer } = this.#host;
    const target = this.#targets().find((one) => keyOf(one) === this.#chosen);
    if (this.#busy) return;
    if (!target) return this.#refuse(localizer.text('transfer-nobody-chosen'));
    const { id, name } = target.to;
    const reason = this.#dialog.querySelector('textarea')?.value.trim() ?? '';
    const to = target.kind === 'agent' ? { agent: id } : { department: id };
    const content = JSON.stringify([to, reason, this.#from]);
    if (content !== this.#asked.content) this.#asked = { content, id: newId() };
    this.#busy = true;
    this.#wrong = '';
    this.#draw();
    try {
      await source.put(conversation, this.#asked.id, { to, from: this.#from, ...(reason && { reason }) }, signal);
      this.#dialog.close();
      onDone(name);
    } catch (error) {
      this.#busy = false;
      if (signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      await this.#load();
      const isHere = target.kind === 'department' || this.#team?.agents.some((one) => one.id === id && one.here);
      const key = error.code === 'agent-away' && !isHere ? 'transfer-absent' : REFUSALS[error.code];
      // Who presses again has read that somebody else has it.
      if (error.code === 'already-taken') this.#from = this.#host.assignee();
      this.#refuse(key ? localizer.text(key, { name }) : localizer.error(error.code));
    }
  }

  #refuse(words: string): void {
    this.#wrong = words;
    this.#draw();
  }

  #draw(): void {
    const { localizer } = this.#host;
    const wanted = this.#words.trim().toLocaleLowerCase();
    const targets = this.#targets();
    const found = targets.filter(({ to }) => to.name.toLocaleLowerCase().includes(wanted));
    const free = targets.some((target) => this.#isPossible(target));
    render(
      html`${dialogHead('transfer-title', localizer.text('transfer-title'), localizer, () => this.#dialog.close())}
        <form @submit=${(event: SubmitEvent) => void this.#submit(event)}>
          <input
            type="search"
            autocomplete="off"
            aria-label=${localizer.text('transfer-search')}
            placeholder=${localizer.text('transfer-search')}
            @input=${({ target }: Event) => {
              this.#words = (target as HTMLInputElement).value;
              this.#draw();
            }}
          />
          <fieldset class="transfer-list" aria-busy=${this.#team === null && !this.#wrong ? 'true' : 'false'}>
            <legend>${localizer.text('transfer-to')}</legend>
            ${found.map((target) => this.#option(target))}
            ${
              this.#team && (!free || found.length === 0)
                ? html`<p class="transfer-none">${localizer.text(free ? 'transfer-none' : 'transfer-nobody')}</p>`
                : nothing
            }
          </fieldset>
          <label class="card-row"
            ><span>${localizer.text('transfer-reason')}</span
            ><textarea name="reason" rows="2" maxlength="10000"></textarea>
          </label>
          <p class="transfer-wrong" role="alert">${this.#wrong}</p>
          <button type="submit" class="button" aria-disabled=${this.#busy ? 'true' : 'false'}>
            ${localizer.text('transfer-do')}
          </button>
        </form>`,
      this.#dialog,
    );
  }

  #option(target: Target): TemplateResult {
    const key = keyOf(target);
    const { name } = target.to;
    const free = this.#isPossible(target);
    return html`<label class="transfer-option ${free ? '' : 'not-free'}"
      ><input
        type="radio"
        name="target"
        value=${key}
        .checked=${key === this.#chosen}
        ?disabled=${!free}
        @change=${() => {
          this.#chosen = key;
          this.#wrong = '';
          this.#draw();
        }}
      /><span><bdi>${name}</bdi><small>${this.#facts(target)}</small></span></label
    >`;
  }

  #facts(target: Target): string {
    const { localizer } = this.#host;
    if (target.kind === 'department') {
      const { waiting, available } = target.to;
      return [
        localizer.text('transfer-waiting', { count: waiting }),
        localizer.text('transfer-available', { count: available }),
      ].join(' · ');
    }
    const { id, here, presence, chats, capacity } = target.to;
    if (id === this.#from) return localizer.text('transfer-has-it');
    const state = !here
      ? 'transfer-not-here'
      : presence === 'available'
        ? 'presence-available'
        : 'presence-chosen-away';
    const load =
      capacity === undefined
        ? localizer.text('transfer-chats', { count: chats })
        : localizer.text('transfer-load', { chats, capacity });
    return [localizer.text(state), load].join(' · ');
  }
}

function keyOf({ kind, to }: Target): string {
  return `${kind} ${to.id}`;
}

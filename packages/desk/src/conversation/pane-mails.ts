/**
 * Mails in a conversation's pane: the choice whether an answer goes by mail too, and a line behind each message that did. What
 * is written stays in the field until the server has it: a colleague who was quicker, or a network that is gone, takes nothing away.
 */
import { hasDraftFiles } from '@support-chat/core';
import type { ConversationSummary, ErrorCode, TicketMail } from '@support-chat/protocol';
import type { Aside, Composer, MessageLog } from '@support-chat/ui';
import { html, nothing, render } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import type { OpenChat } from '../desk-session.js';
import type { ConversationMails } from '../tickets/conversation-mails.js';
import { mailLine, mailWords } from '../tickets/mail-line.js';

interface PaneMailsOptions {
  readonly mails: ConversationMails;
  readonly log: () => MessageLog;
  readonly localizer: () => DeskLocalizer;
  readonly chat: OpenChat['chat'];
  readonly composer: () => Composer;
  /** Whether mail can be sent, or is wanted, is otherwise than before. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** See the module. */
export class PaneMails {
  /** The choice; empty where there is none. */
  readonly element = document.createElement('div');
  readonly #options: PaneMailsOptions;
  #summary: ConversationSummary | undefined;
  /** What the agent chose; null: what fits the conversation. */
  #wanted: boolean | null = null;
  /** Who sits in the chat and waits is answered there. Stays as it is while an answer is being written. */
  #fits = true;
  #busy = false;
  #problem: ErrorCode | 'files' | null = null;

  constructor(options: PaneMailsOptions) {
    this.#options = options;
    this.element.className = 'mail-choice';
    const viewer = (places: readonly number[]): void => {
      for (const place of new Set(places)) options.log().asideChanged(place);
      this.render();
      options.onChange();
    };
    options.mails.show(viewer, options.signal);
  }

  /** Whether the next answer goes by mail. */
  get isOn(): boolean {
    return this.#options.mails.canSend && this.#summary?.ticket !== undefined && (this.#wanted ?? this.#fits);
  }

  /** Takes what the inbox knows. */
  update(summary: ConversationSummary | undefined): void {
    const { mails, composer } = this.#options;
    this.#summary = summary;
    if (composer().text === '') this.#fits = summary?.waitingSince === undefined;
    if (summary?.erased) mails.erased();
    else if (summary?.ticket || summary?.mails) mails.heard(summary.mails ?? 0);
    this.render();
  }

  /** Whether short questions can be sent. */
  get canAsk(): boolean {
    return this.#options.mails.canAsk;
  }

  /** Opens the dialog that asks a visitor who has left, which is loaded with the first press. @param parent - gets it */
  ask(parent: HTMLElement): void {
    const { mails, log, localizer, signal } = this.#options;
    void import('../features/short-questions/question-dialog.js').then(
      ({ openQuestionDialog }) => {
        if (signal.aborted) return;
        openQuestionDialog(parent, localizer(), mails, () => {
          log().announcer.status(localizer().text('question-stored'));
          log().scrollToEnd();
        });
      },
      () => log().announcer.alert(localizer().error('network-failed')),
    );
  }

  /** Hands an answer over. @returns false: the text stays in the field until it is stored */
  send(text: string): boolean {
    void this.#send(text);
    return false;
  }

  async #send(text: string): Promise<void> {
    const { mails, chat, composer, log, localizer } = this.#options;
    const after = chat.getState().timeline.cursor;
    if (this.#busy || after === null || text.trim() === '') return;
    if (hasDraftFiles(chat.getState())) return this.#tell('files');
    this.#busy = true;
    this.#problem = null;
    this.render();
    const code = await mails.send(text.trim(), after);
    this.#busy = false;
    if (code !== null) return this.#tell(code);
    // What was typed meanwhile is the next answer.
    if (composer().text === text) chat.dispatch({ type: 'set-draft', text: '' });
    log().announcer.status(localizer().text('mail-stored'));
    log().scrollToEnd();
    this.render();
  }

  /** What became of the mails of the messages from a place to the next one. */
  aside(place: number, next: number): Aside | null {
    const localizer = this.#options.localizer();
    const here = this.#options.mails.list.filter(({ seq }) => place <= seq && seq < next);
    if (here.length === 0) return null;
    const key = here.map((mail) => `${mailWords(mail, localizer)} ${mail.problem ?? ''}`).join(' ');
    return { key, rows: here.map((mail) => mailLine(mail, localizer, () => void this.#retry(mail))) };
  }

  render(): void {
    const localizer = this.#options.localizer();
    const { ticket } = this.#summary ?? {};
    const problem = this.#problem;
    render(
      this.#options.mails.canSend && ticket
        ? html`<label>
              <input type="checkbox" part="mail-choice" .checked=${this.isOn} @change=${this.#choose} />
              <span>${localizer.text('mail-also', { address: ticket.email })}</span>
            </label>
            <p role="status">${this.#busy ? localizer.text('mail-saving') : nothing}</p>
            <p role="alert" class="problem">${problem === null ? nothing : this.#words(problem)}</p>`
        : nothing,
      this.element,
    );
  }

  readonly #choose = (event: Event): void => {
    this.#wanted = (event.currentTarget as HTMLInputElement).checked;
    this.#problem = null;
    this.render();
    this.#options.onChange();
  };

  async #retry({ id }: TicketMail): Promise<void> {
    const code = await this.#options.mails.retry(id);
    if (code !== null) this.#options.log().announcer.alert(this.#options.localizer().error(code));
  }

  #tell(problem: ErrorCode | 'files'): void {
    this.#problem = problem;
    this.render();
  }

  #words(problem: ErrorCode | 'files'): string {
    const localizer = this.#options.localizer();
    if (problem === 'files') return localizer.text('mail-no-files');
    if (problem === 'already-answered') return localizer.text('mail-outdated');
    return `${localizer.text('mail-not-saved')} ${localizer.error(problem)}`;
  }
}

/** Both, one behind the other. */
export function joinAsides(one: Aside | null | undefined, other: Aside | null | undefined): Aside | null {
  if (!one || !other) return one ?? other ?? null;
  return { key: `${one.key}|${other.key}`, rows: [...one.rows, ...other.rows] };
}

/**
 * Notes in a conversation's pane: the switch between reply and note, a composer of its own for notes, and their rows in the
 * log. Two composers, not one with two meanings: what is written in one cannot be sent by the other, and each keeps its own
 * draft. Nothing that is typed here is told to the visitor, not even that somebody types.
 */
import type { Author, Note } from '@support-chat/protocol';
import { Composer, icon, type Aside, type Localizer, type MessageLog, type RowContext } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { noteIcon, transferIcon } from '../icon-paths.js';
import type { DeskKey } from '../locales/messages.js';
import type { ConversationNotes, PendingNote } from '../notes/conversation-notes.js';
import { noteRow, noteTitle } from '../notes/note-row.js';
import { tip } from '../tip.js';

/** What is written: to the visitor, or to the team. */
export type WritingMode = 'reply' | 'note';

export interface PaneNotesOptions {
  readonly notes: ConversationNotes;
  /** The pane; the switch goes before its foot. */
  readonly pane: HTMLElement;
  readonly foot: HTMLElement;
  /** Of the foot: what belongs to replies. */
  readonly reply: readonly HTMLElement[];
  readonly log: () => MessageLog;
  readonly localizer: DeskLocalizer;
  readonly self: () => Author | null;
  /** `seq` of the newest event of the log. */
  readonly end: () => number;
  readonly focusReply: () => void;
  readonly signal: AbortSignal;
}

/** The composer's own words, and those it has for notes. */
const WORDS: Readonly<Record<string, DeskKey>> = {
  'composer-label': 'note-label',
  'composer-placeholder': 'note-placeholder',
  'composer-send': 'note-save',
};

/** See the module. */
export class PaneNotes {
  readonly #options: PaneNotesOptions;
  readonly #switch = document.createElement('div');
  readonly #container = document.createElement('div');
  #composer: Composer | undefined;
  #localizer: DeskLocalizer;
  #mode: WritingMode = 'reply';

  constructor(options: PaneNotesOptions) {
    this.#options = options;
    this.#localizer = options.localizer;
    const { notes, pane, foot, signal, log } = options;
    this.#switch.className = 'writing-mode';
    this.#container.className = 'composer note-composer';
    this.#container.part.add('note-composer');
    this.#container.hidden = true;
    pane.insertBefore(this.#switch, foot);
    foot.append(this.#container);
    const viewer = {
      changed: (places: readonly number[]) => {
        for (const place of new Set(places)) log().asideChanged(place);
        this.#render();
      },
      arrived: (news: readonly Note[]) => this.#announce(news),
    };
    notes.show(viewer, signal);
    // Before the composer of replies, which takes files wherever they are dropped: they would wait there unseen.
    for (const type of ['drop', 'paste'] as const) {
      pane.addEventListener(type, (event) => this.#refuseFiles(event), { capture: true, signal });
    }
    this.#render();
  }

  get mode(): WritingMode {
    return this.#mode;
  }

  /** Changes over and puts the focus into the field. */
  write(mode: WritingMode): void {
    this.#mode = mode;
    const { pane, reply } = this.#options;
    const isNote = mode === 'note';
    for (const element of reply) element.hidden = isNote;
    this.#container.hidden = !isNote;
    pane.classList.toggle('writing-note', isNote);
    this.#render();
    this.focus();
  }

  focus(): void {
    if (this.#mode === 'reply') return this.#options.focusReply();
    this.#composer ??= this.#makeComposer();
    this.#composer.focus();
  }

  setLocalizer(localizer: DeskLocalizer): void {
    this.#localizer = localizer;
    this.#composer?.setLocalizer(noteWords(localizer));
    this.#render();
  }

  /** The button for it; undefined where chats are not passed on. */
  transferButton(passOn: () => void): TemplateResult | undefined {
    if (!this.#options.notes.transfers) return undefined;
    return html`<button
      type="button"
      class="icon-button"
      part="transfer-button"
      aria-haspopup="dialog"
      ${tip(this.#localizer.text('transfer-title'), 'P', this.#localizer)}
      @click=${passOn}
    >
      ${icon(transferIcon)}
    </button>`;
  }

  /** Asks to whom the conversation is passed on. @param assignee - id of the agent who has it; null: nobody */
  passOn(assignee: () => string | null): void {
    const { notes, pane: parent, log, signal } = this.#options;
    const { transfers: source, conversation } = notes;
    if (!source) return;
    const localizer = this.#localizer;
    const newId = (): string => notes.newId();
    const onDone = (name: string): void => {
      log().announcer.status(localizer.text('transfer-done', { name }));
    };
    import('../features/transfer/transfer-dialog.js').then(
      ({ TransferDialog }) => {
        if (signal.aborted) return;
        new TransferDialog({ source, conversation, parent, localizer, assignee, newId, onDone, signal }).open();
      },
      () => log().announcer.alert(localizer.error('network-failed')),
    );
  }

  /** The notes that stand between two rows of the log. */
  aside(place: number, next: number, { marked }: RowContext): Aside | null {
    const { notes, self } = this.#options;
    const here = ({ after }: { readonly after: number }): boolean => place <= after && after < next;
    const rows: readonly (Note | PendingNote)[] = [...notes.list.filter(here), ...notes.pending.filter(here)];
    if (rows.length === 0) return null;
    const context = { notes, marked, localizer: this.#localizer, self: self()?.id ?? null };
    const key = rows.map((note) => `${note.id} ${'failed' in note ? `${note.code} ${note.failed}` : ''}`).join(' ');
    return { key: ` ${context.self} ${key}`, rows: rows.map((note) => noteRow(note, context)) };
  }

  #makeComposer(): Composer {
    const { notes, signal, log } = this.#options;
    const composer = new Composer({
      container: this.#container,
      localizer: noteWords(this.#localizer),
      keepEmoji: () => [localStorage, 'desk'],
      onSend: (text) => this.#save(text),
      onDraft: (text) => {
        notes.draft = text;
        this.#render();
      },
      onType: () => undefined,
      onAlert: (text) => log().announcer.alert(text),
      signal,
    });
    composer.setDraft(notes.draft);
    return composer;
  }

  #save(text: string): boolean {
    const { notes, self, end, log } = this.#options;
    const author = self();
    if (author === null || text.trim() === '') return false;
    notes.write({ text: text.trim() }, author, end());
    log().scrollToEnd();
    return true;
  }

  #announce(news: readonly Note[]): void {
    const { log, self } = this.#options;
    const id = self()?.id ?? null;
    log().announcer.incoming(news.map((note) => ({ name: noteTitle(note, id, this.#localizer), text: note.text })));
  }

  #refuseFiles(event: DragEvent | ClipboardEvent): void {
    const data = 'dataTransfer' in event ? event.dataTransfer : event.clipboardData;
    if (this.#mode === 'reply' || !data?.types.includes('Files')) return;
    if (event.type === 'paste' && data.types.includes('text/plain')) return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
    this.#options.log().announcer.alert(this.#localizer.text('note-no-files'));
  }

  #render(): void {
    const localizer = this.#localizer;
    const { notes } = this.#options;
    const isNote = this.#mode === 'note';
    const hint = notes.problem === null ? localizer.text('note-hint') : localizer.text('notes-not-loaded');
    render(
      html`<div class="writing-choice" role="group" aria-label=${localizer.text('writing-label')}>
          <button
            type="button"
            aria-pressed=${isNote ? 'false' : 'true'}
            ${tip(localizer.text('writing-reply'), 'R', localizer, true)}
            @click=${() => this.write('reply')}
          >
            ${localizer.text('writing-reply')}
          </button>
          <button
            type="button"
            class="as-note"
            part="note-button"
            aria-pressed=${isNote ? 'true' : 'false'}
            ${tip(localizer.text('writing-note'), 'N', localizer, true)}
            @click=${() => this.write('note')}
          >
            ${icon(noteIcon)}${localizer.text('writing-note')}
          </button>
        </div>
        <p role="status">${isNote || notes.problem !== null ? hint : nothing}</p>`,
      this.#switch,
    );
  }
}

function noteWords(localizer: DeskLocalizer): Localizer {
  return { ...localizer, text: (key, values) => localizer.text(WORDS[key] ?? key, values) };
}

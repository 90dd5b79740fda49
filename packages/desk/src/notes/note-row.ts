/** Notes as rows between those of the log: unmistakably no message. */
import type { Note } from '@support-chat/protocol';
import { displayName, icon, type RowContext } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { noteIcon } from '../icon-paths.js';
import type { ConversationNotes, PendingNote } from './conversation-notes.js';

/** What the rows need to know beside the notes. */
export interface NoteRowContext extends Pick<RowContext, 'marked'> {
  readonly localizer: DeskLocalizer;
  /** Id of the agent at this desk. */
  readonly self: string | null;
  readonly notes: ConversationNotes;
}

/** Whose note it is, or what they did. */
export function noteTitle(note: Note | PendingNote, self: string | null, localizer: DeskLocalizer): string {
  const { author } = note;
  const { agent, department } = ('transfer' in note && note.transfer) || {};
  const target = agent ? displayName(agent, localizer) : department?.name;
  if (target !== undefined) {
    return localizer.text('note-transfer', { name: displayName(author, localizer), target });
  }
  if (author.id === self) return localizer.text('note-by-you');
  return localizer.text('note-by', { name: displayName(author, localizer) });
}

/** A stored note, or one that is to be. */
export function noteRow(note: Note | PendingNote, context: NoteRowContext): TemplateResult {
  const { localizer, self, marked } = context;
  const { id, time, text } = note;
  const title = noteTitle(note, self, localizer);
  const label = localizer.text('row-label', { name: title, time: localizer.clock(time) });
  return html`<div
    class="row note first last"
    part="note"
    role="article"
    tabindex="-1"
    aria-label=${label}
    data-id=${`note-${id}`}
  >
    <div class="note-body">
      <p class="note-head">
        ${icon(noteIcon)}<strong><bdi>${title}</bdi></strong>
        <time datetime=${new Date(time).toISOString()} title=${localizer.dateTime(time)}>${localizer.clock(time)}</time>
      </p>
      ${text ? html`<div class="note-text" dir="auto">${marked(text)}</div>` : nothing}
      ${'failed' in note ? pendingLine(note, context) : nothing}
    </div>
  </div>`;
}

function pendingLine({ id, code, failed }: PendingNote, { localizer, notes }: NoteRowContext): TemplateResult {
  if (code === null) return html`<p class="note-state">${localizer.text('note-saving')}</p>`;
  const words = localizer.text(failed ? 'note-failed' : 'note-waiting');
  return html`<p class="note-state problem"><strong>${words}</strong> ${failed ? localizer.error(code) : nothing}</p>
    <p class="note-actions">
      <button type="button" class="text-button" @click=${() => notes.retry(id)}>${localizer.text('retry')}</button>
      ${
        failed
          ? html`<button type="button" class="text-button" @click=${() => notes.discard(id)}>
              ${localizer.text('discard')}
            </button>`
          : nothing
      }
    </p>`;
}

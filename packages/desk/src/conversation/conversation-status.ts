/** The line below a visitor's name: who has the chat. */
import type { Author, ConversationPhase } from '@support-chat/protocol';
import type { DeskLocalizer } from '../desk-localizer.js';
import { personName } from '../face.js';

/** @param self - id of the agent who looks */
export function conversationStatus(
  phase: ConversationPhase | undefined,
  assignee: Author | undefined,
  self: string | null,
  localizer: DeskLocalizer,
): string {
  if (phase === undefined) return '';
  if (phase === 'ended') return localizer.text('status-ended');
  if (phase === 'queued') return localizer.text('status-waiting');
  if (!assignee) return localizer.text('status-nobody');
  if (assignee.id === self) return localizer.text('status-yours');
  return localizer.text('status-theirs', { name: personName(assignee, localizer) });
}

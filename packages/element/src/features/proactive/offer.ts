/**
 * Shows a proactive message: beside the closed launcher, and in the panel below what was said, until the visitor answers it.
 * The answer carries which message it answers, so that the agent sees it.
 */
import type { Author, TriggerRule, WrittenDetails } from '@support-chat/protocol';
import { adoptStyles, avatar, displayName, markdownStyles, renderMarkdown, type Localizer } from '@support-chat/ui';
import { html, type TemplateResult } from 'lit/html.js';
import type { Session } from '../../session.js';
import type { ShellHost } from '../../shell-host.js';
import { offerStyles } from './offer-styles.js';

/** A message that was offered and not answered yet, as panel and session know it. */
export interface Offer {
  /** What goes with the words of the visitor who answers. */
  readonly details: WrittenDetails;
  /** How it stands in the panel. */
  readonly render: (localizer: Localizer) => TemplateResult;
}

/**
 * Shows `rule`'s message.
 *
 * @param onDismiss - the visitor waved it away
 */
export async function showOffer(
  session: Session,
  host: ShellHost,
  { id, text, author: by }: TriggerRule,
  onDismiss: () => void,
): Promise<void> {
  const notices = await session.loadNotices();
  const { title, faces } = session.config();
  // Nobody is named: then who the panel's header shows (V2).
  const face = by ?? faces?.[0];
  const name = face?.name ?? title;
  const author: Author = {
    kind: 'agent',
    id: `trigger ${name ?? ''}`,
    ...(name !== undefined && { name }),
    ...(face?.avatarUrl !== undefined && { avatarUrl: face.avatarUrl }),
  };
  adoptStyles(host.root, markdownStyles, offerStyles);
  session.setOffer({
    details: { type: 'message-send', offered: { trigger: id, text } },
    render: (localizer) =>
      html`<div class="offer" part="message">
        ${avatar(author, localizer)}
        <div class="offer-words">
          <div class="name"><bdi>${displayName(author, localizer)}</bdi></div>
          <div class="bubble" part="bubble" dir="auto">${renderMarkdown(text, localizer)}</div>
        </div>
      </div>`,
  });
  notices?.closed.show({ author, text }, session.localizer, () => {
    session.setOffer(undefined);
    onDismiss();
  });
}

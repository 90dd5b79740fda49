/** What a conversation puts into the places of a shortcut, and which shortcuts it prefers. */
import type { ConversationSummary, ShortcutContext, ShortcutValues } from '@support-chat/protocol';
import type { PaneContext } from './conversation-pane.js';

export function shortcutValues({ summary, self }: Pick<PaneContext, 'summary' | 'self'>): ShortcutValues {
  return {
    'visitor.name': summary?.visitor.name ?? summary?.ticket?.name,
    'visitor.email': summary?.email ?? summary?.ticket?.email,
    'agent.name': self?.name,
    department: departmentOf(summary),
    'page.title': summary?.page?.title,
    'page.url': summary?.page?.url,
  };
}

export function shortcutContext(summary: ConversationSummary | undefined): ShortcutContext {
  return { locale: summary?.page?.locale, department: departmentOf(summary) };
}

function departmentOf(summary: ConversationSummary | undefined): string | undefined {
  return summary?.ticket?.department ?? summary?.department;
}

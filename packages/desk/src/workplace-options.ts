/** What a signed-in agent's workplace is given: by whom it is shown, and where things are kept. */
import type { ChatAdapter, ErrorCode } from '@support-chat/protocol';
import type { LitElement } from 'lit';
import type { AccountControls } from './account/account-controls.js';
import type { ArchiveSource } from './archive/archive-source.js';
import type { SupportDeskEventDetails } from './desk-events.js';
import type { DeskLocalizer } from './desk-localizer.js';
import type { NoteSource } from './notes/note-source.js';
import type { MailSource } from './tickets/mail-source.js';
import type { SettingsSource } from './settings/settings-source.js';
import type { ShortcutSource } from './shortcuts/shortcut-source.js';
import type { SpellingSource } from './spelling/spelling-source.js';
import type { StatisticsSource } from './statistics/statistics-source.js';
import type { VisitorSource } from './visitor/visitor-source.js';

/** Where a desk gets what it shows; what is undefined is not offered. */
export interface DeskSources {
  readonly shortcuts: ShortcutSource | undefined;
  readonly archive: ArchiveSource | undefined;
  readonly statistics: StatisticsSource | undefined;
  readonly notes: NoteSource | undefined;
  readonly mails: MailSource | undefined;
  readonly settings: SettingsSource | undefined;
  readonly spelling: SpellingSource | undefined;
  readonly visitors: VisitorSource | undefined;
}

export interface WorkplaceOptions extends DeskSources {
  readonly adapter: ChatAdapter;
  /** The desk: rendered into, measured, asked to render again. */
  readonly element: LitElement;
  readonly localizer: DeskLocalizer;
  readonly canSignOut: boolean;
  /** Null where the back end does not ask. */
  readonly account: AccountControls | null;
  readonly onSignOut: () => void;
  /** The inbox was refused for good. */
  readonly onStopped: (code: ErrorCode) => void;
  readonly emit: <Name extends keyof SupportDeskEventDetails>(
    name: Name,
    detail: SupportDeskEventDetails[Name],
  ) => void;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

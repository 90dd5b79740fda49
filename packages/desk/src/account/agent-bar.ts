/** The foot of the inbox: who works here, whether the desk is connected, the keys, the way out. */
import type { Author } from '@support-chat/protocol';
import { icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { face, personName } from '../face.js';
import { figuresIcon, keyboardIcon, searchIcon, settingsIcon, signOutIcon } from '../icon-paths.js';
import { tip } from '../tip.js';

interface AgentBarView {
  /** Null before the first welcome. */
  readonly self: Author | null;
  readonly online: boolean;
  /** Where the agent says whether they are available; absent where the back end does not ask. */
  readonly presence: TemplateResult | null;
  readonly localizer: DeskLocalizer;
  /** Absent where the back end keeps nothing of how agents are seen. */
  readonly onPersona: (() => void) | null;
  /** Absent where nothing can be looked up. */
  readonly onArchive: (() => void) | null;
  /** Absent where nobody counts. */
  readonly onStatistics: (() => void) | null;
  /** Absent for who may set nothing. */
  readonly onSettings: (() => void) | null;
  readonly onKeys: () => void;
  /** Absent where somebody else signed the agent in. */
  readonly onSignOut: (() => void) | null;
}

/** Draws the bar. */
export function agentBar({
  self,
  online,
  presence,
  localizer,
  onPersona,
  onArchive,
  onStatistics,
  onSettings,
  onKeys,
  onSignOut,
}: AgentBarView): TemplateResult {
  return html`<footer class="agent-bar">
    ${ownFace(self, localizer, onPersona)}
    <div class="agent-who">
      <p class="agent-name">${self ? html`<bdi>${personName(self, localizer)}</bdi>` : nothing}</p>
      ${
        online && presence
          ? presence
          : html`<p class="presence ${online ? 'online' : ''}">
              ${localizer.text(online ? 'presence-online' : 'presence-away')}
            </p>`
      }
    </div>
    <div class="agent-tools">
      ${tool(localizer.text('archive-show'), searchIcon, onArchive, { part: 'archive-button', key: 'F', localizer })}
      ${tool(localizer.text('statistics-show'), figuresIcon, onStatistics, { part: 'statistics-button', key: 'G', localizer })}
      ${tool(localizer.text('keys-settings'), settingsIcon, onSettings, { part: 'settings-button', key: ',', localizer })}
      ${tool(localizer.text('keys-show'), keyboardIcon, onKeys, { key: '?', localizer })}
      ${tool(localizer.text('sign-out'), signOutIcon, onSignOut)}
    </div>
  </footer>`;
}

function ownFace(self: Author | null, localizer: DeskLocalizer, onPersona: (() => void) | null): TemplateResult {
  if (self === null) return html`<span class="avatar skeleton"></span>`;
  if (onPersona === null) return face(self, localizer);
  return html`<button
    type="button"
    class="own-face"
    part="persona-button"
    ${tip(localizer.text('persona-title'))}
    @click=${onPersona}
  >
    ${face(self, localizer)}
  </button>`;
}

interface ToolFacts {
  readonly part?: string;
  /** The key that does the same. */
  readonly key?: string;
  readonly localizer?: DeskLocalizer;
}

function tool(
  name: string,
  picture: string,
  onPress: (() => void) | null,
  { part, key, localizer }: ToolFacts = {},
): TemplateResult | typeof nothing {
  if (onPress === null) return nothing;
  return html`<button
    type="button"
    class="icon-button"
    part=${part ?? nothing}
    ${tip(name, key, localizer)}
    @click=${onPress}
  >
    ${icon(picture)}
  </button>`;
}

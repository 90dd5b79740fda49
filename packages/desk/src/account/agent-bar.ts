/** The foot of the inbox: who works here, whether the desk is connected, the keys, the way out. */
import type { Author } from '@support-chat/protocol';
import { icon } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import { face, personName } from '../face.js';
import { keyboardIcon, signOutIcon } from '../icon-paths.js';
import { tip } from '../tip.js';

interface AgentBarView {
  /** Null before the first welcome. */
  readonly self: Author | null;
  readonly online: boolean;
  readonly localizer: DeskLocalizer;
  readonly onKeys: () => void;
  /** Absent where somebody else signed the agent in. */
  readonly onSignOut: (() => void) | null;
}

/** Draws the bar. */
export function agentBar({ self, online, localizer, onKeys, onSignOut }: AgentBarView): TemplateResult {
  return html`<footer class="agent-bar">
    ${self ? face(self, localizer) : html`<span class="avatar skeleton"></span>`}
    <div class="agent-who">
      <p class="agent-name">${self ? html`<bdi>${personName(self, localizer)}</bdi>` : nothing}</p>
      <p class="presence ${online ? 'online' : ''}">${localizer.text(online ? 'presence-online' : 'presence-away')}</p>
    </div>
    <button type="button" class="icon-button" ${tip(localizer.text('keys-show'), '?', localizer)} @click=${onKeys}>
      ${icon(keyboardIcon)}
    </button>
    ${
      onSignOut
        ? html`<button type="button" class="icon-button" ${tip(localizer.text('sign-out'))} @click=${onSignOut}>
            ${icon(signOutIcon)}
          </button>`
        : nothing
    }
  </footer>`;
}

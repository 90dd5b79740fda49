/**
 * The page of the panel from which a visitor keeps the conversation: as a file, or by e-mail where the back end has mail
 * (V17). Earlier messages are loaded first: a transcript is whole or there is none, and that is said.
 */
import { ProtocolError } from '@support-chat/protocol';
import {
  adoptStyles,
  icon,
  menuWords,
  transcriptFile,
  transcriptIcon,
  transcriptWords,
  type Localizer,
  type TranscriptFormat,
} from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { page } from '../../panel/page.js';
import type { PanelModel, PanelPage } from '../../panel/panel-template.js';
import type { Session } from '../../session.js';
import { datedName, saveFile } from '../save-file.js';
import { loadWhole } from './load-whole.js';
import { transcriptStyles } from './transcript-styles.js';

type Words = Localizer<keyof typeof transcriptWords | keyof typeof menuWords | Parameters<Localizer['text']>[0]>;

/** What stands below the buttons. */
interface Report {
  readonly kind: 'busy' | 'done' | 'failed';
  readonly say: (words: Words) => string;
}

/** Whether the back end sends transcripts by mail, and there is somebody whose conversation that could be. */
function canMail({ adapter, chat }: Session): boolean {
  const { site, storage } = chat.getState();
  return site?.mail === true && storage.token !== null && adapter.mailTranscript !== undefined;
}

/**
 * Makes the page.
 *
 * @param root - gets the looks
 * @param signal - the panel's life
 */
export function createTranscriptPage(root: ShadowRoot, signal: AbortSignal): PanelPage {
  adoptStyles(root, transcriptStyles);
  let report: Report | undefined;

  return (model) => {
    const words = model.localizer.extended(menuWords).extended(transcriptWords);
    return page(model, words.text('menu-transcript'), content(model, words));
  };

  function content(model: PanelModel, words: Words): TemplateResult {
    const { session } = model;
    const formats: readonly (readonly [TranscriptFormat, keyof typeof transcriptWords])[] = [
      ['text', 'transcript-text'],
      ['html', 'transcript-html'],
      ['json', 'transcript-json'],
    ];
    return html`<p class="transcript-intro">${words.text('transcript-intro')}</p>
      <div class="transcript-files">
        ${formats.map(
          ([format, label]) =>
            html`<button class="transcript-file" type="button" @click=${() => void save(model, format)}>
              ${icon(transcriptIcon)}<span>${words.text(label)}</span>
            </button>`,
        )}
      </div>
      ${canMail(session) ? mailForm(model, words) : nothing}
      <p class=${`transcript-report ${report?.kind ?? ''}`} role="status">${report?.say(words)}</p>`;
  }

  function mailForm(model: PanelModel, words: Words): TemplateResult {
    return html`<form class="transcript-mail" novalidate @submit=${(event: Event) => void mail(event, model)}>
      <label
        >${words.text('transcript-by-mail')}
        <input
          name="address"
          type="email"
          autocomplete="email"
          maxlength="256"
          placeholder=${words.text('transcript-address')}
          aria-label=${words.text('transcript-address')}
          .value=${model.state.visitor.profile?.email ?? ''}
        />
      </label>
      <button class="transcript-send" type="submit">${words.text('composer-send')}</button>
    </form>`;
  }

  function tell(model: PanelModel, next: Report): void {
    report = next;
    model.onView({});
  }

  async function save(model: PanelModel, format: TranscriptFormat): Promise<void> {
    const { chat } = model.session;
    tell(model, { kind: 'busy', say: (words) => words.text('log-loading-history') });
    if (!(await loadWhole(chat, signal))) {
      return tell(model, { kind: 'failed', say: (words) => words.text('transcript-failed') });
    }
    const title = model.config.title ?? model.localizer.text('panel-name');
    const { type, extension, content: text } = transcriptFile(format, chat.getState(), model.localizer, title);
    saveFile(new Blob([text], { type }), datedName('chat', extension));
    tell(model, { kind: 'done', say: () => '' });
  }

  async function mail(event: Event, model: PanelModel): Promise<void> {
    event.preventDefault();
    const address = (new FormData(event.target as HTMLFormElement).get('address') as string).trim();
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) {
      return tell(model, { kind: 'failed', say: (words) => words.text('transcript-address-wrong') });
    }
    tell(model, { kind: 'busy', say: () => '' });
    try {
      const { adapter, chat, localizer } = model.session;
      const { token } = chat.getState().storage;
      if (token !== null) await adapter.mailTranscript?.({ token, address, locale: localizer.locale }, signal);
      tell(model, { kind: 'done', say: (words) => words.text('transcript-sent', { address }) });
    } catch (error) {
      const code = error instanceof ProtocolError ? error.code : 'internal';
      tell(model, { kind: 'failed', say: (words) => words.error(code) });
    }
  }
}

/**
 * The page of the panel about what is kept of the visitor (V27): taking all of it along, having it deleted, and taking
 * consent back where that was asked for. What cannot be done with this back end is not there.
 */
import { ProtocolError } from '@support-chat/protocol';
import { adoptStyles, menuWords, withLaterWords, yourDataWords, type Localizer } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { page } from '../../panel/page.js';
import type { PanelModel, PanelPage } from '../../panel/panel-template.js';
import { forgetMarks } from '../consent/forget-marks.js';
import { datedName, saveFile } from '../save-file.js';
import { gaveConsent } from './has-your-data.js';
import { yourDataStyles } from './your-data-styles.js';

type Words = Localizer<keyof typeof yourDataWords | Parameters<Localizer['text']>[0]>;

/** What stands at the end of the page. */
interface Report {
  readonly kind: 'busy' | 'done' | 'failed';
  readonly text: string;
}

/** Makes the page, in the words of now. Rejects when they do not come. */
export async function createYourDataPage({ root, signal, localizer }: PanelModel): Promise<PanelPage> {
  const words: Words = (await withLaterWords(localizer)).extended(yourDataWords);
  adoptStyles(root, yourDataStyles);
  let asking = false;
  let report: Report | undefined;

  return (model) => page(model, model.localizer.extended(menuWords).text('menu-data'), content(model));

  function content(model: PanelModel): TemplateResult {
    const source = model.session.adapter.visitorData;
    const { token } = model.state.storage;
    const known = source !== undefined && token !== null;
    const busy = report?.kind === 'busy';
    return html`<p class="data-intro">${words.text('data-intro')}</p>
      ${
        known
          ? html`${deed('data-download', busy, () => void download(model, source.load(token, signal)))}
            ${
              asking
                ? question(model, () => void erase(model, source.erase(token, signal)))
                : deed('data-delete', busy, () => ask(model, true))
            }`
          : nothing
      }
      ${
        gaveConsent(model.session)
          ? deed('data-withdraw', busy, () => void model.session.element.withdrawConsent())
          : nothing
      }
      <p class=${`data-report ${report?.kind ?? ''}`} role="status">${report?.text}</p>`;
  }

  function deed(
    name: 'data-download' | 'data-delete' | 'data-withdraw',
    busy: boolean,
    run: () => void,
  ): TemplateResult {
    return html`<div class="data-deed">
      <button
        type="button"
        class=${name}
        aria-describedby=${`${name}-hint`}
        aria-disabled=${busy ? 'true' : nothing}
        @click=${() => busy || run()}
      >
        ${words.text(name)}
      </button>
      <p id=${`${name}-hint`}>${words.text(`${name}-hint`)}</p>
    </div>`;
  }

  function question(model: PanelModel, onYes: () => void): TemplateResult {
    return html`<div class="data-deed data-question" role="group" aria-labelledby="data-ask">
      <p id="data-ask"><strong>${words.text('data-ask')}</strong> ${words.text('data-delete-hint')}</p>
      <div class="data-ways">
        <button type="button" class="data-keep" @click=${() => ask(model, false)}>${words.text('data-keep')}</button>
        <button type="button" class="data-confirm" @click=${onYes}>${words.text('data-confirm')}</button>
      </div>
    </div>`;
  }

  /** The focus goes to the harmless answer, and back to where it came from. */
  function ask(model: PanelModel, next: boolean): void {
    asking = next;
    report = undefined;
    model.onView({});
    focus(next ? '.data-keep' : '.data-delete');
  }

  function focus(selector: string): void {
    root.querySelector<HTMLElement>(selector)?.focus();
  }

  function tell(model: PanelModel, next: Report): void {
    report = next;
    model.onView({});
  }

  async function download(model: PanelModel, loading: PromiseLike<Blob>): Promise<void> {
    tell(model, { kind: 'busy', text: words.text('data-preparing') });
    try {
      saveFile(await loading, datedName('chat-data', 'json'));
      tell(model, { kind: 'done', text: words.text('data-downloaded') });
    } catch (error) {
      tell(model, { kind: 'failed', text: reasonOf(error) });
    }
  }

  async function erase(model: PanelModel, erasing: PromiseLike<void>): Promise<void> {
    asking = false;
    tell(model, { kind: 'busy', text: words.text('data-deleting') });
    focus('.data-delete');
    try {
      await erasing;
    } catch (error) {
      return tell(model, { kind: 'failed', text: `${words.text('data-not-deleted')} ${reasonOf(error)}` });
    }
    const { session } = model;
    session.reset();
    forgetMarks(session.key);
    tell(model, { kind: 'done', text: words.text('data-deleted') });
    focus('.page-back');
  }

  function reasonOf(error: unknown): string {
    return words.error(error instanceof ProtocolError ? error.code : 'internal');
  }
}

/** The panel's markup: a function of the state. Log and composer are handed in; they render themselves. */
import type { ChatAction, ChatState } from '@support-chat/core';
import type { Problem } from '@support-chat/protocol';
import {
  alertIcon,
  avatar,
  clockIcon,
  closeIcon,
  ellipsisIcon,
  icon,
  presence,
  type Localizer,
  type StateLine,
} from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { SupportChatConfig } from '../element-options.js';
import type { Help } from '../features/help/help.js';
import type { Offer } from '../features/proactive/offer.js';
import type { ReceptionView } from '../features/reception/reception.js';
import type { Session } from '../session.js';
import type * as menu from './menu.js';

/** The chunk of the menu. */
export type PanelMenu = typeof menu;

/** Renders a page over the conversation, see `page.ts`. */
export type PanelPage = (model: PanelModel) => TemplateResult;

/** What is open inside the panel. */
export interface PanelView {
  readonly menuOpen: boolean;
  /** What covers the conversation until the person comes back from it. */
  readonly page: PanelPage | null;
}

/** Everything the markup depends on. */
export interface PanelModel {
  readonly state: ChatState;
  readonly localizer: Localizer;
  readonly config: SupportChatConfig;
  readonly floating: boolean;
  /** What the line above the composer says; null when all is well. */
  readonly line: StateLine | null;
  /** The last failure that is not told at a message or in the state line. */
  readonly problem: Problem | null;
  readonly view: PanelView;
  readonly offer: Offer | undefined;
  /** Undefined until the person reached for it. */
  readonly menu: PanelMenu | undefined;
  /** Undefined where there are no articles, and until its chunk has come. */
  readonly help: Help | undefined;
  /** Undefined until its chunk is there. */
  readonly reception: ReceptionView | undefined;
  readonly onReachForMenu: () => void;
  readonly logHost: HTMLElement;
  readonly composerHost: HTMLElement;
  readonly onView: (change: Partial<PanelView>) => void;
  readonly onClose: () => void;
  readonly onPopOut: () => void;
  readonly onMuted: (muted: boolean) => void;
  readonly session: Session;
  readonly root: ShadowRoot;
  /** The panel's life. */
  readonly signal: AbortSignal;
  /** Something went wrong that no message tells. */
  readonly onAlert: (text: string) => void;
  readonly dispatch: (action: ChatAction) => void;
}

/** Renders the panel. */
export function panelTemplate(model: PanelModel): TemplateResult {
  const { state, view, line } = model;
  const page = model.reception?.page;
  const empty = isEmpty(state);
  return html`${view.page?.(model) ?? nothing}
    <div class="frame" ?inert=${view.page !== null}>
      ${header(model)}
      <slot name="before-log"></slot>
      <div class=${page || empty ? 'middle empty' : 'middle'}>
        ${home(model, empty && !page)}${page}${model.logHost}${page ? nothing : model.offer?.render(model.localizer)}
      </div>
      <slot name="after-log"></slot>
      <div class="lines" part="status">
        ${storageLine(model)}${line ? words(line, model) : nothing}${line?.kind === 'stopped' ? nothing : problemLine(model)}${model.reception?.offer}
      </div>
      ${model.composerHost}
      ${
        model.config.typingPreview?.enabled
          ? html`<p class="preview-note" part="typing-preview">${model.localizer.text('preview-note')}</p>`
          : nothing
      }
      <slot name="footer"></slot>
    </div>`;
}

/** Nothing was said yet. While that is still to be found out, the log shows what it is loading. */
export function isEmpty({ timeline, outbox, storage, connection }: ChatState): boolean {
  const unknown =
    storage.phase === 'loading' ||
    (timeline.cursor === null && storage.token !== null && connection.phase === 'connecting' && !connection.problem);
  return !unknown && timeline.closed.length + timeline.open.length + outbox.length === 0;
}

function header(model: PanelModel): TemplateResult {
  const { localizer, config } = model;
  const { name, line, faces, here, team } = presence(model.state, localizer, config);
  const truth = model.reception?.truth;
  const close = localizer.text('launcher-close');
  return html`<div part="header" class="head">
    <slot name="header">
      <div class=${team ? 'faces team' : 'faces'} aria-hidden="true">
        ${faces.map((face) => avatar(face, localizer))}
      </div>
      <div class="who">
        <h2 class="title"><bdi>${name}</bdi></h2>
        <p class=${here && !truth ? 'truth here' : 'truth'}><bdi>${truth ?? line}</bdi></p>
      </div>
    </slot>
    ${menuAnchor(model)}
    ${
      model.floating
        ? html`<button class="icon-button" type="button" aria-label=${close} data-tip=${close} @click=${model.onClose}>
            ${icon(closeIcon)}
          </button>`
        : nothing
    }
  </div>`;
}

function menuAnchor(model: PanelModel): TemplateResult {
  const { localizer, view, menu, onView } = model;
  const label = localizer.text('menu-open');
  const open = view.menuOpen;
  const close = (): void => onView({ menuOpen: false });
  return html`<div class="menu-anchor" @focusout=${(event: FocusEvent) => left(event) && close()}>
    <button
      class="icon-button menu-button"
      type="button"
      aria-label=${label}
      data-tip=${open ? nothing : label}
      aria-haspopup="menu"
      aria-expanded=${open ? 'true' : 'false'}
      @pointerenter=${model.onReachForMenu}
      @click=${() => onView({ menuOpen: !open })}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown' || open) return;
        event.preventDefault();
        onView({ menuOpen: true });
      }}
    >
      ${icon(ellipsisIcon)}
    </button>
    ${open && menu ? menu.menuList(model, close) : nothing}
  </div>`;
}

function left({ currentTarget, relatedTarget }: FocusEvent): boolean {
  return relatedTarget !== null && !(currentTarget as Node).contains(relatedTarget as Node);
}

/** The greeting of an empty conversation. The log stays in the document beside it (Y3). */
function home(model: PanelModel, empty: boolean): TemplateResult {
  const { state, localizer, config, reception } = model;
  const away = state.capabilities !== null && !state.staffed;
  return html`<div class="home" ?hidden=${!empty}>
    <slot name="welcome">
      <p class="greeting" dir="auto">${config.greeting ?? localizer.text('home-greeting')}</p>
      <p class="intro" dir="auto">
        ${reception?.intro ?? config.welcome ?? localizer.text(away ? 'home-away' : 'home-intro')}
      </p>
    </slot>
    ${empty ? (model.help?.search(model) ?? nothing) : nothing}
  </div>`;
}

function words(line: StateLine, { localizer, dispatch }: PanelModel): TemplateResult {
  const again = line.canRetry
    ? html`<button class="text-button" type="button" @click=${() => dispatch({ type: 'connect' })}>
        ${localizer.text('connection-retry-now')}
      </button>`
    : nothing;
  const path = line.kind === 'waiting' ? clockIcon : alertIcon;
  return html`<p class=${`line ${line.kind}`}>
    ${line.kind === 'ended' ? nothing : icon(path)}<span>${line.text} ${again}</span>
  </p>`;
}

function problemLine({ problem, state, localizer }: PanelModel): TemplateResult | typeof nothing {
  // A failed message says so itself, with the ways out beside it.
  if (!problem || state.outbox.some(({ phase }) => phase === 'failed')) return nothing;
  return html`<p class="line stopped">${icon(alertIcon)}<span>${localizer.error(problem.code)}</span></p>`;
}

function storageLine({ state, localizer }: PanelModel): TemplateResult | typeof nothing {
  if (state.storage.phase !== 'memory') return nothing;
  return html`<p class="line">${icon(alertIcon)}<span>${localizer.text('storage-memory')}</span></p>`;
}

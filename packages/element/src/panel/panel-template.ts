/** The panel's markup: a function of the state. Log and composer are handed in; they render themselves. */
import type { ChatAction, ChatState } from '@support-chat/core';
import type { Problem } from '@support-chat/protocol';
import {
  alertIcon,
  arrowLeftIcon,
  avatar,
  clockIcon,
  closeIcon,
  endIcon,
  icon,
  plainConversation,
  popOutIcon,
  presence,
  soundOffIcon,
  soundOnIcon,
  textIcon,
  type Localizer,
  type StateLine,
} from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { SupportChatConfig } from '../element-options.js';
import { panelMenu, type MenuItem } from './panel-menu.js';

/** What is open inside the panel. */
export interface PanelView {
  readonly menuOpen: boolean;
  /** The whole conversation as plain text, as it was when it was asked for (Y3b). */
  readonly plain: DocumentFragment | null;
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
  readonly logHost: HTMLElement;
  readonly composerHost: HTMLElement;
  readonly onView: (change: Partial<PanelView>) => void;
  readonly onClose: () => void;
  readonly onPopOut: () => void;
  readonly onMuted: (muted: boolean) => void;
  readonly dispatch: (action: ChatAction) => void;
}

/** Renders the panel. */
export function panelTemplate(model: PanelModel): TemplateResult {
  const { state, view, line } = model;
  const empty = isEmpty(state);
  return html`${view.plain ? plainView(model, view.plain) : nothing}
    <div class="frame" ?inert=${view.plain !== null}>
      ${header(model)}
      <slot name="before-log"></slot>
      <div class=${empty ? 'middle empty' : 'middle'}>${home(model, empty)}${model.logHost}</div>
      <slot name="after-log"></slot>
      <div class="lines" part="status">
        ${storageLine(model)}${line ? words(line, model) : nothing}${line?.kind === 'stopped' ? nothing : problemLine(model)}
      </div>
      ${model.composerHost}
      <slot name="footer"></slot>
    </div>`;
}

/** Nothing was said yet. While that is still to be found out, the log shows what it is loading. */
function isEmpty({ timeline, outbox, storage, connection }: ChatState): boolean {
  const unknown =
    storage.phase === 'loading' ||
    (timeline.cursor === null && storage.token !== null && connection.phase === 'connecting' && !connection.problem);
  return !unknown && timeline.closed.length + timeline.open.length + outbox.length === 0;
}

function header(model: PanelModel): TemplateResult {
  const { localizer, config, view } = model;
  const { name, line, faces, here, team } = presence(model.state, localizer, config);
  const close = localizer.text('launcher-close');
  return html`<div part="header" class="head">
    <slot name="header">
      <div class=${team ? 'faces team' : 'faces'} aria-hidden="true">
        ${faces.map((face) => avatar(face, localizer))}
      </div>
      <div class="who">
        <h2 class="title" dir="auto">${name}</h2>
        <p class=${here ? 'truth here' : 'truth'}><bdi>${line}</bdi></p>
      </div>
    </slot>
    ${panelMenu({
      label: localizer.text('menu-open'),
      open: view.menuOpen,
      items: menuItems(model),
      onToggle: (menuOpen) => model.onView({ menuOpen }),
    })}
    ${
      model.floating
        ? html`<button class="icon-button" type="button" aria-label=${close} data-tip=${close} @click=${model.onClose}>
            ${icon(closeIcon)}
          </button>`
        : nothing
    }
  </div>`;
}

function menuItems(model: PanelModel): readonly MenuItem[] {
  const { state, localizer, dispatch } = model;
  const { muted } = state.widget;
  const { phase } = state.conversation;
  const running = phase === 'queued' || phase === 'live' || phase === 'bot';
  const item = (label: Parameters<Localizer['text']>[0], path: string, run: () => void): MenuItem => ({
    label: localizer.text(label),
    path,
    run,
  });
  return [
    item(muted ? 'menu-unmute' : 'menu-mute', muted ? soundOnIcon : soundOffIcon, () => model.onMuted(!muted)),
    ...(phase === 'none'
      ? []
      : [
          item('menu-plain-view', textIcon, () =>
            model.onView({ plain: plainConversation(state, localizer, 'visitor') }),
          ),
        ]),
    ...(model.floating ? [item('menu-pop-out', popOutIcon, model.onPopOut)] : []),
    ...(running && state.capabilities?.endConversation
      ? [item('menu-end', endIcon, () => dispatch({ type: 'end' }))]
      : []),
  ];
}

/** The greeting of an empty conversation. The log stays in the document beside it (Y3). */
function home({ state, localizer, config }: PanelModel, empty: boolean): TemplateResult {
  const away = state.capabilities !== null && !state.staffed;
  return html`<div class="home" ?hidden=${!empty}>
    <slot name="welcome">
      <p class="greeting">${config.greeting ?? localizer.text('home-greeting')}</p>
      <p class="intro">${config.welcome ?? localizer.text(away ? 'home-away' : 'home-intro')}</p>
    </slot>
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

function plainView({ localizer, onView }: PanelModel, text: DocumentFragment): TemplateResult {
  const back = localizer.text('back');
  return html`<div class="plain">
    <div class="head">
      <button
        class="icon-button plain-back"
        type="button"
        aria-label=${back}
        data-tip=${back}
        @click=${() => onView({ plain: null })}
      >
        ${icon(arrowLeftIcon)}
      </button>
      <h2 class="title">${localizer.text('plain-view-title')}</h2>
    </div>
    <div class="plain-body" tabindex="0" role="region" aria-label=${localizer.text('plain-view-title')}>${text}</div>
  </div>`;
}

/**
 * The page of the panel with the visitor's conversations (V18): a list with search, each to be read from its newest
 * message upwards and to be continued. Owns what is shown and what was asked for; what was loaded is kept by the chat's
 * part for conversations, so that coming back costs nothing and a lost connection leaves something to read.
 */
import { conversationsOf, mayBegin, type Conversations, type ConversationsList } from '@support-chat/core';
import { ProtocolError, type ConversationOverview, type ErrorCode } from '@support-chat/protocol';
import {
  adoptStyles,
  historyWords,
  menuWords,
  withLaterWords,
  type Localizer,
  type LogAction,
  type MessageKey,
} from '@support-chat/ui';
import type { TemplateResult } from 'lit/html.js';
import { page } from '../../panel/page.js';
import type { PanelModel, PanelPage } from '../../panel/panel-template.js';
import { HistoryReader } from './history-reader.js';
import { historyStyles } from './history-styles.js';
import { listTemplate, readingTemplate } from './history-templates.js';

/** The words of this page. */
export type HistoryWords = Localizer<MessageKey | keyof typeof historyWords | keyof typeof menuWords>;

/** How the list stands. */
export type ListState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly code: ErrorCode }
  | { readonly phase: 'shown'; readonly loaded: boolean; readonly after?: string | undefined };

/** What the templates show. */
export interface HistoryView {
  readonly words: HistoryWords;
  /** Who is shown where nobody has answered. */
  readonly team: string;
  readonly query: string;
  readonly list: ListState;
  readonly rows: readonly ConversationOverview[];
  /** More rows are on their way. */
  readonly more: boolean;
  readonly mayBegin: boolean;
  /** Said politely; empty: nothing. */
  readonly report: string;
}

/** Milliseconds after the last key until a search begins. */
const PAUSE = 300;

/** Makes the page. */
export function createHistoryPage({ root, signal: panel, session, localizer }: PanelModel): PanelPage {
  return new HistoryPage(root, panel, session.chat, localizer).page;
}

class HistoryPage {
  /** Renders it. */
  readonly page: PanelPage = (model) => this.#render(model);
  readonly #root: ShadowRoot;
  readonly #signal: AbortSignal;
  readonly #chat: PanelModel['session']['chat'];
  #localizer: Localizer;
  #words: HistoryWords | undefined;
  #model: PanelModel | undefined;
  #query = '';
  #list: ListState = { phase: 'loading' };
  #rows: readonly ConversationOverview[] = [];
  #more = false;
  #report = '';
  #reader: HistoryReader | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the newest request: what older ones bring is not heard. */
  #asked = 0;

  constructor(root: ShadowRoot, signal: AbortSignal, chat: PanelModel['session']['chat'], localizer: Localizer) {
    this.#root = root;
    this.#signal = signal;
    this.#chat = chat;
    this.#localizer = localizer;
    adoptStyles(root, historyStyles);
    signal.addEventListener('abort', () => this.#leave(), { once: true });
    void this.#start();
  }

  async #start(): Promise<void> {
    // In English rather than not at all.
    const later = await withLaterWords(this.#localizer).catch(() => this.#localizer);
    this.#words = later.extended(menuWords).extended(historyWords);
    this.#update();
    await this.#ask();
  }

  #render(model: PanelModel): TemplateResult {
    this.#model = model;
    const words = this.#words ?? model.localizer.extended(menuWords).extended(historyWords);
    const reader = this.#reader;
    if (reader) {
      const back = (): void => this.#closeReader();
      reader.update();
      return page(
        { localizer: model.localizer, onView: back },
        reader.title,
        readingTemplate(reader, words, () => void this.#continue(reader)),
        'history-reading',
      );
    }
    const view: HistoryView = {
      words,
      team: model.config.title ?? words.text('panel-name'),
      query: this.#query,
      list: this.#list,
      rows: this.#rows,
      more: this.#more,
      mayBegin: mayBegin(model.state),
      report: this.#report,
    };
    return page(
      model,
      words.text('menu-history'),
      listTemplate(view, {
        onQuery: (query) => this.#search(query),
        onMore: () => void this.#ask(true),
        onRetry: () => {
          this.#chat.dispatch({ type: 'connect' });
          void this.#ask();
        },
        onRow: (overview) => this.#open(overview),
        onBegin: () => this.#begin(),
      }),
    );
  }

  #update(): void {
    if (!this.#signal.aborted) this.#model?.onView({});
  }

  #search(query: string): void {
    this.#query = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), PAUSE);
  }

  /** Asks for the list anew, or for what follows. */
  async #ask(more = false): Promise<void> {
    const asked = ++this.#asked;
    const after = more && this.#list.phase === 'shown' ? this.#list.after : undefined;
    this.#more = more;
    if (!more) this.#list = { phase: 'loading' };
    this.#update();
    const words = this.#query.trim();
    try {
      const found = await this.#firstOf(conversationsOf(this.#chat), words, after, asked);
      if (asked !== this.#asked) return;
      const known = new Set(more ? this.#rows.map(({ id }) => id) : []);
      const rows = found.conversations.filter(({ id }) => !known.has(id));
      this.#rows = more ? [...this.#rows, ...rows] : rows;
      this.#list = { phase: 'shown', loaded: found.loaded, after: found.after };
      this.#report = this.#reportOf(words, found.loaded);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#list = { phase: 'failed', code: error instanceof ProtocolError ? error.code : 'network-failed' };
      this.#report = '';
    }
    this.#more = false;
    this.#update();
  }

  /** A search may have looked through much and found nothing yet: it goes on until it finds something or is at its end. */
  async #firstOf(
    conversations: Conversations,
    words: string,
    from: string | undefined,
    asked: number,
  ): Promise<ConversationsList> {
    let after = from;
    for (;;) {
      const found = await conversations.list({ words, after });
      after = found.after;
      if (found.conversations.length > 0 || after === undefined || asked !== this.#asked) return found;
    }
  }

  #reportOf(query: string, loaded: boolean): string {
    const words = this.#words;
    if (!words) return '';
    const count = this.#rows.length;
    if (count === 0) return words.text(query === '' ? 'history-empty' : 'history-none');
    const found = query === '' ? '' : words.text('history-found', { count });
    return [loaded ? words.text('history-offline') : '', found].filter(Boolean).join(' ');
  }

  #open(overview: ConversationOverview): void {
    const model = this.#model;
    const words = this.#words;
    if (!model || !words) return;
    // Where one is already there is nothing to be opened.
    if (overview.id === this.#chat.getState().conversation.id) return this.#close();
    this.#reader = new HistoryReader({
      overview,
      chat: this.#chat,
      words,
      onAction: (action) => this.#act(action),
      onChange: () => this.#update(),
    });
    this.#update();
    this.#focus('.page-back');
    void this.#reader.load();
  }

  #closeReader(): void {
    const id = this.#reader?.overview.id;
    this.#leave();
    this.#update();
    this.#focus(`.history-row[data-id="${id}"]`, '.page-back');
  }

  /** Something is to be written in the conversation that is read: that continues it. */
  #act(action: LogAction): void {
    if (action.type === 'retry' || action.type === 'discard') return this.#chat.dispatch(action);
    if (action.type === 'send' && this.#reader) void this.#continue(this.#reader, action);
  }

  async #continue(reader: HistoryReader, then?: LogAction): Promise<void> {
    if (!(await reader.open())) return;
    if (then) this.#chat.dispatch(then);
    this.#close();
  }

  #begin(): void {
    this.#chat.dispatch({ type: 'begin' });
    this.#close();
  }

  #close(): void {
    this.#leave();
    this.#model?.onView({ page: null });
    this.#focus('.composer textarea');
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#reader?.destroy();
    this.#reader = undefined;
  }

  #focus(...selectors: readonly string[]): void {
    for (const selector of selectors) {
      const element = this.#root.querySelector<HTMLElement>(selector);
      if (element) return element.focus();
    }
  }
}

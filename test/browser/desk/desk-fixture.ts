/** A desk on a scripted back end, found by roles as a person finds it. Released by the caller after each test. */
import '@support-chat/desk/define';
import type {
  ArchiveSource,
  MailSource,
  NoteSource,
  SettingsSource,
  ShortcutSource,
  SpellingSource,
  StatisticsSource,
  SupportDeskElement,
  VisitorSource,
} from '@support-chat/desk';
import type { ConversationSummary } from '@support-chat/protocol';
import { createScriptedAdapter, type ScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';
import { waitUntil } from '@open-wc/testing';

export interface DeskFixture {
  readonly desk: SupportDeskElement;
  readonly root: ShadowRoot;
  readonly adapter: ScriptedAdapter;
  /** Names in the list, as they stand. */
  names(): string[];
  row(name: string): HTMLButtonElement;
  /** The pane of a visitor, when it can be seen. */
  paneOf(name: string): HTMLElement | null;
  /** The same, where it must be seen. */
  pane(name: string): HTMLElement;
  /** A button by the beginning of its name, in the pane of a visitor or anywhere on the desk. */
  button(name: string, scope?: ParentNode): HTMLButtonElement;
  field(name: string): HTMLTextAreaElement;
  /** Opens a conversation by its row and waits for its words. */
  open(name: string): Promise<HTMLElement>;
  focused(): Element | null;
  until(condition: () => unknown, what: string): Promise<void>;
  release(): void;
}

/** Three visitors: Bea waits, Ida waits since earlier, Max is the agent's. The last two are further conversations. */
export const THREE: ScriptedAdapterOptions = {
  agent: { name: 'Anna' },
  visitor: { name: 'Bea' },
  messages: [{ from: 'visitor', text: 'Hello from Bea' }],
  inbox: [
    {
      visitor: { name: 'Ida' },
      messages: [{ from: 'visitor', text: 'Hello from Ida', time: Date.UTC(2026, 0, 15, 9) }],
    },
    {
      visitor: { name: 'Max' },
      messages: [
        { from: 'visitor', text: 'Hello from Max' },
        { from: 'agent', text: 'Hello Max' },
      ],
    },
  ],
};

interface DeskFixtureOptions extends ScriptedAdapterOptions {
  readonly width?: number;
  readonly shortcuts?: ShortcutSource;
  readonly spelling?: SpellingSource;
  readonly archive?: ArchiveSource;
  readonly statistics?: StatisticsSource;
  readonly notes?: NoteSource;
  readonly mails?: MailSource;
  readonly settings?: SettingsSource;
  readonly visitors?: VisitorSource;
}

/** Shows a desk that has its list. */
export async function showDesk({
  width = 1200,
  shortcuts,
  spelling,
  archive,
  statistics,
  notes,
  mails,
  settings,
  visitors,
  ...options
}: DeskFixtureOptions = THREE): Promise<DeskFixture> {
  const adapter = createScriptedAdapter(options);
  const desk = document.createElement('support-desk');
  desk.locale = 'en';
  desk.adapter = adapter;
  desk.shortcuts = shortcuts;
  desk.spelling = spelling;
  desk.archive = archive;
  desk.statistics = statistics;
  desk.notes = notes;
  desk.mails = mails;
  desk.settings = settings;
  desk.visitors = visitors;
  desk.style.cssText = `inline-size: ${width}px; block-size: 600px`;
  document.body.append(desk);
  await desk.updateComplete;
  const root = desk.shadowRoot as ShadowRoot;
  const until = async (condition: () => unknown, what: string): Promise<void> => {
    await waitUntil(() => Boolean(condition()), what, { timeout: 5000 });
  };
  await until(() => root.querySelector('[aria-busy="false"]'), 'the list is there');
  const rows = (): HTMLButtonElement[] => [...root.querySelectorAll<HTMLButtonElement>('[data-conversation]')];
  const nameOf = (row: Element): string => row.querySelector('.chat-name')?.textContent?.trim() ?? '';
  const must = <T>(found: T | null | undefined, what: string): T => {
    if (found === null || found === undefined) throw new Error(`There is no ${what}.`);
    return found;
  };
  const fixture: DeskFixture = {
    desk,
    root,
    adapter,
    names: () => rows().map(nameOf),
    row: (name) =>
      must(
        rows().find((row) => nameOf(row) === name),
        `row of ${name}`,
      ),
    paneOf: (name) => root.querySelector<HTMLElement>(`.pane[aria-label="${name}"]:not([inert])`),
    pane: (name) => must(fixture.paneOf(name), `pane of ${name}`),
    button: (name, scope = root) =>
      must(
        [...scope.querySelectorAll<HTMLButtonElement>('button')].find((button) =>
          (button.ariaLabel ?? button.textContent ?? '').trim().startsWith(name),
        ),
        `button ${name}`,
      ),
    field: (name) => must(fixture.pane(name).querySelector('textarea'), `field of ${name}`),
    async open(name) {
      fixture.row(name).click();
      await until(() => fixture.paneOf(name)?.querySelector('.bubble'), `the words of ${name}`);
      return fixture.pane(name);
    },
    focused: () => root.activeElement,
    until,
    release: () => desk.remove(),
  };
  return fixture;
}

/** A row of the inbox as a back end would tell it. */
export function summary(given: Partial<ConversationSummary> & { readonly id: string }): ConversationSummary {
  return {
    epoch: 'epoch-00001',
    head: 1,
    phase: 'queued',
    visitor: { kind: 'visitor', id: 'visitor-9999' },
    startedAt: Date.now(),
    unread: 1,
    ...given,
  };
}

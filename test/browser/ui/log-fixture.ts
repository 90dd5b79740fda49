/** A message log on a real chat with a scripted back end, in a shadow root as in the panel. Released after each test. */
import { createChat, type Chat } from '@support-chat/core';
import { createScriptedAdapter, type ScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';
import {
  adoptStyles,
  baseStyles,
  createLocalizer,
  logStyles,
  MessageLog,
  tokens,
  type LogAction,
} from '@support-chat/ui';
import { nextFrame, waitUntil } from '@open-wc/testing';

export interface LogFixture {
  readonly chat: Chat;
  readonly adapter: ScriptedAdapter;
  readonly log: MessageLog;
  readonly root: ShadowRoot;
  readonly scroller: HTMLElement;
  /** All that the log asked for. */
  readonly actions: LogAction[];
  rows(): HTMLElement[];
  row(text: string): HTMLElement;
  /** The distance of a row from the top of the viewport of the log. */
  offsetOf(row: HTMLElement): number;
  /** Two frames: what was asked for is rendered, laid out, corrected and painted. */
  settled(): Promise<void>;
  release(): void;
}

interface LogFixtureOptions extends ScriptedAdapterOptions {
  readonly height?: number;
  /** The test itself asks for history; what the log asks for is only recorded. */
  readonly manualHistory?: boolean;
}

/** Shows a log. */
export async function showLog({
  height = 400,
  manualHistory = false,
  ...options
}: LogFixtureOptions = {}): Promise<LogFixture> {
  const host = document.createElement('div');
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  adoptStyles(root, tokens, baseStyles, logStyles);
  const container = document.createElement('div');
  container.style.cssText = `inline-size: 360px; block-size: ${height}px`;
  root.append(container);

  const adapter = createScriptedAdapter(options);
  const chat = createChat({ adapter });
  const actions: LogAction[] = [];
  const controller = new AbortController();
  const log = new MessageLog({
    container,
    localizer: createLocalizer(),
    perspective: 'visitor',
    onAction(action) {
      actions.push(action);
      if (!(manualHistory && action.type === 'load-history')) chat.dispatch(action);
    },
    signal: controller.signal,
  });
  const unsubscribe = chat.subscribe((state) => log.update(state));
  chat.dispatch({ type: 'connect' });
  chat.dispatch({ type: 'set-open', open: true });
  await until(() => chat.getState().connection.phase === 'online', 'online');

  const scroller = root.querySelector<HTMLElement>('[role="log"]') as HTMLElement;
  const fixture: LogFixture = {
    chat,
    adapter,
    log,
    root,
    scroller,
    actions,
    rows: () => [...scroller.querySelectorAll<HTMLElement>('.row')],
    row(text) {
      const found = fixture.rows().find((row) => row.querySelector('.bubble')?.textContent === text);
      if (!found) throw new Error(`No row says ${text}`);
      return found;
    },
    offsetOf: (row) => row.getBoundingClientRect().top - scroller.getBoundingClientRect().top,
    async settled() {
      await framePainted();
      await framePainted();
    },
    release() {
      unsubscribe();
      controller.abort();
      void chat.destroy();
      host.remove();
    },
  };
  await fixture.settled();
  return fixture;
}

/** Shows a log in a page that has no idle moment; the returned function brings the first one. */
export async function showBusyLog(options: LogFixtureOptions): Promise<readonly [LogFixture, () => void]> {
  const held: IdleRequestCallback[] = [];
  const original = window.requestIdleCallback;
  window.requestIdleCallback = (callback) => held.push(callback);
  try {
    const log = await showLog(options);
    const becomeIdle = (): void => {
      for (const callback of held.splice(0)) callback({ didTimeout: false, timeRemaining: () => 5 });
    };
    return [log, becomeIdle];
  } finally {
    window.requestIdleCallback = original;
  }
}

/** Waits for a condition, as long as a busy machine may need. */
export function until(condition: () => unknown, what: string): Promise<void> {
  return waitUntil(() => Boolean(condition()), what, { timeout: 30_000, interval: 10 });
}

/** The first task after a frame: resize observers have run, and what is measured is what was painted. */
export async function framePainted(): Promise<void> {
  await nextFrame();
  await inTasks(1, () => undefined);
}

/** Runs each piece in a task of its own. */
export function inTasks(count: number, piece: (index: number) => void): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let index = 0;
    port1.onmessage = () => {
      if (index === count) {
        port1.close();
        resolve();
        return;
      }
      piece(index++);
      port2.postMessage(null);
    };
    port2.postMessage(null);
  });
}

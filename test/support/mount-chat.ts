/** Mounts `<support-chat>` on a scripted back end for component tests, and looks into its shadow tree by role. */
import '@support-chat/element/define';
import { nextFrame, waitUntil } from '@open-wc/testing';
import type { ChatAdapter } from '@support-chat/protocol';
import type { SupportChatConfig, SupportChatElement } from '@support-chat/element';
import { createScriptedAdapter, type ScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';

let mounted: SupportChatElement[] = [];
let count = 0;

export interface MountOptions {
  readonly script?: ScriptedAdapterOptions;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly config?: SupportChatConfig;
  /** Light DOM, for slots. */
  readonly children?: readonly Element[];
  /** Default: a name of its own for each element, so that tests share nothing. */
  readonly storageKey?: string;
  /** Puts something around the scripted back end. */
  readonly wrap?: (adapter: ChatAdapter) => ChatAdapter;
}

/** A storage key that no other test uses. */
export function freshStorageKey(): string {
  return `test ${++count} ${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
}

/** Puts an element with a scripted back end into the page and waits until it is ready. */
export async function mountChat(options: MountOptions = {}): Promise<{
  readonly chat: SupportChatElement;
  readonly adapter: ScriptedAdapter;
}> {
  const adapter = createScriptedAdapter(options.script);
  const chat = document.createElement('support-chat');
  chat.adapter = options.wrap?.(adapter) ?? adapter;
  chat.config = { storageKey: options.storageKey ?? freshStorageKey(), ...options.config };
  for (const [name, value] of Object.entries(options.attributes ?? {})) chat.setAttribute(name, value);
  chat.append(...(options.children ?? []));
  document.body.append(chat);
  mounted.push(chat);
  await chat.ready;
  return { chat, adapter };
}

/** Takes away what {@link mountChat} put into the page. */
export function unmountChats(): void {
  for (const chat of mounted) chat.remove();
  mounted = [];
  localStorage.clear();
}

/** The open shadow root. */
export function inside(chat: SupportChatElement): ShadowRoot {
  if (!chat.shadowRoot) throw new Error('The element has no open shadow root.');
  return chat.shadowRoot;
}

/** The first element that matches in the shadow tree. */
export function find<Found extends HTMLElement = HTMLElement>(chat: SupportChatElement, selector: string): Found {
  const found = inside(chat).querySelector<Found>(selector);
  if (!found) throw new Error(`Nothing matches ${selector}.`);
  return found;
}

/** Opens the panel's menu and presses the command that reads `words`. */
export async function chooseFromMenu(chat: SupportChatElement, words: string): Promise<void> {
  find(chat, '.menu-button').click();
  const items = (): HTMLElement[] => [...inside(chat).querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const item = (): HTMLElement | undefined => items().find(({ textContent }) => textContent.trim() === words);
  await until(item, `'${words}' in the menu`);
  item()?.click();
}

/** The element that answers to `support-chat::part(name)`. */
export function part<Found extends HTMLElement = HTMLElement>(chat: SupportChatElement, name: string): Found {
  return find<Found>(chat, `[part~="${name}"]`);
}

/** The texts of the messages shown, in order. */
export function shownMessages(chat: SupportChatElement): string[] {
  return [...inside(chat).querySelectorAll('[part~="bubble"]')].map((bubble) => bubble.textContent.trim());
}

/** Whether the teaser is beside the launcher. */
export function teaserShown(chat: SupportChatElement): boolean {
  return inside(chat).querySelector('[part~="teaser"]:not([hidden])') !== null;
}

/** Waits until nothing moves in an element of ours: only then are sizes, places and contrasts those that stay. */
export async function untilAtRest({ shadowRoot }: Element): Promise<void> {
  if (!shadowRoot) throw new Error('The element has no shadow root.');
  // An engine may begin to fade a frame later.
  await nextFrame();
  await nextFrame();
  await until(() => shadowRoot.getAnimations().every(({ playState }) => playState !== 'running'));
  // A panel that is still growing has targets a thousandth too small, whatever its animations say.
  const panel = shadowRoot.querySelector('dialog[open]');
  await until(() => !panel || ['none', 'matrix(1, 0, 0, 1, 0, 0)'].includes(getComputedStyle(panel).transform));
  await until(() => !panel || ['none', '1'].includes(getComputedStyle(panel).scale));
}

/** Waits for the next event of that name. */
export function nextEvent<Detail>(target: EventTarget, name: string): Promise<CustomEvent<Detail>> {
  return new Promise((resolve) => {
    target.addEventListener(name, (event) => resolve(event as CustomEvent<Detail>), { once: true });
  });
}

/** Waits for a condition; engines on a busy machine get the time they need. */
export function until(condition: () => unknown, what?: string): Promise<void> {
  return waitUntil(condition, what, { interval: 10, timeout: 9000 });
}

/** A place for `<support-chat>` to play a scene: the element on a scripted back end, and a person's hands on it. */
import '@support-chat/element/define';
import type { ChatAdapter } from '@support-chat/protocol';
import type { SupportChatConfig, SupportChatElement } from '@support-chat/element';
import { createScriptedAdapter, type ScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';
import { expect, userEvent, waitFor } from 'storybook/test';

/** What a scene begins with. */
export interface Scene {
  /** What the back end has and can do. */
  readonly script?: ScriptedAdapterOptions;
  /** Puts something around the back end. */
  readonly wrap?: (adapter: ChatAdapter) => ChatAdapter;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly config?: SupportChatConfig;
  /** Custom properties, with their dashes. */
  readonly theme?: Readonly<Record<string, string>>;
  readonly direction?: 'ltr' | 'rtl';
  /** CSS length of the box an inline chat stands in. Default: 400px. */
  readonly width?: string;
}

const scripts = new WeakMap<Element, ScriptedAdapter>();

/** Sets a scene: an open inline chat, unless the attributes say otherwise. */
export function stage({
  script = {},
  wrap = (adapter) => adapter,
  attributes = {},
  config = {},
  theme = {},
  direction = 'ltr',
  width,
}: Scene): HTMLElement {
  const box = document.createElement('section');
  box.dir = direction;
  box.style.cssText = `inline-size: ${width ?? '400px'}; max-inline-size: 100%; margin: 16px; font-family: system-ui`;
  const heading = document.createElement('h1');
  heading.textContent = 'A page';
  heading.style.cssText = 'font-size: 14px; font-weight: 400; margin: 0 0 8px';
  const chat = document.createElement('support-chat');
  for (const [name, value] of Object.entries({ mode: 'inline', locale: 'en', ...attributes }))
    chat.setAttribute(name, value);
  for (const [name, value] of Object.entries(theme)) chat.style.setProperty(name, value);
  const adapter = createScriptedAdapter(script);
  // Each scene is a device of its own: no draft of another story may show up in it.
  chat.config = { storageKey: `story-${crypto.randomUUID()}`, ...config };
  chat.adapter = wrap(adapter);
  scripts.set(chat, adapter);
  box.append(heading, chat);
  return box;
}

/** The hands and eyes of the person at a scene. */
export class Actor {
  readonly chat: SupportChatElement;
  readonly root: ShadowRoot;

  constructor(canvas: HTMLElement) {
    const chat = canvas.querySelector('support-chat');
    if (!chat?.shadowRoot) throw new Error('There is no chat on this stage');
    this.chat = chat;
    this.root = chat.shadowRoot;
  }

  /** The other side. */
  get back(): ScriptedAdapter {
    const adapter = scripts.get(this.chat);
    if (!adapter) throw new Error('This chat has no script');
    return adapter;
  }

  /** Waits until the log says this. */
  async sees(text: string | RegExp): Promise<void> {
    await waitFor(() => expect(this.root.textContent).toMatch(text), { timeout: 10_000 });
  }

  async part(name: string): Promise<HTMLElement> {
    return waitFor(
      () => {
        const found = this.root.querySelector<HTMLElement>(`[part~='${name}']`);
        if (!found) throw new Error(`No part ${name}`);
        return found;
      },
      { timeout: 10_000 },
    );
  }

  async button(name: string): Promise<HTMLElement> {
    return waitFor(
      () => {
        const found = [...this.root.querySelectorAll<HTMLElement>('button')].find(
          (it) => it.textContent?.trim() === name || it.getAttribute('aria-label') === name,
        );
        if (!found) throw new Error(`No button '${name}'`);
        return found;
      },
      { timeout: 10_000 },
    );
  }

  /** Waits for the conversation to stand. */
  async connected(): Promise<void> {
    await waitFor(() => expect(this.chat.state?.connection.phase).toBe('online'), { timeout: 10_000 });
  }

  /** Drops a file on the panel. */
  async drops(name: string, bytes: Blob): Promise<void> {
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type: bytes.type }));
    const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data });
    (await this.part('panel')).dispatchEvent(drop);
  }

  async writes(text: string): Promise<void> {
    const input = await this.part('input');
    await userEvent.click(input);
    await userEvent.type(input, text);
  }

  async says(text: string): Promise<void> {
    await this.writes(text);
    await userEvent.keyboard('{Enter}');
    await this.sees(text);
  }
}

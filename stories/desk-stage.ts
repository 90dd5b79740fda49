/** A place for `<support-desk>` to play a scene, and an agent's hands on it. */
import '@support-chat/desk/define';
import type { SettingsSource, SupportDeskElement } from '@support-chat/desk';
import { createScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';
import { userEvent, waitFor } from 'storybook/test';

/** How the desk is seen. */
export interface DeskView {
  readonly attributes?: Readonly<Record<string, string>>;
  /** CSS length. Default: all there is. */
  readonly width?: string;
}

/** Sets up a desk on a scripted back end. */
export function deskStage(
  { attributes = {}, width = '100%' }: DeskView,
  script: ScriptedAdapterOptions,
): SupportDeskElement {
  const desk = document.createElement('support-desk');
  for (const [name, value] of Object.entries({ locale: 'en', ...attributes })) desk.setAttribute(name, value);
  desk.style.cssText = `display: block; inline-size: ${width}; block-size: 640px`;
  desk.adapter = createScriptedAdapter(script);
  return desk;
}

/** Renders the desk of an owner who has these settings. */
export function ownersDesk(settings: SettingsSource): (view: DeskView) => SupportDeskElement {
  return (view) => Object.assign(deskStage(view, { agent: { name: 'Anna' }, visitor: { name: 'Bea' } }), { settings });
}

/** What the desk shows, once it says this. */
export async function rootOf(canvas: HTMLElement, text: string): Promise<ShadowRoot> {
  return waitFor(
    () => {
      const root = canvas.querySelector('support-desk')?.shadowRoot;
      if (!root?.textContent?.includes(text)) throw new Error(`The desk does not show '${text}'`);
      return root;
    },
    { timeout: 10_000 },
  );
}

/** The first element of the desk that matches and says this, once there is one. */
export async function find(canvas: HTMLElement, selector: string, words = ''): Promise<HTMLElement> {
  return waitFor(
    () => {
      const root = canvas.querySelector('support-desk')?.shadowRoot;
      const found = [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])];
      const element = found.find(({ textContent }) => textContent?.includes(words));
      if (!element) throw new Error(`There is no ${selector} ${words}`);
      return element;
    },
    { timeout: 10_000 },
  );
}

/** Presses what {@link find} finds. */
export async function press(canvas: HTMLElement, selector: string, words = ''): Promise<void> {
  await userEvent.click(await find(canvas, selector, words));
}

/** Opens the settings, then the page of that name. */
export async function openSettings(canvas: HTMLElement, name: string): Promise<ShadowRoot> {
  await press(canvas, '[part~="settings-button"]');
  await press(canvas, '.settings-link', name);
  return rootOf(canvas, '');
}

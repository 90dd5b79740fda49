/** What the shell offers to the parts that are loaded later (session and panel). Not reachable from a page. */
import type { TrackedEvent } from '@support-chat/core';
import type { SupportChatEventMap } from './element-events.js';
import type { Session } from './session.js';
import type { ShellView } from './shell-view.js';
import type { SupportChatElement } from './support-chat-element.js';

/** Custom states of the element, for `support-chat:state(…)`. */
export type ElementState = 'open' | 'unread' | 'online' | 'ended';

/** The shell as session and panel see it. */
export interface ShellHost {
  readonly element: SupportChatElement;
  readonly root: ShadowRoot;
  readonly view: ShellView;
  /** BCP 47 tag the element is to speak. */
  language(): string;
  /** Fires one of the element's events; false when a listener prevented it. */
  emit<Name extends keyof SupportChatEventMap>(name: Name, detail: SupportChatEventMap[Name]['detail']): boolean;
  setState(name: ElementState, on: boolean): void;
  /** Names the launcher while there is something unread; empty when there is nothing. */
  setUnread(name: string): void;
  /** Starts the conversation when there is none yet. Rejects when its chunk does not come. */
  session(): Promise<Session>;
  /** What the page tracked, by name. */
  readonly tracked: Map<string, TrackedEvent>;
  /** Something was tracked; set by `followTracked`. */
  onTrack?: () => void;
  /** Where this element's conversation is kept on this device. */
  storageKey(): string;
}

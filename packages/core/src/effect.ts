/** What the world is to do after an update. Effects are data: tests compare them, the loop carries them out. */
import type { ClientCommand, Cursor, OpenOptions, Signal } from '@support-chat/protocol';
import type { ChatEvents } from './chat.js';
import type { KeptFile, OutboxRecord, TabNotice } from './ports.js';

/** What an attempt asks for. */
export type OpenRequest = Pick<OpenOptions, 'identity' | 'conversationId' | 'resumeAfter'>;

/** Effects on the connection. */
export type ConnectionEffect =
  | { readonly type: 'open'; readonly generation: number; readonly request: OpenRequest }
  /** Ends the present attempt or connection, silently. */
  | { readonly type: 'close' }
  | { readonly type: 'notify'; readonly signal: Signal };

/** Facts for the log: never text, never tokens. */
export interface LogEffect {
  readonly type: 'log';
  readonly event: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** An event for the page. */
export type EmitEffect = {
  readonly [Name in keyof ChatEvents]: { readonly type: 'emit'; readonly name: Name; readonly event: ChatEvents[Name] };
}[keyof ChatEvents];

/** Effects on files. */
export type FileEffect =
  | { readonly type: 'upload'; readonly id: string; readonly name: string }
  | { readonly type: 'stop-upload'; readonly id: string }
  /** The chat ends: nothing of it goes on. */
  | { readonly type: 'close-files' }
  | { readonly type: 'keep-file'; readonly file: KeptFile }
  | { readonly type: 'assign-file'; readonly id: string; readonly message: string }
  /** `discard`: on the back end too. */
  | { readonly type: 'forget-file'; readonly id: string; readonly discard: boolean }
  /** `waited`: a message waits for some. `earlier`: what an earlier page has left, not only another tab. */
  | { readonly type: 'find-files'; readonly owner: string; readonly waited: boolean; readonly earlier: boolean };

/** All of them. */
export type Effect =
  | ConnectionEffect
  | LogEffect
  | EmitEffect
  | FileEffect
  /** What is opened from here on is opened by the adapter chosen last, and tokens are its back end's. */
  | { readonly type: 'use-adapter' }
  | { readonly type: 'send'; readonly generation: number; readonly command: ClientCommand }
  | {
      readonly type: 'resume';
      readonly generation: number;
      readonly conversation: string;
      readonly after: Cursor | null;
    }
  | {
      readonly type: 'load-history';
      readonly generation: number;
      readonly conversation: string;
      readonly before: Cursor;
      readonly limit: number;
    }
  /** Asks for what the owner has set; without an answer it is asked for again with the next welcome. */
  | { readonly type: 'load-site' }
  /** Loads what is stored; `replaces` is the owner to be forgotten first. */
  | { readonly type: 'load'; readonly load: number; readonly replaces: string | null }
  | { readonly type: 'store-record'; readonly record: Omit<OutboxRecord, 'order'> }
  | { readonly type: 'remove-record'; readonly id: string }
  | {
      readonly type: 'claim-token';
      readonly owner: string;
      readonly token: string | null;
      readonly replaces: string | null;
    }
  | { readonly type: 'save-draft'; readonly owner: string; readonly draft: string }
  | { readonly type: 'post'; readonly notice: TabNotice }
  /** This page has a session of its own from here on: it is no sender for the others, nor they for it (O3, O4). */
  | { readonly type: 'leave-tabs' };

/** What a page can set on `<support-chat>`: the types of its attributes and properties. */
import type { ChatPlugin } from '@support-chat/core';
import type { ChatAdapter, PanelSettings, Site, TriggerRule } from '@support-chat/protocol';
import type { ErrorKey, FeatureKey, MessageKey, RenderedMessage, Text } from '@support-chat/ui';

/** `floating`: launcher in a corner; `inline`: the panel in the flow of the page; `page`: the panel is the page. */
export type Mode = 'floating' | 'inline' | 'page';

/** Where the launcher floats; names and meaning as in floating-ui. `start` and `end` follow the page's direction. */
export type Placement =
  | 'bottom-end'
  | 'bottom-start'
  | 'bottom'
  | 'top-end'
  | 'top-start'
  | 'top'
  | 'left'
  | 'left-start'
  | 'left-end'
  | 'right'
  | 'right-start'
  | 'right-end';

/** `auto` follows the system. */
export type ColorScheme = 'auto' | 'light' | 'dark';

/** How the reference server is reached; `auto` begins with WebSocket and falls back to SSE. */
export type Transport = 'auto' | 'websocket' | 'sse';

/** Words that replace the locale's, by the keys of its file. */
export type Labels = Readonly<Partial<Record<MessageKey | FeatureKey | ErrorKey, Text>>>;

/** Who the page says its visitor is. Untrusted: agents see it as plain text. */
export interface Visitor {
  /**
   * The site's own stable id. When it changes from one person to another, conversation, outbox and draft of the first
   * are forgotten on this device (O5).
   */
  readonly id?: string;
  readonly name?: string;
  readonly email?: string;
  /**
   * What else the site knows of them, name → value: agents see it beside the chat (docs/visitors.md). At most 50, each a text,
   * a number or a boolean; anything else is left out.
   */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /**
   * The site's word for it, signed: a JSON Web Token, or a function that fetches one, asked whenever a session is needed.
   * With it the visitor is the same person on every device, and agents see that it is true. Give `id` too, so that a change
   * of person is noticed; take it away, or call `reset()`, when they sign out.
   */
  readonly identityToken?: string | (() => string | PromiseLike<string>);
}

/** A plug-in of `<support-chat>`: looks at messages on their way, and may draw them. */
export interface SupportChatPlugin extends ChatPlugin {
  /**
   * What stands in a message's bubble instead of its words: a node that is in no document yet. Nothing: the next plug-in's, or the
   * words. Asked once for each message, again when one that waited has been stored, and after a change of language; when it
   * throws, the words stand and `sc-error` tells. The words are what is announced, notified and shown in the plain view.
   */
  render?(message: RenderedMessage): Node | null | undefined;
}

/**
 * What the owner of the page sets about the panel. Everything is optional; the words of the panel win over what was set on
 * the server, and without either the locale's stand ('Support' as the title).
 */
export interface SupportChatConfig
  extends PanelSettings, Pick<Site, 'hours' | 'departments' | 'contact' | 'preChat' | 'rating' | 'typingPreview'> {
  /** For the header until an agent is there, three at most. `avatarUrl` is absolute, http or https. */
  readonly faces?: readonly { readonly name: string; readonly avatarUrl?: string }[];
  /**
   * Messages offered to visitors who have not written, and when (docs/proactive.md). They stand instead of those that were
   * set on the server; an empty list offers nothing. A rule that cannot be read is told by `sc-error`, the others go on.
   */
  readonly triggers?: readonly TriggerRule[];
  /** Read when the conversation is loaded: set them before the element is opened (docs/plugins.md). */
  readonly plugins?: readonly SupportChatPlugin[];
  /** Address that `popOut()` opens; it must hold a `<support-chat>`. Default: the page itself. */
  readonly popOutUrl?: string;
  /**
   * Name under which this device keeps identity, outbox and draft. Elements of one name share one conversation.
   * Default: the server's address, else the adapter's name.
   */
  readonly storageKey?: string;
}

/** What {@link SupportChatElement.defaultAdapter} gets. */
export interface DefaultAdapterOptions {
  /** Absolute URL of the reference server, without a slash at the end. */
  readonly server: string;
  readonly transport: Transport;
}

/** Asks a reference server what its owner has set, without a connection; `server` as the page wrote it. */
export type LoadSite = (server: string) => Promise<unknown>;

/** Makes the adapter of elements that were given a `server` and no `adapter`. */
export type DefaultAdapter = (options: DefaultAdapterOptions) => ChatAdapter | Promise<ChatAdapter>;

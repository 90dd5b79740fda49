/**
 * What a template may write on `<support-chat>` and `<support-desk>`, derived from the classes and their events so that it cannot
 * drift from them. The typings of each framework (`react.ts`, `svelte.ts`, `vue.ts`) put it into that framework's own form.
 */
import type { SupportDeskElement, SupportDeskEventMap } from '@support-chat/desk';
import type { SupportChatElement, SupportChatEventMap } from '@support-chat/element';

type IsWritable<Type, Key extends keyof Type> =
  (<Probe>() => Probe extends Pick<Type, Key> ? 1 : 2) extends <Probe>() => Probe extends {
    -readonly [Name in keyof Pick<Type, Key>]: Type[Name];
  }
    ? 1
    : 2
    ? true
    : false;

type OwnKey = Exclude<keyof SupportChatElement, keyof HTMLElement>;

/** Names of the element's own properties that a page may set. */
type SettableKey = {
  [Key in OwnKey]: SupportChatElement[Key] extends (...argv: never) => unknown
    ? never
    : IsWritable<SupportChatElement, Key> extends true
      ? Key
      : never;
}[OwnKey];

/** Names of the desk's: those that Lit observes. What else its base class has is not a page's to set. */
type DeskKey = keyof typeof SupportDeskElement.properties;

type Properties<Element, Key extends keyof Element> = { [Name in Key]?: Element[Name] | undefined };

type Dashed<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Uppercase<First> ? `-${Lowercase<First>}` : First}${Dashed<Rest>}`
  : Name;

type Attributes<Element, Key extends keyof Element & string> = {
  [Name in Key as NonNullable<Element[Name]> extends string | boolean ? Dashed<Name> : never]?:
    Element[Name] | undefined;
};

type Handlers<EventMap> = {
  [Name in keyof EventMap & string as `on${Name}`]?: ((event: EventMap[Name]) => void) | undefined;
};

/** Properties by name; leaving one out, or `undefined`, keeps its default. */
export type SupportChatProperties = Properties<SupportChatElement, SettableKey>;

/** Attributes as HTML spells them: the properties that a string or its mere presence can hold. */
export type SupportChatAttributes = Attributes<SupportChatElement, SettableKey>;

/** Handlers named `on` and the event: `onsc-unread`. */
export type SupportChatHandlers = Handlers<SupportChatEventMap>;

/** As {@link SupportChatProperties}, of the desk. */
export type SupportDeskProperties = Properties<SupportDeskElement, DeskKey>;

/** As {@link SupportChatAttributes}, of the desk. */
export type SupportDeskAttributes = Attributes<SupportDeskElement, DeskKey>;

/** As {@link SupportChatHandlers}, of the desk. */
export type SupportDeskHandlers = Handlers<SupportDeskEventMap>;

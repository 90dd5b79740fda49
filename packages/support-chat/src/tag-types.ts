/**
 * What a template may write on `<support-chat>`, derived from the class and its events so that it cannot drift from them.
 * The typings of each framework (`react.ts`, `svelte.ts`, `vue.ts`) put it into that framework's own form.
 */
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

/** Properties by name; leaving one out, or `undefined`, keeps its default. */
export type SupportChatProperties = { [Key in SettableKey]?: SupportChatElement[Key] | undefined };

type Dashed<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Uppercase<First> ? `-${Lowercase<First>}` : First}${Dashed<Rest>}`
  : Name;

/** Attributes as HTML spells them: the properties that a string or its mere presence can hold. */
export type SupportChatAttributes = {
  [Key in SettableKey as NonNullable<SupportChatElement[Key]> extends string | boolean ? Dashed<Key> : never]?:
    SupportChatElement[Key] | undefined;
};

/** Handlers named `on` and the event: `onsc-unread`. */
export type SupportChatHandlers = {
  [Name in keyof SupportChatEventMap as `on${Name}`]?: ((event: SupportChatEventMap[Name]) => void) | undefined;
};

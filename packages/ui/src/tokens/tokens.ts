/**
 * The design tokens: plain CSS, so that the shell can adopt its share without Lit.
 *
 * Every public token `--sc-name` is read once, here, into its private twin `--_name`; all other style sheets read
 * only the twins. That way a page may set a token on the element or on any ancestor, and what it leaves out keeps
 * being derived from what it set. Light and dark are one declaration each (`light-dark()`), chosen by the element's
 * `color-scheme`. Owns no selectors but `:host`, no layout.
 *
 * Two files, because modules travel whole: `shell-tokens` with the launcher, `panel-tokens` with the panel.
 */
import { panelTokens } from './panel-tokens.js';
import { shellTokens } from './shell-tokens.js';

/** All of them. Adopt it first in every shadow root that shows the chat or the desk. */
export const tokens = shellTokens + panelTokens;

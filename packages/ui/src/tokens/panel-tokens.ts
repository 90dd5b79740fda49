/** The share of the design tokens that comes with the panel; what they are is told in `tokens.ts`. */

/** Width from which the panel stops filling the screen, in CSS pixels. Media queries cannot read tokens. */
export const PHONE_MAX_WIDTH = 479;

/** The tokens that only the open panel and the desk read. */
export const panelTokens = /* css */ `
:host {
  /* -- Colours derived from them ---------------------------------------------------------------------------- */
  /* The accent as words, icons and rings on the surface: the same hue at a lightness that can be read. */
  --_accent-ink: var(
    --sc-accent-ink,
    light-dark(oklch(from var(--_accent) min(l, 0.52) c h), oklch(from var(--_accent) max(l, 0.76) min(c, 0.14) h))
  );
  --_accent-hover: var(--sc-accent-hover, color-mix(in oklch, var(--_accent) 90%, var(--_text)));
  /* A breath of the accent: chosen rows, chips. */
  --_accent-soft: var(--sc-accent-soft, color-mix(in oklch, var(--_accent) 10%, var(--_surface)));
  /* Meta lines, placeholders, quiet icons: 4.5 to 1 on surface and bubble. */
  --_muted: var(--sc-muted, color-mix(in oklab, var(--_text) 66%, var(--_surface)));
  /* Incoming bubbles, fields, skeletons. */
  --_bubble: var(
    --sc-bubble,
    light-dark(color-mix(in oklab, var(--_text) 6%, var(--_surface)), color-mix(in oklab, var(--_text) 10%, var(--_surface)))
  );
  --_bubble-text: var(--sc-bubble-text, var(--_text));
  --_own-bubble: var(--sc-own-bubble, var(--_accent));
  --_own-bubble-text: var(--sc-own-bubble-text, var(--_accent-text));
  --_hover: color-mix(in oklab, var(--_text) 6%, transparent);
  /* Edges of things one can use: 3 to 1. */
  --_border-strong: var(--sc-border-strong, color-mix(in oklab, var(--_text) 52%, var(--_surface)));
  --_warning: var(--sc-warning, light-dark(#8a5300, #f2bc6b));
  --_danger: var(--sc-danger, light-dark(#b3261e, #ff9d94));
  --_success: var(--sc-success, light-dark(#1a7a3c, #7ed99a));

  /* -- Shape ------------------------------------------------------------------------------------------------- */
  --_radius: var(--sc-radius, 20px);
  --_radius-bubble: var(--sc-radius-bubble, min(18px, var(--_radius)));
  /* The inner corner between bubbles of one group. */
  --_radius-inner: var(--sc-radius-inner, min(6px, var(--_radius)));
  --_radius-field: var(--sc-radius-field, min(22px, var(--_radius) * 1.1));
  --_radius-card: var(--sc-radius-card, min(14px, var(--_radius)));
  /* The other shadow is the launcher's. */
  --_shadow: var(--sc-shadow, 0 12px 48px -8px light-dark(rgb(15 18 30 / 24%), transparent), 0 0 0 1px var(--_border));

  /* -- Measures ---------------------------------------------------------------------------------------------- */
  /* The grid; everything is a multiple. */
  --_space: var(--sc-space, 4px);
  --_panel-width: var(--sc-panel-width, 400px);
  --_panel-height: var(--sc-panel-height, 704px);

  /* -- Type -------------------------------------------------------------------------------------------------- */
  --_font: var(--sc-font, inherit);
  --_font-mono: var(--sc-font-mono, ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, monospace);
  /* In rem of 16, so that a reader's larger text stays larger (Y7). */
  --_size-text: var(--sc-size-text, 0.9375rem);
  --_size-small: var(--sc-size-small, 0.8125rem);
  --_size-title: var(--sc-size-title, 1.25rem);
  --_line-text: 1.4667;
  --_line-small: 1.385;
  --_line-title: 1.3;

  --_fast: var(--sc-fast, 160ms);
}

@media (max-width: ${PHONE_MAX_WIDTH}px) {
  :host {
    --_size-text: var(--sc-size-text, 1rem);
    --_line-text: 1.4375;
  }
}

@media (prefers-reduced-motion: reduce) {
  :host {
    --_fast: 0.01ms;
  }
}

/* More contrast was asked for, and goes before what a page has set: own words at 7 to 1, nothing quiet, edges drawn. */
@media (prefers-contrast: more) {
  :host {
    --_accent-ink: color-mix(in oklab, var(--_accent) 30%, var(--_text));
    --_own-bubble: var(--_accent-ink);
    --_own-bubble-text: var(--_surface);
    --_muted: var(--_text);
    --_border: var(--_border-strong);
    --_border-strong: var(--_text);
  }
}

/* Engines without relative colours: the accent as it is, and white on it. */
@supports not (color: oklch(from red l c h)) {
  :host {
    --_accent-text: var(--sc-accent-text, #fff);
    --_accent-ink: var(--sc-accent-ink, var(--_accent));
  }
}

@media (forced-colors: active) {
  :host {
    --_accent: Highlight;
    --_accent-text: HighlightText;
    --_accent-ink: LinkText;
    --_surface: Canvas;
    --_text: CanvasText;
    --_border: CanvasText;
    --_danger: CanvasText;
    --_accent-hover: Highlight;
    --_accent-soft: Canvas;
    --_muted: CanvasText;
    --_bubble: Canvas;
    --_bubble-text: CanvasText;
    --_own-bubble: Canvas;
    --_own-bubble-text: CanvasText;
    --_hover: Canvas;
    --_border-strong: ButtonBorder;
    --_warning: CanvasText;
    --_success: CanvasText;
  }
}
`;

/** The share of the design tokens that every page pays for; what they are is told in `tokens.ts`. */

/** The tokens that launcher and empty panel read already: every page pays for these. */
export const shellTokens = /* css */ `
:host {
  /* Follows the page or the system; the attribute decides. */
  color-scheme: light dark;

  /* -- Colours a page sets ---------------------------------------------------------------------------------- */
  /* The one accent: launcher, own bubbles, main buttons. */
  --_accent: var(--sc-accent, #2b59d9);
  /* Behind everything in the panel. */
  --_surface: var(--sc-surface, light-dark(#ffffff, #1a1b1e));
  /* Words on the surface. */
  --_text: var(--sc-text, light-dark(#17181c, #ecedef));

  /* Words on the accent: white below the luminance at which black begins to contrast more (at least 4.58 to 1). */
  --_on: clamp(0, 1e6*(0.1791 - 0.2126*r - 0.7152*g - 0.0722*b), 1);
  --_accent-text: var(--sc-accent-text, color(from var(--_accent) srgb-linear var(--_on) var(--_on) var(--_on)));
  /* Hairlines. */
  --_border: var(--sc-border, color-mix(in oklab, var(--_text) 11%, transparent));

  /* -- Shape ------------------------------------------------------------------------------------------------- */
  /* In the dark a shadow becomes a border. */
  --_shadow-launcher: var(
    --sc-launcher-shadow,
    0 6px 20px -4px light-dark(rgb(15 18 30 / 32%), transparent),
    0 0 0 1px light-dark(transparent, var(--_border))
  );

  /* -- Measures ---------------------------------------------------------------------------------------------- */
  --_launcher-size: var(--sc-launcher-size, 56px);
  --_offset-x: var(--sc-offset-x, 20px);
  --_offset-y: var(--sc-offset-y, 20px);

  /* -- Motion: transform and opacity only -------------------------------------------------------------------- */
  --_ease: cubic-bezier(0.2, 0.8, 0.2, 1);
  --_slow: var(--sc-slow, 240ms);
}

:host([color-scheme='light']) {
  color-scheme: light;
}
:host([color-scheme='dark']) {
  color-scheme: dark;
}

@media (prefers-reduced-motion: reduce) {
  :host {
    --_slow: 0.01ms;
  }
}
`;

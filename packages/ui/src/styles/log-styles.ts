/** The message log: scroller, rows, marks, the day, what is being typed. Needs `tokens` and `baseStyles`. */
import { bubbleStyles } from './bubble-styles.js';

const rowStyles = /* css */ `
.log {
  position: relative;
  display: flex;
  flex-direction: column;
  min-block-size: 0;
}
.log-scroller {
  position: relative;
  flex: 1;
  min-block-size: 0;
  overflow: hidden auto;
  overscroll-behavior: contain;
  /* The scroll keeper holds the place, the same way in every engine. */
  overflow-anchor: none;
  scrollbar-width: thin;
  scrollbar-color: var(--_border-strong) transparent;
}
.log-content {
  padding-block: calc(var(--_space) * 3) calc(var(--_space) * 4);
}

/* -- Groups: a closed one costs nothing while out of sight, and remembers its height --------------------------- */
.group {
  contain-intrinsic-block-size: auto 2000px;
}
.group.closed {
  content-visibility: auto;
}

/* -- Rows ------------------------------------------------------------------------------------------------------ */
.row,
.typing {
  display: flex;
  flex-direction: column;
  align-items: start;
  padding-block-start: 2px;
  /* Room for the face before, and air after: nobody's words fill the whole width. */
  padding-inline: calc(var(--_space) * 13) calc(var(--_space) * 10);
}
.row.own,
.typing.own {
  align-items: end;
  padding-inline: calc(var(--_space) * 16) calc(var(--_space) * 4);
}
.row.first,
.typing {
  padding-block-start: calc(var(--_space) * 3);
}
.row:focus-visible {
  outline-offset: -2px;
  border-radius: var(--_radius-card);
}
.name {
  max-inline-size: 100%;
  padding-inline: calc(var(--_space) * 3.5);
  padding-block-end: var(--_space);
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}

/* -- Time, state, face: once per group ---------------------------------------------------------------------------- */
.meta {
  position: relative;
  display: flex;
  align-items: center;
  gap: var(--_space);
  padding-inline: calc(var(--_space) * 3.5);
  padding-block-start: var(--_space);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  font-variant-numeric: tabular-nums;
  color: var(--_muted);
}
.own > .meta {
  padding-inline: calc(var(--_space) * 3.5) var(--_space);
}
.meta time {
  unicode-bidi: isolate;
}
/* Stands on the lower edge of the last bubble, in the gutter. */
.avatar {
  position: absolute;
  inset-block-end: 100%;
  inset-inline-start: calc(var(--_space) * -9);
}
.meta .avatar {
  inline-size: 28px;
  block-size: 28px;
  font-size: 11px;
}
.avatar {
  --_tone: 264;
  display: grid;
  place-items: center;
  overflow: hidden;
  border-radius: 50%;
  background: light-dark(oklch(0.91 0.045 var(--_tone)), oklch(0.4 0.06 var(--_tone)));
  color: light-dark(oklch(0.38 0.09 var(--_tone)), oklch(0.93 0.04 var(--_tone)));
  font-weight: 600;
  line-height: 1;
  letter-spacing: 0.02em;
  user-select: none;
  forced-color-adjust: none;
}
.avatar img {
  grid-area: 1 / 1;
  inline-size: 100%;
  block-size: 100%;
  object-fit: cover;
}
.avatar[data-tone='1'] {
  --_tone: 155;
}
.avatar[data-tone='2'] {
  --_tone: 55;
}
.avatar[data-tone='3'] {
  --_tone: 320;
}
.avatar[data-tone='4'] {
  --_tone: 215;
}
.avatar[data-tone='5'] {
  --_tone: 20;
}

.mark svg {
  display: block;
  inline-size: 18px;
  block-size: 18px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.9;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.mark path {
  opacity: 0;
  transition: opacity var(--_fast) var(--_ease);
}
.mark:is([data-state='storing'], [data-state='queued'], [data-state='sending']) .clock,
.mark:is([data-state='sent'], [data-state='delivered'], [data-state='read']) .tick:not(.second),
.mark:is([data-state='delivered'], [data-state='read']) .second {
  opacity: 1;
}
.mark[data-state='read'] {
  color: var(--_accent-ink);
}

.failure {
  display: flex;
  flex-wrap: wrap;
  justify-content: end;
  align-items: center;
  column-gap: calc(var(--_space) * 5);
  padding-block-start: var(--_space);
  padding-inline-end: calc(var(--_space) * 1.5);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.failure p {
  display: flex;
  align-items: start;
  gap: calc(var(--_space) * 1.5);
  flex-basis: 100%;
  justify-content: end;
  margin: 0;
  color: var(--_danger);
}
.failure .icon {
  inline-size: 16px;
  block-size: 16px;
  margin-block-start: 1px;
}

/* -- Between the messages ------------------------------------------------------------------------------------------ */
.day {
  padding-block: calc(var(--_space) * 5) var(--_space);
  text-align: center;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.day time {
  display: inline-block;
  padding: 3px calc(var(--_space) * 3);
  border-radius: 999px;
  background: var(--_bubble);
}
.row.system {
  align-items: center;
  padding: calc(var(--_space) * 3) calc(var(--_space) * 8) var(--_space);
  text-align: center;
  text-wrap: balance;
  overflow-wrap: anywhere;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}

/* -- Somebody is typing -------------------------------------------------------------------------------------------- */
.typing > .bubble {
  white-space: normal;
}
.preview {
  white-space: pre-wrap;
}
.dots {
  display: flex;
  align-items: center;
  gap: 4px;
  block-size: calc(1em * var(--_line-text));
}
.dots i {
  inline-size: 6px;
  block-size: 6px;
  border-radius: 50%;
  background: currentColor;
  opacity: 0.35;
  animation: dot 1.2s infinite;
}
.dots i:nth-child(2) {
  animation-delay: 0.15s;
}
.dots i:nth-child(3) {
  animation-delay: 0.3s;
}
@keyframes dot {
  30% {
    opacity: 0.85;
    transform: translateY(-2px);
  }
  60% {
    opacity: 0.35;
    transform: none;
  }
}
@media (prefers-reduced-motion: reduce) {
  .dots i {
    animation: none;
    opacity: 0.6;
  }
}

/* -- Earlier messages are coming ----------------------------------------------------------------------------------- */
.loading-rows {
  display: flex;
  flex-direction: column;
  gap: calc(var(--_space) * 3);
  padding: calc(var(--_space) * 3) calc(var(--_space) * 4) 0 calc(var(--_space) * 13);
}
.loading-rows .skeleton {
  inline-size: 62%;
  block-size: 38px;
}
.loading-rows .skeleton.own {
  align-self: end;
  inline-size: 48%;
}
.loading-rows:not([data-loading]) .skeleton {
  visibility: hidden;
}

/* -- The way back to the end --------------------------------------------------------------------------------------- */
.log-jump {
  position: absolute;
  inset-inline: 0;
  inset-block-end: calc(var(--_space) * 3);
  display: grid;
  justify-items: center;
  pointer-events: none;
}
.jump {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1.5);
  min-block-size: 36px;
  min-inline-size: 36px;
  padding-inline: 8px;
  border: 1px solid var(--_border);
  border-radius: 999px;
  /* Mixed on top of the surface, so that words below never shine through. */
  background: linear-gradient(var(--_hover), var(--_hover)) var(--_surface);
  color: var(--_text);
  font-size: var(--_size-small);
  font-weight: 600;
  pointer-events: auto;
}
.jump:has(span) {
  padding-inline: calc(var(--_space) * 3.5) calc(var(--_space) * 2.5);
  border-color: transparent;
  background: var(--_accent);
  color: var(--_accent-text);
}
@media (pointer: coarse) {
  .failure .text-button,
  .jump {
    min-block-size: 44px;
  }
  .jump {
    min-inline-size: 44px;
    padding-inline: 12px;
  }
}

@media (forced-colors: active) {
  .bubble,
  .day time,
  .jump {
    border: 1px solid CanvasText;
  }
}
`;

/** All that the log needs. */
export const logStyles = rowStyles + bubbleStyles;

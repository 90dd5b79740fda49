/** What every view shares: box model, focus ring, buttons, icons, hidden words, skeletons. Needs `tokens`. */
export const baseStyles = /* css */ `
:host {
  font-family: var(--_font);
  font-size: var(--_size-text);
  line-height: var(--_line-text);
  color: var(--_text);
  -webkit-text-size-adjust: 100%;
}
*,
*::before,
*::after {
  box-sizing: border-box;
}
[hidden] {
  display: none !important;
}

/* The ring keeps a gap of surface, so that it shows on the accent as well (Y6). */
:focus-visible {
  outline: 2px solid var(--_accent-ink);
  outline-offset: 2px;
}

button {
  font: inherit;
  color: inherit;
  margin: 0;
  padding: 0;
  border: 0;
  background: none;
  cursor: pointer;
  -webkit-tap-highlight-color: transparent;
}
button:disabled {
  cursor: default;
}

/* An icon alone: 40 px to aim at, 44 where fingers do. */
.icon-button {
  display: inline-grid;
  place-items: center;
  flex: none;
  inline-size: 40px;
  block-size: 40px;
  border-radius: 50%;
  color: var(--_muted);
  transition: transform var(--_fast) var(--_ease);
}
.icon-button:hover {
  background: var(--_hover);
  color: var(--_text);
}
.icon-button:active {
  transform: scale(0.94);
}
@media (pointer: coarse) {
  .icon-button {
    inline-size: 44px;
    block-size: 44px;
  }
}

/* Words one can press, inside a line. */
.text-button {
  min-block-size: 24px;
  padding-inline: calc(var(--_space) * 1.5);
  margin-inline: calc(var(--_space) * -1.5);
  border-radius: 6px;
  font-weight: 600;
  color: var(--_accent-ink);
}
.text-button:hover {
  background: var(--_hover);
}

.icon {
  display: block;
  inline-size: 20px;
  block-size: 20px;
  flex: none;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
  stroke-linejoin: round;
}

/* For ears only. Clipped and not moved away, so that it never widens a scroller. */
.visually-hidden {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

/* Stands where the real thing will stand; shows itself only when that takes longer than 400 ms. */
.skeleton {
  border-radius: var(--_radius-bubble);
  background: var(--_bubble);
  opacity: 0;
  animation: skeleton-appear 1.6s var(--_ease) 400ms infinite alternate;
}
@keyframes skeleton-appear {
  from {
    opacity: 0.5;
  }
  to {
    opacity: 1;
  }
}
@media (prefers-reduced-motion: reduce) {
  .skeleton {
    animation: skeleton-show 0s 400ms forwards;
  }
  @keyframes skeleton-show {
    to {
      opacity: 1;
    }
  }
}
`;

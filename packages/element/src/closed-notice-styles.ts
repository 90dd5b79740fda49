/** Looks of the teaser beside the closed launcher. Needs the shell's tokens only: no panel may have been loaded. */

/** Style sheet of {@link ClosedNotice}. */
export const closedNoticeStyles = /* css */ `
:host(:is([mode='inline'], [mode='page'])) .teaser {
  display: none;
}
.teaser {
  position: relative;
  box-sizing: border-box;
  max-inline-size: min(300px, 100vw - 2 * var(--_offset-x));
  border-radius: 18px;
  background: var(--_surface);
  color: var(--_text);
  box-shadow: var(--_shadow-launcher);
}
.teaser-open {
  display: flex;
  gap: 10px;
  inline-size: 100%;
  padding-block: 12px;
  padding-inline: 14px 40px;
  border: 0;
  border-radius: inherit;
  font: inherit;
  text-align: start;
  color: inherit;
  background: none;
  cursor: pointer;
  overflow-wrap: anywhere;
}
.teaser-face .avatar {
  position: relative;
  flex: none;
  display: grid;
  place-items: center;
  inline-size: 32px;
  block-size: 32px;
  border-radius: 50%;
  overflow: hidden;
  font-size: 12px;
  font-weight: 600;
  line-height: 1;
  color: var(--_accent-text);
  background: var(--_accent);
}
.teaser-face img {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  object-fit: cover;
}
.teaser-words {
  min-inline-size: 0;
}
.teaser b {
  display: block;
  font-size: 0.8125rem;
  line-height: 1.385;
}
.teaser-text {
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
  overflow: hidden;
}
.teaser-close {
  position: absolute;
  inset-block-start: 6px;
  inset-inline-end: 6px;
  display: grid;
  place-items: center;
  inline-size: 28px;
  block-size: 28px;
  padding: 0;
  border: 0;
  border-radius: 50%;
  color: inherit;
  background: none;
  cursor: pointer;
}
.teaser-close svg {
  fill: none;
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
  inline-size: 16px;
  block-size: 16px;
}
.said {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@starting-style {
  .teaser {
    opacity: 0;
    transform: translateY(8px);
  }
}
@media (forced-colors: active) {
  .teaser {
    border: 1px solid;
  }
}
`;

/** Looks of players and of the recorder. Needs `tokens`, `baseStyles` and `fileStyles`. */
export const voiceStyles = /* css */ `
.voice {
  display: flex;
  align-items: center;
  gap: calc(2 * var(--_space));
  box-sizing: border-box;
  inline-size: 280px;
  max-inline-size: 100%;
  padding: calc(2 * var(--_space));
  padding-inline-end: calc(3 * var(--_space));
  border: 1px solid var(--_border);
  border-radius: var(--_radius-bubble);
  color: var(--_text);
  background: var(--_surface);
}
.voice-play {
  flex: none;
  display: grid;
  place-items: center;
  inline-size: 40px;
  block-size: 40px;
  border-radius: 50%;
  color: var(--_accent-text);
  background: var(--_accent);
}
.voice-play:hover {
  background: var(--_accent-hover);
}
.voice-play .icon {
  fill: currentColor;
}
.voice-body {
  flex: 1;
  display: grid;
  min-inline-size: 0;
}
.voice-body .file-name {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
/* Time runs from left to right in every language, as on every player. */
.voice-wave {
  position: relative;
  direction: ltr;
  block-size: 28px;
}
.wave {
  display: block;
  inline-size: 100%;
  block-size: 100%;
  fill: none;
  stroke-width: 2;
  stroke-linecap: round;
}
.wave path {
  vector-effect: non-scaling-stroke;
}
.wave .rest {
  stroke: var(--_border-strong);
}
.wave .played {
  stroke: var(--_accent-ink);
}
.voice-position {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  margin: 0;
  border-radius: 6px;
  appearance: none;
  background: none;
  cursor: pointer;
}
.voice-position:disabled {
  cursor: default;
}
.voice-position::-webkit-slider-thumb {
  appearance: none;
  inline-size: 10px;
  block-size: 10px;
  border-radius: 50%;
  background: var(--_accent-ink);
}
.voice-position::-moz-range-thumb {
  inline-size: 10px;
  block-size: 10px;
  border: 0;
  border-radius: 50%;
  background: var(--_accent-ink);
}
.voice-position::-moz-range-track {
  background: none;
}
.voice-position:disabled::-webkit-slider-thumb {
  visibility: hidden;
}
.voice-position:disabled::-moz-range-thumb {
  visibility: hidden;
}
.voice-facts {
  display: flex;
  align-items: center;
  gap: calc(1 * var(--_space));
  min-block-size: 24px;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  font-variant-numeric: tabular-nums;
  color: var(--_muted);
}
.voice-time,
.voice-broken {
  flex: 1;
}
.voice-broken {
  color: var(--_danger);
}
.voice-speed,
.voice-download {
  display: grid;
  place-items: center;
  min-inline-size: 24px;
  min-block-size: 24px;
  padding-inline: 6px;
  border-radius: 12px;
  font-weight: 600;
  color: var(--_muted);
}
.voice-speed {
  min-inline-size: 40px;
}
.voice-download .icon {
  inline-size: 16px;
  block-size: 16px;
}
.voice-speed:hover,
.voice-download:hover {
  color: var(--_text);
  background: var(--_hover);
}
/* In the tray it is a part of its row. */
.upload .voice {
  flex: 1;
  min-inline-size: 0;
  padding: 0;
  border: 0;
  background: none;
}
.record {
  margin: -2px;
}
.record-host {
  display: contents;
}
.recorder {
  display: flex;
  align-items: center;
  gap: calc(1 * var(--_space));
  margin-block-end: calc(2 * var(--_space));
  padding: 2px;
  border-radius: var(--_radius-field);
  background: var(--_bubble);
}
.record-dot {
  flex: none;
  inline-size: 10px;
  block-size: 10px;
  border-radius: 50%;
  background: var(--_danger);
}
.record-dot.paused {
  background: none;
  box-shadow: inset 0 0 0 2px var(--_muted);
}
.record-time {
  flex: none;
  min-inline-size: 40px;
  padding-inline-start: calc(1 * var(--_space));
  font-variant-numeric: tabular-nums;
}
.record-time.near {
  font-weight: 600;
  color: var(--_danger);
}
.record-wave {
  flex: 1;
  min-inline-size: 0;
  block-size: 28px;
  direction: ltr;
}
.record-words {
  flex: 1;
  padding-inline-end: calc(3 * var(--_space));
}
.record-stop {
  color: var(--_accent-text);
  background: var(--_accent);
}
.record-stop:hover {
  color: var(--_accent-text);
  background: var(--_accent-hover);
}
@media (forced-colors: active) {
  .recorder {
    border: 1px solid;
  }
}
@media (pointer: coarse) {
  .voice-play,
  .voice-speed,
  .voice-download {
    min-inline-size: 44px;
    min-block-size: 44px;
  }
  .voice-wave {
    block-size: 44px;
  }
}
`;

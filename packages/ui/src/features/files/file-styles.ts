/** Looks of the tray and of files in the log. Needs `tokens`, `baseStyles` and, in the log, `logStyles`. */
export const fileStyles = /* css */ `
.dropping .field {
  border-color: var(--_accent-ink);
  border-style: dashed;
  background: var(--_bubble);
}
.tray {
  display: grid;
  gap: calc(1 * var(--_space));
  max-block-size: 168px;
  margin: 0;
  margin-block-end: calc(2 * var(--_space));
  padding: 0;
  list-style: none;
  overflow-y: auto;
  scrollbar-width: thin;
}
.upload,
.refusal {
  display: flex;
  align-items: center;
  gap: calc(1 * var(--_space));
  min-inline-size: 0;
  margin: 0;
  padding: calc(1 * var(--_space));
  border-radius: 14px;
  background: var(--_bubble);
}
.refusal {
  margin-block-end: calc(2 * var(--_space));
  padding-inline-start: calc(3 * var(--_space));
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_danger);
  overflow-wrap: anywhere;
}
.refusal > span {
  flex: 1;
}
.thumb {
  flex: none;
  display: grid;
  place-items: center;
  inline-size: 44px;
  block-size: 44px;
  overflow: hidden;
  border-radius: 10px;
  color: var(--_muted);
  background: var(--_surface);
}
.thumb :is(img, video) {
  inline-size: 100%;
  block-size: 100%;
  object-fit: cover;
}
.facts {
  flex: 1;
  display: grid;
  min-inline-size: 0;
  padding-inline: calc(1 * var(--_space));
  text-align: start;
}
.file-name {
  overflow: hidden;
  font-weight: 500;
  white-space: nowrap;
  text-overflow: ellipsis;
}
.detail {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  font-variant-numeric: tabular-nums;
  color: var(--_muted);
}
.upload.failed .detail,
.upload.missing .detail {
  color: var(--_danger);
}
.upload .icon-button {
  flex: none;
}
progress {
  inline-size: 100%;
  block-size: 4px;
  margin-block-start: calc(1 * var(--_space));
  border: 0;
  border-radius: 2px;
  overflow: hidden;
  appearance: none;
  background: var(--_border);
}
progress::-webkit-progress-bar {
  background: var(--_border);
}
progress::-webkit-progress-value {
  background: var(--_accent);
}
progress::-moz-progress-bar {
  background: var(--_accent);
}
/* The names of the files stand for them only until they are there. */
.row.with-files:has(> .file-slot.filled) > .bubble {
  display: none;
}
.file-slot {
  max-inline-size: 100%;
}
.files {
  display: grid;
  justify-items: start;
  gap: calc(1 * var(--_space));
  max-inline-size: 100%;
  margin-block-end: 2px;
}
.own .files {
  justify-items: end;
}
.file {
  display: grid;
  gap: calc(1 * var(--_space));
  max-inline-size: 100%;
}
.picture {
  display: block;
  max-inline-size: 100%;
  padding: 0;
  border: 0;
  border-radius: var(--_radius-bubble);
  overflow: hidden;
  background: var(--_bubble);
  cursor: zoom-in;
}
.picture img {
  display: block;
  inline-size: 100%;
  block-size: 100%;
  object-fit: cover;
}
.picture img:not([src]) {
  visibility: hidden;
}
.film {
  inline-size: 260px;
  max-inline-size: 100%;
  border-radius: 14px;
  aspect-ratio: 16 / 9;
  background: #000;
}
.file-card {
  display: flex;
  align-items: center;
  gap: calc(1 * var(--_space));
  box-sizing: border-box;
  inline-size: 260px;
  max-inline-size: 100%;
  min-block-size: 52px;
  padding: calc(2 * var(--_space)) calc(3 * var(--_space));
  border: 1px solid var(--_border);
  border-radius: 14px;
  font: inherit;
  color: var(--_text);
  background: var(--_surface);
  cursor: pointer;
}
.file-card:hover {
  background: var(--_bubble);
}
.file-card .icon {
  flex: none;
  color: var(--_muted);
}
.plus-menu {
  position: relative;
}
.plus-menu > .menu {
  inset-block: auto 4px;
  inset-inline: 0 auto;
  transform-origin: bottom left;
}
.attach[aria-expanded='true']::after {
  display: none !important;
}
.plus-menu:dir(rtl) > .menu {
  transform-origin: bottom right;
}
.viewer {
  inline-size: 100%;
  block-size: 100%;
  max-inline-size: none;
  max-block-size: none;
  box-sizing: border-box;
  margin: 0;
  padding: 24px;
  border: 0;
  background: none;
  cursor: zoom-out;
}
.viewer::backdrop {
  background: rgb(0 0 0 / 82%);
}
.viewer img {
  inline-size: 100%;
  block-size: 100%;
  object-fit: contain;
}
.viewer .icon-button {
  position: absolute;
  inset-block-start: 16px;
  inset-inline-end: 16px;
  color: #fff;
  background: rgb(0 0 0 / 60%);
}
@media (forced-colors: active) {
  .upload,
  .refusal,
  .picture {
    border: 1px solid;
  }
}
`;

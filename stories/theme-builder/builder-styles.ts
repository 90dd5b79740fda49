/** Looks of the theme builder around its chat; follows the scheme that was chosen for it. */
export const builderStyles = /* css */ `
.theme-builder {
  color-scheme: light dark;
  box-sizing: border-box;
  display: flex;
  flex-wrap: wrap;
  align-items: flex-start;
  gap: 16px 32px;
  min-block-size: 100vh;
  padding: 16px;
  font: 14px/20px system-ui, sans-serif;
  color: light-dark(#17181c, #ecedef);
  background: light-dark(#f4f4f6, #101113);
}
.theme-builder[data-scheme='light'] {
  color-scheme: light;
}
.theme-builder[data-scheme='dark'] {
  color-scheme: dark;
}
.theme-builder > section {
  margin: 0 !important;
}
.theme-builder > section > h1 {
  position: absolute;
  clip-path: inset(50%);
}
.theme-builder aside {
  flex: 1;
  min-inline-size: min(100%, 420px);
  max-inline-size: 720px;
}
.theme-builder h2 {
  margin: 0 0 8px;
  font-size: 16px;
  line-height: 24px;
}
.theme-builder table + h2 {
  margin-block-start: 24px;
}
.theme-builder .verdict {
  margin: 0 0 12px;
}
.theme-builder table {
  inline-size: 100%;
  border-collapse: collapse;
}
.theme-builder :is(th, td) {
  padding: 8px 12px 8px 0;
  text-align: start;
  vertical-align: top;
  border-block-end: 1px solid light-dark(#d9dade, #34363b);
}
.theme-builder tbody th {
  inline-size: 30%;
  font-weight: 400;
}
.theme-builder td > * {
  display: block;
}
.theme-builder td > .sample {
  float: inline-start;
  inline-size: 28px;
  block-size: 28px;
  margin: 6px 12px 6px 0;
  border-radius: 6px;
  background: radial-gradient(circle, var(--front) 7px, var(--back) 7.5px);
  box-shadow: 0 0 0 1px light-dark(#d9dade, #34363b);
}
.theme-builder td > strong {
  font-variant-numeric: tabular-nums;
}
.theme-builder .faint > :not(.sample) {
  overflow: hidden;
  color: light-dark(#b3261e, #ff9d94);
}
.theme-builder pre {
  margin: 0 0 8px;
  padding: 12px 16px;
  border-radius: 10px;
  font: 13px/20px ui-monospace, Menlo, Consolas, monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  background: light-dark(#ffffff, #1a1b1e);
  box-shadow: 0 0 0 1px light-dark(#d9dade, #34363b);
}
.theme-builder .copy {
  display: flex;
  align-items: center;
  gap: 12px;
  margin: 12px 0 0;
}
.theme-builder button {
  min-block-size: 36px;
  padding: 0 16px;
  border: 0;
  border-radius: 18px;
  font: inherit;
  font-weight: 600;
  color: light-dark(#ffffff, #17181c);
  background: light-dark(#17181c, #ecedef);
  cursor: pointer;
}
.theme-builder :focus-visible {
  outline: 2px solid currentColor;
  outline-offset: 2px;
}
`;

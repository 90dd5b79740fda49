/** Looks of the page with the visitor's conversations. Needs `tokens`, `baseStyles`, `logStyles` and `pageStyles`. */

/** Style sheet of `history-templates.ts`. */
export const historyStyles = /* css */ `
.history-new,
.history-more,
.history-continue {
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 8px;
  inline-size: 100%;
  min-block-size: 44px;
  padding-inline: 18px;
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-card);
  font-weight: 600;
}
.history-new:hover,
.history-more:hover {
  background: var(--_hover);
}
.history-continue {
  border-color: transparent;
  color: var(--_accent-text);
  background: var(--_accent);
}
.history-new {
  margin-block-end: calc(var(--_space) * 3);
}
.history-search {
  display: flex;
  align-items: center;
  gap: 8px;
  min-block-size: 44px;
  padding-inline: 14px;
  border: 1px solid var(--_border-strong);
  border-radius: 22px;
  color: var(--_muted);
}
.history-search:focus-within {
  outline: 2px solid var(--_focus, var(--_accent));
  outline-offset: 1px;
}
.history-search input {
  flex: 1;
  min-inline-size: 0;
  border: 0;
  padding: 0;
  outline: none;
  font: inherit;
  font-size: max(16px, 1rem);
  color: var(--_text);
  background: none;
}
.history-report {
  min-block-size: 1.5em;
  margin-block: calc(var(--_space) * 2);
  font-size: 13px;
  color: var(--_muted);
}
.history-failed p {
  margin-block: 0 calc(var(--_space) * 3);
  color: var(--_danger);
}
.history-list {
  margin: 0 calc(var(--_space) * -3);
  padding: 0;
  /* An empty marker: without any, WebKit says no list. */
  list-style-type: '';
}
.history-row {
  display: flex;
  align-items: start;
  gap: 12px;
  inline-size: 100%;
  min-block-size: 64px;
  padding: 12px;
  border-radius: var(--_radius-card);
  text-align: start;
}
button.history-row:hover {
  background: var(--_hover);
}
.history-row.waiting {
  box-sizing: border-box;
  margin-block-end: 8px;
  background: var(--_hover);
}
.history-row .avatar {
  position: static;
  flex: none;
  inline-size: 36px;
  block-size: 36px;
  font-size: 13px;
}
.history-words {
  display: grid;
  flex: 1;
  gap: 2px;
  min-inline-size: 0;
}
.history-head {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  justify-content: space-between;
  column-gap: 12px;
}
.history-name {
  font-weight: 600;
  overflow-wrap: anywhere;
}
.history-head time,
.history-marks {
  font-size: 13px;
  font-variant-numeric: tabular-nums;
  color: var(--_muted);
}
.history-line {
  display: -webkit-box;
  overflow: hidden;
  overflow-wrap: anywhere;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
}
.history-you {
  margin-inline-end: 4px;
  color: var(--_muted);
}
.history-more {
  margin-block-start: calc(var(--_space) * 3);
}
.page-body.history-reading {
  display: flex;
  flex-direction: column;
  padding: 0;
  overflow: hidden;
}
.history-reading .log-host {
  flex: 1;
  min-block-size: 0;
}
.history-foot {
  padding: calc(var(--_space) * 3) calc(var(--_space) * 5) max(calc(var(--_space) * 4), env(safe-area-inset-bottom));
  border-block-start: 1px solid var(--_border);
}
.history-problem {
  margin-block: 0 calc(var(--_space) * 2);
  color: var(--_danger);
}
`;

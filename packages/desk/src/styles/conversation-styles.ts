/** Open conversations: strip, panes alone or side by side, and the column about the visitor. */
export const conversationStyles = /* css */ `
.strip {
  display: flex;
  align-items: center;
  flex: none;
  gap: var(--_space);
  padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
  border-block-end: 1px solid var(--_border);
}
.strip ul {
  display: flex;
  flex: 1;
  gap: 2px;
  min-inline-size: 0;
  overflow: auto hidden;
  scrollbar-width: none;
}
.strip li {
  flex: 0 1 auto;
  min-inline-size: 72px;
}
.strip li button {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1.5);
  inline-size: 100%;
  max-inline-size: 180px;
  min-block-size: 32px;
  padding-inline: calc(var(--_space) * 3);
  border-radius: 8px;
  font-size: var(--_size-small);
  color: var(--_muted);
}
.strip li button:hover {
  background: var(--_hover);
}
.strip li button:focus-visible {
  outline-offset: -2px;
}
.strip li [aria-current] {
  background: color-mix(in oklab, var(--_text) 8%, transparent);
  color: var(--_text);
  font-weight: 600;
}
.strip bdi {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.strip .badge {
  min-inline-size: 18px;
  block-size: 18px;
  padding-inline: 5px;
}
.columns[aria-pressed='true'] {
  background: var(--_accent-soft);
  color: var(--_accent-ink);
}

.panes {
  display: grid;
  grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  flex: 1;
  min-block-size: 0;
}
.panes:empty {
  display: none;
}
/* Out of sight and not away: the place in the log and the draft's caret stay. */
.pane {
  grid-area: 1 / 1;
  display: flex;
  flex-direction: column;
  min-inline-size: 0;
  min-block-size: 0;
}
.pane.out-of-sight {
  visibility: hidden;
}
.panes.side-by-side {
  grid-template-columns: none;
  grid-auto-flow: column;
  grid-auto-columns: minmax(340px, 1fr);
  overflow: auto hidden;
  scrollbar-width: thin;
}
.side-by-side .pane {
  grid-area: auto;
}
.side-by-side .pane + .pane {
  border-inline-start: 1px solid var(--_border);
}
.side-by-side .pane.active .pane-head {
  box-shadow: inset 0 2px var(--_accent);
}
.pane-head {
  display: flex;
  align-items: center;
  flex: none;
  gap: var(--_space);
  min-block-size: 60px;
  padding: calc(var(--_space) * 2) calc(var(--_space) * 3) calc(var(--_space) * 2) calc(var(--_space) * 5);
  border-block-end: 1px solid var(--_border);
}
.phone .pane-head {
  padding-inline: calc(var(--_space) * 1);
}
.who {
  flex: 1;
  min-inline-size: 0;
  margin-inline: calc(var(--_space) * 2);
  line-height: 20px;
}
.who > * {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.who p {
  font-size: var(--_size-small);
  color: var(--_muted);
}
.pane-foot {
  display: flex;
  flex-wrap: wrap;
  align-items: end;
  flex: none;
}
/* In a narrow pane it has a line of its own, below the tools. */
.pane-foot > .composer {
  flex: 1 1 340px;
  min-inline-size: 0;
  padding-inline-start: var(--_space);
}
.pane-tools {
  display: flex;
  flex: none;
  padding-inline-start: calc(var(--_space) * 3);
  padding-block-end: calc(var(--_space) * 4.5);
}
.phone .pane-tools {
  padding-block-end: 0;
}
:is(.phone, .side-by-side) .pane-foot > .composer {
  padding-inline-start: calc(var(--_space) * 4);
}
.pane-log {
  flex: 1;
}
/* A column of text stays readable on a large screen; the scrollbar stays at its edge. */
.pane-log .log-content,
.pane .composer,
.pane-status > * {
  inline-size: 100%;
  max-inline-size: 760px;
  margin-inline: auto;
}

.about-head {
  display: flex;
  align-items: center;
  flex: none;
  min-block-size: 60px;
  padding: calc(var(--_space) * 2) calc(var(--_space) * 3) calc(var(--_space) * 2) calc(var(--_space) * 5);
  border-block-end: 1px solid var(--_border);
}
.phone .about-head {
  padding-inline-start: calc(var(--_space) * 1);
}
.about-head h2 {
  flex: 1;
}
.about-body {
  display: grid;
  gap: calc(var(--_space) * 5);
  align-content: start;
  flex: 1;
  padding: calc(var(--_space) * 5);
  overflow: hidden auto;
  overflow-wrap: anywhere;
}
.about-who {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 3);
}
.about .about-who .avatar {
  inline-size: 48px;
  block-size: 48px;
  font-size: 1.0625rem;
}
.about-name {
  font-size: 1.0625rem;
  font-weight: 600;
  line-height: 1.3;
}
.about dl {
  display: grid;
  gap: calc(var(--_space) * 4);
}
.about dt {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.about dd > small {
  display: block;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.about a {
  color: var(--_accent-ink);
  text-underline-offset: 0.2em;
}
.about a .icon {
  display: inline-block;
  inline-size: 13px;
  block-size: 13px;
  margin-inline-start: 4px;
  vertical-align: -1px;
}
.about-section {
  display: grid;
  gap: calc(var(--_space) * 2);
}
.about-section h3 {
  margin: 0;
  font-size: var(--_size-small);
  font-weight: 600;
  line-height: var(--_line-small);
}
.about .about-facts {
  gap: calc(var(--_space) * 2);
}
.about-list,
.about-lines {
  margin: 0;
  padding: 0;
  list-style: none;
}
.about-list {
  display: grid;
  gap: calc(var(--_space) * 3);
}
.about-list small {
  display: block;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.about-lines li {
  display: flex;
  gap: calc(var(--_space) * 3);
  justify-content: space-between;
  color: var(--_muted);
}
.about-chat {
  display: block;
  inline-size: calc(100% + 2 * var(--_space) * 2);
  margin: calc(var(--_space) * -1) calc(var(--_space) * -2);
  padding: calc(var(--_space) * 1) calc(var(--_space) * 2);
  border-radius: var(--_radius-field);
  text-align: start;
}
.about-chat:hover {
  background: var(--_hover);
}
.about-failed {
  color: var(--_muted);
}
.about-hint {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
`;

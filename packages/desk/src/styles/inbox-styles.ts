/** The inbox: tabs, rows of two lines, waiting times that turn warm, the agent's bar. */
export const inboxStyles = /* css */ `
.tabs {
  display: flex;
  flex: none;
  gap: 2px;
  padding: calc(var(--_space) * 3);
  padding-block-end: calc(var(--_space) * 2);
}
.tabs button {
  flex: 1 1 auto;
  display: flex;
  align-items: center;
  justify-content: center;
  gap: calc(var(--_space) * 1.5);
  min-block-size: 32px;
  padding-inline: calc(var(--_space) * 2);
  border-radius: 8px;
  font-size: var(--_size-small);
  font-weight: 500;
  color: var(--_muted);
}
.tabs button:hover {
  background: var(--_hover);
}
.tabs button[aria-selected='true'] {
  background: color-mix(in oklab, var(--_text) 8%, transparent);
  color: var(--_text);
  font-weight: 600;
}
.tab-count {
  font-variant-numeric: tabular-nums;
  font-weight: 500;
  color: var(--_muted);
}
.tab-count.some {
  color: var(--_accent-ink);
  font-weight: 700;
}
.rows {
  display: flex;
  flex-direction: column;
  flex: 1;
  min-block-size: 0;
  overflow: hidden auto;
  overscroll-behavior: contain;
  scrollbar-width: thin;
  scrollbar-color: var(--_border-strong) transparent;
}
.rows ul,
.rows > div[aria-hidden] {
  padding-inline: calc(var(--_space) * 2);
}
.chat-row {
  display: grid;
  grid-template: 'face head' 20px 'face tail' 20px / 36px minmax(0, 1fr);
  column-gap: calc(var(--_space) * 3);
  align-items: center;
  inline-size: 100%;
  padding: calc(var(--_space) * 2.5);
  border-radius: 10px;
  text-align: start;
}
button.chat-row:hover {
  background: var(--_hover);
}
.chat-row:focus-visible {
  outline-offset: -2px;
}
.chat-row[aria-current] {
  background: var(--_accent-soft);
}
.chat-row .avatar {
  grid-area: face;
}
.inbox .avatar,
.pane-head .avatar,
.about-who .avatar {
  position: static;
  flex: none;
  inline-size: 36px;
  block-size: 36px;
  font-size: var(--_size-small);
}
.chat-head,
.chat-tail {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2);
  min-inline-size: 0;
  line-height: 20px;
}
.chat-head {
  grid-area: head;
}
.chat-tail {
  grid-area: tail;
  font-size: var(--_size-small);
  color: var(--_muted);
}
.chat-rating {
  flex: none;
  font-size: var(--_size-fine);
  font-variant-numeric: tabular-nums;
  color: var(--_muted);
}
.verified {
  margin-inline-start: 4px;
  color: var(--_accent-ink);
}
.verified .icon {
  inline-size: 1em;
  block-size: 1em;
  vertical-align: -0.125em;
}
.chat-name,
.chat-words {
  flex: 1;
  min-inline-size: 0;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.chat-name {
  font-weight: 500;
}
.unread .chat-name {
  font-weight: 700;
}
.unread .chat-words {
  color: var(--_text);
}
.ended .chat-name {
  color: var(--_muted);
}
.chat-words .ended {
  padding-inline: 5px;
  margin-inline-end: 2px;
  border: 1px solid var(--_border);
  border-radius: 5px;
  font-size: var(--_size-fine);
}
.chat-time {
  display: flex;
  align-items: center;
  gap: 3px;
  flex: none;
  font-size: var(--_size-fine);
  font-variant-numeric: tabular-nums;
  color: var(--_muted);
}
.chat-time .icon {
  inline-size: 12px;
  block-size: 12px;
  stroke-width: 2.25;
}
/* Warm before red; the clock beside it says the same without colour. */
.chat-time.warm {
  color: var(--_warning);
  font-weight: 600;
}
.chat-time.hot {
  color: var(--_danger);
  font-weight: 700;
}
.chat-row .bone {
  block-size: 10px;
  inline-size: 50%;
}
.chat-row .bone.long {
  inline-size: 85%;
}

.agent-bar {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  flex: none;
  gap: calc(var(--_space) * 1);
  padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
  border-block-start: 1px solid var(--_border);
}
.own-face {
  flex: none;
  border-radius: 50%;
  cursor: pointer;
}
.own-face:hover {
  filter: brightness(0.95);
}
/* Who it is, and whether they are available, has the line for itself where the buttons would leave it no room. */
.agent-who {
  flex: 1 0 150px;
  min-inline-size: 0;
  margin-inline-start: calc(var(--_space) * 2);
  line-height: 18px;
}
.agent-tools {
  display: flex;
  justify-content: space-between;
  flex: 1 0 auto;
}
.agent-name {
  font-size: var(--_size-small);
  font-weight: 600;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.presence {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1.5);
  font-size: var(--_size-fine);
  color: var(--_muted);
}
.presence::before {
  content: '';
  inline-size: 7px;
  block-size: 7px;
  border: 1.5px solid var(--_muted);
  border-radius: 50%;
}
.presence.online::before {
  border-color: var(--_success);
  background: var(--_success);
}
@media (pointer: coarse) {
  .tabs button {
    min-block-size: 44px;
  }
}
@media (forced-colors: active) {
  .chat-row[aria-current],
  .tabs button[aria-selected='true'] {
    outline: 2px solid Highlight;
    outline-offset: -2px;
  }
}
`;

/** Looks of the whole conversation as a plain list. Needs `tokens`. */

/** Style sheet of what `plainConversation` builds. */
export const plainViewStyles = /* css */ `
.plain-list {
  margin: 0;
  padding-inline-start: 3em;
}
.plain-row {
  padding-block: var(--_space);
  overflow-wrap: anywhere;
}
.plain-text {
  white-space: pre-wrap;
  unicode-bidi: isolate;
}
.plain-name {
  font-weight: 600;
}
.plain-note,
.plain-row time {
  color: var(--_muted);
}
`;

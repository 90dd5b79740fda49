/** The archive in the place of the inbox. Needs the styles of the inbox, and of what stands in its place. */
export const archiveStyles = /* css */ `
.archive-search {
  flex: 1;
  min-inline-size: 0;
  min-block-size: 36px;
  padding-inline: calc(var(--_space) * 3);
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-field);
  background: var(--_surface);
  color: var(--_text);
  font: inherit;
}
.archive .place-head .icon-button {
  position: relative;
}
.filter-mark {
  position: absolute;
  inset-block-start: 6px;
  inset-inline-end: 6px;
  inline-size: 8px;
  block-size: 8px;
  border-radius: 50%;
  background: var(--_accent);
}
.archive-filters {
  display: grid;
  grid-template-columns: 1fr 1fr;
  flex: none;
  gap: calc(var(--_space) * 2);
  padding: 0 calc(var(--_space) * 3) calc(var(--_space) * 2);
  font-size: var(--_size-fine);
  color: var(--_muted);
}
.archive-filters[hidden] {
  display: none;
}
.archive-filters label {
  display: grid;
  gap: 2px;
  min-inline-size: 0;
}
.archive-filters .archive-mine {
  grid-column: 1 / -1;
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2);
  min-block-size: 24px;
  font-size: var(--_size-small);
  color: var(--_text);
}
.archive-mine input {
  inline-size: 18px;
  block-size: 18px;
  accent-color: var(--_accent);
}
.archive-said {
  flex: none;
  min-block-size: 24px;
  padding: 0 calc(var(--_space) * 4) var(--_space);
  font-size: var(--_size-fine);
  color: var(--_muted);
}
.archive .rows[aria-busy='true'] ul {
  opacity: 0.6;
}
.archive mark {
  background: color-mix(in oklab, var(--_warning) 28%, transparent);
  color: inherit;
  border-radius: 3px;
}
.archive-more {
  align-self: center;
  flex: none;
  margin: calc(var(--_space) * 2);
}
.archive-exports {
  display: flex;
  gap: calc(var(--_space) * 3);
  flex: none;
  padding: calc(var(--_space) * 2) calc(var(--_space) * 4);
  border-block-start: 1px solid var(--_border);
  font-size: var(--_size-small);
  color: var(--_muted);
}
.archive-exports a {
  color: var(--_accent-ink);
}
@media (pointer: coarse) {
  .archive-search {
    min-block-size: 44px;
  }
  .archive-filters .archive-mine {
    min-block-size: 44px;
  }
  .archive-exports a {
    padding-block: calc(var(--_space) * 2);
  }
}
`;

/** The menu in which an agent says whether they are available. */
export const presenceStyles = /* css */ `
.presence-menu {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1.5);
  font-size: var(--_size-fine);
  color: var(--_muted);
}
.presence-menu::before {
  content: '';
  flex: none;
  inline-size: 7px;
  block-size: 7px;
  border: 1.5px solid var(--_muted);
  border-radius: 50%;
}
.presence-menu.available::before {
  border-color: var(--_success);
  background: var(--_success);
}
.presence-menu select {
  min-inline-size: 0;
  max-inline-size: 100%;
  min-block-size: 24px;
  padding: 0;
  border: 0;
  border-radius: 4px;
  background: var(--_surface);
  color: inherit;
  font: inherit;
  text-overflow: ellipsis;
}
.presence-failed {
  display: block;
  font-size: var(--_size-fine);
  color: var(--_danger);
}
@media (pointer: coarse) {
  .presence-menu select {
    min-block-size: 44px;
  }
}
`;

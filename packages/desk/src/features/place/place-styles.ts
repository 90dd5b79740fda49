/** What stands in the place of the inbox: its head, and the fields that choose what it shows. Needs the styles of the desk. */
export const placeStyles = /* css */ `
.place {
  display: flex;
  flex-direction: column;
  flex: 1;
  min-block-size: 0;
}
.place-head {
  display: flex;
  align-items: center;
  flex: none;
  gap: var(--_space);
  padding: calc(var(--_space) * 3);
  padding-block-end: calc(var(--_space) * 2);
}
.place :is(select, input[type='date']) {
  inline-size: 100%;
  min-inline-size: 0;
  min-block-size: 32px;
  padding-inline: calc(var(--_space) * 2);
  border: 1px solid var(--_border-strong);
  border-radius: 8px;
  background: var(--_surface);
  color: var(--_text);
  font: inherit;
  font-size: var(--_size-small);
}
@media (pointer: coarse) {
  .place :is(select, input[type='date']) {
    min-block-size: 44px;
  }
}
`;

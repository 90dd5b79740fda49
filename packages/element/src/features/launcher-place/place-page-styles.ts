/** Looks of the page on which the launcher's place is chosen. Needs `tokens`, `baseStyles` and `pageStyles`. */

/** Style sheet of `place-page.ts`. */
export const placePageStyles = /* css */ `
.place-intro {
  margin-block: 0 calc(var(--_space) * 5);
  text-wrap: pretty;
}
/* The screen itself: left is left in every language. */
.place-screen {
  direction: ltr;
  position: relative;
  display: grid;
  grid-template: repeat(3, 1fr) / repeat(3, 1fr);
  aspect-ratio: 16 / 10;
  min-inline-size: 0;
  min-block-size: 156px;
  margin: 0;
  padding: var(--_space);
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-card);
  background: var(--_bubble);
}
.place-name {
  grid-area: 2 / 2;
  float: left;
  place-self: center;
  padding: 0;
  font-weight: 600;
  text-align: center;
}
.place-choice {
  display: grid;
  place-items: center;
  place-self: center;
  inline-size: 44px;
  block-size: 44px;
  cursor: pointer;
}
.place-choice input {
  inline-size: 24px;
  block-size: 24px;
  margin: 0;
  accent-color: var(--_accent);
  cursor: inherit;
}
.place-choice input:focus-visible {
  outline: 2px solid var(--_accent);
  outline-offset: 2px;
}
.place-choice[data-column='0'] {
  grid-column: 1;
  justify-self: start;
}
.place-choice[data-column='1'] {
  grid-column: 2;
}
.place-choice[data-column='2'] {
  grid-column: 3;
  justify-self: end;
}
.place-choice[data-row='0'] {
  grid-row: 1;
  align-self: start;
}
.place-choice[data-row='1'] {
  grid-row: 2;
}
.place-choice[data-row='2'] {
  grid-row: 3;
  align-self: end;
}
`;

/** Looks of the choice of languages beside a composer: two letters with a line below them while they are checked. */
export const spellingChoiceStyles = /* css */ `
.spelling-choice {
  position: relative;
  font-size: 12px;
  font-weight: 600;
  cursor: pointer;
}
.spelling-choice.checked span {
  text-decoration: underline wavy var(--_danger) 1px;
  text-underline-offset: 3px;
}
.spelling-choice select {
  position: absolute;
  inset: 0;
  inline-size: 100%;
  block-size: 100%;
  margin: 0;
  opacity: 0;
  font-size: 16px;
  cursor: pointer;
}
.spelling-choice:focus-within {
  outline: 2px solid var(--_accent-ink);
  outline-offset: 2px;
}
.spelling-choice:not(:has(:focus-visible)) {
  outline: none;
}
`;

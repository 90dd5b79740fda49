/** Looks of what stands below an ended conversation, beside the rating. Needs `tokens` and `baseStyles`. */

/** Style sheet of `ended.ts`. */
export const endedStyles = /* css */ `
.ended {
  display: grid;
  justify-items: center;
  padding-block: calc(var(--_space) * 2) calc(var(--_space) * 4);
}
.ended:empty {
  display: none;
}
.ended-begin {
  min-block-size: 44px;
  padding-inline: 18px;
  border: 1px solid var(--_border-strong);
  border-radius: 22px;
  font-weight: 600;
}
.ended-begin:hover {
  background: var(--_hover);
}
`;

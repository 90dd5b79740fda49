/** Looks of a proactive message in the panel. Needs `tokens`, `baseStyles`, `logStyles` and `panelStyles`. */

/** Style sheet of `offer.ts`. */
export const offerStyles = /* css */ `
.offer {
  flex: none;
  display: flex;
  align-items: end;
  gap: 8px;
  max-block-size: 50%;
  overflow-y: auto;
  padding-block: calc(var(--_space) * 2) calc(var(--_space) * 3);
  padding-inline: calc(var(--_space) * 4) calc(var(--_space) * 10);
}
.offer-words {
  min-inline-size: 0;
}
`;

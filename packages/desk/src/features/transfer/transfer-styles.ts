/** The dialog in which a chat is passed on. Needs the styles of the dialog for cards. */
export const transferStyles = /* css */ `
.transfer-dialog form {
  padding: calc(var(--_space) * 2) calc(var(--_space) * 6) calc(var(--_space) * 6);
}
.transfer-list {
  max-block-size: min(320px, 40vh);
  overflow: hidden auto;
}
.card-dialog .transfer-option {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2.5);
  min-block-size: 44px;
  padding: var(--_space) calc(var(--_space) * 2);
  border-radius: 10px;
}
.transfer-option:hover,
.transfer-option:has(:checked) {
  background: var(--_accent-soft);
}
.transfer-option.not-free {
  background: none;
  color: var(--_muted);
}
.card-dialog .transfer-option input {
  flex: none;
  inline-size: 24px;
  min-block-size: 24px;
  block-size: 24px;
  accent-color: var(--_accent);
}
.transfer-option span {
  display: flex;
  flex-direction: column;
  min-inline-size: 0;
  overflow-wrap: anywhere;
}
.transfer-option small,
.transfer-none {
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
}
.transfer-wrong {
  color: var(--_danger);
}
.transfer-wrong:empty {
  display: none;
}
`;

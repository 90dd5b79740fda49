/** Mails of tickets: the choice above the field, and the line behind a message. */
export const mailStyles = /* css */ `
.mail-choice {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0 calc(var(--_space) * 3);
  inline-size: 100%;
  max-inline-size: 760px;
  margin-inline: auto;
  padding-inline: calc(var(--_space) * 4);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.mail-choice[hidden] {
  display: none;
}
.mail-choice label {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2);
  min-block-size: 28px;
  min-inline-size: 0;
  padding-block-start: var(--_space);
  overflow-wrap: anywhere;
  cursor: pointer;
}
.mail-choice input {
  flex: none;
  inline-size: 24px;
  block-size: 24px;
  margin: 0;
  accent-color: var(--_accent);
}
.mail-choice p {
  color: var(--_muted);
}
.mail-choice .problem {
  color: var(--_danger);
}
.row.mail-line {
  align-items: flex-end;
  padding-inline: calc(var(--_space) * 4);
  font-size: var(--_size-small);
  line-height: var(--_line-small);
  color: var(--_muted);
  text-align: end;
  overflow-wrap: anywhere;
}
.row.mail-line.problem {
  color: var(--_danger);
}
.mail-line p {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 1.5);
}
.mail-line .icon {
  flex: none;
  inline-size: 15px;
  block-size: 15px;
}
@media (pointer: coarse) {
  .mail-choice label {
    min-block-size: 44px;
  }
}
`;

/** Looks of the transcript's page. Needs `tokens`, `baseStyles`, `panelStyles` and `pageStyles`. */

/** Style sheet of `transcript-page.ts`. */
export const transcriptStyles = /* css */ `
.transcript-intro {
  margin-block: 0 calc(var(--_space) * 3);
}
.transcript-files {
  display: grid;
  gap: calc(var(--_space) * 2);
}
.transcript-file {
  display: flex;
  align-items: center;
  gap: 12px;
  min-block-size: 44px;
  padding-inline: 14px;
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-card);
  text-align: start;
}
.transcript-file:hover {
  background: var(--_hover);
}
.transcript-mail {
  display: flex;
  align-items: end;
  gap: calc(var(--_space) * 2);
  margin-block-start: calc(var(--_space) * 6);
}
.transcript-mail label {
  flex: 1;
  min-inline-size: 0;
}
.transcript-mail input {
  display: block;
  box-sizing: border-box;
  inline-size: 100%;
  min-block-size: 44px;
  margin-block-start: calc(var(--_space) * 2);
  padding-inline: 12px;
  border: 1px solid var(--_border-strong);
  border-radius: var(--_radius-card);
  font: inherit;
  font-size: max(16px, 1rem);
  color: inherit;
  background: none;
}
.transcript-send {
  min-block-size: 44px;
  padding-inline: 18px;
  border-radius: var(--_radius-card);
  font-weight: 600;
  color: var(--_accent-text);
  background: var(--_accent);
}
.transcript-report {
  min-block-size: 1.5em;
  color: var(--_muted);
}
.transcript-report.failed {
  color: var(--_danger);
}
`;

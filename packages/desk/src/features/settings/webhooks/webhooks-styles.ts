/** The log of a webhook. Needs the styles of the settings. */
export const webhooksStyles = /* css */ `
.webhook-log {
  inline-size: 100%;
  border-collapse: collapse;
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.webhook-log :is(th, td) {
  padding: var(--_space) calc(var(--_space) * 2) var(--_space) 0;
  border-block-end: 1px solid var(--_border);
  text-align: start;
  vertical-align: top;
  overflow-wrap: anywhere;
}
.webhook-log th {
  font-weight: 600;
}
`;

/** The desk's columns at three widths, and what all of them share. Needs `tokens` and `baseStyles`. */
export const layoutStyles = /* css */ `
:host {
  --_inbox-width: var(--sc-desk-inbox-width, 300px);
  --_about-width: var(--sc-desk-about-width, 320px);
  /* The columns beside the conversation step back a little. */
  --_side: color-mix(in oklab, var(--_text) 2.5%, var(--_surface));
  --_size-fine: 0.75rem;

  display: block;
  block-size: 100%;
  min-block-size: 320px;
  background: var(--_surface);
}
.desk {
  display: grid;
  grid-template: minmax(0, 1fr) / var(--_inbox-width) minmax(0, 1fr);
  block-size: 100%;
  position: relative;
  overflow: hidden;
}
.announcements {
  position: absolute;
}
.desk.wide.with-about {
  grid-template-columns: var(--_inbox-width) minmax(0, 1fr) var(--_about-width);
}
.desk.phone {
  grid-template-columns: minmax(0, 1fr);
}
.work {
  display: flex;
  flex-direction: column;
  min-inline-size: 0;
  position: relative;
}
.inbox,
.about {
  background: var(--_side);
  min-block-size: 0;
}
.inbox {
  display: flex;
  flex-direction: column;
  border-inline-end: 1px solid var(--_border);
}
.about {
  display: flex;
  flex-direction: column;
  border-inline-start: 1px solid var(--_border);
}
/* Where only two columns fit, the third lies over the second. */
.desk.narrow .about {
  position: absolute;
  inset-block: 0;
  inset-inline-end: 0;
  inline-size: min(var(--_about-width), 100% - 80px);
  box-shadow: var(--_shadow);
  background: var(--_surface);
}
.desk.phone > :not(.announcements, .keys) {
  grid-area: 1 / 1;
}
.desk.phone .inbox {
  border: 0;
}
.desk.phone .about {
  border: 0;
  background: var(--_surface);
}
.desk.phone:not(.show-inbox) .inbox,
.desk.phone:not(.show-chat) .work {
  visibility: hidden;
}
.desk:not(.phone) .back,
.desk:not(.phone) .phone-title,
.desk.phone .close,
.desk.phone .columns {
  display: none;
}

h1,
h2,
p,
dl,
dd,
ul {
  margin: 0;
}
ul:where(:not(.bubble ul)) {
  padding: 0;
  list-style: none;
}
h2 {
  font-size: inherit;
  font-weight: 600;
}

.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-block-size: 44px;
  padding-inline: calc(var(--_space) * 5);
  border-radius: var(--_radius-field);
  background: var(--_accent);
  color: var(--_accent-text);
  font-weight: 600;
}
.button:hover {
  background: var(--_accent-hover);
}
.button.small {
  min-block-size: 32px;
  padding-inline: calc(var(--_space) * 4);
  font-size: var(--_size-small);
}
@media (pointer: coarse) {
  .button.small {
    min-block-size: 44px;
  }
}
.badge {
  display: inline-grid;
  place-items: center;
  flex: none;
  min-inline-size: 20px;
  block-size: 20px;
  padding-inline: 6px;
  border-radius: 10px;
  background: var(--_accent);
  color: var(--_accent-text);
  font-size: var(--_size-fine);
  font-weight: 600;
  line-height: 1;
  font-variant-numeric: tabular-nums;
}
.empty {
  display: grid;
  place-content: center;
  justify-items: center;
  flex: 1;
  gap: var(--_space);
  padding: calc(var(--_space) * 8);
  color: var(--_muted);
  font-size: var(--_size-small);
  text-align: center;
  text-wrap: balance;
}
.empty-title {
  font-size: var(--_size-text);
  font-weight: 600;
  color: var(--_text);
}
.notice {
  display: flex;
  align-items: center;
  gap: calc(var(--_space) * 2);
  margin: calc(var(--_space) * 2) calc(var(--_space) * 3);
  padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
  border-radius: var(--_radius-card);
  background: color-mix(in oklab, var(--_warning) 12%, var(--_surface));
  font-size: var(--_size-small);
  line-height: var(--_line-small);
}
.notice > span {
  flex: 1;
}
.notice .icon {
  inline-size: 16px;
  block-size: 16px;
  color: var(--_warning);
}
.notice.stopped {
  background: color-mix(in oklab, var(--_danger) 12%, var(--_surface));
}
.notice.stopped .icon {
  color: var(--_danger);
}
.notice.calm {
  background: none;
  color: var(--_muted);
  text-align: center;
}

.keys {
  inline-size: min(440px, 100% - 32px);
  max-block-size: calc(100% - 32px);
  padding: 0;
  border: 0;
  border-radius: var(--_radius);
  background: var(--_surface);
  color: var(--_text);
  box-shadow: var(--_shadow);
}
.keys::backdrop {
  background: rgb(10 12 20 / 40%);
}
.keys-head {
  display: flex;
  align-items: center;
  justify-content: space-between;
  padding: calc(var(--_space) * 3) calc(var(--_space) * 3) 0 calc(var(--_space) * 6);
  font-size: var(--_size-title);
  line-height: var(--_line-title);
}
.keys dl {
  padding: calc(var(--_space) * 2) calc(var(--_space) * 6) calc(var(--_space) * 6);
}
.keys dl > div {
  display: flex;
  flex-direction: row-reverse;
  justify-content: space-between;
  align-items: center;
  gap: calc(var(--_space) * 4);
  padding-block: calc(var(--_space) * 1.5);
}
.keys dt {
  display: flex;
  gap: var(--_space);
}
kbd {
  min-inline-size: 24px;
  padding: 2px 7px;
  border: 1px solid var(--_border);
  border-block-end-width: 2px;
  border-radius: 6px;
  background: var(--_side);
  font: inherit;
  font-size: var(--_size-small);
  line-height: 18px;
  text-align: center;
}
`;

/** The statistics. Needs the styles of what stands in the place of the inbox. */
export const statisticsStyles = /* css */ `
.desk.with-figures:not(.phone) {
  grid-template-columns: minmax(var(--_inbox-width), 1.2fr) minmax(0, 1fr);
}
.desk.with-figures.wide.with-about {
  grid-template-columns: minmax(var(--_inbox-width), 1.2fr) minmax(0, 1fr) var(--_about-width);
}
.statistics-head h2 {
  flex: 1;
  font-size: var(--_size-title);
  line-height: var(--_line-title);
}
.statistics-export {
  padding: calc(var(--_space) * 2);
  color: var(--_accent-ink);
  font-size: var(--_size-small);
}
.statistics-choices {
  display: flex;
  flex-wrap: wrap;
  flex: none;
  gap: calc(var(--_space) * 2);
  padding: 0 calc(var(--_space) * 4) var(--_space);
}
.statistics-choices label,
.measure {
  display: grid;
  gap: 2px;
  flex: 1 1 130px;
  min-inline-size: 0;
  font-size: var(--_size-fine);
  color: var(--_muted);
}
.statistics-said {
  flex: none;
  padding: 0 calc(var(--_space) * 4);
  font-size: var(--_size-fine);
  color: var(--_muted);
}
.statistics-figures {
  display: flex;
  flex-direction: column;
  flex: 1;
  gap: calc(var(--_space) * 4);
  min-block-size: 0;
  overflow-y: auto;
  padding: calc(var(--_space) * 2) calc(var(--_space) * 4) calc(var(--_space) * 6);
  container-type: inline-size;
}
.statistics-figures > * {
  flex: none;
}
.statistics-figures[aria-busy='true'] {
  opacity: 0.6;
}
.statistics h3 {
  margin: 0;
  font-size: var(--_size-small);
  font-weight: 600;
}
.tiles {
  display: grid;
  grid-template-columns: 1fr 1fr;
  gap: calc(var(--_space) * 2);
}
.tile {
  padding: calc(var(--_space) * 3);
  border: 1px solid var(--_border);
  border-radius: var(--_radius-card);
  background: var(--_surface);
}
.tile-chats {
  grid-column: 1 / -1;
}
.tile dt,
.tile-more {
  font-size: var(--_size-fine);
  color: var(--_muted);
}
.tile-value {
  font-size: 1.375rem;
  font-weight: 600;
  line-height: 1.4;
  font-variant-numeric: tabular-nums;
}
.tile-more ul {
  display: flex;
  flex-wrap: wrap;
  column-gap: calc(var(--_space) * 4);
}
.chart {
  display: grid;
  gap: var(--_space);
  margin: 0;
}
.chart figcaption {
  display: flex;
  justify-content: space-between;
  align-items: baseline;
  gap: calc(var(--_space) * 2);
}
.chart-most {
  color: var(--_muted);
  font-size: var(--_size-fine);
}
.chart-bars {
  inline-size: 100%;
  block-size: 120px;
  border-block: 1px solid var(--_border);
}
.chart-place {
  fill: transparent;
}
.chart-bar {
  fill: var(--_accent);
}
g:hover > .chart-place {
  fill: color-mix(in oklab, var(--_text) 8%, transparent);
}
@media (forced-colors: active) {
  .chart-bar {
    fill: CanvasText;
  }
}
.chart-labels {
  display: flex;
  justify-content: space-between;
  color: var(--_muted);
  font-size: var(--_size-fine);
}
.statistics summary {
  min-block-size: 24px;
  inline-size: fit-content;
  color: var(--_accent-ink);
  font-size: var(--_size-fine);
  line-height: 24px;
  cursor: pointer;
}
.statistics table {
  inline-size: 100%;
  border-collapse: collapse;
  font-size: var(--_size-small);
}
.statistics :is(th, td) {
  padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
  border-block-end: 1px solid var(--_border);
  text-align: end;
  font-weight: 400;
  font-variant-numeric: tabular-nums;
  white-space: nowrap;
}
.statistics thead th {
  color: var(--_muted);
  font-size: var(--_size-fine);
}
.statistics th:first-child {
  text-align: start;
}
.figures-scroll {
  overflow-x: auto;
}
.topics-hint {
  color: var(--_muted);
  font-size: var(--_size-fine);
}
.topics ol {
  display: grid;
  margin: var(--_space) 0 0;
  padding: 0;
  list-style: none;
  font-size: var(--_size-small);
}
.topics li {
  display: flex;
  justify-content: space-between;
  gap: calc(var(--_space) * 3);
  padding-block: var(--_space);
  border-block-end: 1px solid var(--_border);
  overflow-wrap: anywhere;
}
.topic-count {
  color: var(--_muted);
  font-variant-numeric: tabular-nums;
}
@container (min-inline-size: 520px) {
  .tiles {
    grid-template-columns: repeat(4, 1fr);
  }
  .topics ol {
    grid-template-columns: 1fr 1fr;
    column-gap: calc(var(--_space) * 6);
  }
}
@media (pointer: coarse) {
  .statistics summary {
    min-block-size: 44px;
  }
  .statistics summary {
    line-height: 44px;
  }
  .statistics-export {
    padding-block: calc(var(--_space) * 3);
  }
}
`;

/** The figures as a table for spreadsheets: a row for everything together, each day, hour, department and agent. */
import type { Durations, Figures, StatisticsAnswer } from '@support-chat/protocol';
import { csvLine } from '../csv-line.js';

const COLUMNS = [
  ...['group', 'id', 'name', 'chats', 'forms', 'missed', 'open', 'passed_on'],
  ...['wait', 'response', 'handling'].flatMap((name) => [`${name}_count`, `${name}_median_s`, `${name}_p90_s`]),
  ...['ratings', 'rating_average', 'rating_1', 'rating_2', 'rating_3', 'rating_4', 'rating_5'],
];

/** The whole file. */
export function statisticsCsv({ total, days, hours, departments, agents }: StatisticsAnswer): string {
  // The mark tells spreadsheets that it is UTF-8.
  return [
    `\uFEFF${csvLine(COLUMNS)}`,
    row('total', null, null, total),
    ...days.map((figures) => row('day', figures.day, null, figures)),
    ...hours.map((figures) => row('hour', figures.hour, null, figures)),
    ...departments.map((figures) => row('department', figures.id, figures.name, figures)),
    ...agents.map((figures) => row('agent', figures.id, figures.name, figures)),
  ].join('');
}

function row(group: string, id: string | number | null, name: string | null, figures: Figures): string {
  const { chats, forms, missed, open, passedOn, wait, response, handling, scores } = figures;
  const ratings = scores.reduce((sum, count) => sum + count, 0);
  const sum = scores.reduce((total, count, index) => total + count * (index + 1), 0);
  return csvLine([
    ...[group, id, name, chats, forms, missed, open, passedOn],
    ...[wait, response, handling].flatMap(seconds),
    ...[ratings, ratings === 0 ? null : Math.round((sum / ratings) * 100) / 100, ...scores],
  ]);
}

const seconds = ({ count, median, p90 }: Durations) => [count, median && median / 1000, p90 && p90 / 1000];

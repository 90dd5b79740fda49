/** Answers with figures as the desk reads them: by hand (decision 10). */
import { text } from '../../decode-visitor-frame.js';
import { listOf, nullable, number, object, type Read } from '../../shape.js';
import type { Durations, Figures, StatisticsAnswer, Topics } from './statistics.js';

const count = number(0, Number.isSafeInteger);
const durations = object<Durations>({ count, median: nullable(number(0)), p90: nullable(number(0)) });
const figures = {
  ...{ chats: count, forms: count, missed: count, open: count, passedOn: count },
  ...{ wait: durations, response: durations, handling: durations },
  scores: listOf(count),
};

const statistics = object<StatisticsAnswer>({
  total: object<Figures>(figures),
  days: listOf(object<StatisticsAnswer['days'][number]>({ day: text, ...figures })),
  hours: listOf(object<StatisticsAnswer['hours'][number]>({ hour: count, ...figures })),
  departments: listOf(
    object<StatisticsAnswer['departments'][number]>({ id: nullable(text), name: nullable(text), ...figures }),
  ),
  agents: listOf(object<StatisticsAnswer['agents'][number]>({ id: text, name: text, ...figures })),
});
const topics = object<Topics>({
  topics: listOf(object<Topics['topics'][number]>({ words: text, chats: count })),
  questions: count,
});

/** @throws ProtocolError `frame-invalid` */
export const readStatistics: Read<StatisticsAnswer> = statistics;

/** @throws ProtocolError `frame-invalid` */
export const readTopics: Read<Topics> = topics;

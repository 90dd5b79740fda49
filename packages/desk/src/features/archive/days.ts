/** The days of a date field as wall times, in the agent's own time zone: a day may have 23 or 25 hours. */

/** The first millisecond of `YYYY-MM-DD`; undefined for anything else. */
export function startOfDay(value: string): number | undefined {
  return dayFrom(value, 0);
}

/** The first millisecond after it. */
export function endOfDay(value: string): number | undefined {
  return dayFrom(value, 1);
}

function dayFrom(value: string, later: number): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const time = new Date(Number(year), Number(month) - 1, Number(day) + later).getTime();
  return time >= 0 ? time : undefined;
}

/** Lengths and positions of sounds: short for the eyes, in words for the ears. */

/** '0:07', '12:30', '1:00:05'; in the figures of the language. Parts of a second do not count. */
export function timeText(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const first = new Intl.NumberFormat(locale);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const parts = hours > 0 ? [first.format(hours), two.format(minutes)] : [first.format(minutes)];
  return [...parts, two.format(rest)].join(':');
}

/** '1 minute, 5 seconds'; minutes only where there are any. */
export function spokenTime(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  const say = (value: number, unit: 'minute' | 'second'): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  const parts = [
    ...(minutes > 0 ? [say(minutes, 'minute')] : []),
    ...(rest > 0 || minutes === 0 ? [say(rest, 'second')] : []),
  ];
  return new Intl.ListFormat(locale, { type: 'unit' }).format(parts);
}

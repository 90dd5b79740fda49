/** How a recorded message is told from a piece of music: by its name, which every back end and every older page keeps. */

/** The name of a recording that is made now, the same in all languages. */
export function voiceNoteName(ending: string, moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(two).join('');
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join('');
  return `voice-${date}-${time}.${ending}`;
}

/** Whether a file is a recording of ours. */
export function isVoiceNote(name: string): boolean {
  return /^voice-\d{8}-\d{6}\.\w+$/u.test(name);
}

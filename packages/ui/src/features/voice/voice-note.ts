/**
 * How a recorded message is told from a piece of music: by its name, which every back end and every older page keeps, and
 * which can be read aloud where nothing knows it.
 */
const NAME = 'voice-message';

/** The name of a recording, the same in all languages. */
export function voiceNoteName(ending: string): string {
  return `${NAME}.${ending}`;
}

/** Whether a file is a recording of ours. */
export function isVoiceNote(name: string): boolean {
  return name.startsWith(`${NAME}.`);
}

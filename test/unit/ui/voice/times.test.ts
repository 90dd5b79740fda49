import { describe, expect, it } from 'vitest';
import { spokenTime, timeText } from '../../../../packages/ui/src/features/voice/times.js';
import { isVoiceNote, voiceNoteName } from '../../../../packages/ui/src/features/voice/voice-note.js';

describe('V31 times of sounds', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [65, '1:05'],
    [754, '12:34'],
    [3605, '1:00:05'],
    [-1, '0:00'],
  ])('V31 writes %d seconds as %s', (seconds, text) => {
    expect(timeText(seconds, 'en')).toBe(text);
  });

  it('V31 writes them in the figures of the language', () => {
    expect(timeText(65, 'ar-EG')).toBe('١:٠٥');
  });

  it.each([
    [0, 'en', '0 seconds'],
    [1, 'en', '1 second'],
    [60, 'en', '1 minute'],
    [65, 'en', '1 minute, 5 seconds'],
    [125, 'de', '2 Minuten, 5 Sekunden'],
    [5, 'ru', '5 секунд'],
  ])('V31 says %d seconds in %s', (seconds, locale, text) => {
    expect(spokenTime(seconds, locale)).toBe(text);
  });

  it('V31 knows a recording by its name', () => {
    expect(isVoiceNote(voiceNoteName('weba'))).toBe(true);
    expect(isVoiceNote('song.mp3')).toBe(false);
    expect(isVoiceNote('voice-messages.mp3')).toBe(false);
  });
});

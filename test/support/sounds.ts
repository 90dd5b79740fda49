/** Sounds for tests in browsers, made in memory. */

/** A WAV file of one tone that grows louder: 8 kHz, mono. */
export function wav(seconds: number): Blob {
  const rate = 8000;
  const samples = Int16Array.from(
    { length: seconds * rate },
    (_, at) => 30_000 * Math.sin(at / 3) * (at / (seconds * rate)),
  );
  const head = new DataView(new ArrayBuffer(44));
  const write = (at: number, text: string): void =>
    [...text].forEach((one, index) => head.setUint8(at + index, one.charCodeAt(0)));
  write(0, 'RIFF');
  head.setUint32(4, 36 + samples.byteLength, true);
  write(8, 'WAVEfmt ');
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, rate, true);
  head.setUint32(28, rate * 2, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  write(36, 'data');
  head.setUint32(40, samples.byteLength, true);
  return new Blob([head, samples], { type: 'audio/wav' });
}

/** Whether this browser plays without a hand that presses: WebKitGTK wants one, and has no sound device here. */
export async function playsSound(): Promise<boolean> {
  const audio = new Audio(URL.createObjectURL(wav(2)));
  const heard = new Promise<boolean>((resolve) => {
    audio.addEventListener('timeupdate', () => audio.currentTime > 0 && resolve(true));
    audio.addEventListener('error', () => resolve(false));
  });
  const refused = audio.play().then(
    () => heard,
    () => false,
  );
  const plays = await Promise.race([heard, refused]);
  audio.pause();
  URL.revokeObjectURL(audio.src);
  return plays;
}

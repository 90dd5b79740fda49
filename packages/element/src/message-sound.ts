/** The soft sounds of what happens, made on the spot. */

/** What is heard: notes as frequency in Hz and start in seconds. A message rises; somebody who joins is a chord of three. */
const sounds = {
  message: [
    [587.33, 0],
    [880, 0.09],
  ],
  joined: [
    [523.25, 0],
    [659.25, 0.08],
    [783.99, 0.16],
  ],
} as const;
export type SoundName = keyof typeof sounds;

/** Plays; holds one audio context for as long as the element is in the document. */
export class MessageSound {
  readonly #signal: AbortSignal;
  #context: AudioContext | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => void this.#context?.close(), { once: true });
  }

  /** Plays, except while the person has not touched the page: browsers forbid it then. */
  play(name: SoundName): void {
    if (this.#signal.aborted || !navigator.userActivation?.hasBeenActive) return;
    const context = (this.#context ??= new AudioContext());
    for (const [frequency, delay] of sounds[name]) {
      const start = context.currentTime + delay;
      const tone = new OscillatorNode(context, { frequency });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.06, start + 0.012);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.32);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.34);
    }
  }
}

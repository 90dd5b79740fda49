/** The soft sound of a message, made on the spot, and whether this device wants to hear it. */

/** Two short notes, rising: frequency in Hz and start in seconds. */
const notes = [
  [587.33, 0],
  [880, 0.09],
] as const;

/** Plays and remembers. */
export class MessageSound {
  readonly #key: string;
  readonly #signal: AbortSignal;
  #muted: boolean;
  #context: AudioContext | undefined;

  constructor(storageKey: string, signal: AbortSignal) {
    this.#key = `support-chat-muted:${storageKey}`;
    this.#signal = signal;
    try {
      this.#muted = localStorage.getItem(this.#key) !== null;
    } catch {
      this.#muted = false; // Storage is blocked: the choice then lasts as long as the page.
    }
    signal.addEventListener('abort', () => void this.#context?.close(), { once: true });
  }

  get muted(): boolean {
    return this.#muted;
  }
  set muted(muted: boolean) {
    if (muted === this.#muted) return;
    this.#muted = muted;
    try {
      if (muted) localStorage.setItem(this.#key, '1');
      else localStorage.removeItem(this.#key);
    } catch {
      // Storage is blocked or full: the choice lasts as long as the page, which the menu shows.
    }
  }

  /** Plays unless muted, or while the person has not touched the page: browsers forbid it then. */
  play(): void {
    if (this.#muted || this.#signal.aborted || !navigator.userActivation?.hasBeenActive) return;
    const context = (this.#context ??= new AudioContext());
    for (const [frequency, delay] of notes) {
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

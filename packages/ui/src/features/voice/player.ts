/**
 * A sound one can listen to: play and pause, a waveform that is a slider, the time, the speed, the download. In the log and,
 * before it is sent, in the tray. Owns its audio element; where the bytes are is its maker's to know. Of all players of a
 * page one plays at a time.
 */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { icon } from '../../icons.js';
import { fileWords } from '../../locales/features/files.js';
import { voiceWords } from '../../locales/features/voice.js';
import type { Localizer } from '../../localizer/localizer.js';
import { downloadIcon, pauseIcon, playIcon } from '../files/file-icons.js';
import { decodePeaks } from './decode-peaks.js';
import { spokenTime, timeText } from './times.js';
import { isVoiceNote } from './voice-note.js';
import { barsPath, PLAIN, WAVE_BOX } from './waveform.js';

export { voiceStyles } from './voice-styles.js';

const SPEEDS = [1, 1.5, 2];
/** Seconds an arrow key goes on or back. */
const STEP = 5;

/** Where a sound is. */
export interface SoundSource {
  readonly url: string;
  bytes(): Promise<ArrayBuffer>;
}

export interface PlayerOptions {
  readonly name: string;
  readonly size: number;
  readonly localizer: Localizer;
  /** Asked for when it is first needed, and again when that address is no good any more; undefined: there is none now. */
  readonly source: () => Promise<SoundSource | undefined>;
  /** Absent: there is no button for it. */
  readonly onDownload?: () => void;
}

/** What plays on this page. */
let playing: HTMLAudioElement | undefined;
/** The speed somebody chose last holds for what they listen to next. */
let chosen = 1;

/** Pauses whatever plays: something else wants to be heard, or to hear. */
export function hush(): void {
  playing?.pause();
}

const wordsOf = (localizer: Localizer) => localizer.extended(fileWords).extended(voiceWords);

/** See the module. */
export class Player {
  /** Put it where it is to be seen. */
  readonly element = document.createElement('div');
  readonly #options: PlayerOptions;
  readonly #audio = document.createElement('audio');
  #base: Localizer;
  #words: ReturnType<typeof wordsOf>;
  #peaks = PLAIN;
  #loading: Promise<void> | undefined;
  #broken = false;
  #note = '';

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#base = options.localizer;
    this.#words = wordsOf(options.localizer);
    this.element.className = 'voice';
    this.element.part.add('voice-player');
    this.element.role = 'group';
    const audio = this.#audio;
    audio.preload = 'metadata';
    audio.defaultPlaybackRate = audio.playbackRate = chosen;
    for (const type of ['play', 'pause', 'ended', 'timeupdate', 'seeked', 'ratechange', 'durationchange'] as const) {
      audio.addEventListener(type, () => this.#render());
    }
    // Nobody who closes the chat wants to hear more of it, where no button is seen that ends it.
    audio.addEventListener('timeupdate', () => {
      if (this.element.getClientRects().length === 0) audio.pause();
    });
    // Also when a headset's button starts it.
    audio.addEventListener('play', () => {
      if (playing !== audio) hush();
      playing = audio;
    });
    this.#render();
  }

  /** Takes another language. */
  setLocalizer(localizer: Localizer): void {
    if (localizer === this.#base) return;
    this.#base = localizer;
    this.#words = wordsOf(localizer);
    this.#render();
  }

  /** Has its length and its waveform ready. Nothing comes of it when the bytes are not there now. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load().catch(() => {
      this.#loading = undefined; // with the next press
    }));
  }

  /** What else there is to say of the file, beside the time. */
  setNote(note: string): void {
    if (note === this.#note) return;
    this.#note = note;
    this.#render();
  }

  focus(): void {
    this.element.querySelector('button')?.focus();
  }

  async #load(): Promise<void> {
    const source = await this.#options.source();
    if (!source) throw new Error('It is not there now.');
    const audio = this.#audio;
    audio.src = source.url;
    try {
      await settled(audio);
    } catch (error) {
      // Not this browser's kind of sound, as far as one can tell from outside.
      this.#broken = audio.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED;
      throw error;
    } finally {
      this.#render();
    }
    this.#broken = false;
    void this.#draw(source);
  }

  async #draw(source: SoundSource): Promise<void> {
    const { size } = this.#options;
    const peaks = await decodePeaks({ size, duration: this.#audio.duration }, () => source.bytes());
    if (peaks) this.#peaks = peaks;
    this.#render();
  }

  async #toggle(): Promise<void> {
    const audio = this.#audio;
    if (!audio.paused) return audio.pause();
    // Its address was good for minutes only; where it stood is kept.
    const at = audio.currentTime;
    if (audio.error) this.#loading = undefined;
    await this.load();
    if (audio.error || audio.readyState === 0) return this.#render();
    if (at > 0 && audio.currentTime === 0 && at < audio.duration) audio.currentTime = at;
    if (audio.currentTime === 0 || audio.ended) audio.playbackRate = chosen;
    // Refused only when something else has stopped it by now.
    await audio.play().catch(() => undefined);
  }

  #seek(to: number): void {
    const { duration } = this.#audio;
    this.#audio.currentTime = Math.max(0, Math.min(to, duration));
    this.#render();
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { currentTime, duration } = this.#audio;
    const to = {
      ArrowRight: currentTime + STEP,
      ArrowUp: currentTime + STEP,
      ArrowLeft: currentTime - STEP,
      ArrowDown: currentTime - STEP,
      PageUp: currentTime + 3 * STEP,
      PageDown: currentTime - 3 * STEP,
      Home: 0,
      End: duration,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // with the same keys the log goes from row to row
    this.#seek(to);
  };

  #nextSpeed(): void {
    chosen = SPEEDS[(SPEEDS.indexOf(this.#audio.playbackRate) + 1) % SPEEDS.length] ?? 1;
    this.#audio.playbackRate = chosen;
  }

  #render(): void {
    const words = this.#words;
    const { locale } = words;
    const { name, onDownload } = this.#options;
    const { paused, currentTime, playbackRate } = this.#audio;
    const duration = Number.isFinite(this.#audio.duration) ? this.#audio.duration : 0;
    const recorded = isVoiceNote(name);
    const title = recorded ? words.text('voice-note') : name;
    const position = Math.min(currentTime, duration);
    const values = { time: spokenTime(position, locale), total: spokenTime(duration, locale) };
    const press = words.text(paused ? 'voice-play' : 'voice-pause', { name: title });
    const rate = new Intl.NumberFormat(locale).format(playbackRate);
    this.element.ariaLabel = title;
    render(
      html`<button
          type="button"
          class="voice-play"
          part="voice-play"
          aria-label=${press}
          data-tip=${press}
          @click=${() => this.#toggle()}
        >
          ${icon(paused ? playIcon : pauseIcon)}
        </button>
        ${this.#audio}
        <div class="voice-body">
          ${recorded ? nothing : html`<bdi class="file-name">${name}</bdi>`}
          <div class="voice-wave">
            ${this.#wave(duration > 0 ? position / duration : 0)}
            <input
              type="range"
              class="voice-position"
              part="voice-position"
              min="0"
              max=${duration}
              step="any"
              .value=${String(position)}
              ?disabled=${duration === 0}
              aria-label=${words.text('voice-position')}
              aria-valuetext=${words.text('voice-at', values)}
              @input=${(event: Event) => this.#seek((event.target as HTMLInputElement).valueAsNumber)}
              @keydown=${this.#keydown}
            />
          </div>
          <div class="voice-facts">
            ${
              this.#broken
                ? html`<span class="voice-broken">${words.text('voice-unplayable')}</span>`
                : html`<span class="voice-time" part="voice-time"
                      >${timeText(paused && position === 0 ? duration : position, locale)}</span
                    >${this.#note ? html`<span class="detail">${this.#note}</span>` : nothing}<button
                      type="button"
                      class="voice-speed"
                      part="voice-speed"
                      aria-label=${words.text('voice-speed', { speed: rate })}
                      data-tip=${words.text('voice-speed', { speed: rate })}
                      @click=${() => this.#nextSpeed()}
                    >
                      ${rate}×
                    </button>`
            }
            ${onDownload ? this.#downloadButton(onDownload, words.text('files-download', { name: title })) : nothing}
          </div>
        </div>`,
      this.element,
    );
  }

  #wave(played: number): TemplateResult {
    const bars = this.#peaks.length;
    const until = Math.round(played * bars);
    const { width, height } = WAVE_BOX;
    return html`<svg class="wave" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
      <path class="rest" d=${barsPath(this.#peaks, until)}></path>
      <path class="played" d=${barsPath(this.#peaks, 0, until)}></path>
    </svg>`;
  }

  #downloadButton(press: () => void, label: string): TemplateResult {
    return html`<button
      type="button"
      class="voice-download"
      part="voice-download"
      aria-label=${label}
      data-tip=${label}
      @click=${press}
    >
      ${icon(downloadIcon)}
    </button>`;
  }
}

/**
 * Waits until a sound can be played and its length is known. Recordings do not say how long they are: a browser finds
 * out when it has to look for their end.
 */
function settled(audio: HTMLAudioElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const heard = new AbortController();
    let looking = false;
    const look = (): void => {
      if (audio.readyState === 0) return;
      if (Number.isFinite(audio.duration)) {
        heard.abort();
        if (looking) audio.currentTime = 0;
        resolve();
      } else if (!looking) {
        looking = true;
        audio.currentTime = Number.MAX_SAFE_INTEGER;
      }
    };
    const fail = (): void => {
      heard.abort();
      reject(new Error('It cannot be played.'));
    };
    for (const type of ['loadedmetadata', 'durationchange'] as const) {
      audio.addEventListener(type, look, { signal: heard.signal });
    }
    audio.addEventListener('error', fail, { signal: heard.signal });
  });
}

/**
 * Recording above the composer's field: time, meter, pause, end. What the presses mean is `recording.ts`'s; what becomes
 * of the recording is the tray's, as of any file. Nothing that was said is lost by itself: where the recorder is seen no
 * more, or the device goes away, it ends and its file is beside the message.
 */
import type { Microphone, Recording } from '@support-chat/core';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { FileIntake } from '../../composer/file-intake.js';
import { closeIcon } from '../../icon-paths.js';
import { icon } from '../../icons.js';
import { voiceWords } from '../../locales/features/voice.js';
import { pauseIcon } from '../files/file-icons.js';
import type { FileTray } from '../files/file-tray.js';
import { hush } from './player.js';
import { BITS_PER_SECOND, type RecordingFormat } from './recording-format.js';
import { elapsed, idle, secondsLeft, step, WARNING, type RecordingEffect, type RecordingInput } from './recording.js';
import { spokenTime, timeText } from './times.js';
import { binIcon, microphoneIcon, stopIcon } from './voice-icons.js';
import { voiceNoteName } from './voice-note.js';
import { barsPath, PLAIN, WAVE_BOX } from './waveform.js';

/** Milliseconds between two looks at the time, the size and the meter. */
const TICK = 100;

/** Ends what records on this page: there is one microphone. */
let endActive: (() => void) | undefined;

/** What a recorder works with. */
export interface RecorderOptions {
  /** Of the composer's intake. */
  readonly options: FileIntake['options'];
  /** Here before anything is recorded: it must not fail to come afterwards. */
  readonly tray: FileTray;
  readonly microphone: Microphone;
  /** It records now, or no more. */
  readonly onChange: (recording: boolean) => void;
}

/** The recorder of a composer. */
export class Recorder {
  readonly #given: RecorderOptions;
  readonly #host = document.createElement('div');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  #state = idle;
  #format: RecordingFormat = { ending: '', type: '' };
  #maxSize = Infinity;
  #recording: Recording | undefined;
  /** Why there is none, in words. */
  #refusal = '';
  #levels = PLAIN;
  #timer: ReturnType<typeof setInterval> | undefined;
  #watch = new AbortController();

  constructor(given: RecorderOptions) {
    this.#given = given;
    given.options.signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** Begins, and asks for the microphone. What records elsewhere on the page ends there. */
  start(format: RecordingFormat, maxSize: number): void {
    if (this.#state.phase !== 'idle') return;
    endActive?.();
    this.#format = format;
    this.#maxSize = maxSize;
    this.#refusal = '';
    this.#take({ type: 'start' });
  }

  /** Ends it; its file is in the tray. */
  stop(): void {
    this.#take({ type: 'stop' });
  }

  #take(input: RecordingInput): void {
    const before = this.#state.phase;
    const [state, effect] = step(this.#state, input);
    this.#state = state;
    if (effect) this.#perform(effect);
    if ((before === 'idle') !== (state.phase === 'idle')) this.#given.onChange(state.phase !== 'idle');
    this.#render();
  }

  #perform(effect: RecordingEffect): void {
    const recording = this.#recording;
    switch (effect) {
      case 'open':
        return void this.#open();
      case 'pause':
        return recording?.pause();
      case 'resume':
        return recording?.resume();
      case 'warn':
        return this.#alert('voice-near-end', { time: spokenTime(Math.round(this.#left), this.#words.locale) });
      case 'full':
        this.#alert('voice-kept');
        return void this.#keep();
      case 'keep':
        return void this.#keep();
      case 'drop':
        this.#leave();
        void recording?.stop();
    }
  }

  async #open(): Promise<void> {
    hush(); // it would be recorded
    const { microphone, options } = this.#given;
    const opened = await microphone.open(this.#format.type, BITS_PER_SECOND, () => this.#endAsKept());
    if (typeof opened === 'string') {
      if (this.#state.phase !== 'asking') return; // nobody waits for it any more
      this.#refusal = this.#words.text(`voice-${opened}`);
      options.onAlert(this.#refusal);
      return this.#take({ type: 'failed' });
    }
    this.#recording = opened;
    this.#levels = PLAIN;
    const focused = this.#focused;
    const { signal } = (this.#watch = new AbortController());
    // A page that is left asks before it throws away what was said.
    addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
    this.#timer = setInterval(() => this.#tick(), TICK);
    const end = (): void => this.stop();
    endActive = end;
    signal.addEventListener('abort', () => {
      if (endActive === end) endActive = undefined;
      clearInterval(this.#timer);
    });
    this.#take({ type: 'granted', at: performance.now() });
    if (focused) this.#host.querySelector<HTMLElement>('.record-stop')?.focus();
  }

  /** Of itself, so that the person is told. */
  #endAsKept(): void {
    if (this.#state.phase === 'recording' || this.#state.phase === 'paused') this.#alert('voice-kept');
    this.stop();
  }

  async #keep(): Promise<void> {
    const recording = this.#recording;
    const focused = this.#focused;
    this.#leave();
    const bytes = await recording?.stop();
    const { tray } = this.#given;
    if (bytes instanceof Blob && bytes.size > 0) {
      await tray.take([new File([bytes], voiceNoteName(this.#format.ending), { type: bytes.type })]);
      if (focused) await tray.focusNewest();
    } else this.#alert('voice-absent');
    this.#take({ type: 'done' });
  }

  #leave(): void {
    this.#recording = undefined;
    this.#watch.abort();
  }

  #tick(): void {
    const recording = this.#recording;
    if (!recording) return;
    // A closed panel, a conversation that makes room for another: nobody is recorded out of sight.
    if (this.#host.getClientRects().length === 0 || this.#host.closest('[inert]')) return this.#endAsKept();
    if (this.#state.phase === 'recording') this.#levels = [...this.#levels.slice(1), recording.level()];
    this.#take({ type: 'tick', at: performance.now(), size: recording.size, maxSize: this.#maxSize });
  }

  get #seconds(): number {
    return elapsed(this.#state, performance.now()) / 1000;
  }

  get #left(): number {
    return secondsLeft(this.#seconds, { size: this.#recording?.size ?? 0, maxSize: this.#maxSize });
  }

  get #words() {
    return this.#given.options.localizer().extended(voiceWords);
  }

  /** The person is at the recorder, and not in the text. */
  get #focused(): boolean {
    const focused = (this.#given.options.container.getRootNode() as ShadowRoot).activeElement;
    return this.#host.contains(focused) || focused?.matches('.record') === true;
  }

  #alert(key: keyof typeof voiceWords, values?: { readonly time: string }): void {
    this.#given.options.onAlert(this.#words.text(key, values));
  }

  #render(): void {
    const { container } = this.#given.options;
    if (!this.#host.isConnected) container.querySelector('.field')?.before(this.#host);
    render(this.#view(), this.#host);
  }

  #view(): TemplateResult | typeof nothing {
    const words = this.#words;
    switch (this.#state.phase) {
      case 'idle':
        if (this.#refusal === '') return nothing;
        return html`<p class="refusal" part="refusal">
          <span><bdi>${this.#refusal}</bdi></span>
          ${this.#button('dismiss', closeIcon, words.text('teaser-dismiss'), () => {
            this.#refusal = '';
            this.#render();
          })}
        </p>`;
      case 'asking':
        return this.#strip(html`
          ${this.#button('discard', closeIcon, words.text('voice-discard'), () => this.#discard())}
          <span class="record-words">${words.text('voice-asking')}</span>
        `);
      case 'finishing':
        return nothing;
      case 'recording':
      case 'paused':
        return this.#strip(this.#controls(this.#state.phase === 'paused'));
    }
  }

  #strip(content: TemplateResult): TemplateResult {
    return html`<div class="recorder" part="recorder" role="group" aria-label=${this.#words.text('voice-recording')}>
      ${content}
    </div>`;
  }

  #controls(paused: boolean): TemplateResult {
    const words = this.#words;
    const { width, height } = WAVE_BOX;
    const near = this.#left <= WARNING;
    const shape = this.#still.matches
      ? nothing
      : html`<svg class="wave" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
          <path class=${paused ? 'rest' : 'played'} d=${barsPath(this.#levels)}></path>
        </svg>`;
    return html`
      ${this.#button('discard', binIcon, words.text('voice-discard'), () => this.#discard())}
      <span class="record-dot ${paused ? 'paused' : ''}"></span>
      <span class="record-time ${near ? 'near' : ''}" role="timer" part="voice-time"
        >${timeText(this.#seconds, words.locale)}</span
      >
      <span class="record-wave">${shape}</span>
      ${
        paused
          ? this.#button('pause', microphoneIcon, words.text('voice-continue'), () => {
              this.#take({ type: 'resume', at: performance.now() });
            })
          : this.#button('pause', pauseIcon, words.text('voice-halt'), () => {
              this.#take({ type: 'pause', at: performance.now() });
            })
      }
      ${this.#button('stop', stopIcon, words.text('voice-stop'), () => this.stop())}
    `;
  }

  #discard(): void {
    this.#take({ type: 'discard' });
    this.#given.options.container.querySelector<HTMLElement>('.record')?.focus();
  }

  #button(kind: string, path: string, label: string, press: () => void): TemplateResult {
    return html`<button
      type="button"
      class="icon-button record-${kind}"
      part="record-${kind}"
      aria-label=${label}
      data-tip=${label}
      @click=${press}
    >
      ${icon(path)}
    </button>`;
  }
}

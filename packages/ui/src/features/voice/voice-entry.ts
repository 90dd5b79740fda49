/**
 * The way into recording: the button in the composer, there only where a voice message can be recorded and sent. What
 * records is loaded when somebody reaches for it.
 */
import type { Microphone } from '@support-chat/core';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { FileIntake } from '../../composer/file-intake.js';
import { icon } from '../../icons.js';
import { voiceWords } from '../../locales/features/voice.js';
import { adoptStyles } from '../../styles/adopt-styles.js';
import { fileStyles } from '../files/file-styles.js';
import { rulesOf } from '../files/rules.js';
import type { Recorder } from './recorder.js';
import { recordingFormat } from './recording-format.js';
import { microphoneIcon } from './voice-icons.js';
import { voiceStyles } from './voice-styles.js';

/** See the module. */
export class VoiceEntry {
  readonly #intake: FileIntake;
  readonly #microphone: Microphone;
  readonly #host = document.createElement('span');
  #recorder: Promise<Recorder> | undefined;
  #recording = false;

  constructor(intake: FileIntake, microphone: Microphone) {
    this.#intake = intake;
    this.#microphone = microphone;
    const { container, zone } = intake.options;
    adoptStyles(zone.getRootNode() as ShadowRoot, fileStyles, voiceStyles);
    this.#host.className = 'record-host';
    container.querySelector('.input')?.after(this.#host);
  }

  /** Shows the button as of now: rules and language may be others. */
  update(): void {
    render(this.#button(), this.#host);
  }

  /** Pressed again it ends the recording. */
  #button(): TemplateResult | typeof nothing {
    const { chat, localizer } = this.#intake.options;
    const possible = this.#intake.takes && recordingFormat(rulesOf(chat.getState()), this.#microphone);
    if (!possible && !this.#recording) return nothing;
    const label = localizer()
      .extended(voiceWords)
      .text(this.#recording ? 'voice-stop' : 'voice-record');
    const reach = (): void => void this.#reach().catch(() => undefined);
    return html`<button
      part="voice"
      class="icon-button record"
      type="button"
      aria-label=${label}
      data-tip=${label}
      @pointerenter=${reach}
      @focus=${reach}
      @click=${() => this.#press()}
    >
      ${icon(microphoneIcon)}
    </button>`;
  }

  async #press(): Promise<void> {
    const { chat, localizer, onAlert } = this.#intake.options;
    try {
      const recorder = await this.#reach();
      const rules = rulesOf(chat.getState());
      const format = recordingFormat(rules, this.#microphone);
      if (this.#recording) recorder.stop();
      else if (format) recorder.start(format, rules.maxSize);
    } catch {
      onAlert(localizer().text('error-retry'));
    }
  }

  /** Has the recorder at hand; one that has not come is asked for again. */
  #reach(): Promise<Recorder> {
    const { options } = this.#intake;
    const onChange = (recording: boolean): void => {
      this.#recording = recording;
      this.update();
    };
    const microphone = this.#microphone;
    this.#recorder ??= Promise.all([import('./recorder.js'), this.#intake.tray()]).then(
      ([{ Recorder }, tray]) => new Recorder({ options, tray, microphone, onChange }),
      (error: unknown) => {
        this.#recorder = undefined;
        throw error;
      },
    );
    return this.#recorder;
  }
}

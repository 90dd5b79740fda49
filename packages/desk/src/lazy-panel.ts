/** A part of the desk that is loaded when it is first asked for, and comes and goes from then on. */

/** What is loaded. */
export interface Panel {
  readonly element: HTMLElement;
  /** Draws what is known now. */
  update(): void;
  focus(): void;
}

export interface LazyPanelOptions {
  /** It came or went. */
  readonly onChange: (shown: boolean) => void;
  /** It could not be loaded. */
  readonly onFailed: () => void;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** See the module. */
export class LazyPanel<Loaded extends Panel> {
  readonly #load: (close: () => void) => Promise<Loaded>;
  readonly #options: LazyPanelOptions;
  #panel: Loaded | null = null;
  #shown = false;

  /** @param load - gets the panel, and how it closes itself */
  constructor(options: LazyPanelOptions, load: (close: () => void) => Promise<Loaded>) {
    this.#options = options;
    this.#load = load;
  }

  /** While it is there. */
  get panel(): Loaded | null {
    return this.#shown ? this.#panel : null;
  }

  /** The same, to be put where it belongs. */
  get element(): HTMLElement | null {
    return this.panel?.element ?? null;
  }

  /** Shows it, or goes back to what was there before. */
  async toggle(): Promise<void> {
    if (this.#shown) return this.#show(false);
    if (this.#panel === null) {
      try {
        const loaded = await this.#load(() => this.#show(false));
        this.#panel ??= loaded;
      } catch {
        return this.#options.onFailed();
      }
    } else this.again(this.#panel);
    this.#show(true);
  }

  /** Something else takes its place. */
  hide(): void {
    this.#shown = false;
  }

  /** What it knows, or the language, may have changed. */
  update(): void {
    this.panel?.update();
  }

  focus(): void {
    this.panel?.focus();
  }

  /** It is shown once more. */
  protected again(_panel: Loaded): void {
    // Most of them are as they were left.
  }

  #show(shown: boolean): void {
    if (this.#options.signal.aborted) return;
    this.#shown = shown;
    this.#options.onChange(shown);
  }
}

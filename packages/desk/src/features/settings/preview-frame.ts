/**
 * The real element in a frame: a page of the server (`preview.html`) with a back end that keeps nothing. Told what to show;
 * owns the frame and whether it answers.
 */
import type { Site, TriggerRule } from '@support-chat/protocol';

/** What it shows. */
export interface Previewed {
  readonly site: Site;
  readonly colorScheme: 'light' | 'dark';
  readonly staffed: boolean;
  readonly locale: string;
  /** What an agent says and a visitor answers; null: nobody has written yet. */
  readonly talk: readonly [agent: string, visitor: string] | null;
  /** A proactive message beside the closed chat; absent: the chat is open. */
  readonly offer?: Pick<TriggerRule, 'text' | 'author'>;
}

interface PreviewFrameOptions {
  readonly server: string;
  /** It answers, or it will not. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** See the module. */
export class PreviewFrame {
  readonly element = document.createElement('iframe');
  /** Null until it is known. */
  answers: boolean | null = null;
  readonly #origin: string;
  #shown: Previewed | null = null;
  #told = '';

  constructor({ server, onChange, signal }: PreviewFrameOptions) {
    const url = new URL(`${server}/preview.html`, document.baseURI);
    this.#origin = url.origin;
    addEventListener(
      'message',
      ({ source, origin, data }: MessageEvent<unknown>) => {
        if (source !== this.element.contentWindow || origin !== this.#origin || data !== 'preview-ready') return;
        this.answers = true;
        this.#told = '';
        this.#tell();
        onChange();
      },
      { signal },
    );
    // Its scripts have run by then; that it is ready may still be on its way.
    this.element.addEventListener(
      'load',
      () => {
        this.answers ??= false;
        onChange();
      },
      { signal },
    );
    // To be looked at: a dialog that opens in it must not take the focus away from the form.
    this.element.inert = true;
    this.element.src = url.href;
  }

  show(what: Previewed): void {
    this.#shown = what;
    if (this.answers) this.#tell();
  }

  #tell(): void {
    const told = JSON.stringify(this.#shown);
    if (this.#shown === null || told === this.#told) return;
    this.#told = told;
    this.element.contentWindow?.postMessage(this.#shown, this.#origin);
  }
}

/** Which of the two an element wears now. */
export function schemeOf(element: Element): 'light' | 'dark' {
  const { colorScheme } = getComputedStyle(element);
  const dark = colorScheme.includes('dark');
  if (!colorScheme.includes('light')) return dark ? 'dark' : 'light';
  return dark && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

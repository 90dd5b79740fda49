/** One answer while it comes: from the events of a stream to its message, shown as it grows (P-R11). */
import type { StreamedEvent } from '@support-chat/adapter-kit';
import { AdapterError, type CardData } from '@support-chat/protocol';
import type { AnswerPart, Source } from './answer-part.js';

/** Between two views of a growing answer, in milliseconds: 20 a second (P-R11). */
const PACE = 50;
/** What a model that does not stop is cut to, in UTF-16 code units. */
const MOST_TEXT = 100_000;
const MOST_SOURCES = 20;

/** What came of an answer. */
export interface Answer {
  readonly text: string;
  readonly card?: CardData;
}

export class GrowingAnswer {
  readonly #show: (text: string) => void;
  #text = '';
  #sources: Source[] = [];
  #card: CardData | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown = '';

  /** @param show - the text so far, at most 20 times a second */
  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  /** What came so far; null while nothing can be seen of it. */
  get sofar(): Answer | null {
    const text = this.#text.trim();
    const card = this.#card;
    if (text === '' && !card) return null;
    // In the words, so that they are there in the log, in a transcript and for clients of any age (P-K1).
    const sources = this.#sources.map(lineOf).join('\n');
    return { text: [text, sources].filter(Boolean).join('\n\n'), ...(card && { card }) };
  }

  /**
   * Reads a stream to its end.
   *
   * @throws AdapterError what the back end said in the stream; `connection-lost` when it ends in the middle
   */
  async follow(stream: AsyncIterable<StreamedEvent>, read: (data: string) => readonly AnswerPart[]): Promise<void> {
    let whole = false;
    try {
      for await (const { data } of stream) {
        if (data === '[DONE]') whole = true;
        else for (const part of read(data)) whole = this.#take(part) || whole;
        // A sign of life, whatever it said.
        this.#grown();
        if (data === '[DONE]' || this.#text.length > MOST_TEXT) return;
      }
    } finally {
      clearTimeout(this.#timer);
    }
    if (!whole) throw new AdapterError('connection-lost', { detail: 'The answer broke off.' });
  }

  /** Whether it was the last. */
  #take(part: AnswerPart): boolean {
    switch (part.type) {
      case 'text':
        this.#text += part.text;
        return false;
      case 'break':
        if (this.#text !== '') this.#text = `${this.#text.trimEnd()}\n\n`;
        return false;
      case 'source':
        if (this.#sources.length < MOST_SOURCES && !this.#sources.some(({ url }) => url === part.source.url)) {
          this.#sources.push(part.source);
        }
        return false;
      case 'card':
        this.#card = part.card;
        return false;
      case 'end':
        return true;
      case 'failed':
        throw AdapterError.from(part.problem);
    }
  }

  #grown(): void {
    if (this.#timer !== undefined) return;
    this.#tell();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // What came meanwhile, which may be all for a while: the model may look something up.
      if (this.#text !== this.#shown) this.#grown();
    }, PACE);
  }

  #tell(): void {
    this.#shown = this.#text;
    this.#show(this.#text);
  }
}

/** A link in Markdown, whatever is in the title and the address. */
function lineOf({ url, title = url }: Source): string {
  const words = title.replace(/[[\]\s]+/g, ' ').trim();
  return `- [${words}](${url.replace(/\(/g, '%28').replace(/\)/g, '%29')})`;
}

/** The knowledge bot of one server (A16, V29): its texts, whether it answers, and what it would say. */
import { ProtocolError, type BotState, type BotText, type BotTrial, type BotTrialDraft } from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import type { Settings } from '../settings/settings.js';
import type { Store } from '../store/store.js';
import { decide, type Asked, type Decision } from './decide.js';
import { Texts } from './texts.js';

interface BotOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Settings;
  /** Where this server is reached from outside. */
  readonly origin: () => string;
  /** Whether a language model writes the answers. */
  readonly hasModel: boolean;
}

/** See the module. */
export class Bot {
  readonly texts: Texts;
  readonly #options: BotOptions;

  constructor(options: BotOptions) {
    this.#options = options;
    this.texts = new Texts(options);
  }

  /** As the owner sees it. */
  async state(): Promise<BotState> {
    const { settings, hasModel } = this.#options;
    const [{ bot }, texts, { index }] = await Promise.all([settings.read(), this.texts.list(), this.texts.current()]);
    return { answering: bot?.on === true && index.size > 0, model: hasModel, passages: index.size, texts: [...texts] };
  }

  /** What it would say, without a visitor. */
  async try({ question, locale = '' }: BotTrialDraft): Promise<BotTrial> {
    const { outcome, confidence, text, passages } = await this.decide({ text: question, locale, askedBack: false });
    return {
      ...{ outcome, confidence, text },
      passages: passages.map(({ source, title, heading, text: words, confidence: sure }) => {
        return { source, title, heading, text: words, confidence: sure };
      }),
    };
  }

  /** What is to be done about a message. */
  async decide(asked: Asked): Promise<Decision> {
    const { index } = await this.texts.current();
    return decide(asked, index, await this.links());
  }

  /** Where each text can be read. */
  async links(): Promise<(source: string) => string> {
    const { facts } = await this.texts.current();
    const origin = this.#options.origin();
    return (source) => facts.get(source)?.url ?? `${origin}/v1/bot/sources/${source}`;
  }

  /** Id of the department that the best passages belong to; null: of none. */
  async departmentOf({ passages }: Decision): Promise<string | null> {
    const { facts } = await this.texts.current();
    const [best] = passages;
    return (best && facts.get(best.source)?.department) ?? null;
  }

  /** A text that answers rest on. @throws ProtocolError `not-found` also while the bot is off */
  async source(id: string): Promise<BotText & { readonly words: string }> {
    const { bot } = await this.#options.settings.read();
    if (bot?.on !== true) throw new ProtocolError('not-found', { detail: 'There is no such text.' });
    return this.texts.load(id);
  }
}

/** What the desk itself says aloud: who has come, and who writes where nobody is looking. */
import { Announcer } from '@support-chat/ui';
import type { DeskLocalizer } from './desk-localizer.js';
import { personName } from './face.js';
import type { InboxNews } from './inbox/inbox-news.js';
import { readableWords } from './inbox/readable-words.js';

/** See the module. */
export class DeskVoice {
  /** Holds the live regions; none of it is seen. */
  readonly element = document.createElement('div');
  readonly #announcer: Announcer;
  #localizer: DeskLocalizer;

  constructor(localizer: DeskLocalizer, signal: AbortSignal) {
    this.element.className = 'announcements';
    this.#localizer = localizer;
    this.#announcer = new Announcer(this.element, localizer, signal);
  }

  setLocalizer(localizer: DeskLocalizer): void {
    this.#localizer = localizer;
    this.#announcer.setLocalizer(localizer);
  }

  /** Something that was asked for did not work. */
  alert(text: string): void {
    this.#announcer.alert(text);
  }

  /** @param inSight - the conversation is being looked at: its log speaks for itself */
  say({ type, conversation }: InboxNews, inSight: boolean): void {
    const localizer = this.#localizer;
    const name = personName(conversation.visitor, localizer);
    if (type === 'chat-waiting') this.#announcer.status(localizer.text('announce-new-chat', { name }));
    else if (!inSight) {
      this.#announcer.incoming([{ name, text: readableWords(conversation.lastMessage?.text ?? '', localizer) }]);
    }
  }
}

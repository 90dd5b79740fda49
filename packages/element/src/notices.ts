/**
 * What draws attention to messages that nobody is looking at: teaser, status, sounds, the page's title and icon, and
 * notifications of the operating system. A chunk of its own, for an opened chat needs none of it.
 */
import type { ChatState } from '@support-chat/core';
import type { WrittenEvent } from '@support-chat/protocol';
import type { Localizer } from '@support-chat/ui';
import { ClosedNotice } from './closed-notice.js';
import { DesktopNotices } from './features/notices/desktop-notices.js';
import { readNoticeChoice } from './features/notices/notice-choice.js';
import { PageMarks } from './features/notices/page-marks.js';
import { MessageSound, type SoundName } from './message-sound.js';
import type { ShellHost } from './shell-host.js';

/** See the module. */
export class Notices {
  readonly closed: ClosedNotice;
  readonly #key: string;
  readonly #sound: MessageSound;
  readonly #marks: PageMarks;
  readonly #desktop: DesktopNotices;

  /**
   * @param key - where the conversation is kept on this device
   * @param signal - takes all of it away again
   */
  constructor(host: ShellHost, key: string, signal: AbortSignal) {
    this.closed = new ClosedNotice(host, signal);
    this.#key = key;
    this.#sound = new MessageSound(signal);
    this.#marks = new PageMarks(signal);
    this.#desktop = new DesktopNotices(() => void host.element.show(), signal);
  }

  /** A message came that nobody looks at. */
  message(message: WrittenEvent, state: ChatState, localizer: Localizer): void {
    if (!state.widget.open) this.closed.show(message, localizer);
    if (state.storage.sender && document.hidden && readNoticeChoice(this.#key)) this.#desktop.show(message, localizer);
    this.play('message', state);
  }

  /** Sounds, unless muted. One tab does: the one that also sends (O3). */
  play(name: SoundName, { storage, widget }: ChatState): void {
    if (storage.sender && !widget.muted) this.#sound.play(name);
  }

  /** Shows how many are unread, outside the chat. */
  unread({ widget, storage }: ChatState): void {
    this.#marks.show(widget.unread);
    if (storage.sender) this.#desktop.badge(widget.unread);
  }
}

/**
 * Consent (V27): asking for it, and what it means that it is taken back. The state itself is the attribute `consent` of the
 * element, which the shell obeys; this chunk is loaded when somebody presses, or takes back.
 */
import { forgetStored } from '@support-chat/browser';
import { consentWords, createLocalizer, loadLocalizer } from '@support-chat/ui';
import type { ShellHost } from '../../shell-host.js';
import { consentKey } from '../../visit-mark.js';
import { writeVisitMark } from '../../write-visit-mark.js';
import { ConsentQuestion } from './consent-question.js';
import { forgetMarks } from './forget-marks.js';
import { tellWithdrawn } from './other-tabs.js';

/** Loads the words of the question; the returned function makes it. */
export async function prepare(host: ShellHost): Promise<() => ConsentQuestion> {
  const { labels } = host.element;
  const localizer = await loadLocalizer(host.language(), labels).catch(() => createLocalizer('en', labels));
  return () => new ConsentQuestion(host, localizer.extended(consentWords));
}

/** The visitor takes their consent back, here and in the other tabs. Resolves when nothing is kept any more. */
export async function withdraw(host: ShellHost): Promise<void> {
  tellWithdrawn(host.storageKey());
  await forgetHere(host);
}

/** Ends the conversation of this tab, and removes what the device holds. */
export async function forgetHere(host: ShellHost): Promise<void> {
  const key = host.storageKey();
  // Without a network there may be none, and what is stored goes all the same.
  const session = await host.session().catch(() => undefined);
  session?.reset();
  // An element that begins anew would believe the mark.
  writeVisitMark(consentKey(key), null);
  host.element.hide();
  host.element.setAttribute('consent', 'required');
  await session?.destroy(); // nothing is written after it
  forgetMarks(key);
  await forgetStored(key);
  host.emit('sc-consent', { given: false });
}

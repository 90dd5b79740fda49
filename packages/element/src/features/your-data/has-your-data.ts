/** Whether the menu leads to the page about the visitor's data: a question of the menu's, before the page has come. */
import type { PanelModel } from '../../panel/panel-template.js';
import type { Session } from '../../session.js';

/** The back end tells of this visitor, or consent was given. */
export function hasYourData({ session, state }: PanelModel): boolean {
  return (session.adapter.visitorData !== undefined && state.storage.token !== null) || gaveConsent(session);
}

/** The site asked for consent, and the visitor gave it. */
export function gaveConsent({ element }: Session): boolean {
  return element.getAttribute('consent') === 'given';
}

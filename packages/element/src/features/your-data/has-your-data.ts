/** Whether the menu leads to the page about the visitor's data: a question of the menu's, before the page has come. */
import type { PanelModel } from '../../panel/panel-template.js';

/** The back end tells of this visitor, or consent was given. */
export function hasYourData({ session, root, state }: PanelModel): boolean {
  return (session.adapter.visitorData !== undefined && state.storage.token !== null) || gaveConsent(root);
}

/** The site asked for consent, and the visitor gave it. */
export function gaveConsent({ host }: ShadowRoot): boolean {
  return host.getAttribute('consent') === 'given';
}

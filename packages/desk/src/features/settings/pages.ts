/** The pages of the settings, in the order of their list. A new page is a module that exports `openPage`, and a line here. */
import type { PageEntry } from './settings-page.js';

export const PAGES: readonly PageEntry[] = [
  { id: 'team', title: { en: 'Agents and roles', de: 'Team und Rollen' }, load: () => import('./team/team-page.js') },
  {
    id: 'departments',
    title: { en: 'Departments and routing', de: 'Abteilungen und Verteilung' },
    load: () => import('./departments/departments-page.js'),
  },
  {
    id: 'hours',
    title: { en: 'Opening hours', de: 'Öffnungszeiten' },
    load: () => import('./hours/hours-page.js'),
  },
  {
    id: 'triggers',
    title: { en: 'Proactive messages', de: 'Nachrichten von sich aus' },
    load: () => import('./triggers/triggers-page.js'),
  },
  {
    id: 'articles',
    title: { en: 'Articles', de: 'Artikel' },
    load: () => import('./articles/articles-page.js'),
  },
  { id: 'look', title: { en: 'Look', de: 'Aussehen' }, load: () => import('./look/look-page.js') },
  { id: 'site', title: { en: 'Site', de: 'Website' }, load: () => import('./site/site-page.js') },
  { id: 'api-keys', title: { en: 'API keys', de: 'API-Schlüssel' }, load: () => import('./api-keys/api-keys-page.js') },
  { id: 'webhooks', title: { en: 'Webhooks', de: 'Webhooks' }, load: () => import('./webhooks/webhooks-page.js') },
];

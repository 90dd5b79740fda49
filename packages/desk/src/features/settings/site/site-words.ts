/** Words of the page 'Site'. */
import type { PageWords } from '../settings-page.js';

const en = {
  origins: 'Pages with the chat',
  'origins-hint':
    'Pages of this server, the desk among them, may always use the chat. Others only if their site is named here.',
  'origins-own': 'Name the sites here',
  'origins-started': 'As the server was started: {list}',
  'origins-none': 'As the server was started: no other sites.',
  list: 'Sites, one a line',
  'list-hint': 'Like https://shop.example. Whoever is taken off is cut off at once.',
  'origin-wrong': '“{origin}” is no site. Write it like https://shop.example, without a path and without *.',
  files: 'Files',
  'files-hint': 'What visitors and agents may send each other. Open chats follow at once.',
  'files-own': 'Set it here',
  'files-started': 'As the server was started: up to {size}; {kinds}',
  'files-started-none': 'As the server was started: nobody sends files.',
  enabled: 'Files can be sent',
  size: 'Largest file, in MB',
  'size-hint': 'At most {most} MB.',
  'size-wrong': 'Enter a number above 0, at most {most}.',
  'kinds-missing': 'Tick one kind at least, or let nobody send files.',
  image: 'Pictures',
  video: 'Films',
  audio: 'Sounds',
  other: 'Documents',
};

export const siteWords: PageWords<keyof typeof en> = {
  en,
  de: {
    origins: 'Seiten mit dem Chat',
    'origins-hint':
      'Seiten dieses Servers, auch die Konsole, dürfen ihn immer benutzen. Andere nur, wenn ihre Website hier steht.',
    'origins-own': 'Websites hier nennen',
    'origins-started': 'Wie der Server gestartet wurde: {list}',
    'origins-none': 'Wie der Server gestartet wurde: keine anderen Websites.',
    list: 'Websites, eine je Zeile',
    'list-hint': 'Wie https://shop.example. Wer herausgenommen wird, ist sofort getrennt.',
    'origin-wrong': '„{origin}“ ist keine Website. Schreiben Sie sie wie https://shop.example, ohne Pfad und ohne *.',
    files: 'Dateien',
    'files-hint': 'Was Besucher und Team einander senden dürfen. Offene Chats folgen sofort.',
    'files-own': 'Hier festlegen',
    'files-started': 'Wie der Server gestartet wurde: bis {size}; {kinds}',
    'files-started-none': 'Wie der Server gestartet wurde: Niemand sendet Dateien.',
    enabled: 'Dateien können gesendet werden',
    size: 'Größte Datei, in MB',
    'size-hint': 'Höchstens {most} MB.',
    'size-wrong': 'Bitte geben Sie eine Zahl über 0 ein, höchstens {most}.',
    'kinds-missing': 'Bitte kreuzen Sie mindestens eine Art an, oder lassen Sie niemanden Dateien senden.',
    image: 'Bilder',
    video: 'Filme',
    audio: 'Töne',
    other: 'Dokumente',
  },
};

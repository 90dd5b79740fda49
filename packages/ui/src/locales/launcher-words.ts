/** The shell's words in every language but English, together: too few to be worth a request each. */
import type { LauncherWords } from './launcher.js';

export const launcherWordsOf = {
  ar: {
    'launcher-open': 'فتح المحادثة',
    'launcher-close': 'إغلاق المحادثة',
    'panel-load-failed': 'تعذّر تحميل المحادثة. إعادة المحاولة',
  },
  de: {
    'launcher-open': 'Chat öffnen',
    'launcher-close': 'Chat schließen',
    'panel-load-failed': 'Der Chat konnte nicht geladen werden. Erneut versuchen',
  },
  es: {
    'launcher-open': 'Abrir el chat',
    'launcher-close': 'Cerrar el chat',
    'panel-load-failed': 'No se pudo cargar el chat. Intentar de nuevo',
  },
  fr: {
    'launcher-open': 'Ouvrir le chat',
    'launcher-close': 'Fermer le chat',
    'panel-load-failed': 'Le chat n’a pas pu être chargé. Réessayer',
  },
  he: {
    'launcher-open': 'פתיחת הצ׳אט',
    'launcher-close': 'סגירת הצ׳אט',
    'panel-load-failed': 'לא ניתן לטעון את הצ׳אט. לנסות שוב',
  },
  ja: {
    'launcher-open': 'チャットを開く',
    'launcher-close': 'チャットを閉じる',
    'panel-load-failed': 'チャットを読み込めませんでした。もう一度試す',
  },
  nl: {
    'launcher-open': 'Chat openen',
    'launcher-close': 'Chat sluiten',
    'panel-load-failed': 'De chat kon niet worden geladen. Opnieuw proberen',
  },
  pl: {
    'launcher-open': 'Otwórz czat',
    'launcher-close': 'Zamknij czat',
    'panel-load-failed': 'Nie udało się wczytać czatu. Spróbuj ponownie',
  },
  pt: {
    'launcher-open': 'Abrir o chat',
    'launcher-close': 'Fechar o chat',
    'panel-load-failed': 'Não foi possível carregar o chat. Tentar novamente',
  },
  ru: {
    'launcher-open': 'Открыть чат',
    'launcher-close': 'Закрыть чат',
    'panel-load-failed': 'Не удалось загрузить чат. Попробовать ещё раз',
  },
  zh: {
    'launcher-open': '打开聊天',
    'launcher-close': '关闭聊天',
    'panel-load-failed': '聊天无法加载。重试',
  },
} as const satisfies Readonly<Record<string, LauncherWords>>;

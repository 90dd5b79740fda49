/** The few words around a short question (A18), in the languages of the chat. */
import { isLanguageTag, languageOf } from '@support-chat/protocol';

/** Words of its mail and of its page. `{…}` are filled in. */
export interface QuestionWords {
  /** Above the link in a mail; `{time}` is when it expires. */
  readonly press: string;
  /** Below the question on its page. */
  readonly until: string;
  readonly thanks: string;
  /** Before what was answered. */
  readonly yourAnswer: string;
  /** Somebody has answered before; what was pressed now changes nothing. */
  readonly answered: string;
  readonly expired: string;
  readonly erased: string;
  readonly unknown: string;
  readonly later: string;
  readonly close: string;
}

const WORDS = {
  ar: {
    press: 'للإجابة افتح هذا الرابط، تكفي ضغطة واحدة. يعمل حتى {time}:',
    until: 'يمكنك الإجابة حتى {time}.',
    thanks: 'شكرًا لك',
    yourAnswer: 'إجابتك:',
    answered: 'تمت الإجابة عن هذا السؤال',
    expired: 'انتهى وقت الإجابة عن هذا السؤال',
    erased: 'حُذف هذا السؤال',
    unknown: 'لا يوجد سؤال هنا',
    later: 'تعذّر ذلك الآن. حاول مرة أخرى بعد قليل',
    close: 'يمكنك إغلاق هذه الصفحة.',
  },
  de: {
    press: 'Zum Antworten öffnen Sie diesen Link, ein Klick genügt. Er gilt bis {time}:',
    until: 'Sie können bis {time} antworten.',
    thanks: 'Vielen Dank',
    yourAnswer: 'Ihre Antwort:',
    answered: 'Diese Frage ist schon beantwortet',
    expired: 'Die Zeit für diese Frage ist abgelaufen',
    erased: 'Diese Frage wurde gelöscht',
    unknown: 'Hier gibt es keine Frage',
    later: 'Das geht gerade nicht. Versuchen Sie es gleich noch einmal',
    close: 'Sie können diese Seite schließen.',
  },
  en: {
    press: 'To answer, open this link. One press is enough. It works until {time}:',
    until: 'You can answer until {time}.',
    thanks: 'Thank you',
    yourAnswer: 'Your answer:',
    answered: 'This question has been answered',
    expired: 'The time to answer this question is over',
    erased: 'This question was deleted',
    unknown: 'There is no question here',
    later: 'That does not work right now. Please try again in a moment',
    close: 'You can close this page.',
  },
  es: {
    press: 'Para responder, abra este enlace; basta con pulsar una vez. Funciona hasta el {time}:',
    until: 'Puede responder hasta el {time}.',
    thanks: 'Gracias',
    yourAnswer: 'Su respuesta:',
    answered: 'Esta pregunta ya tiene respuesta',
    expired: 'El plazo para responder a esta pregunta ha terminado',
    erased: 'Esta pregunta se ha eliminado',
    unknown: 'Aquí no hay ninguna pregunta',
    later: 'Ahora no es posible. Inténtelo de nuevo en un momento',
    close: 'Puede cerrar esta página.',
  },
  fr: {
    press: 'Pour répondre, ouvrez ce lien, un seul clic suffit. Il est valable jusqu’au {time} :',
    until: 'Vous pouvez répondre jusqu’au {time}.',
    thanks: 'Merci',
    yourAnswer: 'Votre réponse :',
    answered: 'Cette question a déjà reçu une réponse',
    expired: 'Le délai pour répondre à cette question est écoulé',
    erased: 'Cette question a été supprimée',
    unknown: 'Il n’y a pas de question ici',
    later: 'Ce n’est pas possible pour le moment. Réessayez dans un instant',
    close: 'Vous pouvez fermer cette page.',
  },
  he: {
    press: 'כדי לענות, פתחו את הקישור הזה. די בלחיצה אחת. הוא תקף עד {time}:',
    until: 'אפשר לענות עד {time}.',
    thanks: 'תודה',
    yourAnswer: 'התשובה שלכם:',
    answered: 'השאלה הזאת כבר נענתה',
    expired: 'הזמן לענות על השאלה הזאת עבר',
    erased: 'השאלה הזאת נמחקה',
    unknown: 'אין כאן שאלה',
    later: 'זה לא אפשרי כרגע. נסו שוב בעוד רגע',
    close: 'אפשר לסגור את הדף הזה.',
  },
  ja: {
    press: '回答するには、このリンクを開いてください。ボタンを1回押すだけです。{time} まで有効です：',
    until: '{time} まで回答できます。',
    thanks: 'ありがとうございます',
    yourAnswer: 'ご回答：',
    answered: 'この質問はすでに回答されています',
    expired: 'この質問の回答期限は過ぎました',
    erased: 'この質問は削除されました',
    unknown: 'ここに質問はありません',
    later: 'ただいま処理できません。しばらくしてからもう一度お試しください',
    close: 'このページは閉じてかまいません。',
  },
  nl: {
    press: 'Open deze link om te antwoorden, één klik is genoeg. Hij werkt tot {time}:',
    until: 'U kunt antwoorden tot {time}.',
    thanks: 'Dank u wel',
    yourAnswer: 'Uw antwoord:',
    answered: 'Deze vraag is al beantwoord',
    expired: 'De tijd om deze vraag te beantwoorden is voorbij',
    erased: 'Deze vraag is verwijderd',
    unknown: 'Hier is geen vraag',
    later: 'Dat lukt nu niet. Probeer het zo nog eens',
    close: 'U kunt deze pagina sluiten.',
  },
  pl: {
    press: 'Aby odpowiedzieć, otwórz ten link. Wystarczy jedno kliknięcie. Działa do {time}:',
    until: 'Można odpowiedzieć do {time}.',
    thanks: 'Dziękujemy',
    yourAnswer: 'Odpowiedź:',
    answered: 'Na to pytanie już odpowiedziano',
    expired: 'Czas na odpowiedź na to pytanie minął',
    erased: 'To pytanie zostało usunięte',
    unknown: 'Nie ma tu pytania',
    later: 'Teraz to niemożliwe. Spróbuj ponownie za chwilę',
    close: 'Możesz zamknąć tę stronę.',
  },
  pt: {
    press: 'Para responder, abra este link; basta um toque. Ele funciona até {time}:',
    until: 'Você pode responder até {time}.',
    thanks: 'Obrigado',
    yourAnswer: 'Sua resposta:',
    answered: 'Esta pergunta já foi respondida',
    expired: 'O prazo para responder a esta pergunta terminou',
    erased: 'Esta pergunta foi excluída',
    unknown: 'Não há nenhuma pergunta aqui',
    later: 'Não é possível agora. Tente novamente em instantes',
    close: 'Você pode fechar esta página.',
  },
  ru: {
    press: 'Чтобы ответить, откройте эту ссылку. Достаточно одного нажатия. Она действует до {time}:',
    until: 'Ответить можно до {time}.',
    thanks: 'Спасибо',
    yourAnswer: 'Ваш ответ:',
    answered: 'На этот вопрос уже ответили',
    expired: 'Время для ответа на этот вопрос истекло',
    erased: 'Этот вопрос удалён',
    unknown: 'Здесь нет вопроса',
    later: 'Сейчас не получается. Попробуйте ещё раз через минуту',
    close: 'Эту страницу можно закрыть.',
  },
  zh: {
    press: '请打开此链接回答，只需按一下。链接在 {time} 之前有效：',
    until: '您可以在 {time} 之前回答。',
    thanks: '谢谢',
    yourAnswer: '您的回答：',
    answered: '此问题已有回答',
    expired: '回答此问题的时间已过',
    erased: '此问题已删除',
    unknown: '这里没有问题',
    later: '暂时无法处理，请稍后再试',
    close: '您可以关闭此页面。',
  },
} as const satisfies Readonly<Record<string, QuestionWords>>;

/** The words for a BCP 47 tag, and the tag they are in; English where we do not speak it. */
export function questionWords(locale: string): { readonly words: QuestionWords; readonly locale: string } {
  const language = languageOf(locale);
  return Object.hasOwn(WORDS, language) && isLanguageTag(locale)
    ? { words: WORDS[language as keyof typeof WORDS], locale }
    : { words: WORDS.en, locale: 'en' };
}

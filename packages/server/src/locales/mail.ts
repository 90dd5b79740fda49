/** The few words of mails, in the languages of the chat. */

import { languageOf } from '@support-chat/protocol';

/** Words around a transcript. */
export interface MailWords {
  readonly subject: string;
  readonly visitor: string;
  readonly agent: string;
  readonly bot: string;
}

const WORDS: Readonly<Record<string, MailWords>> = {
  ar: { subject: 'محادثتك', visitor: 'أنت', agent: 'الدعم', bot: 'المساعد' },
  de: { subject: 'Ihre Unterhaltung', visitor: 'Sie', agent: 'Support', bot: 'Assistent' },
  en: { subject: 'Your conversation', visitor: 'You', agent: 'Support', bot: 'Assistant' },
  es: { subject: 'Su conversación', visitor: 'Usted', agent: 'Soporte', bot: 'Asistente' },
  fr: { subject: 'Votre conversation', visitor: 'Vous', agent: 'Assistance', bot: 'Assistant' },
  he: { subject: 'השיחה שלכם', visitor: 'אתם', agent: 'תמיכה', bot: 'עוזר' },
  ja: { subject: 'お問い合わせの会話', visitor: 'あなた', agent: 'サポート', bot: 'アシスタント' },
  nl: { subject: 'Uw gesprek', visitor: 'U', agent: 'Support', bot: 'Assistent' },
  pl: { subject: 'Zapis rozmowy', visitor: 'Ty', agent: 'Pomoc', bot: 'Asystent' },
  pt: { subject: 'Sua conversa', visitor: 'Você', agent: 'Suporte', bot: 'Assistente' },
  ru: { subject: 'Ваш разговор', visitor: 'Вы', agent: 'Поддержка', bot: 'Помощник' },
  zh: { subject: '您的对话', visitor: '您', agent: '客服', bot: '助手' },
};
const ENGLISH = { subject: 'Your conversation', visitor: 'You', agent: 'Support', bot: 'Assistant' };

/** The words for a BCP 47 tag; English where we do not speak it. */
export function mailWords(locale: string): { readonly words: MailWords; readonly locale: string } {
  const language = languageOf(locale);
  const words = Object.hasOwn(WORDS, language) ? WORDS[language] : undefined;
  return words ? { words, locale } : { words: ENGLISH, locale: 'en' };
}

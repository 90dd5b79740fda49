/** The shortcuts that every team begins with, in the languages of the chat. They are only rows: owners change and delete them. */
import type { ShortcutTable } from '../store/schema.js';

type Seed = 'wait' | 'hello' | 'bye';

const TEXTS: Readonly<Record<string, Readonly<Record<Seed, string>>>> = {
  ar: {
    hello: 'مرحبًا {visitor.name}! أنا {agent.name}. كيف يمكنني مساعدتك؟',
    wait: 'لحظة من فضلك، سأتحقق من ذلك.',
    bye: 'شكرًا لتواصلك معنا. نتمنى لك يومًا سعيدًا!',
  },
  de: {
    hello: 'Guten Tag {visitor.name}! Mein Name ist {agent.name}. Wie kann ich helfen?',
    wait: 'Einen Moment bitte, ich sehe nach.',
    bye: 'Vielen Dank für Ihre Nachricht. Einen schönen Tag noch!',
  },
  en: {
    hello: 'Hello {visitor.name}! I am {agent.name}. How can I help?',
    wait: 'One moment please, let me check.',
    bye: 'Thank you for getting in touch. Have a nice day!',
  },
  es: {
    hello: '¡Hola {visitor.name}! Soy {agent.name}. ¿En qué puedo ayudarle?',
    wait: 'Un momento, por favor. Lo compruebo.',
    bye: 'Gracias por escribirnos. ¡Que tenga un buen día!',
  },
  fr: {
    hello: 'Bonjour {visitor.name} ! Je suis {agent.name}. Comment puis-je vous aider ?',
    wait: 'Un instant, s’il vous plaît, je vérifie.',
    bye: 'Merci de nous avoir écrit. Bonne journée !',
  },
  he: {
    hello: 'שלום {visitor.name}! שמי {agent.name}. איך אפשר לעזור?',
    wait: 'רגע בבקשה, מיד אבדוק.',
    bye: 'תודה שפניתם אלינו. שיהיה לכם יום נעים!',
  },
  ja: {
    hello: '{visitor.name|お客}様、こんにちは。{agent.name}と申します。どのようなご用件でしょうか。',
    wait: '少々お待ちください。確認いたします。',
    bye: 'お問い合わせいただきありがとうございました。よい一日をお過ごしください。',
  },
  nl: {
    hello: 'Goedendag {visitor.name}! Ik ben {agent.name}. Waarmee kan ik u helpen?',
    wait: 'Een ogenblik alstublieft, ik kijk het na.',
    bye: 'Bedankt voor uw bericht. Nog een fijne dag!',
  },
  pl: {
    hello: 'Dzień dobry {visitor.name}! Tu {agent.name}. W czym mogę pomóc?',
    wait: 'Proszę o chwilę cierpliwości, już sprawdzam.',
    bye: 'Dziękuję za wiadomość. Miłego dnia!',
  },
  pt: {
    hello: 'Olá {visitor.name}! Meu nome é {agent.name}. Como posso ajudar?',
    wait: 'Um momento, por favor. Vou verificar.',
    bye: 'Obrigado pelo contato. Tenha um ótimo dia!',
  },
  ru: {
    hello: 'Здравствуйте, {visitor.name|рады вас видеть}! Меня зовут {agent.name}. Чем могу помочь?',
    wait: 'Одну минуту, пожалуйста, я проверю.',
    bye: 'Спасибо за обращение. Хорошего дня!',
  },
  zh: {
    hello: '{visitor.name}您好！我是{agent.name}。请问有什么可以帮您？',
    wait: '请稍等，我查一下。',
    bye: '感谢您的咨询，祝您愉快！',
  },
};

/** The rows of a new database; the same ids on every node. */
export function seedShortcuts(): ShortcutTable[] {
  return Object.entries(TEXTS).flatMap(([locale, texts]) =>
    Object.entries(texts).map(([name, text]) => {
      return { id: `seed-${name}-${locale}`, name, text, locale, department: '', changed_at: 0 };
    }),
  );
}

import { describe, expect, it } from 'vitest';
import { decide, PERSON_CHOICE, type Asked } from '../../../../packages/server/src/bot/decide.js';
import { PassageIndex } from '../../../../packages/server/src/bot/passage-index.js';
import { smallTalkOf, wantsPerson } from '../../../../packages/server/src/bot/small-talk.js';
import { botWords } from '../../../../packages/server/src/locales/bot.js';

const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'he', 'ja', 'nl', 'pl', 'pt', 'ru', 'zh'];

const index = new PassageIndex([
  {
    id: 'text-0001',
    title: 'Help (all of it)',
    locale: 'en',
    text: '## Returns\n\nGoods can be returned within 30 days.\n\n## Refunds\n\nRefunds take five days.\n\n## Delivery\n\nDelivery takes two days.',
  },
]);
const ask = (text: string, more: Partial<Asked> = {}) =>
  decide({ text, locale: 'en', askedBack: false, ...more }, index, (id) => `https://shop.example/${id}(1)`);

describe('V29 what the bot does', () => {
  it('A16 answers with the passage and a link to where it is from', () => {
    const { outcome, text, choices, confidence } = ask('Can I return goods?');
    expect(outcome).toBe('answer');
    expect(confidence).toBe(1);
    expect(text).toBe(
      'Goods can be returned within 30 days.\n\n- [Help (all of it) – Returns](https://shop.example/text-0001%281%29)',
    );
    expect(choices).toEqual([{ id: PERSON_CHOICE, label: 'Talk to a person' }]);
  });

  it('A16 says so when it is not sure', () => {
    const { outcome, text, confidence } = ask('How many days does delivery of furniture take?');
    expect(outcome).toBe('answer');
    expect(confidence).toBeLessThan(0.75);
    expect(text).toMatch(/^This may help you:\n\nDelivery takes two days\./);
  });

  it('A16 asks back once, with what it may be about, and then gets a person', () => {
    const first = ask('delivery bicycle helicopter spaceship');
    expect(first).toMatchObject({ outcome: 'ask-back' });
    expect(first.choices.map(({ label }) => label)).toEqual(['Delivery', 'Talk to a person']);
    expect(ask('delivery bicycle helicopter spaceship', { askedBack: true })).toMatchObject({ outcome: 'person' });
    expect(ask('no', { askedBack: true })).toMatchObject({ outcome: 'person' });
    const [choice] = first.choices;
    expect(ask('Delivery', { askedBack: true, choice: choice?.id })).toMatchObject({
      outcome: 'answer',
      text: expect.stringContaining('Delivery takes two days.') as string,
    });
  });

  it('V29 asks for other words where nothing is near', () => {
    expect(ask('xylophone')).toMatchObject({
      outcome: 'ask-back',
      text: botWords('en').rephrase,
      choices: [{ id: PERSON_CHOICE }],
    });
  });

  it('V29 gets a person by the quick reply, whatever its words are', () => {
    expect(ask('Mit einem Menschen', { choice: PERSON_CHOICE })).toMatchObject({ outcome: 'person', choices: [] });
  });

  it('V24 answers in the language of the question, else in that of the chat', () => {
    expect(ask('Спасибо').text).toBe(botWords('ru').thanks);
    expect(ask('ok', { locale: 'pl' }).text).toBe(botWords('pl').ok);
    expect(ask('xylophone', { locale: 'xx' }).text).toBe(botWords('en').rephrase);
  });

  it('X4 hostile words of a text stay words, and its addresses go', () => {
    const hostile = new PassageIndex([
      {
        id: 'text-0002',
        title: '](javascript:alert(1))',
        locale: 'en',
        text: '## Parrots\n\nParrots <img src=x onerror=alert(1)> like [seeds](javascript:alert(1)).',
      },
    ]);
    const { text } = decide({ text: 'parrots', locale: 'en', askedBack: false }, hostile, () => null);
    expect(text).toBe('Parrots <img src=x onerror=alert(1)> like seeds).\n\n- (javascript:alert(1)) – Parrots');
  });
});

describe('V29 small talk', () => {
  const TALK: Readonly<Record<string, readonly string[]>> = {
    ar: ['مرحبا', 'شكراً جزيلاً!', 'نعم', 'لا', 'لاحقا', 'حسناً'],
    de: ['Guten Tag!', 'Vielen Dank', 'Ja, bitte', 'Nein danke', 'Später', 'Alles klar'],
    en: ['Hello there!', 'Thanks a lot', 'Yes please', 'No, thanks', 'Maybe later', 'OK'],
    es: ['¡Buenos días!', 'Muchas gracias', 'Sí', 'No, gracias', 'Más tarde', 'Vale'],
    fr: ['Bonjour', 'Merci beaucoup', 'Oui', 'Non merci', 'Plus tard', "D'accord"],
    he: ['שלום', 'תודה רבה', 'כן', 'לא תודה', 'אחר כך', 'בסדר'],
    ja: ['こんにちは', 'ありがとうございます', 'はい', 'いいえ', 'また後で', '分かりました'],
    nl: ['Goedemorgen', 'Dank je wel', 'Ja graag', 'Nee bedankt', 'Niet nu', 'Oké'],
    pl: ['Dzień dobry', 'Dziękuję bardzo', 'Tak', 'Nie, dziękuję', 'Później', 'W porządku'],
    pt: ['Bom dia', 'Muito obrigada', 'Sim', 'Não, obrigado', 'Mais tarde', 'Tudo bem'],
    ru: ['Здравствуйте', 'Большое спасибо', 'Да', 'Нет, спасибо', 'Не сейчас', 'Хорошо'],
    zh: ['您好!', '谢谢', '是的', '不用了', '稍后', '好的'],
  };

  it.each(LANGUAGES)('is understood in %s', (language) => {
    expect(TALK[language]?.map(smallTalkOf)).toEqual(['greeting', 'thanks', 'yes', 'no', 'later', 'ok']);
  });

  it('is not heard in a question', () => {
    for (const text of ['Hello, when do you open?', 'Thanks, but where is my parcel?', 'No lamp works', '', '🙂']) {
      expect(smallTalkOf(text), text).toBeNull();
    }
  });
});

describe('V29 a person is asked for in words', () => {
  const WISHES: Readonly<Record<string, readonly string[]>> = {
    ar: ['أريد التحدث إلى شخص', 'موظف'],
    de: ['Ich möchte mit einem Menschen sprechen', 'Kann ich mit einem Mitarbeiter chatten?', 'Mitarbeiter bitte'],
    en: ['I want to talk to a person', 'Can I speak with somebody please?', 'human please', 'real person'],
    es: ['Quiero hablar con una persona', 'agente, por favor'],
    fr: ['Je veux parler à un conseiller', 'un humain svp'],
    he: ['אני רוצה לדבר עם נציג', 'נציג'],
    ja: ['担当者と話したいです', 'オペレーター'],
    nl: ['Ik wil met een medewerker praten', 'medewerker'],
    pl: ['Chcę porozmawiać z człowiekiem', 'konsultant'],
    pt: ['Quero falar com uma pessoa', 'atendente por favor'],
    ru: ['Хочу поговорить с человеком', 'Позовите оператора', 'оператор'],
    zh: ['我要转人工', '我想找人工客服', '真人'],
  };

  it.each(LANGUAGES)('in %s, and by the words of the quick reply', (language) => {
    for (const text of [...(WISHES[language] ?? []), botWords(language).person]) {
      expect(wantsPerson(text), text).toBe(true);
    }
  });

  it('and not where it is about persons', () => {
    for (const text of [
      'How much does a person pay?',
      'Is there a lamp for agents?',
      'Gibt es Lampen für Menschen mit Allergien?',
      'Does support for E27 bulbs exist?',
      'この商品は何人用ですか',
      '有人用过这盏灯吗?',
    ]) {
      expect(wantsPerson(text), text).toBe(false);
    }
  });
});

/** What the knowledge bot says in its own words, in the languages of the chat. */
import { languageOf } from '@support-chat/protocol';
import type { SmallTalk } from '../bot/small-talk.js';

/** Words of the bot. */
export interface BotWords extends Readonly<Record<SmallTalk, string>> {
  /** The quick reply that is always there. */
  readonly person: string;
  /** Before an answer that may not be it. */
  readonly unsure: string;
  /** Asks back, when there are headings to choose from. */
  readonly which: string;
  /** Asks back, when there are none. */
  readonly rephrase: string;
  /** Hands over to somebody who is there. */
  readonly handOver: string;
  /** Hands over while nobody is there. */
  readonly nobody: string;
}

const WORDS: Readonly<Record<string, BotWords>> = {
  ar: {
    greeting: 'مرحبا! كيف يمكنني مساعدتك؟',
    thanks: 'على الرحب والسعة! هل هناك شيء آخر؟',
    yes: 'اكتب لي سؤالك في بضع كلمات من فضلك.',
    no: 'حسنا. إذا احتجت إلى شيء آخر فاكتب لي.',
    later: 'لا مشكلة. اكتب متى شئت، أنا هنا.',
    ok: 'جيد. هل هناك شيء آخر؟',
    person: 'التحدث إلى شخص',
    unsure: 'قد يجيب هذا عن سؤالك:',
    which: 'لست متأكدا من فهم سؤالك. هل تقصد أحد هذه المواضيع؟',
    rephrase: 'لم أجد إجابة عن ذلك. هل يمكنك صياغة السؤال بكلمات أخرى؟',
    handOver: 'سأوصلك بشخص من فريقنا. سيقرأ كل ما كتبته هنا.',
    nobody: 'سأحيل سؤالك إلى فريقنا. لا يوجد أحد الآن، وستصلك الإجابة هنا حالما يعود أحدهم.',
  },
  de: {
    greeting: 'Hallo! Was kann ich für Sie tun?',
    thanks: 'Gern geschehen! Kann ich sonst noch helfen?',
    yes: 'Schreiben Sie mir Ihre Frage bitte in ein paar Worten.',
    no: 'In Ordnung. Wenn Sie noch etwas brauchen, schreiben Sie einfach.',
    later: 'Kein Problem. Schreiben Sie, wann es Ihnen passt.',
    ok: 'Gut. Kann ich sonst noch helfen?',
    person: 'Mit einem Menschen sprechen',
    unsure: 'Vielleicht hilft Ihnen das:',
    which: 'Ich bin nicht sicher, ob ich Sie richtig verstehe. Meinen Sie eines davon?',
    rephrase: 'Dazu habe ich nichts gefunden. Können Sie es mit anderen Worten sagen?',
    handOver:
      'Ich verbinde Sie mit jemandem aus dem Team. Was hier steht, wird mitgelesen, Sie müssen nichts wiederholen.',
    nobody:
      'Ich gebe Ihre Frage an das Team weiter. Gerade ist niemand da; die Antwort kommt hier, sobald jemand zurück ist.',
  },
  en: {
    greeting: 'Hello! What can I do for you?',
    thanks: 'You are welcome! Is there anything else?',
    yes: 'Please write me your question in a few words.',
    no: 'All right. If you need anything else, just write.',
    later: 'No problem. Write whenever it suits you.',
    ok: 'Good. Is there anything else?',
    person: 'Talk to a person',
    unsure: 'This may help you:',
    which: 'I am not sure I understand. Do you mean one of these?',
    rephrase: 'I found nothing about that. Could you say it in other words?',
    handOver: 'I am getting somebody from the team. They can read all of this, so you need not repeat anything.',
    nobody:
      'I am passing your question on to the team. Nobody is here right now; the answer comes here as soon as somebody is back.',
  },
  es: {
    greeting: '¡Hola! ¿En qué puedo ayudarle?',
    thanks: '¡De nada! ¿Puedo ayudarle en algo más?',
    yes: 'Escríbame su pregunta en pocas palabras, por favor.',
    no: 'De acuerdo. Si necesita algo más, escríbame.',
    later: 'No hay problema. Escriba cuando le venga bien.',
    ok: 'Bien. ¿Puedo ayudarle en algo más?',
    person: 'Hablar con una persona',
    unsure: 'Quizá esto le ayude:',
    which: 'No estoy seguro de haberle entendido. ¿Se refiere a algo de esto?',
    rephrase: 'No he encontrado nada sobre eso. ¿Puede decirlo con otras palabras?',
    handOver: 'Le paso con una persona del equipo. Podrá leer todo esto, no tiene que repetir nada.',
    nobody: 'Paso su pregunta al equipo. Ahora no hay nadie; la respuesta llegará aquí en cuanto vuelva alguien.',
  },
  fr: {
    greeting: 'Bonjour ! Que puis-je faire pour vous ?',
    thanks: 'Avec plaisir ! Puis-je encore vous aider ?',
    yes: 'Écrivez-moi votre question en quelques mots, s’il vous plaît.',
    no: 'Très bien. S’il vous faut autre chose, écrivez-moi.',
    later: 'Pas de problème. Écrivez quand cela vous convient.',
    ok: 'Bien. Puis-je encore vous aider ?',
    person: 'Parler à une personne',
    unsure: 'Ceci pourrait vous aider :',
    which: 'Je ne suis pas sûr de vous comprendre. Est-ce l’un de ces sujets ?',
    rephrase: 'Je n’ai rien trouvé à ce sujet. Pouvez-vous le dire autrement ?',
    handOver: 'Je vous mets en relation avec l’équipe. Tout ce qui est écrit ici y sera lu, inutile de répéter.',
    nobody:
      'Je transmets votre question à l’équipe. Personne n’est là en ce moment ; la réponse arrivera ici dès le retour de quelqu’un.',
  },
  he: {
    greeting: 'שלום! במה אפשר לעזור?',
    thanks: 'בשמחה! יש עוד משהו?',
    yes: 'כתבו לי את השאלה בכמה מילים, בבקשה.',
    no: 'בסדר. אם תצטרכו עוד משהו, פשוט כתבו.',
    later: 'אין בעיה. כתבו מתי שנוח לכם.',
    ok: 'טוב. יש עוד משהו?',
    person: 'לדבר עם נציג',
    unsure: 'אולי זה יעזור:',
    which: 'לא בטוח שהבנתי. האם הכוונה לאחד מאלה?',
    rephrase: 'לא מצאתי על זה דבר. אפשר לומר זאת במילים אחרות?',
    handOver: 'אני מעביר אתכם לנציג מהצוות. הוא יכול לקרוא את כל מה שנכתב כאן, אין צורך לחזור על דבר.',
    nobody: 'אני מעביר את השאלה לצוות. כרגע אין איש; התשובה תגיע לכאן כשמישהו יחזור.',
  },
  ja: {
    greeting: 'こんにちは。どのようなご用件でしょうか。',
    thanks: 'どういたしまして。ほかにご質問はありますか。',
    yes: 'ご質問を短くお書きください。',
    no: '承知しました。ほかに何かありましたらお書きください。',
    later: 'かしこまりました。ご都合のよいときにお書きください。',
    ok: 'ありがとうございます。ほかにご質問はありますか。',
    person: '担当者と話す',
    unsure: 'こちらがお役に立つかもしれません。',
    which: 'ご質問を正しく理解できているか分かりません。次のいずれかでしょうか。',
    rephrase: '該当する情報が見つかりませんでした。別の言葉で教えていただけますか。',
    handOver: '担当者におつなぎします。ここまでの内容は担当者にも見えますので、繰り返す必要はありません。',
    nobody: 'ご質問を担当者に引き継ぎます。ただいま不在ですが、戻り次第こちらでお答えします。',
  },
  nl: {
    greeting: 'Hallo! Wat kan ik voor u doen?',
    thanks: 'Graag gedaan! Kan ik nog iets doen?',
    yes: 'Schrijf mij uw vraag in een paar woorden.',
    no: 'Goed. Als u nog iets nodig hebt, schrijf gerust.',
    later: 'Geen probleem. Schrijf wanneer het u uitkomt.',
    ok: 'Goed. Kan ik nog iets doen?',
    person: 'Met een medewerker praten',
    unsure: 'Misschien helpt dit:',
    which: 'Ik weet niet zeker of ik u begrijp. Bedoelt u een van deze?',
    rephrase: 'Daarover heb ik niets gevonden. Kunt u het anders zeggen?',
    handOver: 'Ik verbind u met iemand van het team. Die kan alles hier lezen, u hoeft niets te herhalen.',
    nobody: 'Ik geef uw vraag door aan het team. Er is nu niemand; het antwoord komt hier zodra er iemand terug is.',
  },
  pl: {
    greeting: 'Dzień dobry! W czym mogę pomóc?',
    thanks: 'Proszę bardzo! Czy mogę jeszcze w czymś pomóc?',
    yes: 'Proszę napisać pytanie w kilku słowach.',
    no: 'W porządku. Jeśli coś jeszcze będzie potrzebne, proszę napisać.',
    later: 'Nie ma sprawy. Proszę napisać w dogodnym czasie.',
    ok: 'Dobrze. Czy mogę jeszcze w czymś pomóc?',
    person: 'Porozmawiaj z człowiekiem',
    unsure: 'To może pomóc:',
    which: 'Nie mam pewności, czy dobrze rozumiem. Czy chodzi o jedno z tych?',
    rephrase: 'Nic o tym nie mam. Czy można to powiedzieć innymi słowami?',
    handOver: 'Łączę z kimś z zespołu. Ta osoba widzi całą rozmowę, nie trzeba niczego powtarzać.',
    nobody: 'Przekazuję pytanie zespołowi. Teraz nikogo nie ma; odpowiedź pojawi się tutaj, gdy ktoś wróci.',
  },
  pt: {
    greeting: 'Olá! Em que posso ajudar?',
    thanks: 'De nada! Posso ajudar em mais alguma coisa?',
    yes: 'Escreva a sua pergunta em poucas palavras, por favor.',
    no: 'Tudo bem. Se precisar de mais alguma coisa, escreva.',
    later: 'Sem problema. Escreva quando lhe for conveniente.',
    ok: 'Certo. Posso ajudar em mais alguma coisa?',
    person: 'Falar com uma pessoa',
    unsure: 'Talvez isto ajude:',
    which: 'Não tenho a certeza de ter entendido. Refere-se a um destes?',
    rephrase: 'Não encontrei nada sobre isso. Pode dizê-lo por outras palavras?',
    handOver: 'Vou passar a conversa a alguém da equipa. Essa pessoa pode ler tudo isto, não precisa de repetir nada.',
    nobody:
      'Vou passar a sua pergunta à equipa. Agora não está ninguém; a resposta chega aqui assim que alguém voltar.',
  },
  ru: {
    greeting: 'Здравствуйте! Чем могу помочь?',
    thanks: 'Пожалуйста! Могу ли я помочь чем-то ещё?',
    yes: 'Напишите свой вопрос в нескольких словах.',
    no: 'Хорошо. Если понадобится что-то ещё, пишите.',
    later: 'Без проблем. Пишите, когда вам удобно.',
    ok: 'Хорошо. Могу ли я помочь чем-то ещё?',
    person: 'Поговорить с человеком',
    unsure: 'Возможно, это поможет:',
    which: 'Не уверен, что правильно понял вопрос. Вы имеете в виду что-то из этого?',
    rephrase: 'Об этом я ничего не нашёл. Можете сказать другими словами?',
    handOver: 'Передаю разговор сотруднику. Он видит всё, что здесь написано, повторять ничего не нужно.',
    nobody: 'Передаю ваш вопрос команде. Сейчас никого нет; ответ придёт сюда, как только кто-нибудь вернётся.',
  },
  zh: {
    greeting: '您好!请问有什么可以帮您?',
    thanks: '不客气!还有其他问题吗?',
    yes: '请用几句话写下您的问题。',
    no: '好的。如果还需要什么,请随时告诉我。',
    later: '没关系,您方便的时候再写给我。',
    ok: '好的。还有其他问题吗?',
    person: '转人工服务',
    unsure: '这也许能帮到您:',
    which: '我不太确定是否理解了您的问题。您指的是下面哪一项?',
    rephrase: '我没有找到相关内容。您能换一种说法吗?',
    handOver: '正在为您转接工作人员。对方能看到这里的全部内容,您不必重复。',
    nobody: '我会把您的问题转给团队。现在没有人在线,有人回来后会在这里回复您。',
  },
};
const ENGLISH = WORDS['en'] as BotWords;

/** The words for a BCP 47 tag; English where we do not speak it. */
export function botWords(locale: string): BotWords {
  const language = languageOf(locale);
  return (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? ENGLISH;
}

/** Whether the bot speaks a language. */
export function speaks(language: string): boolean {
  return Object.hasOwn(WORDS, language);
}

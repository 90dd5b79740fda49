/**
 * What visitors say that is no question: a greeting, thanks, yes, no, later, all right; and that they want a person. In the
 * languages of the chat, whichever of them it is spoken in. Pure.
 */
import { plainLetters } from './plain-letters.js';

/** What a message means that no text answers. */
export type SmallTalk = 'greeting' | 'thanks' | 'yes' | 'no' | 'later' | 'ok';

/** Of several in one message the first of these counts. */
const ORDER: readonly SmallTalk[] = ['later', 'thanks', 'no', 'yes', 'ok', 'greeting'];

/** Phrases by comma; whatever the case and the accents. */
const PHRASES: Readonly<Record<SmallTalk, string>> = {
  greeting:
    'hello,hello there,hi,hi there,hey,good morning,good afternoon,good evening,good day,hallo,guten tag,guten morgen,guten abend,moin,servus,grüß gott,gruss gott,cześć,dzień dobry,dobry wieczór,witam,hej,привет,здравствуйте,здравствуй,добрый день,доброе утро,добрый вечер,こんにちは,こんばんは,おはよう,おはようございます,もしもし,はじめまして,bonjour,bonsoir,salut,coucou,hola,buenos días,buenas tardes,buenas noches,buenas,olá,oi,bom dia,boa tarde,boa noite,مرحبا,السلام عليكم,أهلا,أهلا وسهلا,صباح الخير,مساء الخير,שלום,היי,הי,בוקר טוב,ערב טוב,צהריים טובים,你好,您好,嗨,早上好,晚上好,下午好,大家好,hoi,goedemorgen,goedemiddag,goedenavond,goedendag,dag',
  thanks:
    'thanks,thank you,thank you very much,thanks a lot,many thanks,thx,ty,cheers,that helped,perfect thanks,danke,danke schön,dankeschön,vielen dank,herzlichen dank,merci,danke sehr,dziękuję,dzięki,dziękuję bardzo,wielkie dzięki,спасибо,большое спасибо,спасибо большое,благодарю,ありがとう,ありがとうございます,ありがとうございました,どうも,助かりました,merci beaucoup,merci bien,gracias,muchas gracias,mil gracias,obrigado,obrigada,muito obrigado,muito obrigada,شكرا,شكرا جزيلا,شكرا لك,תודה,תודה רבה,המון תודה,谢谢,谢谢你,谢谢您,多谢,感谢,非常感谢,bedankt,dank je,dank je wel,dank u,dank u wel,hartelijk dank',
  yes: 'yes,yes please,yep,yeah,sure,of course,ja,ja bitte,jawohl,klar,natürlich,genau,tak,tak proszę,jasne,oczywiście,да,да пожалуйста,конечно,ага,はい,ええ,うん,そうです,お願いします,はいお願いします,oui,oui s il vous plait,bien sûr,sí,si,sí por favor,claro,por supuesto,sim,sim por favor,com certeza,نعم,أجل,نعم من فضلك,بالتأكيد,כן,כן בבקשה,בטח,ברור,是,是的,对,好的是,要,ja graag,natuurlijk,zeker',
  no: 'no,no thanks,no thank you,nope,nah,nein,nein danke,nö,nie,nie dziękuję,нет,нет спасибо,не надо,いいえ,いえ,違います,結構です,いいえ結構です,non,non merci,no gracias,não,nao,não obrigado,não obrigada,لا,لا شكرا,לא,לא תודה,不,不是,不用,不用了,不要,不用谢谢,没有,nee,nee bedankt,nee dank je',
  later:
    'later,not now,maybe later,another time,some other time,bye,goodbye,see you,später,nicht jetzt,vielleicht später,ein andermal,tschüss,auf wiedersehen,później,nie teraz,może później,innym razem,do widzenia,позже,потом,не сейчас,в другой раз,до свидания,пока,後で,あとで,また後で,今はいい,また今度,さようなら,plus tard,pas maintenant,une autre fois,au revoir,à plus tard,más tarde,luego,ahora no,en otro momento,adiós,hasta luego,mais tarde,agora não,depois,outra hora,adeus,tchau,لاحقا,ليس الآن,في وقت لاحق,مع السلامة,אחר כך,לא עכשיו,מאוחר יותר,להתראות,稍后,以后再说,现在不,晚点,再见,下次,straks,niet nu,misschien later,een andere keer,tot ziens,doei',
  ok: 'ok,okay,okey,k,alright,all right,fine,great,good,got it,i see,understood,perfect,super,cool,in ordnung,alles klar,gut,verstanden,passt,prima,dobrze,w porządku,rozumiem,super,хорошо,ладно,понятно,ясно,ок,отлично,分かりました,わかりました,了解,了解です,オーケー,なるほど,d accord,très bien,parfait,compris,ça marche,vale,de acuerdo,entendido,perfecto,muy bien,está bien,certo,entendi,tudo bem,tá bom,perfeito,حسنا,تمام,طيب,فهمت,ممتاز,בסדר,אוקיי,הבנתי,מעולה,סבבה,好,好的,行,可以,明白了,知道了,了解了,oké,prima,goed,begrepen,in orde,helder',
};

/** Politeness that changes nothing of what a message means. */
const POLITE =
  'please,then,so,very much,bitte,proszę,пожалуйста,svp,s il vous plait,por favor,من فضلك,בבקשה,alstublieft,all,everyone,there,und,and,et,y,e,i,и,en,و';

const POLITENESS = POLITE.split(',').map(normal);

const KINDS: ReadonlyMap<string, SmallTalk | null> = new Map([
  ...POLITENESS.map((phrase): [string, null] => [phrase, null]),
  ...[...ORDER]
    .reverse()
    .flatMap((kind) => PHRASES[kind].split(',').map((phrase): [string, SmallTalk] => [normal(phrase), kind])),
]);
const LONGEST_PHRASE = Math.max(...[...KINDS.keys()].map((phrase) => phrase.split(' ').length));
/** Longer messages say something else. */
const MOST_WORDS = 10;

/** What a message says besides; null when there is anything in it that a text may answer. */
export function smallTalkOf(text: string): SmallTalk | null {
  const said = normal(text);
  const whole = KINDS.get(said);
  if (whole) return whole;
  const words = said === '' ? [] : said.split(' ');
  if (words.length === 0 || words.length > MOST_WORDS) return null;
  const found = new Set<SmallTalk>();
  for (let at = 0; at < words.length;) {
    let length = Math.min(LONGEST_PHRASE, words.length - at);
    while (length > 0 && !KINDS.has(words.slice(at, at + length).join(' '))) length--;
    if (length === 0) return null;
    const kind = KINDS.get(words.slice(at, at + length).join(' '));
    if (kind) found.add(kind);
    at += length;
  }
  return ORDER.find((kind) => found.has(kind)) ?? null;
}

/** Somebody of flesh and blood, as one asks for them. Each is matched in plain letters, on whole words where there are such. */
const PERSON: readonly RegExp[] = [
  // The wish in a sentence: to talk to somebody.
  /\b(?:talk|speak|chat|connect me|transfer me|pass me|put me through)\b.{0,25}\b(?:person|human|agent|someone|somebody|operator|representative|employee|adviser|advisor|staff|colleague|support)\b/u,
  /\b(?:real|live) (?:person|human|agent)\b/u,
  /\b(?:mit|an) (?:(?:einem|einer|einen|ne[mrn]) )?(?:echten |richtigen )?(?:mensch(?:en)?|mitarbeiter(?:in)?|berater(?:in)?|person|jemande[mn]|support|kundendienst|agenten)\b.{0,25}(?:sprechen|reden|schreiben|chatten|verbinden|weiterleiten)?/u,
  /\b(?:z|do) (?:czlowiekiem|konsultantem|konsultantka|pracownikiem|kims|osoba|agentem|konsultanta|czlowieka)\b/u,
  /(?:с|на|к|позов\p{L}*|соедин\p{L}*.{0,12}) ?(?:жив\p{L}* )?(?:человек\p{L}*|оператор\p{L}*|сотрудник\p{L}*|менеджер\p{L}*|консультант\p{L}*|специалист\p{L}*)/u,
  /(?:担当者|人間|オペレーター|スタッフ|係の人|有人|人)(?:の方)?(?:と|に|へ)?(?:チャット|話|代わ|つない|繋い|対応|相談|お願い)/u,
  /\b(?:parler|discuter|ecrire|passer|echanger|passez moi)\b.{0,25}\b(?:humain|personne|conseiller|conseillere|agent|quelqu un|operateur|operatrice)\b/u,
  /\b(?:hablar|chatear|comunicarme|contactar|paseme|pasame)\b.{0,25}\b(?:persona|humano|agente|alguien|operador|operadora|asesor|asesora)\b/u,
  /\b(?:falar|conversar|passar|contactar)\b.{0,25}\b(?:pessoa|humano|agente|alguem|atendente|operador|operadora|assistente humano)\b/u,
  /(?:التحدث|الكلام|اتحدث|اتكلم|التواصل|حولني|تحويلي).{0,25}(?:شخص|موظف|انسان|ممثل|احد|وكيل|بشري)/u,
  /(?:לדבר|לשוחח|להתכתב|להעביר אותי|תעבירו אותי|עם).{0,20}(?:אדם|נציג|נציגה|בן אדם|מישהו|אנושי)/u,
  /(?:转|找|接|联系|和|跟|与|要|换)(?:一?个|一下|真)?(?:人工|真人|客服|人员|活人)|人工(?:客服|服务)|真人/u,
  /\b(?:met|naar) (?:een )?(?:echt(?:e)? )?(?:mens|medewerker|persoon|iemand|collega|agent)\b/u,
];

/** The same in a word or two, which mean nothing else when they stand alone. */
const ALONE: ReadonlySet<string> = new Set(
  'person,a person,human,a human,agent,an agent,operator,representative,talk to a person,customer service,mensch,ein mensch,mitarbeiter,berater,człowiek,konsultant,человек,оператор,консультант,担当者,オペレーター,人間,有人対応,humain,un humain,conseiller,une personne,persona,una persona,humano,un humano,agente,asesor,pessoa,uma pessoa,um humano,atendente,موظف,شخص,إنسان,خدمة العملاء,נציג,נציג אנושי,אדם,בן אדם,人工,人工客服,真人,客服,转人工,mens,een mens,medewerker,persoon'
    .split(',')
    .map(normal),
);

/** Whether a message asks for a person. */
export function wantsPerson(text: string): boolean {
  const said = normal(text);
  if (said.length > 300) return false;
  const bare = POLITENESS.reduce((rest, phrase) => rest.replace(` ${phrase} `, ' '), ` ${said} `).trim();
  return ALONE.has(said) || ALONE.has(bare) || PERSON.some((pattern) => pattern.test(said));
}

/** Plain letters, one space between words, no signs. */
function normal(text: string): string {
  return plainLetters(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

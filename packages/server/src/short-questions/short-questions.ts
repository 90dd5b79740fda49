/**
 * Short questions to visitors who have left (A18). A question is a message with quick replies like any other, and goes after its
 * visitor by e-mail with a link; the first answer counts, by link or in the chat, and is the visitor's message either way.
 * Looking at a link answers nothing: programs that check mails do so.
 */
import { addressFor, phoneNumberOf, ProtocolError, type VisitorProfile } from '@support-chat/protocol';
import type { ConversationSummary, PageContext, QuestionDraft, QuestionWay } from '@support-chat/protocol';
import type { ShortQuestion, ShortQuestions as QuestionList } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import type { Actor } from '../conversation/actor.js';
import { execute } from '../conversation/commands.js';
import type { Conversations } from '../conversation/conversations.js';
import { derivedId } from '../conversation/derived-id.js';
import { lockConversation } from '../conversation/log.js';
import { visitorAuthor } from '../conversation/participants.js';
import type { MailSettings } from '../mail/mailer.js';
import type { Schema } from '../store/schema.js';
import type { Database, Store } from '../store/store.js';
import { queueMail, tellDesks } from '../tickets/mail-queue.js';
import { storeMailed } from '../tickets/mailed-message.js';
import { firstWords } from '../tickets/ticket-mail.js';
import { followQuestionLink, removeDeadLinks } from './question-links.js';
import { answerText, questionText } from './question-text.js';
import { listQuestions, readQuestion, shortQuestionOf, type AskedQuestion } from './read-questions.js';

const HOUR = 60 * 60 * 1000;

interface ShortQuestionsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly conversations: Conversations;
  /** How questions can go from here. */
  readonly ways: readonly QuestionWay[];
  /** Null: no mail is sent from here. */
  readonly from: Pick<MailSettings, 'from'> | null;
  /** A question waits in a conversation. */
  readonly onWaiting: (conversation: string) => void;
}

/** What a link leads to. */
export type LinkedQuestion =
  | { readonly state: 'unknown' | 'erased' }
  | { readonly state: 'open' | 'expired'; readonly question: AskedQuestion }
  | {
      readonly state: 'answered';
      readonly question: AskedQuestion;
      readonly answer: NonNullable<AskedQuestion['answer']>;
    };

/** What the visitor has told of how to reach them, and in which language. */
interface Told {
  readonly to: Readonly<Record<QuestionWay, string | null>>;
  readonly locale: string;
}

/** See the module. */
export class ShortQuestions {
  readonly #options: ShortQuestionsOptions;

  constructor(options: ShortQuestionsOptions) {
    this.#options = options;
  }

  /** Those of a conversation, and how one can go. @throws ProtocolError `conversation-unknown` */
  async list(conversation: string): Promise<QuestionList> {
    const { store, ways } = this.#options;
    return store.read(async (database) => {
      const { to } = await readTold(database, conversation);
      const questions = await listQuestions(database, conversation);
      return {
        ways: ways.map((way) => ({ way, ...(to[way] !== null && { to: to[way] }) })),
        questions: questions.map(shortQuestionOf),
      };
    });
  }

  /**
   * Asks; the same again gives what is stored (L2).
   *
   * @param id - of the message and of the question, minted by the client
   * @throws ProtocolError `conversation-unknown`; `forbidden` when the server has no such way, or the visitor's data was erased;
   *   `frame-invalid` when there is no address; `id-conflict`
   */
  async put(actor: Actor, conversation: string, id: string, draft: QuestionDraft): Promise<ShortQuestion> {
    const { conversations, clock, onWaiting, from, ways } = this.#options;
    const { by, answers, price = null } = draft;
    if (!ways.includes(by)) throw new ProtocolError('forbidden', { detail: `by: nothing goes by ${by} from here` });
    const time = clock.wallTime();
    const { question } = await conversations.commit(async (transaction) => {
      const told = await readTold(transaction, conversation);
      const address = addressFor(by, draft.to ?? told.to[by] ?? '');
      const { done } = await storeMailed(transaction, {
        ...{ actor, conversation, id, time },
        judge() {
          if (address !== null) return;
          throw new ProtocolError('frame-invalid', {
            detail: by === 'sms' ? 'to: expected +, country and number' : 'to: expected an e-mail address',
          });
        },
        async say(known) {
          // The visitor may have changed their language since.
          const locale = (known && (await readQuestion(transaction, id))?.locale) ?? told.locale;
          return { text: questionText(draft.text, price, locale), card: { kind: 'choices', choices: answers } };
        },
        async queue(_row, seq) {
          const { locale } = told;
          await queueMail(transaction, conversation, {
            ...{ id, seq, address: address ?? '', subject: firstWords(draft.text), time },
            ...{ text: questionText(draft.text, price, locale), from: from ?? { from: '' } },
          });
          await transaction
            .insertInto('short_questions')
            .values({
              ...{ mail: id, way: by, locale, price: price && JSON.stringify(price) },
              expires_at: time + draft.expiresInHours * HOUR,
            })
            .execute();
        },
      });
      const asked = await readQuestion(transaction, id);
      // A mail of that id that is no question.
      if (asked === undefined) throw new ProtocolError('id-conflict');
      return { done, question: shortQuestionOf(asked) };
    }, conversation);
    if (question.state === 'waiting') onWaiting(conversation);
    return question;
  }

  /** What a link leads to. Looking changes nothing. */
  async look(token: string): Promise<LinkedQuestion> {
    return this.#options.store.read((database) => this.#look(database, token));
  }

  /** Answers by link. @returns as {@link look} would from then on: what was answered first counts */
  async answer(token: string, choice: string): Promise<LinkedQuestion> {
    const { conversations, clock } = this.#options;
    const before = await this.look(token);
    if (before.state !== 'open') return before;
    const { conversation } = before.question.mail;
    const time = clock.wallTime();
    const { linked } = await conversations.commit(async (transaction) => {
      await lockConversation(transaction, 'id', conversation);
      const found = await this.#look(transaction, token);
      if (found.state !== 'open') return { done: null, linked: found };
      const { question } = found;
      const label = question.choices.find(({ id }) => id === choice)?.label;
      if (label === undefined) return { done: null, linked: found };
      const done = await storeAnswer(transaction, question, { choice, label, time });
      return { done, linked: await this.#look(transaction, token) };
    }, conversation);
    return linked;
  }

  /** Removes what leads nowhere any more. To be called now and then. */
  async cleanUp(): Promise<void> {
    const { store, clock } = this.#options;
    await store.write((transaction) => removeDeadLinks(transaction, clock.wallTime()));
  }

  async #look(database: Database, token: string): Promise<LinkedQuestion> {
    const id = await followQuestionLink(database, token);
    if (id === undefined) return { state: 'unknown' };
    const question = id === null ? undefined : await readQuestion(database, id);
    if (question === undefined) return { state: 'erased' };
    const { answer, expiresAt } = question;
    if (answer !== null) return { state: 'answered', question, answer };
    return { state: this.#options.clock.wallTime() < expiresAt ? 'open' : 'expired', question };
  }
}

/** The answer as the visitor's own message: they are not in the chat, so nobody waits there. */
async function storeAnswer(
  transaction: Transaction<Schema>,
  { mail, price, locale, visitor }: AskedQuestion,
  { choice, label, time }: { readonly choice: string; readonly label: string; readonly time: number },
) {
  const { conversation } = mail;
  const { epoch } = await transaction
    .selectFrom('conversations')
    .select('epoch')
    .where('id', '=', conversation)
    .executeTakeFirstOrThrow();
  const actor: Actor = visitorAuthor(visitor.id, visitor.profile);
  const stored = await execute(
    transaction,
    actor,
    {
      ...{ type: 'message-send', id: derivedId(mail.id, choice), conversation, epoch },
      ...{ text: answerText(label, price, locale), answer: { to: mail.id, choice } },
    },
    { time, newConversation: '', newEpoch: '', byMail: true },
  );
  await tellDesks(transaction, conversation);
  return { actor, stored };
}

async function readTold(database: Database, conversation: string): Promise<Told> {
  const row = await database
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', 'v.id', 'c.visitor')
    .select(['c.ticket', 'v.profile', 'v.page'])
    .where('c.id', '=', conversation)
    .executeTakeFirst();
  if (row === undefined) throw new ProtocolError('conversation-unknown');
  const ticket = JSON.parse(row.ticket ?? 'null') as ConversationSummary['ticket'] | null;
  const profile = JSON.parse(row.profile) as VisitorProfile;
  const { locale = '' } = (JSON.parse(row.page ?? '{}') ?? {}) as Partial<PageContext>;
  const email = ticket?.email || profile.email || '';
  return { to: { email: addressFor('email', email), sms: phoneOf(profile) }, locale };
}

/** The first number of a phone among what was told: a form asks for it under whatever name its owner gave it. */
function phoneOf({ fields = {}, attributes = {} }: VisitorProfile): string | null {
  for (const value of [...Object.values(fields), ...Object.values(attributes)]) {
    const number = typeof value === 'string' ? phoneNumberOf(value) : null;
    if (number !== null) return number;
  }
  return null;
}

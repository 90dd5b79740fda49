/** Short questions as they lie in the database: what was asked, where it went, and what was answered. */
import type { Card, Price, ShortQuestion } from '@support-chat/protocol';
import type { Database } from '../store/store.js';
import { mailOf, type SentRow } from '../tickets/mail-queue.js';

/** A question, whole. */
export interface AskedQuestion {
  readonly mail: SentRow;
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly price: Price | null;
  /** BCP 47. */
  readonly locale: string;
  /** Wall time. */
  readonly expiresAt: number;
  readonly visitor: { readonly id: string; readonly profile: string };
  /** Null: nobody has answered yet. */
  readonly answer: { readonly choice: string; readonly text: string } | null;
}

function selectQuestions(database: Database) {
  return database
    .selectFrom('short_questions as q')
    .innerJoin('mails as m', 'm.id', 'q.mail')
    .innerJoin('conversations as v', 'v.id', 'm.conversation')
    .innerJoin('visitors as p', 'p.id', 'v.visitor')
    .innerJoin('events as e', (join) =>
      join.onRef('e.conversation', '=', 'm.conversation').onRef('e.seq', '=', 'm.seq'),
    )
    .innerJoin('cards as c', (join) => join.onRef('c.conversation', '=', 'm.conversation').onRef('c.seq', '=', 'm.seq'))
    .leftJoin('events as a', (join) =>
      join.onRef('a.conversation', '=', 'm.conversation').onRef('a.seq', '=', 'c.answer_seq'),
    )
    .selectAll('m')
    .select(['q.way', 'q.locale', 'q.price', 'q.expires_at', 'p.id as visitor', 'p.profile'])
    .select(['e.body as asked', 'a.body as given']);
}

type QuestionRow = Awaited<ReturnType<ReturnType<typeof selectQuestions>['executeTakeFirstOrThrow']>>;

/** One of them; undefined: there is none. */
export async function readQuestion(database: Database, id: string): Promise<AskedQuestion | undefined> {
  const row = await selectQuestions(database).where('q.mail', '=', id).executeTakeFirst();
  return row && questionOf(row);
}

/** Those of a conversation, by place. */
export async function listQuestions(database: Database, conversation: string): Promise<readonly AskedQuestion[]> {
  const rows = await selectQuestions(database).where('m.conversation', '=', conversation).orderBy('m.seq').execute();
  return rows.map(questionOf);
}

function questionOf({ locale, price, visitor, profile, asked, given, ...mail }: QuestionRow): AskedQuestion {
  const { text, card } = JSON.parse(asked) as { text: string; card: Extract<Card, { kind: 'choices' }> };
  const answer =
    given === null ? null : (JSON.parse(given) as { readonly text: string; readonly answer: { choice: string } });
  return {
    ...{ mail, text, choices: card.choices, locale, expiresAt: mail.expires_at },
    price: JSON.parse(price ?? 'null') as Price | null,
    visitor: { id: visitor, profile },
    answer: answer && { choice: answer.answer.choice, text: answer.text },
  };
}

/** The wire form. */
export function shortQuestionOf({ mail, expiresAt, answer }: AskedQuestion): ShortQuestion {
  return { ...mailOf(mail), expiresAt, ...(answer && { answer: answer.text }) };
}

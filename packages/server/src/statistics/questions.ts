/** The questions with which chats began, out of the logs; what was erased is not in them any more. */
import type { StatisticsQuery, VisitorProfile } from '@support-chat/protocol';
import type { Database } from '../store/store.js';
import type { Question } from './topics.js';

/** A question and when it was asked. */
export interface AskedQuestion extends Question {
  readonly time: number;
}

/** The newest questions between two times. @param skip - so many newer ones are left out */
export async function readQuestions(
  database: Database,
  { department, agent }: Pick<StatisticsQuery, 'department' | 'agent'>,
  span: { readonly from: number; readonly to: number },
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<readonly AskedQuestion[]> {
  let query = database
    .selectFrom('chats as c')
    .innerJoin('events as e', (join) =>
      join.onRef('e.conversation', '=', 'c.conversation').onRef('e.seq', '=', 'c.question_seq'),
    )
    .innerJoin('conversations as k', 'k.id', 'c.conversation')
    .innerJoin('visitors as v', 'v.id', 'k.visitor')
    .select(['e.body', 'k.visitor', 'v.profile', 'v.page', 'c.begun_at'])
    .where('c.begun_at', '>=', span.from)
    .where('c.begun_at', '<', span.to)
    .where('e.type', 'in', ['message-added', 'contact-submitted'])
    .orderBy('c.begun_at', 'desc')
    .orderBy('c.conversation')
    .orderBy('c.place')
    .offset(skip)
    .limit(limit);
  if (department !== undefined) query = query.where('c.department', '=', department);
  if (agent !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('chat_turns as t')
          .select('t.agent')
          .whereRef('t.conversation', '=', 'c.conversation')
          .whereRef('t.chat', '=', 'c.place')
          .where('t.agent', '=', agent),
      ),
    );
  }
  const rows = await query.execute();
  return rows.map(({ body, visitor, profile, page, begun_at: time }) => {
    const said = JSON.parse(body) as { text?: string; author?: { name?: string }; name?: string; email?: string };
    const { name, email } = JSON.parse(profile) as VisitorProfile;
    const { locale = '' } = JSON.parse(page ?? '{}') as { locale?: string };
    const names = [name, email, said.author?.name, said.name, said.email];
    return { time, visitor, locale, text: said.text ?? '', names: names.filter((one) => one !== undefined) };
  });
}

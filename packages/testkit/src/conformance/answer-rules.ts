/** Rules about answers of other people's servers that are none: whatever comes is a coded error with the right verdict. */
import { AdapterError, ERRORS, type Problem, type RetryVerdict } from '@support-chat/protocol';
import type { BadAnswer } from './harness.js';
import { assert, refusalOf, type Bench, type RuleDefinition } from './rule.js';
import { message } from './session.js';

/** What is wrong with how an adapter took such an answer; null when nothing is. */
type Judgement = (problem: Problem, verdict: RetryVerdict) => string | null;

const triedAgain: Judgement = ({ code }, verdict) =>
  verdict === 'never' ? `${code} stops the visitor for good, although it may pass.` : null;
const ofStatus =
  (status: number): Judgement =>
  ({ code }) =>
    ERRORS[code].status === status ? null : `It became ${code}, which does not stand for HTTP ${status}.`;
const limited: Judgement = ({ code }) =>
  code === 'rate-limited' ? null : `It became ${code} in place of rate-limited.`;
const waits: Judgement = (problem, verdict) =>
  limited(problem, verdict) ??
  (problem.retryAfter === 7 ? null : `Retry-After: 7 became ${problem.retryAfter ?? 'nothing'}.`);

const ANSWERS: readonly (readonly [id: string, how: BadAnswer, title: string, judgement: Judgement])[] = [
  ['K70', 'html', 'a page in place of JSON is tried again', triedAgain],
  ['K71', 'unauthorized', 'a credential that is not taken (401) is told as such', ofStatus(401)],
  ['K72', 'forbidden', 'what is not allowed (403) is told as such', ofStatus(403)],
  ['K73', 'rate-limited', 'too many requests (429) wait for as long as Retry-After says', waits],
  ['K74', 'rate-limited-bare', 'too many requests (429) without Retry-After are tried again', limited],
  ['K75', 'failed', 'a failure of the server (500) is tried again', triedAgain],
  ['K76', 'cut-body', 'an answer that ends in the middle is tried again', triedAgain],
];

/** How an attempt to send ended: refused, or by the end of the connection. */
async function problemOfSend({ open, backEnd }: Bench, how: BadAnswer): Promise<Problem> {
  const session = await open();
  await session.say('Before');
  await backEnd.answerBadly?.(how);
  const error = await refusalOf(session.send(message('Meanwhile')));
  await backEnd.answerBadly?.(null);
  const [closed] = session.closed;
  // What was on its way is lost with the connection, whose end says why.
  const { problem } = error.code === 'connection-lost' && closed ? closed : error;
  session.close();
  const next = await open({ identity: session.identity });
  await next.say('After');
  assert(next.view.count('Before') === 1, 'What was written before is lost.');
  assert(next.view.count('Meanwhile') <= 1, 'What was refused is there more than once.');
  return problem;
}

async function problemOfOpen({ start, backEnd }: Bench, how: BadAnswer): Promise<Problem> {
  await backEnd.answerBadly?.(how);
  const session = await start();
  const { problem } = await refusalOf(session.opened);
  await backEnd.answerBadly?.(null);
  return problem;
}

export const answerRules: readonly RuleDefinition[] = ANSWERS.map(([id, how, title, judgement]) => ({
  id,
  title: `${title}, when sending and when opening`,
  plays: [`answerBadly(${how})`],
  async run(bench) {
    const problems = [await problemOfSend(bench, how)];
    if (!bench.backEnd.connectionless) problems.push(await problemOfOpen(bench, how));
    for (const problem of problems) {
      const complaint = judgement(problem, AdapterError.from(problem).verdict);
      assert(complaint === null, String(complaint));
    }
  },
}));

/** V30: the worker's side, with the real Hunspell and the real dictionaries. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadModule } from 'hunspell-asm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { answerRequests } from '../../../../packages/desk/src/features/spelling/answer-requests.js';
import type { WorkerAnswer, WorkerRequest } from '../../../../packages/desk/src/features/spelling/worker-messages.js';

type Handler = (event: MessageEvent<WorkerRequest>) => void;

const require = createRequire(import.meta.url);

async function filesOf(language: string): Promise<{ aff: ArrayBuffer; dic: ArrayBuffer }> {
  const folder = dirname(require.resolve(`dictionary-${language}`));
  const [aff, dic] = await Promise.all(['aff', 'dic'].map((part) => readFile(join(folder, `index.${part}`))));
  const bytes = (file: Buffer | undefined): ArrayBuffer => Uint8Array.from(file ?? []).buffer;
  return { aff: bytes(aff), dic: bytes(dic) };
}

/** A worker without a thread. */
function startWorker(): (request: WorkerRequest) => Promise<WorkerAnswer> {
  let handle: Handler = () => undefined;
  const waiting = new Map<number, (answer: WorkerAnswer) => void>();
  answerRequests(
    {
      addEventListener: (_type, listener) => (handle = listener),
      postMessage: (answer) => waiting.get(answer.id)?.(answer),
    },
    () => loadModule({ timeout: 60_000 }),
  );
  return (data) =>
    new Promise((resolve) => {
      waiting.set(data.id, resolve);
      handle({ data } as MessageEvent<WorkerRequest>);
    });
}

describe('V30 Hunspell with the dictionaries of npm', () => {
  afterEach(() => vi.restoreAllMocks());

  it('V30 knows German compounds and English words, and says what may have been meant', async () => {
    const ask = startWorker();
    const [german, english] = await Promise.all(['de', 'en'].map(filesOf));
    if (!german || !english) throw new Error('There are no dictionaries.');
    const answers = await Promise.all([
      ask({ id: 1, type: 'load', language: 'de', ...german }),
      ask({ id: 2, type: 'load', language: 'en', ...english }),
      ask({ id: 3, type: 'check', language: 'de', words: ['Rücksendeetikett', 'Versandkostenpauschale', 'Adrese'] }),
      ask({ id: 4, type: 'check', language: 'en', words: ['delivery', 'recieve', "isn't"] }),
      ask({ id: 5, type: 'suggest', language: 'de', word: 'Adrese' }),
      ask({ id: 6, type: 'suggest', language: 'en', word: 'recieve' }),
    ]);
    expect(answers.slice(0, 4).map(({ words }) => words)).toEqual([[], [], ['Adrese'], ['recieve']]);
    expect(answers[4]?.words?.[0]).toBe('Adresse');
    expect(answers[5]?.words?.[0]).toBe('receive');
  });

  it('V30 a language that was not loaded is answered with nothing, and the next question is answered all the same', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const ask = startWorker();
    const english = await filesOf('en');
    expect(await ask({ id: 1, type: 'check', language: 'en', words: ['recieve'] })).toEqual({ id: 1, words: null });
    await ask({ id: 2, type: 'load', language: 'en', ...english });
    expect(await ask({ id: 3, type: 'check', language: 'en', words: ['recieve'] })).toEqual({
      id: 3,
      words: ['recieve'],
    });
    expect(warned).toHaveBeenCalledOnce();
  });
});

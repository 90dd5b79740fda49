/** The worker's side of `worker-messages.ts`: one Hunspell for each language, one request after the other. */
import type { WorkerAnswer, WorkerRequest } from './worker-messages.js';

/** Most suggestions for one word. */
const MOST_SUGGESTIONS = 6;

/** As much of Hunspell as is used. */
interface Speller {
  spell(word: string): boolean;
  suggest(word: string): string[];
}

/** As much of `hunspell-asm` as is used. */
interface SpellerFactory {
  mountBuffer(contents: Uint8Array): string;
  unmount(path: string): void;
  create(aff: string, dic: string): Speller;
}

/** As much of a worker's global scope as is used. */
interface Scope {
  addEventListener(type: 'message', listener: (event: MessageEvent<WorkerRequest>) => void): void;
  postMessage(answer: WorkerAnswer): void;
}

/** Listens from now on. @param loadFactory - called once, with the first dictionary */
export function answerRequests(scope: Scope, loadFactory: () => Promise<SpellerFactory>): void {
  const spellers = new Map<string, Speller>();
  let factory: Promise<SpellerFactory> | undefined;
  let last = Promise.resolve();

  async function answer(request: WorkerRequest): Promise<readonly string[]> {
    if (request.type === 'load') {
      factory ??= loadFactory();
      spellers.set(request.language, spellerOf(await factory, request));
      return [];
    }
    const speller = spellers.get(request.language);
    if (!speller) throw new Error(`There is no dictionary of ${request.language}.`);
    if (request.type === 'check') return request.words.filter((word) => !speller.spell(word));
    return speller.suggest(request.word).slice(0, MOST_SUGGESTIONS);
  }

  scope.addEventListener('message', ({ data: request }) => {
    const { id } = request;
    last = last
      .then(() => answer(request))
      .then(
        (words) => scope.postMessage({ id, words }),
        (error: unknown) => {
          console.warn('support-chat: the spell check failed.', error);
          scope.postMessage({ id, words: null });
        },
      );
  });
}

function spellerOf(factory: SpellerFactory, { aff, dic }: { readonly aff: ArrayBuffer; readonly dic: ArrayBuffer }) {
  const paths = [aff, dic].map((file) => factory.mountBuffer(new Uint8Array(file)));
  const speller = factory.create(paths[0] ?? '', paths[1] ?? '');
  // It has read them.
  for (const path of paths) factory.unmount(path);
  return speller;
}

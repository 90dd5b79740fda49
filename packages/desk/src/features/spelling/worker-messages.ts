/** What the desk and its worker say to each other. Both come from one build. */

/** To the worker; every one is answered, in order. */
export type WorkerRequest = { readonly id: number; readonly language: string } & (
  | { readonly type: 'load'; readonly aff: ArrayBuffer; readonly dic: ArrayBuffer }
  | { readonly type: 'check'; readonly words: readonly string[] }
  | { readonly type: 'suggest'; readonly word: string }
);

/** From the worker: unknown words or suggestions; for `load` nothing. Null: it could not be done. */
export interface WorkerAnswer {
  readonly id: number;
  readonly words: readonly string[] | null;
}

/** As much of a `Worker` as is used. */
export interface SpellingWorker {
  postMessage(request: WorkerRequest, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<WorkerAnswer>) => void): void;
  addEventListener(type: 'error', listener: (event: Event) => void): void;
  terminate(): void;
}

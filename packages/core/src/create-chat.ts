/** Makes a chat: the loop around `update`, and the hands that carry out its effects. The only impure part of it. */
import { AdapterError } from '@support-chat/protocol';
import mitt from 'mitt';
import type { Behaviour } from './behaviour.js';
import type { Chat, ChatEvents, ChatOptions } from './chat.js';
import { createConnector, problemOf } from './connector.js';
import type { Effect } from './effect.js';
import type { FilesPart } from './features/uploads/files-part.js';
import { tokensByBackEnd } from './identity/tokens-by-back-end.js';
import type { ChatHappening } from './input.js';
import { createLoop, guarded } from './loop.js';
import type { Ports, StoredChat } from './ports.js';
import { createSiteLoader } from './site/site-loader.js';
import type { ChatState } from './state.js';
import { due, initialState, update } from './update.js';

/**
 * Makes a chat on a platform's ports and starts it: the same as `createChat`, without the ports in memory that a page
 * would load for nothing.
 *
 * @param reduce - see `createChat`
 */
export function createChatOn(ports: Ports, options: Omit<ChatOptions, 'ports'>, reduce = update): Chat {
  const { clock, random, storage, files, tabs, page, log } = ports;
  const events = mitt<Pick<ChatEvents, keyof ChatEvents>>();
  const pending = new Set<Promise<unknown>>();
  const candidate = random.id();
  let chosen = { adapter: options.adapter, backEnd: options.adapter.backEnd ?? '' };
  /** What was chosen last, once all that happened before has been dealt with. */
  let present = chosen;
  const tokens = tokensByBackEnd(storage, () => present.backEnd);
  const plain: Behaviour = { update: reduce, due };
  let part: FilesPart | undefined;
  let loading: Promise<FilesPart> | undefined;
  /** Not the outbox's any more, though the device may still have them: it was blocked, or has not got that far. */
  const unremoved = new Set<string>();
  let stopTabs: (() => void) | null = null;
  const loop = createLoop<ChatState, ChatHappening, Effect>({
    initial: initialState(options, clock.now()),
    update: (state, input) => (part ?? plain).update(state, input),
    perform,
    due: (state) => (part ?? plain).due(state),
    tick: { type: 'tick' },
    clock,
    random,
    log,
  });
  const { dispatch } = loop;
  const connector = createConnector(options.adapter, dispatch);
  const site = createSiteLoader(dispatch);

  /** Runs storage work; every end of it is an input, so that nothing is swallowed. */
  function store<Result>(
    work: Promise<Result>,
    done: (result: Result) => ChatHappening | null,
    failed: () => ChatHappening | null,
  ): void {
    const running = work.then(done, (error: unknown) => {
      log.error('storage-failed', { message: error instanceof Error ? error.message : String(error) });
      return failed();
    });
    const told = running.then((happening) => {
      pending.delete(told);
      if (happening) dispatch(happening);
    });
    pending.add(told);
  }

  /** A record that stays all the same is sent once more after a reload and acked as the same (L2). */
  function remove(id: string): void {
    unremoved.add(id);
    store(storage.removeRecord(id), () => (unremoved.delete(id), null), nothing);
  }

  function withoutRemoved(stored: StoredChat): StoredChat {
    const outbox = stored.outbox.filter(({ id }) => !unremoved.has(id));
    unremoved.forEach(remove);
    return { ...stored, outbox };
  }

  function leaveTabs(): void {
    stopTabs?.();
    stopTabs = null;
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'open':
      case 'close':
      case 'notify':
        return connector.perform(effect);
      case 'use-adapter':
        present = chosen;
        return connector.setAdapter(present.adapter);
      case 'emit':
        return events.emit(effect.name, effect.event);
      case 'log':
        return log.debug(effect.event, effect.facts);
      case 'post':
        return tabs.post(effect.notice);
      case 'leave-tabs':
        return leaveTabs();
      case 'send':
        return void send(effect);
      case 'load-site':
        return site.ask(present.adapter);
      case 'resume':
        return void resume(effect);
      case 'load-history':
        return void loadHistory(effect);
      case 'load': {
        const { load, replaces } = effect;
        return store(
          replaces === null ? tokens.load(candidate) : tokens.load(random.id(), replaces),
          (stored) => ({ type: 'storage-loaded', load, replaced: replaces !== null, stored: withoutRemoved(stored) }),
          () => ({ type: 'storage-failed', load }),
        );
      }
      case 'store-record':
        unremoved.delete(effect.record.id);
        return store(
          storage.addRecord(effect.record),
          (record) => ({ type: 'record-stored', record }),
          () => ({ type: 'record-not-stored', id: effect.record.id }),
        );
      case 'remove-record':
        return remove(effect.id);
      case 'claim-token': {
        const { owner, token: claimed, replaces } = effect;
        const { backEnd } = present;
        // A token of the back end before is none of the present one's.
        const stands = (token: string | null): ChatHappening | null =>
          backEnd === present.backEnd ? { type: 'token-claimed', owner, claimed, token } : null;
        // One that cannot be stored stands in this page at least.
        return store(tokens.claimToken(owner, claimed, replaces), stands, () => stands(claimed));
      }
      case 'save-draft':
        return store(storage.saveDraft(effect.owner, effect.draft), nothing, nothing);
      case 'find-files':
        return void findFiles(effect);
      default:
        return part?.perform(effect);
    }
  }

  /** Without their part the messages wait; the next connection asks for it again. */
  async function findFiles(effect: Extract<Effect, { type: 'find-files' }>): Promise<void> {
    try {
      // Where that cannot be asked it may be so.
      if (effect.waited || (await files.used().catch(() => true))) (await loadFiles()).perform(effect);
    } catch (error) {
      log.error('files-not-loaded', { message: String(error) });
    }
  }

  function loadFiles(): Promise<FilesPart> {
    return (loading ??= import('./features/uploads/files-part.js').then(
      ({ createFilesPart }) =>
        (part = createFilesPart(plain, {
          ...{ clock, random, log, dispatch, storage: files },
          connection: () => connector.connection,
        })),
      (cause: unknown) => {
        loading = undefined;
        throw new AdapterError('network-failed', { cause });
      },
    ));
  }

  async function send({ generation, command }: Extract<Effect, { type: 'send' }>): Promise<void> {
    try {
      if (!connector.connection) throw new AdapterError('connection-lost');
      dispatch({ type: 'acked', generation, ack: await connector.connection.send(command) });
    } catch (error) {
      dispatch({ type: 'refused', generation, id: command.id, problem: problemOf(error) });
    }
  }

  async function resume({ generation, conversation, after }: Extract<Effect, { type: 'resume' }>): Promise<void> {
    try {
      const snapshot = await connector.connection?.resume?.(conversation, after);
      if (snapshot) dispatch({ type: 'resumed', generation, snapshot });
    } catch (error) {
      dispatch({ type: 'resume-failed', generation, problem: problemOf(error) });
    }
  }

  async function loadHistory(effect: Extract<Effect, { type: 'load-history' }>): Promise<void> {
    const { generation, conversation, before, limit } = effect;
    try {
      const history = await connector.connection?.loadHistory?.(conversation, before, limit);
      if (history) dispatch({ type: 'history-loaded', generation, page: history });
    } catch (error) {
      dispatch({ type: 'history-failed', generation, problem: problemOf(error) });
    }
  }

  dispatch({ type: 'started' });
  const stopPage = page.listen((state) => dispatch({ type: 'page-changed', page: state }));
  stopTabs = tabs.listen((event) => dispatch({ type: 'tab', event }));

  return {
    getState: loop.getState,
    subscribe: loop.subscribe,
    dispatch: (action) => dispatch({ type: 'action', action, id: random.id(), wallTime: clock.wallTime() }),
    files: async () => (await loadFiles()).files,
    connection: () => connector.connection,
    on(name, listener) {
      const own = (event: ChatEvents[typeof name]): void => guarded(log, () => listener(event));
      events.on(name, own);
      return () => events.off(name, own);
    },
    setAdapter(adapter) {
      const before = chosen.backEnd;
      chosen = { adapter, backEnd: adapter.backEnd ?? random.id() };
      dispatch({ type: 'adapter-changed', other: chosen.backEnd !== before });
    },
    async destroy() {
      dispatch({ type: 'stopping' });
      leaveTabs();
      stopPage();
      loop.stop();
      site.stop();
      events.all.clear();
      await Promise.all(pending);
    },
  };
}

function nothing(): null {
  return null;
}

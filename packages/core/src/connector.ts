/** Carries out the effects on a connection: holds at most one, of the newest generation. */
import {
  isErrorCode,
  problem as makeProblem,
  type CancelSignal,
  type ChatAdapter,
  type ChatConnection,
  type Problem,
} from '@support-chat/protocol';
import type { ConnectionEffect } from './effect.js';
import type { ConnectionHappening } from './input.js';

// Every platform has it, no language library declares it.
declare const AbortController: new () => { readonly signal: CancelSignal; abort(): void };

/** Holds the present connection. */
export interface Connector {
  /** The open connection; null while there is none. */
  readonly connection: ChatConnection | null;
  setAdapter(adapter: ChatAdapter): void;
  perform(effect: ConnectionEffect): void;
}

/** Connects a loop with an adapter. */
export function createConnector(first: ChatAdapter, dispatch: (happening: ConnectionHappening) => void): Connector {
  let adapter = first;
  let connection: ChatConnection | null = null;
  let end: (() => void) | null = null;

  function close(): void {
    end?.();
    connection?.close();
    end = connection = null;
  }

  async function open({ generation, request }: Extract<ConnectionEffect, { type: 'open' }>): Promise<void> {
    close();
    const controller = new AbortController();
    const { signal } = controller;
    end = () => controller.abort();
    try {
      const opened = await adapter.open({
        ...request,
        signal,
        onEvent: (event) => dispatch({ type: 'event', generation, event }),
        onClose: ({ problem }) => dispatch({ type: 'closed', generation, problem }),
      });
      if (signal.aborted) return opened.close();
      connection = opened;
      dispatch({ type: 'opened', generation, capabilities: opened.capabilities });
    } catch (error) {
      if (!signal.aborted) dispatch({ type: 'open-failed', generation, problem: problemOf(error) });
    }
  }

  return {
    get connection() {
      return connection;
    },
    setAdapter(next) {
      adapter = next;
    },
    perform(effect) {
      if (effect.type === 'open') void open(effect);
      else if (effect.type === 'close') close();
      else connection?.notify(effect.signal);
    },
  };
}

/** The problem an adapter rejected with; anything else it throws is a fault of its own. */
export function problemOf(error: unknown): Problem {
  const found = (error as { readonly problem?: Problem } | null)?.problem;
  return isErrorCode(found?.code) ? found : makeProblem('internal', { detail: String(error) });
}

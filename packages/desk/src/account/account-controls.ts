/** What an agent of the reference server says of themselves: whether they are available, and how visitors see them. */
import type { Problem } from '@support-chat/protocol';
import type { LitElement } from 'lit';
import type { AgentApi } from './agent-api.js';
import { PersonaControl } from './persona-control.js';
import { serverPersona } from './persona-source.js';
import { PresenceControl } from './presence-control.js';

/** Both. */
export interface AccountControls {
  readonly presence: PresenceControl;
  readonly persona: PersonaControl;
}

interface AccountControlsOptions {
  readonly api: AgentApi;
  /** The desk. */
  readonly element: LitElement;
  readonly onProblem: (problem: Problem) => void;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** Makes them for one agent. */
export function accountControls({ api, element, onProblem, signal }: AccountControlsOptions): AccountControls {
  return {
    presence: new PresenceControl({ api, onProblem, signal, render: () => element.requestUpdate() }),
    persona: new PersonaControl({ source: serverPersona(api), element, signal }),
  };
}

/**
 * The sessions of one visitor at several back ends, carried by the core as one token: an object, back end → token, as JSON.
 * Each back end is shown its own and no other (X1).
 */
import {
  AdapterError,
  problem,
  retryVerdict,
  type ChatAdapter,
  type ChatConnection,
  type OpenOptions,
} from '@support-chat/protocol';

type Sessions = Readonly<Record<string, string>>;

/** See the module. */
export class SessionsByBackEnd {
  /** Tokens that their back end has taken back. */
  readonly #ended = new Set<string>();
  #last: ChatAdapter | undefined;

  /**
   * Opens one of them as if it were the only one.
   *
   * @throws AdapterError of the back end; not for a session that is over: then it makes a new one
   */
  async open(adapter: ChatAdapter, options: OpenOptions): Promise<ChatConnection> {
    const { identity } = options;
    if (identity.kind !== 'visitor') return adapter.open(options);
    const name = nameOf(adapter);
    let sessions = sessionsIn(identity.token);
    const { token: _all, ...person } = identity;
    // What it is asked for is of its own conversation.
    const { conversationId: _id, resumeAfter: _place, ...anew } = options;
    const known = (this.#last ?? adapter) === adapter ? options : anew;

    const attempt = async (token: string | undefined): Promise<ChatConnection> => {
      const connection = await adapter.open({
        ...known,
        identity: token === undefined ? person : { ...person, token },
        onEvent: (event) => {
          if (event.type !== 'welcome' || !event.session) return options.onEvent(event);
          sessions = { ...sessions, [name]: event.session.token };
          options.onEvent({ ...event, session: { ...event.session, token: JSON.stringify(sessions) } });
        },
        onClose: (reason) => {
          if (retryVerdict(reason.problem.code) !== 'renew') return options.onClose(reason);
          this.#end(sessions[name]);
          // To the core a session that is over is all of them.
          options.onClose({ problem: problem('connection-lost', { detail: reason.problem.detail }) });
        },
      });
      this.#last = adapter;
      return connection;
    };

    const token = sessions[name];
    if (token === undefined || this.#ended.has(token)) return attempt(undefined);
    try {
      return await attempt(token);
    } catch (error) {
      if (options.signal.aborted || !(error instanceof AdapterError) || error.verdict !== 'renew') throw error;
      this.#end(token);
      return attempt(undefined);
    }
  }

  #end(token: string | undefined): void {
    if (token !== undefined) this.#ended.add(token);
  }
}

/** What a back end is known by. */
export function nameOf({ backEnd, name }: ChatAdapter): string {
  return backEnd ?? name;
}

/** Whatever else stands there is nobody's session. */
function sessionsIn(token: string | undefined): Sessions {
  try {
    const all = Object.entries(Object(JSON.parse(token ?? '{}')) as Record<string, unknown>);
    return Object.fromEntries(all.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

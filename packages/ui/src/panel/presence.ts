/** Who is in the header and the one line of truth below the name: derived from the state, never guessed. */
import type { ChatState } from '@support-chat/core';
import type { Author } from '@support-chat/protocol';
import type { Localizer } from '../localizer/localizer.js';
import { displayName } from '../log/display-name.js';

/** What the header shows. */
export interface Presence {
  readonly name: string;
  /** Empty while it is not known. */
  readonly line: string;
  /** At most three. */
  readonly faces: readonly Author[];
  /** The faces are the team's own, because nobody has taken part yet. */
  readonly team: boolean;
  /** Somebody is there. */
  readonly here: boolean;
}

interface PresenceOptions {
  /** Name of the team. Default: the locale's. */
  readonly title?: string | undefined;
  /** Said instead of 'We are here' while nobody has taken the conversation. */
  readonly replyTime?: string | undefined;
  /** Said instead of 'We are away' while nobody is there. */
  readonly awayLine?: string | undefined;
  /** Shown until somebody takes part. */
  readonly faces?: readonly Pick<Author, 'name' | 'avatarUrl'>[] | undefined;
}

/** Derives the header from a state. */
export function presence(state: ChatState, localizer: Localizer, options: PresenceOptions): Presence {
  const { conversation, capabilities, staffed } = state;
  const title = options.title ?? localizer.text('header-team');
  const others = conversation.participants.map(({ author }) => author).filter(({ kind }) => kind !== 'visitor');
  const agents = others.filter(({ kind }) => kind === 'agent');
  const latest = agents.at(-1);
  const live = conversation.phase === 'live' && latest !== undefined;
  const painted: readonly Author[] = (options.faces ?? [{ name: title }]).map((face, index) => ({
    ...face,
    kind: 'agent',
    id: `${index} ${face.name ?? title}`,
  }));
  const faces = (agents.length ? agents : painted).slice(-3);
  const known = capabilities !== null;
  let line = '';
  if (conversation.phase === 'ended') line = localizer.text('header-ended');
  else if (live) {
    line = localizer.text('header-agent-here', { name: displayName(latest, localizer) });
    if (latest.title) line += ` · \u2068${latest.title}\u2069`;
  } else if (known && !staffed) line = options.awayLine ?? localizer.text('header-away');
  else if (known || options.replyTime) line = options.replyTime ?? localizer.text('header-online');
  return {
    name: title,
    line,
    faces,
    team: agents.length === 0 && !options.faces,
    here: live || (known && staffed && conversation.phase !== 'ended'),
  };
}

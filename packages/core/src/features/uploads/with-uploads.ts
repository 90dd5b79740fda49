/**
 * Puts files around a chat's behaviour (V11, S4). Reads as one update: what the input means for the files, then all else
 * as without them, then what the new state makes due for the files.
 */
import type { WrittenDetails } from '@support-chat/protocol';
import type { Behaviour } from '../../behaviour.js';
import type { Input, Now } from '../../input.js';
import { filesOf } from '../../outbox/entries.js';
import type { ChatState } from '../../state.js';
import * as uploads from './uploads.js';

/** @param around - the behaviour without files */
export function withUploads(around: Behaviour): Behaviour {
  return {
    update(state, input) {
      const now: Now = { at: input.at, random: input.random, effects: [] };
      const [next, effects] = around.update(reduce(state, input, now), withDraftFiles(state, input));
      const settled = uploads.settleUploads(assign(next, input, now), state, now);
      return [settled, [...effects, ...now.effects]];
    },
    due: (state) => Math.min(around.due(state), uploads.uploadsDue(state)),
  };
}

function reduce(state: ChatState, input: Input, now: Now): ChatState {
  switch (input.type) {
    case 'upload-told':
      return uploads.changed(state, input.id, input.news);
    case 'upload-failed':
      return uploads.uploadFailed(state, input.id, input.problem, now);
    case 'files-found':
      return uploads.filesFound(state, input.files, input.earlier, now);
    case 'adapter-changed':
      // Perhaps another back end, which has none of them.
      return uploads.restarted(state, ({ phase }) => phase === 'ready');
    case 'stopping':
      now.effects.push({ type: 'close-files' });
      return state;
    case 'action':
      break;
    default:
      return state;
  }
  const { action } = input;
  switch (action.type) {
    case 'attach':
      return uploads.attached(state, action.file, now);
    case 'detach':
      return uploads.detached(state, action.id);
    case 'pause-upload':
      return uploads.changed(state, action.id, { phase: 'paused' });
    case 'resume-upload':
      return uploads.restarted(state, ({ id }) => id === action.id);
    case 'retry':
      return uploads.restarted(state, ({ message, phase }) => message === action.id && phase !== 'missing');
    default:
      return state;
  }
}

/** A message that takes the files of the draft along names them. */
function withDraftFiles(state: ChatState, input: Input): Input {
  if (input.type !== 'action' || input.action.type !== 'send' || !input.action.withFiles) return input;
  const attachments = uploads.draftFiles(state);
  if (attachments.length === 0) return input;
  const said = input.action.details;
  const more = said?.type === 'message-send' ? said : {};
  const details: WrittenDetails = { ...more, type: 'message-send', attachments: [...attachments] };
  return { ...input, action: { ...input.action, text: input.action.text.trimEnd(), details } };
}

/** The files of a message that was queued are part of it from here on. */
function assign(state: ChatState, input: Input, now: Now): ChatState {
  if (input.type !== 'action' || input.action.type !== 'send') return state;
  const entry = state.outbox.find(({ id }) => id === input.id);
  return entry ? uploads.assigned(state, filesOf(entry.details), entry.id, now) : state;
}

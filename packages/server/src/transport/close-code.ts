/** How a problem looks as a WebSocket close code (P-C1). The close reason is always the problem's code itself. */
import { ERRORS, type ErrorCode } from '@support-chat/protocol';

/** Codes that say more than their HTTP status. */
const SPECIAL: Partial<Record<ErrorCode, number>> = {
  'frame-too-large': 1009,
  'server-stopping': 1012,
  'rate-limited': 1013,
  internal: 1011,
};

/** The close code of a problem: 1012 restart, 1013 try later, 1009 too large, 4401 who are you, 1011 our fault, 1008 else. */
export function closeCode(code: ErrorCode): number {
  const special = SPECIAL[code];
  if (special !== undefined) return special;
  const { status } = ERRORS[code];
  if (status === 401) return 4401;
  return status === 503 ? 1013 : 1008;
}

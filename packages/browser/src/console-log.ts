/** Where the core's log goes on a web page: the console. */
import type { Log } from '@support-chat/core';

/** @param verbose - whether ordinary events are told too, not errors alone */
export function createConsoleLog(verbose = false): Log {
  return {
    debug(event, facts) {
      if (verbose) console.debug('support-chat:', event, facts ?? '');
    },
    error(event, facts) {
      console.error('support-chat:', event, facts ?? '');
    },
  };
}

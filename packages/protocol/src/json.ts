/**
 * Parsing of JSON that somebody else wrote. Owns the bounds on size and depth and the refusal of `__proto__`;
 * knows nothing about what the frames mean.
 */
import { MAX_JSON_DEPTH } from './limits.js';
import { ProtocolError } from './errors.js';

/**
 * Parses untrusted JSON.
 *
 * @param text - the raw text; its length must already be bounded by the transport
 * @throws ProtocolError `frame-invalid` when it is not JSON or names `__proto__`, `frame-too-deep` beyond
 *   {@link MAX_JSON_DEPTH} levels
 */
export function parseJson(text: string): unknown {
  if (depthExceeds(text, MAX_JSON_DEPTH)) throw new ProtocolError('frame-too-deep');
  try {
    // Looking at every key takes several times as long as parsing; a key without an escape shows in the text.
    return JSON.parse(text, MAY_NAME_PROTOTYPE.test(text) ? refusePrototype : undefined) as unknown;
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    throw new ProtocolError('frame-invalid', { detail: 'The frame is not JSON.', cause });
  }
}

const MAY_NAME_PROTOTYPE = /__proto__|\\u/;

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new ProtocolError('frame-invalid', { detail: 'The key __proto__ is refused.' });
  return value;
}

/** Counts brackets outside strings before anything is built, so that a hostile nesting costs one linear scan. */
function depthExceeds(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 92 /* \ */) index++;
      else if (code === 34 /* " */) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 /* { */ || code === 91 /* [ */) {
      if (++depth > limit) return true;
    } else if (code === 125 /* } */ || code === 93 /* ] */) depth--;
  }
  return false;
}

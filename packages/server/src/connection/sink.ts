/** The transport's end of a connection, as the domain sees it. */
import type { Problem } from '@support-chat/protocol';
import type { Frame } from '../bus/frame.js';

/** Where a connection's frames go. Neither method may throw. */
export interface FrameSink {
  send(frame: Frame): void;
  /** Ends the transport after what was sent so far; the problem tells the close code. */
  close(problem: Problem): void;
}

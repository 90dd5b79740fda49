/** Who knows about visitors. A page with a back end of its own brings one; else it is the reference server. */
import type { AgentApi } from '../account/agent-api.js';

/** Tells what is known of visitors beside their chats (A6). */
export interface VisitorSource {
  /** Of the visitor of a conversation, as `readVisitorDetails` reads it. @throws a coded `ProtocolError` */
  load(conversation: string, signal: AbortSignal): Promise<unknown>;
}

/** What the reference server knows. */
export function serverVisitors(api: AgentApi): VisitorSource {
  return { load: (conversation, signal) => api.call('GET', `/agent/conversations/${conversation}/visitor`, signal) };
}

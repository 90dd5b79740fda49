/** Where tickets are answered by mail. A page with a back end of its own brings one; else it is the reference server. */
import type { MailDraft, QuestionDraft } from '@support-chat/protocol';
import type { AgentApi } from '../account/agent-api.js';

/** Answers tickets by mail (A17). Every method throws a coded `ProtocolError` when it fails. */
export interface MailSource {
  /** The mails of a conversation, as `readTicketMails` reads them. */
  load(conversation: string, signal: AbortSignal): Promise<unknown>;
  /**
   * Answers by mail, and in the conversation, under an id that the desk minted; the same again is the same mail. Answers as
   * `readTicketMail` reads it; `already-answered` when a colleague has answered what was not read yet.
   */
  put(conversation: string, id: string, draft: MailDraft, signal: AbortSignal): Promise<unknown>;
  /** Tries a mail again that was refused. */
  retry(conversation: string, id: string, signal: AbortSignal): Promise<unknown>;
  /** Sends short questions. Absent: none can be sent. */
  readonly questions?: QuestionSource | undefined;
}

/** Asks visitors who have left (A18). Every method throws a coded `ProtocolError` when it fails. */
export interface QuestionSource {
  /** Those of a conversation, and how one can go, as `readShortQuestions` reads them. */
  load(conversation: string, signal: AbortSignal): Promise<unknown>;
  /** Asks under an id that the desk minted; the same again is the same question. Answers as `readShortQuestion` reads it. */
  put(conversation: string, id: string, draft: QuestionDraft, signal: AbortSignal): Promise<unknown>;
}

/** The mails of the reference server. */
export function serverMails(api: AgentApi): MailSource {
  const path = (conversation: string, what = 'mails'): string => `/agent/conversations/${conversation}/${what}`;
  return {
    load: (conversation, signal) => api.call('GET', path(conversation), signal),
    put: (conversation, id, draft, signal) => api.call('PUT', `${path(conversation)}/${id}`, signal, draft),
    retry: (conversation, id, signal) => api.call('POST', `${path(conversation)}/${id}/retry`, signal),
    questions: {
      load: (conversation, signal) => api.call('GET', path(conversation, 'questions'), signal),
      put: (conversation, id, draft, signal) =>
        api.call('PUT', `${path(conversation, 'questions')}/${id}`, signal, draft),
    },
  };
}

/** What a fake back end over HTTP answers for each way of answering badly that the conformance kit knows. */
import type { BadAnswer } from '@support-chat/testkit';

interface HttpFault {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection ends in the middle of the answer. */
  readonly cut?: boolean;
}

export const HTTP_FAULTS: Readonly<Record<BadAnswer, HttpFault>> = {
  html: { status: 200, body: '<!doctype html><title>Sign in</title>', headers: { 'Content-Type': 'text/html' } },
  unauthorized: { status: 401 },
  forbidden: { status: 403 },
  'rate-limited': { status: 429, headers: { 'Retry-After': '7' } },
  'rate-limited-bare': { status: 429 },
  failed: { status: 500 },
  'cut-body': { status: 200, cut: true },
};

/** How a back end over HTTP answers badly: what a fake or a relay is told to do, and what it does for each way the tests know. */
import type { BadAnswer } from '@support-chat/testkit';
import type { BadInput } from './bad-input.js';

/** Default: 500, in the back end's own words. */
export interface HttpFault {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** It is carried out, only its answer is another one. */
  readonly stored?: boolean;
  /** The connection ends in the middle of the answer. */
  readonly cut?: boolean;
}

const PAGE = '<!doctype html><title>Maintenance</title><script>alert(1)</script>';
const HTML = { 'Content-Type': 'text/html' };

/** For each answer of the conformance kit. */
export const HTTP_FAULTS: Readonly<Record<BadAnswer, HttpFault>> = {
  html: { status: 200, body: PAGE, headers: HTML },
  unauthorized: { status: 401 },
  forbidden: { status: 403 },
  'rate-limited': { status: 429, headers: { 'Retry-After': '7' } },
  'rate-limited-bare': { status: 429 },
  failed: { status: 500 },
  'cut-body': { status: 200, cut: true },
};

/** For each of `describeBadInput`; `retryAfter` is at once, for a test that waits. */
export const BAD_INPUT_FAULTS: Readonly<Record<BadInput, HttpFault>> = {
  'a page': HTTP_FAULTS.html,
  'an error with 200': { status: 200, body: { error: 'no' } },
  '401': { status: 401 },
  '403': { status: 403 },
  '404': { status: 404 },
  '409': { status: 409 },
  '413': { status: 413, body: PAGE, headers: HTML },
  '429 with Retry-After': { status: 429, headers: { 'Retry-After': '0' } },
  '429 without': { status: 429, body: '' },
  '500': {},
  '502 with a page': { status: 502, body: PAGE, headers: HTML },
  'a cut body': { status: 200, cut: true },
};

/** What an HTTP answer that is not a success means. */
import { ERRORS, isErrorCode, problem, type ErrorCode, type Problem } from '@support-chat/protocol';

/** Reads the problem details of the server, or makes the best of what a proxy answered in its place. */
export async function readProblem(response: Response): Promise<Problem> {
  const after = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfter = Number.isFinite(after) ? after : undefined;
  if (response.headers.get('Content-Type')?.includes('json')) {
    const body: unknown = await response.json().catch(() => null);
    if (typeof body === 'object' && body !== null && 'code' in body && isErrorCode(body.code)) {
      const detail = 'detail' in body && typeof body.detail === 'string' ? body.detail : undefined;
      const told = 'retryAfter' in body && typeof body.retryAfter === 'number' ? body.retryAfter : retryAfter;
      return problem(body.code, { detail, retryAfter: told });
    }
  }
  return problem(codeOf(response.status), { detail: `HTTP ${response.status}`, retryAfter });
}

/** Only what a server of ours would not have said in words: nobody is stopped for good by a proxy's page. */
function codeOf(status: number): ErrorCode {
  if (status === ERRORS['rate-limited'].status) return 'rate-limited';
  return status >= 500 ? 'unavailable' : 'network-failed';
}

/** What the reference server keeps of a visitor: asks for it, or has it erased. Loaded when somebody does. */
import { AdapterError, isErrorCode } from '@support-chat/protocol';

/** `GET` gives all of it, `DELETE` erases it. @throws AdapterError the server's refusal, or `network-failed` */
export async function askForVisitorData(
  method: 'GET' | 'DELETE',
  server: string,
  token: string,
  signal: AbortSignal,
): Promise<Blob> {
  try {
    const response = await fetch(`${server.replace(/\/$/, '')}/v1/visitor/data`, {
      method,
      credentials: 'omit',
      headers: { Authorization: `Bearer ${token}` },
      signal,
    });
    if (response.ok) return await response.blob();
    const body = (await response.json().catch(() => null)) as { readonly code?: unknown } | null;
    throw new AdapterError(isErrorCode(body?.code) ? body.code : 'network-failed', {
      detail: `HTTP ${response.status}`,
    });
  } catch (cause) {
    throw cause instanceof AdapterError ? cause : new AdapterError('network-failed', { cause });
  }
}

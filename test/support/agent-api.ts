/** The agents' HTTP API as tests use it: a cookie in a variable instead of a browser. */

/** An owner every test server may be started with. */
export const OWNER = { email: 'owner@shop.example', password: 'correct horse battery' } as const;

/** Posts JSON. */
export function postJson(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Signs in and gives the value of the `Cookie` header. */
export async function signIn(url: string, credentials: object = OWNER, cookie?: string): Promise<string> {
  const response = await postJson(
    `${url}/v1/agent/sessions`,
    credentials,
    cookie === undefined ? {} : { Cookie: cookie },
  );
  if (response.status !== 201) throw new Error(`Sign-in: HTTP ${response.status} ${await response.text()}`);
  return cookieOf(response);
}

/** The cookie a response sets, as the `Cookie` header wants it. */
export function cookieOf(response: Response): string {
  return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

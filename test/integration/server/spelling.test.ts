/** Dictionaries of the desk's spell check on the real server (V30). */
import { readDictionaries } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { startTestServer } from '../../support/test-server.js';

describe('V30 dictionaries', () => {
  let server: RunningServer;
  let cookie: string;
  beforeEach(async () => {
    server = await startTestServer({ owner: OWNER });
    cookie = await signIn(server.url);
  });
  afterEach(() => server.close());

  const get = (path: string, headers: Record<string, string> = { Cookie: cookie }): Promise<Response> =>
    fetch(`${server.url}/v1/spelling${path}`, { headers });
  const list = async () => readDictionaries(await (await get('')).json(), 'answer').dictionaries;

  it('V30 agents are told of those that are installed, with their licences; nobody else is', async () => {
    const dictionaries = await list();
    expect(dictionaries).toContainEqual({ language: 'en', version: '4.0.0', license: '(MIT AND BSD)' });
    expect(dictionaries).toContainEqual({ language: 'de', version: '3.0.0', license: '(GPL-2.0 OR GPL-3.0)' });
    const languages = dictionaries.map(({ language }) => language);
    expect(languages).toEqual([...languages].sort());
    expect((await get('', {})).status).toBe(401);
    expect((await get('/en/4.0.0/aff', {})).status).toBe(401);
  });

  it('V30 a file comes compressed, to be kept for ever by this browser only', async () => {
    const [compressed, plain] = [
      await get('/en/4.0.0/dic'),
      await get('/en/4.0.0/dic', { Cookie: cookie, 'Accept-Encoding': 'identity' }),
    ];
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(plain.headers.get('content-encoding')).toBe(null);
    expect(plain.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const text = await plain.text();
    // Half a megabyte: not to be printed when it is another.
    expect([/^\d+\n/.test(text), text.includes('\nzoology/')]).toEqual([true, true]);
    expect((await compressed.text()) === text).toBe(true);
    expect(await (await get('/de/3.0.0/aff')).text()).toContain('COMPOUNDBEGIN');
  });

  it.each(['/en/4.0.0/js', '/en/3.9.9/dic', '/xx/4.0.0/dic', '/..%2Fen/4.0.0/dic', '/en/..%2f..%2fpackage.json/dic'])(
    'V30 there is nothing else to be had: %s',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'not-found' });
    },
  );
});

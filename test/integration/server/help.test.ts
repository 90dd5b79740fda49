import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { startTestServer } from '../../support/test-server.js';

describe('V19 articles', () => {
  let server: RunningServer;
  let cookie: string;
  beforeEach(async () => {
    server = await startTestServer({ owner: OWNER });
    cookie = await signIn(server.url);
  });
  afterEach(() => server.close());

  const put = (id: string, article: object, headers: Record<string, string> = { Cookie: cookie }) =>
    fetch(`${server.url}/v1/articles/${id}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(article),
    });
  const get = async (path: string): Promise<unknown> => (await fetch(`${server.url}/v1/${path}`)).json();

  it('V19 what an owner writes is found and read by pages, by either way, as long as it is there', async () => {
    expect(await get('site')).toEqual({});
    expect((await put('postage', { title: 'Postage', text: 'Free from 100 euros on.', position: 2 })).status).toBe(204);
    expect(
      (await put('returns', { title: 'Returns', text: 'Within 30 days.', locale: 'en', position: 1 })).status,
    ).toBe(204);
    expect(await get('site')).toEqual({ articles: 2 });
    const { signal } = new AbortController();
    for (const { help } of [createWebSocketAdapter({ server: server.url }), createSseAdapter({ server: server.url })]) {
      const query = { text: 'euros & more', locale: 'en', limit: 4 };
      expect(await help?.search(query, signal)).toEqual({
        articles: [{ id: 'postage', title: 'Postage', excerpt: 'Free from 100 euros on.' }],
      });
      expect(await help?.search({ ...query, text: '' }, signal)).toMatchObject({
        articles: [{ id: 'returns' }, { id: 'postage' }],
      });
      expect(await help?.load('returns', signal)).toEqual({
        id: 'returns',
        title: 'Returns',
        text: 'Within 30 days.',
        locale: 'en',
      });
      await expect(help?.load('nothing', signal)).rejects.toMatchObject({ name: 'AdapterError' });
    }
    await put('postage', { title: 'Shipping', text: 'Free from 50 dollars on.' });
    expect(await get('articles?q=euros')).toEqual({ articles: [] });
    expect(await get('articles?q=dollars')).toMatchObject({ articles: [{ id: 'postage', title: 'Shipping' }] });
    await fetch(`${server.url}/v1/articles/postage`, { method: 'DELETE', headers: { Cookie: cookie } });
    expect(await get('articles?q=dollars')).toEqual({ articles: [] });
    expect(await get('site')).toEqual({ articles: 1 });
  });

  it('V19 only owners write, and a wrong field is named', async () => {
    expect((await put('postage', { title: 'Postage', text: 'Free.' }, {})).status).toBe(401);
    const refused = async (article: object, id = 'postage'): Promise<unknown> => (await put(id, article)).json();
    expect(await refused({ title: '', text: 'Free.' })).toMatchObject({
      code: 'frame-invalid',
      detail: expect.stringMatching(/^title/) as unknown,
    });
    expect(await refused({ title: 'Postage', text: 'x'.repeat(20_001) })).toMatchObject({
      detail: expect.stringMatching(/^text/) as unknown,
    });
    expect(await refused({ title: 'Postage', text: 'Free.', locale: 'not a tag' })).toMatchObject({
      detail: expect.stringMatching(/^locale/) as unknown,
    });
    expect(await refused({ title: 'Postage', text: 'Free.' }, 'a%20b')).toMatchObject({ code: 'frame-invalid' });
    expect(await get('articles?limit=1000')).toMatchObject({
      code: 'frame-invalid',
      detail: expect.stringMatching(/^limit/) as unknown,
    });
    expect(await get('articles')).toEqual({ articles: [] });
  });
});

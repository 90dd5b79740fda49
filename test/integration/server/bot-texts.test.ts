import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { smallPdf } from '../../support/small-pdf.js';
import { startTestServer } from '../../support/test-server.js';

describe('A16 the texts of the bot', () => {
  let server: RunningServer;
  let cookie: string;
  beforeEach(async () => {
    server = await startTestServer({ owner: OWNER, publicUrl: 'https://chat.example' });
    cookie = await signIn(server.url);
  });
  afterEach(() => server.close());

  const request = (method: string, path: string, body?: BodyInit, as = cookie): Promise<Response> =>
    fetch(`${server.url}/v1/${path}`, { method, headers: { Cookie: as }, redirect: 'manual', ...(body && { body }) });
  const put = (id: string, name: string, content: string | Uint8Array<ArrayBuffer>, more = '') =>
    request('PUT', `bot/texts/${id}?name=${encodeURIComponent(name)}${more}`, content);
  const json = async (response: Promise<Response>): Promise<unknown> => (await response).json();
  const ask = (question: string) => json(postJson(`${server.url}/v1/bot/trials`, { question }, { Cookie: cookie }));
  const turn = (on: boolean) =>
    fetch(`${server.url}/v1/settings/bot`, {
      method: 'PUT',
      headers: { Cookie: cookie, 'Content-Type': 'application/json' },
      body: JSON.stringify({ on }),
    });

  it('A16 are put in, listed, read, asked, replaced and taken away', async () => {
    expect(await json(request('GET', 'bot'))).toEqual({ answering: false, model: false, passages: 0, texts: [] });
    const stored = await json(put('returns-01', 'Returns.md', '# Returns\n\nGoods come back within 30 days.'));
    expect(stored).toMatchObject({ text: { id: 'returns-01', title: 'Returns', type: 'md', length: 42 } });
    const pdf = new Uint8Array(smallPdf([['# Opening hours', 'The shop is open on Saturday.']]));
    const more = '&title=Hours&url=https%3A%2F%2Fshop.example%2Fhours&locale=en&department=sales';
    expect((await put('hours-0001', 'hours.pdf', pdf, more)).status).toBe(200);
    expect(await json(request('GET', 'bot'))).toMatchObject({
      answering: false,
      passages: 2,
      texts: [
        { id: 'hours-0001', title: 'Hours', url: 'https://shop.example/hours', locale: 'en', department: 'sales' },
        { id: 'returns-01' },
      ],
    });
    expect(await json(request('GET', 'bot/texts/hours-0001'))).toMatchObject({
      text: { words: '# Opening hours\n\nThe shop is open on Saturday.' },
    });
    expect(await ask('Is the shop open on Saturday?')).toMatchObject({
      outcome: 'answer',
      confidence: 1,
      text: 'The shop is open on Saturday.\n\n- [Hours – Opening hours](https://shop.example/hours)',
      passages: [{ source: 'hours-0001', heading: 'Opening hours' }],
    });
    expect(await ask('Do goods come back?')).toMatchObject({
      text: expect.stringContaining('(https://chat.example/v1/bot/sources/returns-01)') as string,
    });
    await put('returns-01', 'Returns.txt', 'Goods come back within 14 days.');
    expect(await ask('Do goods come back?')).toMatchObject({
      text: expect.stringContaining('14 days') as string,
    });
    expect((await request('DELETE', 'bot/texts/returns-01')).status).toBe(204);
    expect(await ask('Do goods come back?')).toMatchObject({ outcome: 'ask-back' });
    expect((await request('GET', 'bot/texts/returns-01')).status).toBe(404);
  });

  it('X6 what an answer rests on is read by anybody, as letters and never as a page, while the bot is on', async () => {
    await put('hostile-1', 'hostile.txt', '<script>alert(1)</script> parrots');
    await put('elsewhere', 'page.txt', 'Words', '&url=https%3A%2F%2Fshop.example%2Fpage');
    expect((await request('GET', 'bot/sources/hostile-1', undefined, '')).status).toBe(404);
    await turn(true);
    expect(await json(request('GET', 'bot'))).toMatchObject({ answering: true });
    const shown = await request('GET', 'bot/sources/hostile-1', undefined, '');
    expect(shown.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await shown.text()).toBe('hostile\n\n<script>alert(1)</script> parrots');
    const moved = await request('GET', 'bot/sources/elsewhere', undefined, '');
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'https://shop.example/page']);
    await turn(false);
    expect((await request('GET', 'bot/sources/hostile-1', undefined, '')).status).toBe(404);
  });

  it('X2 are the business of owners only', async () => {
    const agent = { email: 'ada@shop.example', password: 'correct horse battery', name: 'Ada' };
    await postJson(`${server.url}/v1/agents`, agent, { Cookie: cookie });
    const ada = await signIn(server.url, { email: agent.email, password: agent.password });
    for (const [as, status] of [
      ['', 401],
      [ada, 403],
    ] as const) {
      for (const [method, path] of [
        ['GET', 'bot'],
        ['GET', 'bot/texts/returns-01'],
        ['PUT', 'bot/texts/returns-01?name=a.txt'],
        ['DELETE', 'bot/texts/returns-01'],
        ['POST', 'bot/trials'],
      ] as const) {
        expect((await request(method, path, method === 'PUT' ? 'x' : undefined, as)).status, `${method} ${path}`).toBe(
          status,
        );
      }
    }
  });

  it('X4 a file that cannot be taken is refused with what is wrong with it', async () => {
    const refused = async (response: Promise<Response>): Promise<unknown> => {
      const { status, code, detail } = (await json(response)) as Record<string, unknown>;
      return [status, code, detail];
    };
    const file = 'file-type-refused';
    expect(await refused(put('text-0001', 'a.docx', 'x'))).toEqual([415, file, 'Texts are txt, md, html or pdf.']);
    expect(await refused(put('text-0001', 'a.pdf', 'x'))).toEqual([415, file, 'This is not a PDF.']);
    expect(await refused(put('text-0001', 'a.txt', ''))).toEqual([415, file, 'The file is empty.']);
    expect(await refused(put('text-0001', 'a.txt', 'x', '&url=javascript%3Aalert(1)'))).toMatchObject([
      400,
      'frame-invalid',
      expect.stringMatching(/^url/),
    ]);
    expect(await refused(put('short', 'a.txt', 'x'))).toMatchObject([
      400,
      'frame-invalid',
      expect.stringContaining('8,48'),
    ]);
    const large = new Uint8Array(10 * 1024 * 1024 + 1).fill(97);
    expect(await refused(put('text-0001', 'a.txt', large))).toEqual([
      413,
      'file-too-large',
      'A file may have 10485760 bytes.',
    ]);
    expect(await refused(put('text-0001', 'a.txt', large.subarray(0, 1_000_001)))).toMatchObject([
      413,
      'file-too-large',
      'A text may hold 1000000 characters.',
    ]);
    expect(await json(request('GET', 'bot'))).toMatchObject({ texts: [] });
    const openApi = (await json(request('GET', 'openapi.json'))) as { paths: Record<string, object> };
    expect(openApi.paths['/v1/bot/texts/{id}']).toHaveProperty('put');
  });

  it('A16 hold no more than fits, together', async () => {
    const words = `${'word '.repeat(190_000)}`;
    for (let index = 0; index < 2; index++) expect((await put(`text-000${index}`, 'a.txt', words)).status).toBe(200);
    expect(await json(put('text-0009', 'a.txt', words))).toMatchObject({ code: 'settings-invalid' });
    expect(await json(request('GET', 'bot'))).toMatchObject({ texts: { length: 2 } });
  });
});

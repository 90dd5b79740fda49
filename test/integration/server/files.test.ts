import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { withUploads } from '@support-chat/browser';
import type { Attachment, ChatConnection, ClientCommand, ServerEvent } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, signIn } from '../../support/agent-api.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { EICAR, GPS_MARK, mp4, ogg, photo, png, webm, webp, zip } from '../../support/sample-files.js';
import { startTestServer } from '../../support/test-server.js';

const MANY = { count: 1000, seconds: 60 };

interface Person {
  readonly connection: ChatConnection;
  readonly token: string;
  readonly events: ServerEvent[];
  send(attachments: readonly Attachment[], text?: string): Promise<void>;
}

let server: RunningServer;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  server = await startTestServer({
    clock,
    owner: OWNER,
    limits: { uploads: MANY, requests: MANY, sessions: MANY },
    files: { maxSize: 300 * 1024 * 1024 },
    scanFile: async (path) => {
      const { readFile } = await import('node:fs/promises');
      return (await readFile(path)).includes(EICAR) ? 'harmful' : 'clean';
    },
  });
});
afterEach(() => server.close());

/** A visitor, or with a cookie an agent. */
async function arrive(cookie?: string, uploadsTo = server.url): Promise<Person> {
  const events: ServerEvent[] = [];
  let token = '';
  const socketClass = class extends WebSocket {
    constructor(url: string) {
      super(url, cookie === undefined ? {} : { headers: { Cookie: cookie } });
    }
  };
  const adapter = createWebSocketAdapter({ server: server.url, WebSocket: socketClass });
  const connection = await withUploads(adapter, uploadsTo).open({
    identity: cookie === undefined ? { kind: 'visitor' } : { kind: 'agent' },
    signal: new AbortController().signal,
    onClose: () => undefined,
    onEvent(event) {
      if (event.type === 'welcome') token = event.session?.token ?? '';
      events.push(event);
    },
  });
  const send = async (attachments: readonly Attachment[], text = '') => {
    const sent = attachments.map(({ url: _, ...attachment }) => attachment);
    await connection.send({ type: 'message-send', id: randomUUID(), text, attachments: sent });
  };
  return { connection, token, events, send };
}

function upload({ connection }: Person, bytes: Uint8Array<ArrayBuffer> | string, name: string, type = '') {
  if (!connection.upload) throw new Error('no uploads');
  return connection.upload(new Blob([bytes], { type }), { id: randomUUID(), name });
}
const fresh = (buffer: Buffer) => Uint8Array.from(buffer);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error: { code?: string }) => error.code,
  );
const download = (attachment: Attachment, headers: Record<string, string>) =>
  fetch(server.url + attachment.url, { headers });
const bearer = ({ token }: Person) => ({ Authorization: `Bearer ${token}` });

describe('V11 files', () => {
  it(
    'V11 S4 a file of 200 MB over a line that is cut a hundred times arrives as it was',
    { timeout: 120_000 },
    async () => {
      const proxy = await startFaultProxy({ target: server.url, seed: 11 });
      const visitor = await arrive(undefined, proxy.url);
      const bytes = zip(200 * 1024 * 1024);
      const file = new Blob([fresh(bytes)]);
      proxy.cutAtRandom({ from: 1, to: 4 * 1024 * 1024 });
      const id = randomUUID();
      let attachment: Attachment | undefined;
      let furthest = 0;
      for (let attempt = 0; !attachment && attempt < 1000; attempt++) {
        if (proxy.cuts >= 100) proxy.cutAtRandom(null);
        attachment = await visitor.connection
          .upload?.(file, { id, name: 'backup.zip', onProgress: (sent) => (furthest = Math.max(furthest, sent)) })
          .catch((error: { code?: string }) => {
            expect(error.code).toBe('network-failed');
            return undefined;
          });
      }
      expect(proxy.cuts).toBeGreaterThanOrEqual(100);
      expect(furthest).toBe(bytes.length);
      const received = await download(attachment as Attachment, bearer(visitor));
      const hash = createHash('sha256');
      for await (const piece of received.body as unknown as AsyncIterable<Uint8Array>) hash.update(piece);
      expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      await proxy.close();
    },
  );

  it('V11 S4 finishing twice is harmless, and an attachment is sent once, by who uploaded it, exactly once', async () => {
    const [anna, ben] = [await arrive(), await arrive()];
    const id = randomUUID();
    const file = new Blob([fresh(png())], { type: 'image/png' });
    const first = await anna.connection.upload?.(file, { id, name: 'a.png' });
    const again = await anna.connection.upload?.(file, { id, name: 'a.png' });
    expect(again).toEqual(first);
    expect(first).toMatchObject({ id, name: 'a.png', type: 'image/png', width: 16, height: 8, url: `/v1/files/${id}` });
    if (!first) throw new Error('no attachment');
    expect(await codeOf(ben.send([first]))).toBe('upload-unknown');
    expect(await codeOf(ben.connection.upload?.(file, { id, name: 'a.png' }) ?? Promise.resolve())).toBe('id-conflict');
    const { url: _, ...sent } = first;
    const command: ClientCommand = {
      type: 'message-send',
      id: randomUUID(),
      text: '',
      attachments: [{ ...sent, name: 'x' }],
    };
    const ack = await anna.connection.send(command);
    expect(await anna.connection.send(command)).toEqual(ack);
    expect(await codeOf(anna.send([first]))).toBe('upload-unknown');
    const added = anna.events.filter(({ type }) => type === 'message-added');
    expect(added).toEqual([expect.objectContaining({ text: '', attachments: [first] })]);
  });

  it('V11 a message without words needs a file, and an unfinished one is not sent', async () => {
    const visitor = await arrive();
    const nothing = { type: 'message-send', id: randomUUID(), text: '' } as const;
    expect(await codeOf(visitor.connection.send(nothing))).toBe('message-empty');
    const id = randomUUID();
    const posted = await fetch(`${server.url}/v1/uploads`, {
      method: 'POST',
      headers: {
        ...bearer(visitor),
        'Tus-Resumable': '1.0.0',
        'Upload-Length': '4',
        'Upload-Metadata': `id ${btoa(id)},filename ${btoa('a.txt')}`,
      },
    });
    expect(posted.status).toBe(201);
    expect(await codeOf(visitor.send([{ id, name: 'a.txt', type: '', size: 4, url: '' }]))).toBe('upload-unfinished');
    const finish = await fetch(`${server.url}/v1/uploads/${id}/finish`, { method: 'POST', headers: bearer(visitor) });
    expect(await finish.json()).toMatchObject({ code: 'upload-unfinished' });
    const patch = await fetch(`${server.url}/v1/uploads/${id}`, {
      method: 'PATCH',
      headers: {
        ...bearer(visitor),
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '2',
        'Content-Type': 'application/offset+octet-stream',
      },
      body: 'xx',
    });
    expect(patch.status).toBe(409);
  });

  it.each([
    ['page.html', '<!doctype html><script>alert(1)</script>', 'text/html', 'file-type-refused'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', '', 'file-type-refused'],
    ['photo.png', '<!doctype html><script>alert(1)</script>', 'image/png', 'file-type-refused'],
    ['photo.png', fresh(photo()), 'image/png', 'file-type-refused'],
    ['photo.jpg', fresh(photo()), 'text/html', 'file-type-refused'],
    ['notes.txt', '  <svg onload="alert(1)">', 'text/plain', 'file-type-refused'],
    ['notes.txt', 'words \0 and bytes', 'text/plain', 'file-type-refused'],
    ['setup.exe', 'MZ', '', 'file-type-refused'],
    ['nothing.txt', '', 'text/plain', 'file-type-refused'],
    ['eicar.txt', EICAR, 'text/plain', 'file-unsafe'],
    ['bomb.png', fresh(png({ width: 15_000, height: 15_000 })), 'image/png', 'file-too-large'],
    ['damaged.zip', `PK\x03\x04${'\0'.repeat(26)}no entry`, 'application/zip', 'file-type-refused'],
    ['damaged.jpg', fresh(photo().subarray(0, 90)), 'image/jpeg', 'file-type-refused'],
    ['film.weba', fresh(webm('A_OPUS', 'V_VP9')), 'audio/webm', 'file-type-refused'],
    ['silent.weba', fresh(webm('V_MPEG4/ISO/AVC')), 'audio/webm', 'file-type-refused'],
    ['page.weba', '<!doctype html><script>alert(1)</script>', 'audio/webm', 'file-type-refused'],
    ['page.ogg', '<!doctype html><script>alert(1)</script>', 'audio/ogg', 'file-type-refused'],
  ])('X7 R4 refuses %s by its content, in words', async (name, bytes, type, code) => {
    const visitor = await arrive();
    expect(await codeOf(upload(visitor, bytes, name, type))).toBe(code);
  });

  it.each([
    ['Chromium and Firefox', 'voice.weba', webm('A_OPUS'), 'audio/webm;codecs=opus', 'audio/webm'],
    ['Safari', 'voice.m4a', mp4('iso5'), 'audio/mp4', 'audio/mp4'],
    ['older Safari', 'voice.m4a', mp4('M4A '), 'audio/mp4; codecs=mp4a.40.2', 'audio/mp4'],
    ['older Firefox', 'voice.ogg', ogg(), 'audio/ogg; codecs=opus', 'audio/ogg'],
  ])(
    'V31 X7 takes what %s records, and serves it harmless as the sound it is',
    async (_who, name, bytes, type, kind) => {
      const visitor = await arrive();
      const file = await upload(visitor, fresh(bytes), name, type);
      expect(file).toMatchObject({ name, type: kind, size: bytes.length });
      await visitor.send([file]);
      const response = await download(file, { Cookie: await signIn(server.url) });
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      const { headers } = response;
      expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([kind, 'nosniff']);
      expect(headers.get('content-security-policy')).toMatch(/sandbox/);
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
    },
  );

  it('X7 the bomb is small: its size alone would have let it in', () => {
    expect(png({ width: 15_000, height: 15_000 }).length).toBeLessThan(40_000);
  });

  it('V11 X7 no download tells where a photo was taken, nor what hides behind its end', async () => {
    const visitor = await arrive();
    const agent = await arrive(await signIn(server.url));
    const tail = `<script>alert('${GPS_MARK}')</script>`;
    const files = [
      await upload(visitor, fresh(photo({ width: 16, height: 8, tail })), 'a.jpg', 'image/jpeg'),
      await upload(visitor, fresh(png({ tail })), 'b.png', 'image/png'),
      await upload(visitor, fresh(webp()), 'c.webp', 'image/webp'),
    ];
    await visitor.send(files, 'from my holidays');
    const cookie = await signIn(server.url);
    for (const file of files) {
      const response = await download(file, { Cookie: cookie });
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.includes(GPS_MARK)).toBe(false);
      expect(bytes.includes('script')).toBe(false);
      expect(bytes.length).toBe(file.size);
      expect(response.headers.get('content-type')).toBe(file.type);
    }
    // Orientation 6: it is shown upright, and still knows how.
    expect(files[0]).toMatchObject({ width: 8, height: 16 });
    expect(agent.connection.capabilities.upload).toBe(true);
  });

  it('X7 what is served can only be stored: attachment, nosniff, sandbox, a plain name', async () => {
    const visitor = await arrive();
    const names: [string, string][] = [
      ['../../etc/passwd.txt', 'passwd.txt'],
      ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie_ x=1.txt'],
      ['holiday\u202Etxt.exe.txt', 'holidaytxt.exe.txt'],
      [`${'n'.repeat(300)}.txt`, `${'n'.repeat(123)}….txt`],
      ['"; filename=evil.html;.txt', '_; filename=evil.html;.txt'],
    ];
    for (const [raw, clean] of names) {
      const file = await upload(visitor, 'hello', raw, 'text/plain');
      expect(file.name).toBe(clean);
      const { headers } = await download(file, bearer(visitor));
      expect(headers.get('content-disposition')).toMatch(
        /^attachment; filename="[\w.() -]+"; filename\*=UTF-8''[\w.%~!-]+$/,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/sandbox/);
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    }
  });

  it('X7 only those of the conversation get a file; a link is good for a quarter of an hour', async () => {
    const [anna, ben] = [await arrive(), await arrive()];
    const cookie = await signIn(server.url);
    const file = await upload(anna, 'secret', 'secret.txt', 'text/plain');
    expect((await download(file, { Cookie: cookie })).status).toBe(404);
    await anna.send([file]);
    expect((await download(file, { Cookie: cookie })).status).toBe(200);
    expect((await download(file, bearer(anna))).status).toBe(200);
    expect((await download(file, bearer(ben))).status).toBe(404);
    expect((await download(file, {})).status).toBe(401);
    expect(await codeOf(ben.connection.linkTo?.(file) ?? Promise.resolve())).toBe('upload-unknown');
    const link = (await anna.connection.linkTo?.(file)) ?? '';
    const foreign = { 'Sec-Fetch-Site': 'cross-site' };
    const shown = await fetch(link, { headers: foreign });
    expect(await shown.text()).toBe('secret');
    expect(shown.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const part = await fetch(link, { headers: { ...foreign, Range: 'bytes=1-3' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 1-3/6', 'ecr']);
    expect((await fetch(link.replace(/key=./, 'key=-'), { headers: foreign })).status).toBe(404);
    expect((await fetch(server.url + file.url, { headers: foreign })).status).toBe(403);
    clock.advance(15 * 60 * 1000 + 1);
    expect((await fetch(link, { headers: foreign })).status).toBe(404);
  });

  it('S4 what was not sent within a day is removed', async () => {
    const visitor = await arrive();
    const [kept, left] = [await upload(visitor, 'a', 'a.txt'), await upload(visitor, 'b', 'b.txt')];
    await visitor.send([kept]);
    clock.advance(24 * 60 * 60 * 1000 + 1);
    await server.cleanUp();
    expect((await download(left, bearer(visitor))).status).toBe(404);
    expect((await download(kept, bearer(visitor))).status).toBe(200);
  });

  it('R4 X5 a visitor begins ten uploads an hour, and is told how long to wait', async () => {
    const strict = await startTestServer();
    const before = server;
    server = strict;
    const visitor = await arrive();
    for (let count = 0; count < 10; count++) await upload(visitor, 'a', `${count}.txt`);
    const refusal: unknown = await upload(visitor, 'a', 'more.txt').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'rate-limited', problem: { retryAfter: expect.any(Number) as number } });
    server = before;
    await strict.close();
  });

  it('R4 the rules of the owner are told by codes', async () => {
    const visitor = await arrive();
    const big = new Blob([new Uint8Array(1)]);
    Object.defineProperty(big, 'size', { value: 301 * 1024 * 1024 });
    const tooLarge = visitor.connection.upload?.(big, { id: randomUUID(), name: 'a.zip' });
    expect(await codeOf(tooLarge ?? Promise.resolve())).toBe('file-too-large');
  });
});

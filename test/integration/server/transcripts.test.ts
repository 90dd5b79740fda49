/** V17: a visitor's conversation goes to the address they give, through a real mail server. */
import { createSseAdapter } from '@support-chat/adapter-sse';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { createChat, type Chat, type ChatState } from '@support-chat/core';
import type { ChatAdapter } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { postJson } from '../../support/agent-api.js';
import { startMailServer, wordsOfMail, type MailServer, type ReceivedMail } from '../../support/mail-server.js';
import { startTestServer } from '../../support/test-server.js';

let smtp: MailServer;
let server: RunningServer;
let chats: Chat[];

beforeEach(async () => {
  chats = [];
  smtp = await startMailServer();
  server = await startTestServer({ mail: { url: smtp.url, from: 'Lumen <chat@shop.example>' } });
});
afterEach(async () => {
  await Promise.all(chats.map((chat) => chat.destroy()));
  await server.close();
  await smtp.close();
});

async function visitorWhoWrote(adapter: ChatAdapter, ...texts: readonly string[]): Promise<ChatState> {
  const chat = createChat({ adapter });
  chats.push(chat);
  chat.dispatch({ type: 'connect' });
  for (const words of texts) chat.dispatch({ type: 'send', text: words });
  await vi.waitFor(() => expect(chat.getState().timeline.cursor?.seq).toBe(texts.length), { timeout: 10_000 });
  return chat.getState();
}

const never = new AbortController().signal;
const ways = {
  WebSocket: () => createWebSocketAdapter({ server: server.url, WebSocket }),
  SSE: () => createSseAdapter({ server: server.url }),
};

describe.each(Object.entries(ways))('V17 transcripts by mail, %s', (_name, make) => {
  it('V17 the whole conversation goes to one address, in the language of the visitor', async () => {
    const adapter = make();
    expect(await adapter.loadSite?.(never)).toMatchObject({ mail: true });
    const { storage } = await visitorWhoWrote(adapter, 'Ist die Kanne spülmaschinenfest?', 'Und wie schwer?');
    const request = { token: storage.token ?? '', address: 'ada@example.org', locale: 'de-AT' };
    await adapter.mailTranscript?.(request, never);
    expect(smtp.mails).toHaveLength(1);
    const [mail] = smtp.mails as [ReceivedMail];
    expect(mail).toMatchObject({ to: ['ada@example.org'], from: 'chat@shop.example' });
    expect(mail.source).toMatch(/^Subject: Ihre Unterhaltung\r$/m);
    expect(wordsOfMail(mail)).toMatch(
      /^Sie, .*UTC:\r?\nIst die Kanne spülmaschinenfest\?\r?\n\r?\nSie, .*:\r?\nUnd wie schwer\?/,
    );
  });

  it('V17 a mail server that does not take it is said, and so is a token that is nobody’s', async () => {
    const adapter = make();
    const { storage } = await visitorWhoWrote(adapter, 'Hello');
    const request = { token: storage.token ?? '', address: 'ada@example.org', locale: 'en' };
    smtp.refusal = { code: 450, words: 'No room' };
    await expect(adapter.mailTranscript?.(request, never)).rejects.toMatchObject({ code: 'mail-failed' });
    const other = { ...request, token: 'somebody-else' };
    await expect(adapter.mailTranscript?.(other, never)).rejects.toMatchObject({ code: 'session-unknown' });
    expect(smtp.mails).toEqual([]);
  });
});

describe('V17 transcripts by mail', () => {
  const post = (token: string, body: unknown, url = server.url) =>
    postJson(`${url}/v1/transcripts`, body, { Authorization: `Bearer ${token}` });

  it('V17 takes one mailbox and nothing that could be several', async () => {
    const { storage } = await visitorWhoWrote(ways.SSE(), 'Hello');
    const addresses = ['a@b.example,c@d.example', 'a@b.example\r\nBcc: c@d.example', '<a@b.example>', 'nobody', ''];
    for (const address of addresses) {
      const answer = await post(storage.token ?? '', { address, locale: 'en' });
      expect(await answer.json(), address).toMatchObject({ code: 'frame-invalid' });
    }
    expect(smtp.mails).toEqual([]);
  });

  it('V17 nobody is buried in mail: five in an hour, then it is said when the next may go', async () => {
    const { storage } = await visitorWhoWrote(ways.SSE(), 'Hello');
    const send = () => post(storage.token ?? '', { address: 'ada@example.org', locale: 'en' });
    for (let count = 0; count < 5; count++) expect((await send()).status).toBe(202);
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(smtp.mails).toHaveLength(5);
  });

  it('V17 is not there, nor offered, on a server without mail', async () => {
    const plain = await startTestServer();
    expect(await (await fetch(`${plain.url}/v1/site`)).json()).toEqual({});
    expect((await post('x', { address: 'ada@example.org', locale: 'en' }, plain.url)).status).toBe(404);
    await plain.close();
  });
});

/** What every store owes files (V11, S4): run by a server on each. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { withUploads } from '@support-chat/browser';
import type { ServerEvent } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { png } from '../../support/sample-files.js';
import { startTestServer } from '../../support/test-server.js';

/** Describes uploads. `options` names a fresh, empty database each time. */
export function describeUploads(name: string, options: () => Promise<ServerOptions>): void {
  describe(`uploads on ${name}`, () => {
    let server: RunningServer;
    let clock: ManualClock;
    beforeEach(async () => {
      clock = createManualClock();
      server = await startTestServer({ clock, ...(await options()) });
    });
    afterEach(() => server.close());

    async function arrive() {
      const events: ServerEvent[] = [];
      const connection = await withUploads(createWebSocketAdapter({ server: server.url, WebSocket }), server.url).open({
        identity: { kind: 'visitor' },
        signal: new AbortController().signal,
        onClose: () => undefined,
        onEvent: (event) => void events.push(event),
      });
      const upload = async () => {
        const file = new Blob([Uint8Array.from(png())], { type: 'image/png' });
        const attachment = await connection.upload?.(file, { id: randomUUID(), name: 'a.png' });
        if (!attachment) throw new Error('no uploads');
        return attachment;
      };
      return { connection, events, upload };
    }

    it('V11 S4 a file keeps its numbers, is sent once, and goes by itself when it is not sent', async () => {
      const { connection, events, upload } = await arrive();
      const [sent, left] = [await upload(), await upload()];
      expect(sent).toMatchObject({ name: 'a.png', type: 'image/png', width: 16, height: 8 });
      expect(sent.size).toBeTypeOf('number');
      const { url: _, ...attachment } = sent;
      const send = () =>
        connection.send({ type: 'message-send', id: randomUUID(), text: '', attachments: [attachment] });
      await send();
      await expect(send()).rejects.toMatchObject({ code: 'upload-unknown' });
      expect(events.filter(({ type }) => type === 'message-added')).toMatchObject([{ attachments: [sent] }]);
      clock.advance(24 * 60 * 60 * 1000 + 1);
      await server.cleanUp();
      await expect(connection.linkTo?.(left)).rejects.toMatchObject({ code: 'upload-unknown' });
      expect(await connection.linkTo?.(sent)).toMatch(/&key=/);
      connection.close();
    });
  });
}

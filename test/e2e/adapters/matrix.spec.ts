/** B5: a strict homeserver of our own, and the server of a site that makes accounts and rooms. */
import type { RoomRequest } from '@support-chat/adapter-matrix';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { declaredBy } from '../../support/adapters-table.js';
import { FakeMatrix } from '../../support/matrix/fake-matrix.js';
import { MatrixBridge } from '../../support/matrix/matrix-bridge.js';
import { expect } from '../../support/shop-test.js';
import { converse } from './conversation.js';

converse({
  title: 'B5',
  can: declaredBy('Matrix'),
  async start(origin) {
    const matrix = await FakeMatrix.start();
    const bridge = new MatrixBridge(matrix);
    const server = createServer((request, response) => {
      void (async () => {
        const body = await text(request);
        response.setHeader('Access-Control-Allow-Origin', origin);
        if (request.url === '/room') response.end(await bridge.getRoom(JSON.parse(body) as RoomRequest));
        else response.end(JSON.stringify(await bridge.getAccount()));
      })();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      agent: bridge.agent,
      adapter: { make: 'matrix', options: { server: matrix.url, site } },
      policy: {
        'connect-src': `${matrix.url} ${site}`,
        'img-src': `${matrix.url} blob:`,
        'media-src': 'blob:',
      },
      heard: (conversation) =>
        bridge
          .words(conversation)
          .flatMap(({ sender, content: { msgtype, body } }) =>
            sender !== bridge.jane.userId && msgtype === 'm.text' ? [String(body)] : [],
          ),
      async stop() {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
        await matrix.close();
        expect(matrix.violations).toEqual([]);
      },
    };
  },
});

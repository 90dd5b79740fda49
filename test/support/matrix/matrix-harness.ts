/** Matrix as the conformance kit wants it: the homeserver behind a proxy that breaks lines, and the server of a site. */
import { createMatrixAdapter, type MatrixOptions } from '@support-chat/adapter-matrix';
import type { AdapterHarness, BadAnswer } from '@support-chat/testkit';
import { HTTP_FAULTS, type HttpFault } from '../adapters/http-faults.js';
import { startFaultProxy } from '../fault-proxy.js';
import { FakeMatrix } from './fake-matrix.js';
import { MatrixBridge } from './matrix-bridge.js';

const limited = { errcode: 'M_LIMIT_EXCEEDED', error: 'Too many requests' };

const FAULTS: Readonly<Record<BadAnswer, HttpFault>> = {
  ...HTTP_FAULTS,
  unauthorized: { status: 401, body: '' },
  forbidden: { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'Not allowed' } },
  'rate-limited': { status: 429, body: { ...limited, retry_after_ms: 7000 } },
  'rate-limited-bare': { status: 429, body: limited },
};

/** @param accountOf - how visitors come by an account */
export function startMatrix(
  title: string,
  accountOf: (bridge: MatrixBridge) => Pick<MatrixOptions, 'getAccount'>,
): AdapterHarness {
  return {
    title,
    async start() {
      const matrix = await FakeMatrix.start();
      const bridge = new MatrixBridge(matrix);
      const proxy = await startFaultProxy({ target: matrix.url });
      return {
        createAdapter: () => createMatrixAdapter({ server: proxy.url, getRoom: bridge.getRoom, ...accountOf(bridge) }),
        async cut() {
          await matrix.polling(); // between two questions there is no line to be cut
          proxy.cut();
        },
        setReachable(reachable) {
          proxy.refuse(!reachable);
          if (!reachable) proxy.cut(); // `fetch` keeps connections for the next request
        },
        agent: bridge.agent,
        stored: (conversation) =>
          bridge.words(conversation).map(({ sender, content }) => {
            const by = sender === bridge.jane.userId ? ('other' as const) : ('visitor' as const);
            return { by, text: String(content['body']) };
          }),
        text: { longest: 10_000 },
        refuses: ['id-conflict'],
        sayUnknown() {
          for (const room of matrix.rooms.values()) {
            matrix.add(room, bridge.account, 'org.example.weather', { sun: true });
            matrix.add(room, bridge.account, 'm.room.message', { verse: 1 });
            matrix.add(room, bridge.account, 'm.room.member', { membership: 'hover' }, { stateKey: '' });
          }
        },
        answerBadly(how) {
          matrix.failAll(how && FAULTS[how]);
        },
        async stop() {
          await proxy.close();
          await matrix.close();
          if (matrix.violations.length > 0)
            throw new Error(`Matrix would not have it: ${matrix.violations.join('; ')}`);
        },
      };
    },
  };
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../packages/server/src/store/open-store.js';
import type { Store } from '../../../packages/server/src/store/store.js';
import { startTestService, type TestService } from '../../support/service-clients.js';

let store: Store;
let test: TestService;
beforeEach(async () => {
  store = await openStore({ dataFolder: ':memory:' });
  test = await startTestService(store);
});
afterEach(() => store.close());

describe('V7 the draft while it is typed', () => {
  it('V7 is shown to agents when the owner has turned it on, and never otherwise', async () => {
    const visitor = await test.visitor();
    const { conversation } = await visitor.write('Hello');
    const agent = await test.agent(await test.hire('Ada'), { conversation });
    const sameVisitor = await test.visitor({ token: visitor.token });
    const type = (preview: string) => visitor.say({ type: 'typing', conversation, active: true, preview });
    const previews = () => agent.all('typing-started').map(({ preview }) => preview);
    await type('off');
    await test.service.settings.set('typingPreview', { enabled: true });
    await type('on');
    await test.service.settings.set('typingPreview', { enabled: false });
    await type('off again');
    expect(previews()).toEqual([undefined, 'on', undefined]);
    expect(sameVisitor.all('typing-started')).toEqual([]);
    await test.service.settings.set('typingPreview', { enabled: true });
    await agent.say({ type: 'typing', conversation, active: true, preview: 'agents have none' });
    expect(visitor.all('typing-started')).toMatchObject([{ author: { kind: 'agent' } }]);
    expect(visitor.all('typing-started')[0]).not.toHaveProperty('preview');
  });

  it('V7 is neither stored nor logged', async () => {
    await test.service.settings.set('typingPreview', { enabled: true });
    const visitor = await test.visitor();
    const { conversation } = await visitor.write('Hello');
    await visitor.say({ type: 'typing', conversation, active: true, preview: 'not yet said' });
    const tables = ['events', 'conversations', 'commands', 'participants', 'visitors'] as const;
    const rows = await Promise.all(
      tables.map((table) => store.read((database) => database.selectFrom(table).selectAll().execute())),
    );
    expect(JSON.stringify([rows, test.logged])).not.toContain('not yet said');
  });
});

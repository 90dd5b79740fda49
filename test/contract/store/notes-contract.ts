/** What every store owes notes (A4): what agents write to each other, in order, once, and never on a visitor's wire. */
import type { AgentSession, Store } from '@support-chat/server';
import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestService, type Place, type TestClient, type TestService } from '../../support/service-clients.js';

/** In every word that a visitor must not get. */
const CANARY = 'heron-2718';

/** Describes notes. `open` gives a fresh, empty store each time. */
export function describeNotes(name: string, open: () => Promise<Store>): void {
  describe(`notes on ${name}`, () => {
    let store: Store;
    let test: TestService;
    let ada: AgentSession;
    let ben: AgentSession;
    let visitor: TestClient;
    let place: Place;
    beforeEach(async () => {
      store = await open();
      test = await startTestService(store);
      [ada, ben] = [await test.hire('Ada'), await test.hire('Ben')];
      visitor = await test.visitor();
      place = await visitor.write('Hello');
    });
    afterEach(async () => {
      await test.service.stop();
      await store.close();
    });

    const put = (text: string, by = ada, id: string = randomUUID(), where = place) =>
      test.service.notes.put(by.agent.id, where.conversation, id, { text });
    const list = (after = 0, where = place) => test.service.notes.list(where.conversation, after);

    it('A4 notes stand behind what was said before them, in the order they were stored', async () => {
      await put('first');
      await visitor.write('And one thing more', place);
      await put('second', ben);
      await put('third');
      expect(await list()).toMatchObject([
        { place: 1, after: 1, text: 'first', author: { kind: 'agent', id: ada.agent.id, name: 'Ada' } },
        { place: 2, after: 2, text: 'second', author: { name: 'Ben' } },
        { place: 3, after: 2, text: 'third' },
      ]);
      expect((await list(2)).map(({ text }) => text)).toEqual(['third']);
    });

    it('A4 L2 the same note again is the one that is stored; anything else under its id is refused', async () => {
      const id = randomUUID();
      const stored = await put('once', ada, id);
      test.clock.advance(5000);
      expect(await Promise.all([put('once', ada, id), put('once', ada, id)])).toEqual([stored, stored]);
      await expect(put('twice', ada, id)).rejects.toMatchObject({ code: 'id-conflict' });
      await expect(put('once', ben, id)).rejects.toMatchObject({ code: 'id-conflict' });
      const other = await (await test.visitor()).write('Hi');
      await expect(put('once', ada, id, other)).rejects.toMatchObject({ code: 'id-conflict' });
      expect(await list()).toEqual([stored]);
    });

    it('A4 L1 many at once all have a place, and the log has no hole', async () => {
      const texts = Array.from({ length: 20 }, (_, index) => `note ${index}`);
      await Promise.all([
        ...texts.map((text, index) => put(text, index % 2 ? ada : ben)),
        ...texts.map((text) => visitor.write(text, place)),
      ]);
      const notes = await list();
      expect(notes.map((note) => note.place)).toEqual(texts.map((_, index) => index + 1));
      expect(notes.map(({ text }) => text).sort()).toEqual([...texts].sort());
      expect(visitor.events.map(({ seq }) => seq)).toEqual(visitor.events.map((_, index) => index + 1));
      expect(visitor.events).toHaveLength(21);
    });

    it('A4 may be addressed to an agent, whom there has to be', async () => {
      const whisper = { text: 'Offer the refund.', to: ben.agent.id };
      const id = randomUUID();
      const note = await test.service.notes.put(ada.agent.id, place.conversation, id, whisper);
      expect(note).toMatchObject({ to: { kind: 'agent', id: ben.agent.id, name: 'Ben' } });
      const nobody = { text: 'Hello?', to: 'nobody' };
      await expect(
        test.service.notes.put(ada.agent.id, place.conversation, randomUUID(), nobody),
      ).rejects.toMatchObject({ code: 'not-found' });
      await expect(put('Offer the refund.', ada, id)).rejects.toMatchObject({ code: 'id-conflict' });
      expect(await list()).toEqual([note]);
    });

    it('A4 of a conversation that there is not', async () => {
      const nowhere = { conversation: randomUUID(), epoch: place.epoch };
      await expect(put('?', ada, randomUUID(), nowhere)).rejects.toMatchObject({ code: 'conversation-unknown' });
      await expect(list(0, nowhere)).rejects.toMatchObject({ code: 'conversation-unknown' });
    });

    it('A4 D3 every inbox learns of a new note by its row, at the latest by its heartbeat', async () => {
      const [desk, other] = [await test.agent(ada), await test.agent(ben)];
      const told = (client: TestClient) => client.all('inbox-changed').map(({ conversation }) => conversation.notes);
      await put('one');
      await vi.waitFor(() => expect([told(desk).at(-1), told(other).at(-1)]).toEqual([1, 1]));
      // The notice is lost, as on a bus that was away.
      vi.spyOn(test.bus, 'publish').mockImplementationOnce(() => undefined);
      await put('two');
      await other.say({ type: 'ping' });
      await vi.waitFor(() => expect(told(other).at(-1)).toBe(2));
      const late = await test.agent(ada);
      expect(late.all('inbox-snapshot')[0]?.conversations).toMatchObject([{ id: place.conversation, notes: 2 }]);
    });

    it('A4 X2 a visitor is told nothing: not the words, not that there are any', async () => {
      const desk = await test.agent(ada, { conversation: place.conversation });
      const before = visitor.frames.length;
      await put(CANARY);
      const reply = await desk.write('A reply', place);
      await visitor.say({ type: 'ping' });
      await visitor.ask({ type: 'resume', id: randomUUID(), conversation: place.conversation, after: null });
      await visitor.ask({ type: 'conversations-load', id: randomUUID(), limit: 20 });
      const again = await test.visitor({ token: visitor.token });
      expect(reply.seq).toBe(3);
      expect(visitor.frames.slice(before).map(({ type }) => type)).toEqual([
        'participant-joined',
        'message-added',
        'pong',
      ]);
      const seen = JSON.stringify([visitor.frames, again.frames]);
      expect(seen).not.toContain(CANARY);
      expect(seen).not.toContain('"notes"');
    });

    it('X9 are erased with what the visitor wrote, and none can be added', async () => {
      await put(CANARY);
      await test.service.conversations.erase(visitor.welcome.self.id);
      expect(await list()).toEqual([]);
      await expect(put('late')).rejects.toMatchObject({ code: 'forbidden' });
      const rows = await store.read((database) => database.selectFrom('notes').selectAll().execute());
      expect(rows).toEqual([]);
      const desk = await test.agent(ada);
      expect(desk.all('inbox-snapshot')[0]?.conversations[0]).not.toHaveProperty('notes');
    });

    it('X1 go along when the conversation becomes that of somebody whom the site vouches for', async () => {
      await put('Knows us already.');
      const signIn = (presented: string | undefined) => {
        const device = { presented, issued: randomUUID() };
        return test.service.conversations.signIn({ id: 'customer-1', name: 'Cleo' }, device);
      };
      const { visitor: person } = await signIn(undefined);
      const outcome = await signIn(createHash('sha256').update(visitor.token).digest('base64url'));
      expect(outcome).toMatchObject({ visitor: person, moved: [place.conversation] });
      expect(await list()).toHaveLength(1);
    });
  });
}

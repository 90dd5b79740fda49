/**
 * What every `ChatStorage` keeps (O1, O2, O5), as functions for any runner: Node's with memory and a simulated
 * IndexedDB, the browsers' with their own.
 */
import type { ChatStorage, OutboxRecord } from '@support-chat/core';

/** Makes the storage of one tab; tabs of one name share what is stored. */
export type MakeStorage = (name: string) => ChatStorage;

type StorageRule = readonly [title: string, run: (makeStorage: () => ChatStorage) => Promise<void>];

/** The suite; `run` throws when the rule is broken. */
export function storageSuite(makeStorage: MakeStorage): readonly { readonly title: string; run(): Promise<void> }[] {
  return RULES.map(([title, run], index) => ({
    title,
    run: () => run(() => makeStorage(`suite-${index}`)),
  }));
}

function same(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: expected ${right}, got ${left}`);
}

function record(id: string, owner = 'owner-a', text = id): Omit<OutboxRecord, 'order'> {
  return { version: 1, id, owner, text, createdAt: 1 };
}

const ids = (records: readonly OutboxRecord[]) => records.map(({ id }) => id);

const RULES: readonly StorageRule[] = [
  [
    'an identity is made once, whoever asks first, also by two tabs at once',
    async (tab) => {
      const [one, two] = await Promise.all([tab().load('owner-a'), tab().load('owner-b')]);
      same(one.identity, two.identity, 'two tabs');
      same(one.identity.token, null, 'no token yet');
      const later = await tab().load('owner-c');
      same(later.identity, one.identity, 'a later tab');
      same([later.outbox, later.draft, later.setAside], [[], '', 0], 'nothing else');
    },
  ],
  [
    'O1 O2 each message is a record of its own, found again in one order over all tabs',
    async (tab) => {
      const [one, two] = [tab(), tab()];
      await one.load('owner-a');
      for (let n = 0; n < 6; n++) await (n % 2 ? one : two).addRecord(record(`message-${n}`));
      const { outbox } = await tab().load('owner-a');
      same(ids(outbox), ['message-0', 'message-1', 'message-2', 'message-3', 'message-4', 'message-5'], 'the order');
      const orders = outbox.map(({ order }) => order);
      same(
        orders,
        [...new Set(orders)].sort((a, b) => a - b),
        'ascending and unique',
      );
      same(outbox[3]?.text, 'message-3', 'the text');
    },
  ],
  [
    'O1 what goes with the words is kept with them',
    async (tab) => {
      await tab().load('owner-a');
      const details = { type: 'message-send' } as const;
      await tab().addRecord({ ...record('message-1'), details });
      const { outbox } = await tab().load('owner-b');
      same(outbox[0]?.details, details, 'the details');
    },
  ],
  [
    'O1 the same id again changes nothing and gives the stored record',
    async (tab) => {
      const storage = tab();
      await storage.load('owner-a');
      const first = await storage.addRecord(record('message-1'));
      const again = await tab().addRecord(record('message-1', 'owner-a', 'changed'));
      same([again.order, again.text], [first.order, 'message-1'], 'the stored one');
      same((await storage.load('owner-a')).outbox.length, 1, 'one record');
    },
  ],
  [
    'O2 the order goes on after records were removed; removing what is not there is harmless',
    async (tab) => {
      const storage = tab();
      await storage.load('owner-a');
      const first = await storage.addRecord(record('message-1'));
      const second = await storage.addRecord(record('message-2'));
      await storage.removeRecord('message-2');
      await storage.removeRecord('message-2');
      const third = await storage.addRecord(record('message-3'));
      same(third.order > second.order && second.order > first.order, true, 'no order is given twice');
      same(ids((await storage.load('owner-a')).outbox), ['message-1', 'message-3'], 'what is left');
    },
  ],
  [
    'a token is claimed by the first tab, and both learn which one stands',
    async (tab) => {
      await tab().load('owner-a');
      const claims = [tab().claimToken('owner-a', 'token-1', null), tab().claimToken('owner-a', 'token-2', null)];
      const [one, two] = await Promise.all(claims);
      same(one, two, 'both tabs');
      same((await tab().load('owner-a')).identity.token, one, 'what is stored');
      same(await tab().claimToken('owner-a', null, 'token-of-old'), one, 'dropping another token');
      same(await tab().claimToken('owner-a', null, one ?? ''), null, 'dropping this token');
      same(await tab().claimToken('owner-a', 'token-3', null), 'token-3', 'claiming a new one');
    },
  ],
  [
    'O5 another identity gets neither records nor draft nor token of the first',
    async (tab) => {
      const storage = tab();
      await storage.load('owner-a');
      await storage.claimToken('owner-a', 'token-a', null);
      await storage.addRecord(record('message-b', 'owner-b'));
      await storage.saveDraft('owner-b', 'b writes');
      const { outbox, draft } = await storage.load('owner-a');
      same([ids(outbox), draft], [[], ''], 'what a finds');
      same(await storage.claimToken('owner-b', 'token-b', null), null, 'what b may claim');
      same((await storage.load('owner-a')).identity, { owner: 'owner-a', token: 'token-a' }, 'what stands');
    },
  ],
  [
    'a draft is kept until it is emptied',
    async (tab) => {
      const storage = tab();
      await storage.load('owner-a');
      await storage.saveDraft('owner-a', 'Hel');
      await storage.saveDraft('owner-a', 'Hello');
      same((await tab().load('owner-a')).draft, 'Hello', 'the draft');
      await storage.saveDraft('owner-a', '');
      same((await tab().load('owner-a')).draft, '', 'no draft');
    },
  ],
  [
    'O5 a reset forgets the identity with its records and draft, once for all tabs',
    async (tab) => {
      const storage = tab();
      await storage.load('owner-a');
      await storage.claimToken('owner-a', 'token-a', null);
      await storage.addRecord(record('message-1'));
      await storage.saveDraft('owner-a', 'Hello');
      const fresh = await storage.load('owner-b', 'owner-a');
      same([fresh.identity, fresh.outbox, fresh.draft], [{ owner: 'owner-b', token: null }, [], ''], 'after the reset');
      const other = await tab().load('owner-c', 'owner-a');
      same(other.identity.owner, 'owner-b', 'the reset of a second tab');
      await storage.addRecord(record('message-2', 'owner-b'));
      same(ids((await tab().load('owner-d')).outbox), ['message-2'], 'what is left');
    },
  ],
];

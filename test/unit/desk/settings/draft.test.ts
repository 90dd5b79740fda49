/** What is being changed is never lost, and never overwrites what somebody else has changed meanwhile (A12). */
import { ProtocolError } from '@support-chat/protocol';
import { expect, it, vi } from 'vitest';
import { Draft } from '../../../../packages/desk/src/features/settings/draft.js';
import { DraftKeeper } from '../../../../packages/desk/src/features/settings/draft-keeper.js';

interface Name {
  readonly name: string;
}

/** A thing on a server, with the version that its content makes. */
class Thing {
  value: Name = { name: 'first' };
  /** Resolves what is being stored; null: at once. */
  hold: Promise<void> | null = null;

  load = () => Promise.resolve({ value: this.value, version: this.value.name });

  async store(value: Name, version: string | undefined): Promise<void> {
    await this.hold;
    if (version !== this.value.name) throw new ProtocolError('id-conflict', { detail: 'If-Match: it was changed' });
    this.value = value;
  }
}

async function openDraft(thing: Thing, keeper = new DraftKeeper('anna')): Promise<Draft<Name>> {
  const options = { name: 'thing', source: thing, keeper, onChange: () => undefined };
  const draft = new Draft<Name>({ ...options, signal: new AbortController().signal });
  await vi.waitFor(() => expect(draft.phase).toBe('ready'));
  return draft;
}

it('is saved from the version that it was made from, also when the page looked again meanwhile', async () => {
  const thing = new Thing();
  const draft = await openDraft(thing);
  draft.change({ name: 'mine' });
  thing.value = { name: 'theirs' };
  await draft.load();
  expect(draft.value).toEqual({ name: 'mine' });
  expect([await draft.save(), draft.conflict, thing.value]).toEqual([false, true, { name: 'theirs' }]);
});

it('is saved from that version also after the page was loaded anew', async () => {
  const thing = new Thing();
  const keeper = new DraftKeeper('anna');
  (await openDraft(thing, keeper)).change({ name: 'mine' });
  thing.value = { name: 'theirs' };
  const draft = await openDraft(thing, keeper);
  expect([draft.value, draft.dirty]).toEqual([{ name: 'mine' }, true]);
  expect([await draft.save(), draft.conflict, thing.value]).toEqual([false, true, { name: 'theirs' }]);
});

it('after a conflict either one can stand', async () => {
  for (const [way, stands] of [
    ['overwrite', 'mine'],
    ['takeTheirs', 'theirs'],
  ] as const) {
    const thing = new Thing();
    const draft = await openDraft(thing);
    draft.change({ name: 'mine' });
    thing.value = { name: 'theirs' };
    await draft.save();
    await draft[way]();
    expect([draft.value, draft.dirty, draft.conflict, thing.value]).toEqual([
      { name: stands },
      false,
      false,
      { name: stands },
    ]);
  }
});

it('what is typed while it is being saved stays, and is not saved yet', async () => {
  const thing = new Thing();
  const draft = await openDraft(thing);
  draft.change({ name: 'one' });
  let release = (): void => undefined;
  thing.hold = new Promise((resolve) => (release = resolve));
  const saving = draft.save();
  draft.change({ name: 'two' });
  release();
  expect([await saving, thing.value, draft.value, draft.dirty]).toEqual([true, { name: 'one' }, { name: 'two' }, true]);
  thing.hold = null;
  expect([await draft.save(), thing.value, draft.dirty]).toEqual([true, { name: 'two' }, false]);
});

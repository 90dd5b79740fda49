/** Conversations as a large archive has them, for what is measured on one. */
import Database from 'libsql';
import { join } from 'node:path';

/** Random numbers by a seed: mulberry32. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Twenty thousand words, of which few are frequent and most are rare, as in a language. */
export function vocabulary(random) {
  const syllables = 'ka lo mi re tu sa no be di fu go ha je li pa qui ro ste tra vo wen xi yo zu'.split(' ');
  const word = () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => syllables[Math.floor(random() * 24)]).join('');
  const words = Array.from({ length: 20_000 }, word);
  return () => words[Math.floor(words.length * random() ** 4)];
}

/**
 * Fills the database of a server that has made it and was closed; its next start makes the index of the archive.
 *
 * @param options - `open`: so many of the `conversations`, the newest, wait; `messages`: of each
 */
export function fillArchive(folder, { conversations, open, messages, random }) {
  const database = new Database(join(folder, 'support-chat.sqlite'));
  const word = vocabulary(random);
  const insert = {
    visitor: database.prepare("insert into visitors (id, profile, created_at) values (?, '{}', 1)"),
    conversation: database.prepare(`insert into conversations
      (id, visitor, epoch, head, phase, started_at, visitor_messages, last_message) values (?, ?, 'epoch-0001', ?, ?, ?, ?, ?)`),
    event: database.prepare(`insert into events (conversation, seq, type, author_kind, body, time)
      values (?, ?, 'message-added', 'visitor', ?, ?)`),
  };
  database.exec('begin');
  for (let index = 0; index < conversations; index++) {
    const [id, visitor] = [`conversation-${index}`, `visitor-${index}`];
    const author = { kind: 'visitor', id: visitor };
    const time = 1.7e12 + index * 60_000;
    insert.visitor.run(visitor);
    const last = JSON.stringify({ author, text: word(), time });
    insert.conversation.run(
      id,
      visitor,
      messages,
      index < conversations - open ? 'ended' : 'queued',
      time,
      messages,
      last,
    );
    for (let seq = 1; seq <= messages; seq++) {
      const text = Array.from({ length: 4 + Math.floor(random() * 20) }, word).join(' ');
      insert.event.run(id, seq, JSON.stringify({ id: `message-${index}-${seq}`, author, text }), time + seq * 1000);
    }
  }
  // The next start makes the index, as it does with a database of before.
  database.exec("delete from kysely_migration where name = '0009-archive'; drop index conversations_started; commit");
  database.close();
}

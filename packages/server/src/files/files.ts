/**
 * Files from the first byte to the last download: their rows, their bytes in the data folder, the links to them. Owns
 * both folders (`uploads` while they come, `files` when they were looked at); which bytes came is the tus store's.
 */
import { fileName, judgeFile, ProtocolError, type Attachment, type FileRules } from '@support-chat/protocol';
import { FileStore } from '@tus/file-store';
import type { Selectable } from 'kysely';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Clock, Random } from '../clock.js';
import { mayUse, type Actor } from '../conversation/actor.js';
import type { UploadTable } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { attachmentOf } from './attach.js';
import { examine, type Examined } from './examine.js';

/** Uploads that were not sent within a day are removed (S4). */
const UNSENT_LIFETIME = 24 * 60 * 60 * 1000;
/** Milliseconds a signed link is good for. */
const LINK_LIFETIME = 15 * 60 * 1000;

/** File names that are looked up at once. */
const SWEEP_BATCH = 500;

/** Whether a file is harmless. @param path - of the received bytes */
export type ScanFile = (path: string) => Promise<'clean' | 'harmful'>;

interface FilesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** `:memory:` keeps files in a temporary folder until the end. */
  readonly dataFolder: string;
  readonly rules: () => Promise<FileRules>;
  readonly scan: ScanFile | undefined;
}

/** What somebody announces. */
export interface Announced {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** A row of the uploads. */
export type UploadRow = Selectable<UploadTable>;

/** A file that may be downloaded. */
export interface StoredFile {
  readonly path: string;
  readonly attachment: Attachment;
}

/** Makes the folders. */
export async function openFiles(options: FilesOptions): Promise<Files> {
  const temporary = options.dataFolder === ':memory:';
  const root = temporary ? await mkdtemp(join(tmpdir(), 'support-chat-')) : options.dataFolder;
  for (const name of ['uploads', 'files']) await mkdir(join(root, name), { recursive: true });
  return new Files(options, root, temporary);
}

/** See the module. All methods throw coded `ProtocolError`s. */
export class Files {
  /** Where the bytes come in. */
  readonly incoming: FileStore;
  readonly #options: FilesOptions;
  readonly #root: string;
  readonly #temporary: boolean;
  readonly #finishing = new Map<string, Promise<UploadRow>>();

  constructor(options: FilesOptions, root: string, temporary: boolean) {
    this.#options = options;
    this.#root = root;
    this.#temporary = temporary;
    this.incoming = new FileStore({ directory: join(root, 'uploads') });
  }

  /**
   * Writes down that a file will come.
   *
   * @throws ProtocolError `file-too-large`, `file-type-refused`, `forbidden`, `id-conflict`
   */
  async announce(actor: Actor, announced: Announced): Promise<void> {
    const { clock, random, store } = this.#options;
    const { id, size, type } = announced;
    const name = fileName(announced.name);
    const refused = judgeFile({ name, size, type }, await this.#options.rules());
    if (refused !== null) throw new ProtocolError(refused);
    const row: UploadRow = {
      ...{ id, owner_kind: actor.kind, owner: actor.id, name, type, received_size: size, size },
      ...{ width: null, height: null, sha256: null, state: 'receiving', secret: random.token() },
      ...{ conversation: null, message: null, created_at: clock.wallTime() },
    };
    await store.write((transaction) =>
      transaction
        .insertInto('uploads')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    const stored = await this.#read(id);
    // An announcement whose answer was lost is made again before any byte came; all else is another file.
    const same = stored && isOwner(actor, stored) && stored.received_size === size && stored.state === 'receiving';
    if (!same || (await exists(this.#incomingPath(id)))) throw new ProtocolError('id-conflict');
  }

  /** The upload of this person. @throws ProtocolError `upload-unknown` */
  async own(actor: Actor, id: string): Promise<UploadRow> {
    const row = await this.#read(id);
    if (row === undefined || !isOwner(actor, row)) throw new ProtocolError('upload-unknown');
    return row;
  }

  /**
   * Looks at a file whose last byte came, once; asked again it says the same (S4).
   *
   * @throws ProtocolError `upload-unknown`, `upload-unfinished`, `file-type-refused`, `file-too-large`, `file-unsafe`
   */
  async finish(actor: Actor, id: string): Promise<Attachment> {
    let row = await this.own(actor, id);
    if (row.state === 'receiving') {
      const finishing = this.#finishing.get(id) ?? this.#takeIn(row).finally(() => this.#finishing.delete(id));
      this.#finishing.set(id, finishing);
      row = await finishing;
    }
    if (row.state === 'ready') return attachmentOf(row);
    throw new ProtocolError(row.state === 'receiving' ? 'upload-unfinished' : row.state);
  }

  /**
   * Takes in a file that is here as a whole, by the same rules; the same again is the same.
   *
   * @throws ProtocolError as {@link Files.announce} and {@link Files.finish}
   */
  async take(actor: Actor, { id, name, type }: Omit<Announced, 'size'>, bytes: Uint8Array): Promise<Attachment> {
    const known = await this.#read(id);
    if (known === undefined) await this.announce(actor, { id, name, type, size: bytes.byteLength });
    if (known === undefined || known.state === 'receiving') {
      await writeFile(this.#incomingPath(id), bytes, { flush: true });
    }
    return this.finish(actor, id);
  }

  /**
   * Looks at a file that is kept elsewhere, by the same rules; nothing of it stays here.
   *
   * @returns what is to be served of it
   * @throws ProtocolError `file-type-refused`, `file-too-large`, `file-unsafe`
   */
  async look(
    { name, type }: Pick<Announced, 'name' | 'type'>,
    bytes: Uint8Array,
    rules: FileRules,
  ): Promise<Examined & { readonly bytes: Uint8Array }> {
    const path = this.#incomingPath(this.#options.random.id());
    try {
      await writeFile(path, bytes);
      if ((await this.#options.scan?.(path)) === 'harmful') throw new ProtocolError('file-unsafe');
      const examined = await examine(path, { name, type, size: bytes.byteLength }, rules);
      return { ...examined, bytes: examined.bytes ?? bytes };
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Throws an upload away that was not sent. */
  async discard(actor: Actor, id: string): Promise<void> {
    const row = await this.own(actor, id);
    if (row.message === null) await this.#remove(id);
  }

  /** A file this person may see: their own, or one of a conversation of theirs. @throws ProtocolError `upload-unknown` */
  async find(actor: Actor, id: string): Promise<StoredFile> {
    const row = await this.#ready(id);
    if (!isOwner(actor, row) && !(await this.#takesPart(actor, row))) throw new ProtocolError('upload-unknown');
    return this.#stored(row);
  }

  /** What has to be added to a file's address so that it opens without a credential for a while. */
  async sign(actor: Actor, id: string): Promise<string> {
    await this.find(actor, id);
    const { secret } = await this.#ready(id);
    const until = this.#options.clock.wallTime() + LINK_LIFETIME;
    return `?until=${until}&key=${signature(secret, id, until)}`;
  }

  /** The file of a signed address. @throws ProtocolError `upload-unknown`, also when its time is over */
  async findSigned(id: string, until: number, key: string): Promise<StoredFile> {
    const row = await this.#ready(id);
    const expected = Buffer.from(signature(row.secret, id, until));
    const given = Buffer.from(key);
    const good = given.length === expected.length && timingSafeEqual(given, expected);
    if (!good || until < this.#options.clock.wallTime()) throw new ProtocolError('upload-unknown');
    return this.#stored(row);
  }

  /** Removes what was not sent within a day. To be called now and then. */
  async cleanUp(): Promise<void> {
    const before = this.#options.clock.wallTime() - UNSENT_LIFETIME;
    const rows = await this.#options.store.read((database) =>
      database
        .selectFrom('uploads')
        .select('id')
        .where('message', 'is', null)
        .where('created_at', '<', before)
        .execute(),
    );
    for (const { id } of rows) await this.#remove(id);
  }

  /** Removes the bytes of files whose rows are gone. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#removeBytes(id);
  }

  /** Removes bytes that no row knows: a process may have ended between the two. To be called at the start. */
  async sweep(): Promise<void> {
    for (const folder of ['uploads', 'files']) {
      const ids = [
        ...new Set((await readdir(join(this.#root, folder))).map((name) => name.replace(/\.(json|new)$/, ''))),
      ];
      for (let at = 0; at < ids.length; at += SWEEP_BATCH) {
        const batch = ids.slice(at, at + SWEEP_BATCH);
        const known = await this.#options.store.read((database) =>
          database.selectFrom('uploads').select('id').where('id', 'in', batch).execute(),
        );
        const kept = new Set(known.map(({ id }) => id));
        await this.forget(batch.filter((id) => !kept.has(id)));
      }
    }
  }

  /** Lets go of a temporary folder. */
  async close(): Promise<void> {
    if (this.#temporary) await rm(this.#root, { recursive: true, force: true });
  }

  /** The row first: a message that takes the file in this moment finds no row, or keeps the bytes. */
  async #remove(id: string): Promise<void> {
    const { numDeletedRows } = await this.#options.store.write((transaction) =>
      transaction.deleteFrom('uploads').where('id', '=', id).where('message', 'is', null).executeTakeFirst(),
    );
    if (numDeletedRows > 0n) await this.#removeBytes(id);
  }

  async #removeBytes(id: string): Promise<void> {
    await this.#forgetIncoming(id);
    for (const path of [this.#path(id), `${this.#path(id)}.new`]) await rm(path, { force: true });
  }

  async #takeIn(row: UploadRow): Promise<UploadRow> {
    const { id, name, type, received_size: size } = row;
    const incoming = this.#incomingPath(id);
    // Taken in before, by a process that ended before it could say so.
    const path = (await exists(incoming)) ? incoming : this.#path(id);
    const received = await stat(path).catch(() => null);
    if (received === null || (path === incoming && received.size !== size)) return row;
    const sha256 = await hashOf(path);
    try {
      if ((await this.#options.scan?.(path)) === 'harmful') throw new ProtocolError('file-unsafe');
      const examined = await examine(path, { name, type, size: received.size }, await this.#options.rules());
      const { bytes, width, height } = examined;
      if (bytes !== null) {
        await writeFile(`${this.#path(id)}.new`, bytes, { flush: true });
        await rename(`${this.#path(id)}.new`, this.#path(id));
      } else if (path === incoming) await rename(incoming, this.#path(id));
      await this.#forgetIncoming(id);
      const facts = { type: examined.type, width, height, sha256, size: bytes?.length ?? received.size };
      return await this.#update(id, { ...facts, state: 'ready' });
    } catch (error) {
      if (!(error instanceof ProtocolError) || error.verdict !== 'never') throw error;
      await this.#forgetIncoming(id);
      await rm(this.#path(id), { force: true });
      return this.#update(id, { state: error.code });
    }
  }

  async #forgetIncoming(id: string): Promise<void> {
    await rm(this.#incomingPath(id), { force: true });
    await this.incoming.configstore.delete(id).catch(() => undefined); // it was gone already
  }

  async #update(id: string, change: Partial<UploadRow>): Promise<UploadRow> {
    return this.#options.store.write((transaction) =>
      transaction.updateTable('uploads').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow(),
    );
  }

  #read(id: string): Promise<UploadRow | undefined> {
    return this.#options.store.read((database) =>
      database.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst(),
    );
  }

  async #ready(id: string): Promise<UploadRow> {
    const row = await this.#read(id);
    if (row?.state !== 'ready') throw new ProtocolError('upload-unknown');
    return row;
  }

  async #takesPart(actor: Actor, { conversation }: UploadRow): Promise<boolean> {
    if (conversation === null) return false;
    const found = await this.#options.store.read((database) =>
      database.selectFrom('conversations').select('visitor').where('id', '=', conversation).executeTakeFirst(),
    );
    return found !== undefined && mayUse(actor, found);
  }

  #stored(row: UploadRow): StoredFile {
    return { path: this.#path(row.id), attachment: attachmentOf(row) };
  }

  /** Ids are of letters, digits, `_` and `-`: they cannot leave the folder. */
  #path(id: string): string {
    return join(this.#root, 'files', id);
  }

  #incomingPath(id: string): string {
    return join(this.#root, 'uploads', id);
  }
}

function isOwner(actor: Actor, row: UploadRow): boolean {
  return row.owner_kind === actor.kind && row.owner === actor.id;
}

function signature(secret: string, id: string, until: number): string {
  return createHmac('sha256', secret).update(`${id} ${until}`).digest('base64url');
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

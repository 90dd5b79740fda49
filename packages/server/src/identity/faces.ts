/**
 * The pictures of agents (A14). A picture is looked at as every file is (X7): by its content, without what a camera writes
 * into it, scanned; and it is small, so that it is kept in the database, where every server has it.
 */
import { MAX_FACE_BYTES, MAX_FACE_SIDE, ProtocolError, type Author } from '@support-chat/protocol';
import type { Random } from '../clock.js';
import { agentAuthor, type AgentLooks } from '../conversation/participants.js';
import type { Files } from '../files/files.js';
import type { Database, Store } from '../store/store.js';
import type { Agents } from './agents.js';

/** Declared type → ending. Nothing that moves or that may hold a program. */
const ENDINGS: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };

/** A picture as it is served. */
export interface Face {
  readonly type: string;
  readonly bytes: Buffer;
  /** Names it: another picture has another one. */
  readonly version: string;
}

interface FacesOptions {
  readonly store: Store;
  readonly random: Random;
  readonly agents: Agents;
  readonly files: Files;
}

/** Keeps the pictures of one database. */
export class Faces {
  readonly #options: FacesOptions;

  constructor(options: FacesOptions) {
    this.#options = options;
  }

  /**
   * Gives an agent a picture in place of the one before.
   *
   * @param type - as it was declared
   * @returns the agent as others see them
   * @throws ProtocolError `not-found`, `file-type-refused`, `file-too-large`, `file-unsafe`
   */
  async put(agent: string, type: string, received: Uint8Array): Promise<Author> {
    const { files, random } = this.#options;
    const ending = ENDINGS[type];
    if (ending === undefined) {
      throw new ProtocolError('file-type-refused', { detail: 'A picture is a PNG, a JPEG or a WebP.' });
    }
    const { bytes, width, height } = await files.look({ name: `face.${ending}`, type }, received, {
      ...{ enabled: true, maxSize: MAX_FACE_BYTES, endings: [ending] },
    });
    if ((width ?? 0) > MAX_FACE_SIDE || (height ?? 0) > MAX_FACE_SIDE) {
      throw new ProtocolError('file-too-large', { detail: `A picture has ${MAX_FACE_SIDE} pixels a side at most.` });
    }
    return this.#set(agent, { type, bytes: Buffer.from(bytes).toString('base64'), face: random.id().slice(0, 8) });
  }

  /** Takes a picture back. Idempotent. @returns the agent as others see them @throws ProtocolError `not-found` */
  async remove(agent: string): Promise<Author> {
    return this.#set(agent, null);
  }

  /** Null when there is none. */
  async read(agent: string): Promise<Face | null> {
    const row = await this.#options.store.read((database) =>
      database
        .selectFrom('agent_faces as f')
        .innerJoin('agents as a', 'a.id', 'f.agent')
        .select(['f.type', 'f.bytes', 'a.face'])
        .where('f.agent', '=', agent)
        .executeTakeFirst(),
    );
    if (row?.face == null) return null;
    return { type: row.type, bytes: Buffer.from(row.bytes, 'base64'), version: row.face };
  }

  async #set(
    agent: string,
    picture: { readonly type: string; readonly bytes: string; readonly face: string } | null,
  ): Promise<Author> {
    const { store, agents } = this.#options;
    const looks = await store.write(async (transaction): Promise<AgentLooks | undefined> => {
      const row = await transaction
        .updateTable('agents')
        .set({ face: picture?.face ?? null })
        .where('id', '=', agent)
        .returning(['id', 'name', 'title', 'face'])
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await transaction.deleteFrom('agent_faces').where('agent', '=', agent).execute();
      if (picture !== null) {
        const { type, bytes } = picture;
        await transaction.insertInto('agent_faces').values({ agent, type, bytes }).execute();
      }
      return row;
    });
    if (looks === undefined) throw new ProtocolError('not-found', { detail: 'There is no such agent.' });
    return agents.tellLooks(looks);
  }
}

/** Addresses of the pictures of those who have one, by name; of two of one name the one who came first. */
export async function facesByName(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom('agents')
    .select(['id', 'name', 'face'])
    .where('face', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return new Map(
    rows.flatMap((row) => {
      const { avatarUrl } = agentAuthor(row);
      return avatarUrl === undefined ? [] : [[row.name, avatarUrl] as const];
    }),
  );
}

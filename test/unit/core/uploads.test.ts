import {
  createChat,
  createMemoryStorage,
  type Chat,
  type FileStorage,
  type KeptFile,
  type KeptFiles,
} from '@support-chat/core';
import {
  AdapterError,
  type Attachment,
  type ChatConnection,
  type ClientCommand,
  type FileBlob,
} from '@support-chat/protocol';
import { describe, expect, it, vi } from 'vitest';

const welcome = {
  type: 'welcome',
  protocol: 1,
  connection: 'connection-1',
  self: { kind: 'visitor', id: 'visitor-1' },
  session: { token: 'token', expiresAt: 1 },
  conversation: null,
  staffed: true,
  serverTime: 0,
} as const;

type Upload = NonNullable<ChatConnection['upload']>;

/** A back end that takes what it is given; `upload` decides about files. */
function backEnd(upload: Upload) {
  const sent: ClientCommand[] = [];
  return {
    sent,
    adapter: {
      name: 'test',
      open: ({ onEvent }: { onEvent(event: typeof welcome): void }) => {
        onEvent(welcome);
        return Promise.resolve({
          capabilities: {
            ...{ resume: true, idempotentSend: true, history: true, typing: true },
            ...{ receipts: true, endConversation: true, upload: true },
          },
          send: (command: ClientCommand) => {
            sent.push(command);
            const { id } = command;
            return Promise.resolve({
              type: 'ack',
              id,
              conversation: 'conversation',
              epoch: 'epoch-01',
              seq: sent.length,
              time: 0,
            } as const);
          },
          notify: () => undefined,
          close: () => undefined,
          upload: vi.fn(upload),
        });
      },
    },
  };
}

const done: Upload = (file, { id, name }) =>
  Promise.resolve({ id, name, type: '', size: file.size, url: '/' } as Attachment);
const file = { name: 'a.txt', type: 'text/plain', size: 3 };
const bytes = new Blob(['abc']);

async function attach(chat: Chat) {
  (await chat.files()).add(bytes, file);
  return chat.getState().uploads.at(-1)?.file ?? { ...file, id: '' };
}
const sendWith = (chat: Chat, text: string) =>
  chat.dispatch({
    type: 'send',
    text,
    details: {
      type: 'message-send',
      attachments: chat
        .getState()
        .uploads.filter(({ message }) => message === null)
        .map((one) => one.file),
    },
  });
const textsOf = (sent: readonly ClientCommand[]) =>
  sent.map((one) => (one.type === 'message-send' ? one.text : one.type));

describe('V11 uploads', () => {
  it('V11 a message waits for its files, those behind it wait too, and all go in order and once', async () => {
    let finish: (() => void) | undefined;
    const { adapter, sent } = backEnd(async (blob, options) => {
      await new Promise<void>((resolve) => (finish = resolve));
      return done(blob, options);
    });
    const chat = createChat({ adapter });
    await attach(chat);
    sendWith(chat, 'with a file');
    chat.dispatch({ type: 'send', text: 'behind it' });
    await vi.waitFor(() => expect(finish).toBeDefined());
    expect(chat.getState().uploads).toMatchObject([{ phase: 'uploading' }]);
    expect(chat.getState().outbox.map(({ phase }) => phase)).toEqual(['queued', 'queued']);
    expect(sent).toEqual([]);
    finish?.();
    await vi.waitFor(() => expect(textsOf(sent)).toEqual(['with a file', 'behind it']));
    expect(sent[0]).toMatchObject({ attachments: [{ name: 'a.txt' }] });
    await vi.waitFor(() => expect(chat.getState().uploads).toEqual([]));
  });

  it('V11 a cut upload is tried again at once when it had carried something; a refusal fails its message', async () => {
    const problems = ['network-failed', 'network-failed', 'file-type-refused'] as const;
    let attempt = 0;
    const { adapter, sent } = backEnd((_blob, { onProgress }) => {
      onProgress?.(++attempt);
      return Promise.reject(new AdapterError(problems[attempt - 1] ?? 'internal'));
    });
    const chat = createChat({ adapter });
    const errors: string[] = [];
    chat.on('error', ({ code }) => errors.push(code));
    await attach(chat);
    sendWith(chat, '');
    await vi.waitFor(() =>
      expect(chat.getState().outbox).toMatchObject([{ phase: 'failed', problem: { code: 'file-type-refused' } }]),
    );
    expect(attempt).toBe(3);
    expect(errors).toEqual(['file-type-refused']);
    expect(sent).toEqual([]);
    chat.dispatch({ type: 'discard', id: chat.getState().outbox[0]?.id ?? '' });
    expect(chat.getState().uploads).toEqual([]);
  });

  it('V11 two go at once; a pause stops one, and cancelling lets the next begin', async () => {
    const stopped: string[] = [];
    const { adapter } = backEnd((_blob, { signal, name }) => {
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          stopped.push(name);
          reject(new Error('aborted'));
        });
      });
    });
    const chat = createChat({ adapter });
    const files = await chat.files();
    for (const name of ['a', 'b', 'c']) files.add(bytes, { ...file, name });
    const phases = () => chat.getState().uploads.map(({ phase }) => phase);
    await vi.waitFor(() => expect(phases()).toEqual(['uploading', 'uploading', 'waiting']));
    const [a, b] = chat.getState().uploads;
    await vi.waitFor(() => {
      chat.dispatch({ type: 'pause-upload', id: a?.id ?? '' });
      expect(stopped).toEqual(['a']);
    });
    expect(phases()).toEqual(['paused', 'uploading', 'uploading']);
    chat.dispatch({ type: 'detach', id: b?.id ?? '' });
    await vi.waitFor(() => expect(stopped).toEqual(['a', 'b']));
    expect(files.get(b?.id ?? '')).toBeUndefined();
    chat.dispatch({ type: 'resume-upload', id: a?.id ?? '' });
    expect(phases()).toEqual(['uploading', 'uploading']);
  });

  it('V11 after a reload the file that the device kept goes on; one it did not keep is asked for, by its name', async () => {
    const storage = createMemoryStorage(true);
    const kept = new Map<string, { file: KeptFile; bytes: FileBlob }>();
    const opened: KeptFiles = {
      keep: (one, blob) => Promise.resolve(void kept.set(one.id, { file: one, bytes: blob })),
      assign: (id, message) => {
        const one = kept.get(id);
        if (one) kept.set(id, { ...one, file: { ...one.file, message } });
        return Promise.resolve();
      },
      load: (owner) => Promise.resolve([...kept.values()].filter((one) => one.file.owner === owner)),
      forget: (id) => Promise.resolve(void kept.delete(id)),
      close: () => undefined,
    };
    const files: FileStorage = {
      used: () => Promise.resolve(true),
      open: () => Promise.resolve(opened),
    };
    const silent = backEnd(() => new Promise(() => undefined));
    const first = createChat({ adapter: silent.adapter, ports: { storage, files } });
    await vi.waitFor(() => expect(first.getState().storage.owner).not.toBeNull());
    const one = await attach(first);
    sendWith(first, 'kept');
    const other = await attach(first);
    sendWith(first, 'not kept');
    await vi.waitFor(() => expect(first.getState().outbox.map(({ phase }) => phase)).toEqual(['queued', 'queued']));
    await vi.waitFor(() => expect([...kept.values()].map(({ file: { message } }) => message)).not.toContain(null));
    await first.destroy();
    kept.delete(other.id);

    const { adapter, sent } = backEnd(done);
    const second = createChat({ adapter, ports: { storage, files } });
    await vi.waitFor(() => expect(textsOf(sent)).toEqual(['kept']));
    expect(kept.has(one.id)).toBe(false);
    await vi.waitFor(() =>
      expect(second.getState().uploads).toMatchObject([{ id: other.id, phase: 'missing', file: { name: 'a.txt' } }]),
    );
    (await second.files()).add(bytes, other);
    await vi.waitFor(() => expect(textsOf(sent)).toEqual(['kept', 'not kept']));
    await second.destroy();
  });
});

/** How visitors see an agent, as it is said at the desk (A14): by agents of themselves, by owners of everybody. */
import '@support-chat/desk/define';
import { SupportDeskElement } from '@support-chat/desk';
import { problem, type Author } from '@support-chat/protocol';
import { createScriptedAdapter } from '@support-chat/testkit';
import { expect, waitUntil } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import { untilAtRest } from '../../support/mount-chat.js';
import { smallTargets } from '../../support/small-targets.js';

const ACCOUNT = { id: 'agent-0001', name: 'Ada', email: 'ada@example.org', role: 'owner' };

describe('how visitors see an agent (A14)', () => {
  const realFetch = window.fetch;
  let desk: SupportDeskElement;
  let author: Author;
  /** What changed something, and with what. */
  let calls: { readonly call: string; readonly body: unknown }[];
  let refused: boolean;

  const root = (): ShadowRoot => desk.shadowRoot as ShadowRoot;
  const until = (condition: () => unknown, what: string) =>
    waitUntil(() => Boolean(condition()), what, { timeout: 10_000 });
  const find = <Found extends Element = HTMLElement>(selector: string): Found => {
    const found = root().querySelector<Found>(selector);
    if (!found) throw new Error(`There is no ${selector}.`);
    return found;
  };
  const dialog = (): HTMLDialogElement | null => root().querySelector<HTMLDialogElement>('[part~="persona-dialog"]');
  const button = (name: string, within: ParentNode = root()): HTMLButtonElement => {
    const found = [...within.querySelectorAll('button')].find(
      ({ ariaLabel, textContent }) => (ariaLabel ?? textContent.trim()) === name,
    );
    if (!found) throw new Error(`There is no button ${name}.`);
    return found;
  };
  const findings = async (): Promise<string[]> => {
    await untilAtRest(desk);
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(desk);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  };

  /** The server of one agent, who is an owner. */
  const answer = (method: string, path: string, body: unknown): unknown => {
    if (path === '/v1/agent/me') return { agent: ACCOUNT, author };
    if (path === '/v1/agents' && method === 'GET') {
      const { title = null, avatarUrl } = author as Author & { title?: string | null };
      const more = {
        departments: null,
        skills: [],
        capacity: null,
        presence: 'available',
        version: JSON.stringify(author),
      };
      return { agents: [{ ...ACCOUNT, ...more, name: author.name, title, ...(avatarUrl && { avatarUrl }) }] };
    }
    if (method === 'GET') return {};
    calls.push({ call: `${method} ${path}`, body });
    if (path.endsWith('/face')) {
      const { avatarUrl: _before, ...others } = author;
      author = method === 'PUT' ? { ...others, avatarUrl: '/v1/faces/agent-0001?2' } : others;
    } else if (path === '/v1/agent/persona' || method === 'PATCH') {
      const { name, title } = body as { name: string; title: string };
      author = { ...author, name, title };
    }
    return { author };
  };

  beforeEach(async () => {
    calls = [];
    refused = false;
    author = { kind: 'agent', id: ACCOUNT.id, name: 'Ada' };
    SupportDeskElement.defaultAdapter = () =>
      createScriptedAdapter({ messages: 1, agent: { name: 'Ada', id: ACCOUNT.id } });
    window.fetch = (address, options) => {
      const { pathname } = new URL(new Request(address).url);
      const method = options?.method ?? 'GET';
      const { body } = options ?? {};
      if (refused && method !== 'GET')
        return Promise.resolve(Response.json(problem('file-too-large'), { status: 413 }));
      return Promise.resolve(
        Response.json(answer(method, pathname, typeof body === 'string' ? (JSON.parse(body) as unknown) : body)),
      );
    };
    desk = document.createElement('support-desk');
    desk.locale = 'en';
    document.body.append(desk);
    await until(() => root().querySelector('[part="persona-button"]'), 'the face is a button');
  });

  afterEach(() => {
    desk.remove();
    window.fetch = realFetch;
    SupportDeskElement.defaultAdapter = undefined;
  });

  async function choose(file: Blob, within: ParentNode): Promise<void> {
    const input = within.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input) throw new Error('Nothing can be chosen.');
    const chosen = new DataTransfer();
    chosen.items.add(new File([file], 'me.png', { type: file.type }));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await until(() => !within.querySelector('.face-field [aria-disabled="true"]'), 'it is dealt with');
  }

  const drawn = (width: number, height: number): Promise<Blob> => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    canvas.getContext('2d')?.fillRect(0, 0, width, height);
    return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error()))));
  };

  async function open(): Promise<HTMLDialogElement> {
    find('[part="persona-button"]').click();
    await until(() => dialog()?.querySelector('[name="title"]'), 'the dialog is there');
    return dialog() as HTMLDialogElement;
  }

  it('A14 an agent gives themselves a picture, cut to a small square, a name and a title, and sees it at once', async () => {
    const shown = await open();
    await until(() => root().activeElement === shown.querySelector('[name="name"]'), 'the name has the focus');
    expect(await findings()).to.deep.equal([]);
    expect(smallTargets(shown)).to.deep.equal([]);
    await choose(await drawn(400, 300), shown);
    expect(calls.map(({ call }) => call)).to.deep.equal(['PUT /v1/agents/agent-0001/face']);
    const sent = calls[0]?.body as Blob;
    expect(['image/webp', 'image/png']).to.include(sent.type);
    const { width, height } = await createImageBitmap(sent);
    expect([width, height]).to.deep.equal([256, 256]);
    const picture = find<HTMLImageElement>('.agent-bar .avatar img');
    expect(picture.src).to.equal(`${location.origin}/v1/faces/agent-0001?2`);
    expect(shown.querySelector('[role="status"]')?.textContent?.trim()).to.equal('The picture is changed.');
    expect(await findings()).to.deep.equal([]);

    shown.querySelector<HTMLInputElement>('[name="name"]')!.value = ' Ada L. ';
    shown.querySelector<HTMLInputElement>('[name="title"]')!.value = 'Master potter';
    button('Save', shown).click();
    await until(() => dialog() === null, 'it is saved');
    expect(calls[1]).to.deep.equal({ call: 'PUT /v1/agent/persona', body: { name: 'Ada L.', title: 'Master potter' } });
    expect(find('.agent-name').textContent?.trim()).to.equal('Ada L.');
  });

  it('A14 what is no picture, too large or without a name is said, and nothing is lost', async () => {
    const shown = await open();
    const wrong = (): string => shown.querySelector('.face-field [role="alert"]')?.textContent?.trim() ?? '';
    await choose(new Blob(['no picture'], { type: 'image/png' }), shown);
    expect(wrong()).to.include('This is no picture that browsers know.');
    expect(calls).to.deep.equal([]);
    refused = true;
    await choose(await drawn(30, 30), shown);
    expect(wrong()).to.equal('This file is too large.');
    expect(shown.querySelector('.avatar img') === null).to.equal(true);
    refused = false;
    shown.querySelector<HTMLInputElement>('[name="name"]')!.value = ' ';
    shown.querySelector<HTMLInputElement>('[name="title"]')!.value = 'Master potter';
    button('Save', shown).click();
    await until(() => shown.querySelector('[aria-invalid="true"]'), 'the name is wanted');
    expect(shown.querySelector<HTMLInputElement>('[name="title"]')?.value).to.equal('Master potter');
    expect(calls).to.deep.equal([]);
    expect(await findings()).to.deep.equal([]);
  });

  it('A14 an owner does it for everybody in the settings, and takes a picture away', async () => {
    author = { ...author, avatarUrl: '/v1/faces/agent-0001?1' };
    button('Settings').click();
    await until(() => root().querySelector('[part~="settings"] .settings-row .avatar img'), 'the list has faces');
    button('Change Ada').click();
    await until(() => root().querySelector('#title-agent-0001'), 'the form is there');
    const title = find<HTMLInputElement>('#title-agent-0001');
    title.value = 'Apprentice';
    title.dispatchEvent(new Event('input', { bubbles: true }));
    button('Take the picture away').click();
    await until(() => !root().querySelector('.settings-row .avatar img'), 'the picture is gone');
    expect(calls.map(({ call }) => call)).to.deep.equal(['DELETE /v1/agents/agent-0001/face']);
    expect(await findings()).to.deep.equal([]);
    button('Save').click();
    await until(() => calls.length === 2, 'it is saved');
    expect(calls[1]?.call).to.equal('PATCH /v1/agents/agent-0001');
    expect(calls[1]?.body).to.include({ name: 'Ada', title: 'Apprentice' });
  });
});

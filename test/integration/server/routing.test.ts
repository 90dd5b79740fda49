/** A3 over HTTP: the owner says who works where, and how chats are given out. */
import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { startTestServer } from '../../support/test-server.js';

const BEN = { email: 'ben@shop.example', name: 'Ben', password: 'another long password' };

describe('the team of the owner', () => {
  let server: RunningServer;
  let cookie: string;
  let ben: string;
  beforeEach(async () => {
    server = await startTestServer({ owner: OWNER });
    cookie = await signIn(server.url);
    const made = await postJson(`${server.url}/v1/agents`, BEN, { Cookie: cookie });
    ({
      agent: { id: ben },
    } = (await made.json()) as { agent: { id: string } });
    expect((await write('PUT', 'settings/departments', [{ id: 'sales', name: 'Sales' }])).status).toBe(204);
  });
  afterEach(() => server.close());

  const write = (method: string, path: string, body: unknown, by = cookie) =>
    fetch(`${server.url}/v1/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie: by },
      body: JSON.stringify(body),
    });
  const place = (body: unknown, by?: string, id = ben) => write('PATCH', `agents/${id}`, body, by);
  const refused = async (response: Promise<Response>) => {
    const { status, code, detail } = (await (await response).json()) as Record<string, unknown>;
    return { status, code, detail };
  };
  const listed = async (): Promise<unknown> => {
    const response = await fetch(`${server.url}/v1/agents`, { headers: { Cookie: cookie } });
    return ((await response.json()) as { agents: { id: string }[] }).agents.find(({ id }) => id === ben);
  };

  it('A3 departments, skills and capacity are said one by one, and stay until something else is said', async () => {
    const nothing = { id: ben, name: 'Ben', role: 'agent', departments: null, skills: [], capacity: null };
    expect(await listed()).toMatchObject(nothing);
    const answer = await place({ departments: ['sales'], capacity: 8 });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        agent: {
          ...{ ...nothing, email: BEN.email, title: null, departments: ['sales'], capacity: 8, presence: 'available' },
          version: expect.stringMatching(/^[\w-]{22}$/) as unknown,
        },
      },
    ]);
    await place({ skills: ['german'] });
    expect(await listed()).toMatchObject({ departments: ['sales'], skills: ['german'], capacity: 8 });
    await place({ departments: null, capacity: null });
    expect(await listed()).toMatchObject({ departments: null, skills: ['german'], capacity: null });
    expect((await place({})).status).toBe(200);
  });

  it('A3 a capacity of 0, of 99 and of a half is refused by name, and what stood stands', async () => {
    await place({ capacity: 2 });
    for (const capacity of [0, 9, 99, 2.5, '3', -1]) {
      expect(await refused(place({ capacity }))).toMatchObject({
        ...{ status: 400, code: 'frame-invalid', detail: expect.stringMatching(/^capacity: /) as unknown },
      });
      const routing = { mode: 'automatic', capacity };
      expect(await refused(write('PUT', 'settings/routing', routing))).toMatchObject({
        ...{ status: 400, code: 'settings-invalid', detail: expect.stringMatching(/^routing\.capacity/) as unknown },
      });
    }
    expect(await listed()).toMatchObject({ capacity: 2 });
  });

  it('A3 a department that there is not, an agent that there is not and a wrong field are refused', async () => {
    expect(await refused(place({ departments: ['sales', 'moon'] }))).toMatchObject({
      ...{ code: 'frame-invalid', detail: 'departments.1: expected the id of a department' },
    });
    expect(await refused(place({ capacity: 3 }, cookie, 'nobody-at-all'))).toMatchObject({ code: 'not-found' });
    expect(await refused(place({ wage: 3 }))).toMatchObject({ code: 'frame-invalid' });
    for (const wrong of [
      { mode: 'magic' },
      { mode: 'automatic', strategy: 'favourites' },
      { mode: 'automatic', overflow: [{ after: -1, to: 'form' }] },
      { mode: 'automatic', overflow: [{ after: 5, to: 'moon' }] },
      { mode: 'automatic', skills: [{ field: '', answer: 'a', skill: 'b' }] },
      {},
    ]) {
      expect(await refused(write('PUT', 'settings/routing', wrong))).toMatchObject({ code: 'settings-invalid' });
    }
    expect(await listed()).toMatchObject({ departments: null });
  });

  it('A3 only owners place agents and set rules, and pages are told neither', async () => {
    const other = await signIn(server.url, { email: BEN.email, password: BEN.password });
    expect(await refused(place({ capacity: 8 }, other))).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await refused(place({ capacity: 8 }, 'sc_agent=none'))).toMatchObject({ status: 401 });
    const routing = { mode: 'automatic', strategy: 'round-robin', overflow: [{ after: 60, to: 'anybody' }] };
    expect(await refused(write('PUT', 'settings/routing', routing, other))).toMatchObject({ code: 'forbidden' });
    expect((await write('PUT', 'settings/routing', routing)).status).toBe(204);
    const site = (await (await fetch(`${server.url}/v1/site`)).json()) as object;
    expect(site).toEqual({ departments: [{ id: 'sales', name: 'Sales' }] });
    const settings = await fetch(`${server.url}/v1/settings`, { headers: { Cookie: cookie } });
    expect(await settings.json()).toMatchObject({ routing });
  });
});

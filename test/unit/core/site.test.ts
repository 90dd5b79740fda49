import { AdapterError, type ChatAdapter } from '@support-chat/protocol';
import { createChat } from '@support-chat/core';
import { createScriptedAdapter } from '@support-chat/testkit';
import { expect, it, vi } from 'vitest';
import { ChatDriver, snapshot } from '../../support/chat-driver.js';

const site = { panel: { title: 'Lumen' } };

it("a visitor's chat asks for the owner's settings when it starts, and reads what comes", () => {
  const driver = new ChatDriver();
  expect(driver.all('load-site')).toHaveLength(1);
  driver.input({ type: 'site-loaded', raw: { ...site, later: 1 } });
  expect(driver.state.site).toEqual(site);
  driver.online();
  expect(driver.all('load-site')).toHaveLength(1);
});

it('asks again with the next welcome when they did not come, and says so in the log', () => {
  const driver = new ChatDriver();
  driver.input({ type: 'site-failed', problem: new AdapterError('network-failed').problem });
  expect(driver.last('log')).toMatchObject({ event: 'site-failed', facts: { code: 'network-failed' } });
  driver.online();
  driver.close('connection-lost');
  driver.pass(1_000);
  const asked = driver.all('load-site').length;
  driver.welcome(snapshot([]));
  expect(driver.all('load-site')).toHaveLength(asked + 1);
});

it('A12 a change is taken in the place of what there was, and asked for after a connection was lost', () => {
  const driver = new ChatDriver();
  driver.input({ type: 'site-loaded', raw: site });
  driver.online();
  driver.event({ type: 'site-changed', site: { look: { accent: '#0f6b3a' }, panel: { title: 7 } } });
  expect(driver.state.site).toEqual({ look: { accent: '#0f6b3a' } });
  expect(driver.all('load-site')).toHaveLength(1);
  driver.close('connection-lost');
  driver.pass(1_000);
  driver.welcome(snapshot([]));
  expect(driver.all('load-site')).toHaveLength(2);
});

it('an agent has no use for them', () => {
  expect(new ChatDriver({ role: 'agent', conversationId: 'conversation-1' }).all('load-site')).toEqual([]);
});

it('another back end has other settings, and what the one before still says is not heard', async () => {
  let answer: (raw: unknown) => void = () => undefined;
  const slow: ChatAdapter = {
    ...createScriptedAdapter(),
    loadSite: () => new Promise((resolve) => (answer = resolve)),
  };
  const chat = createChat({ adapter: slow });
  chat.setAdapter(createScriptedAdapter({ site }));
  await vi.waitFor(() => expect(chat.getState().site).toEqual(site));
  answer({ panel: { title: 'Of the one before' } });
  await Promise.resolve();
  expect(chat.getState().site).toEqual(site);
  await chat.destroy();
});

it('a back end that has none leaves those of the page alone', async () => {
  const { loadSite: _none, ...adapter } = createScriptedAdapter();
  const chat = createChat({ adapter });
  chat.dispatch({ type: 'connect' });
  await vi.waitFor(() => expect(chat.getState().connection.phase).toBe('online'));
  expect(chat.getState().site).toBeNull();
  await chat.destroy();
});

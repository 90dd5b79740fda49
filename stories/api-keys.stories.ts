/** The page of the settings on which owners make API keys. */
import type { SettingsSource } from '@support-chat/desk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { find, openSettings, ownersDesk, press, type DeskView } from './desk-stage.js';

const DAY = 24 * 60 * 60 * 1000;
const key = {
  ...{ id: 'key-1', name: 'Nightly report', hint: 'sck_3f9a12c4', scopes: ['archive:read', 'statistics:read'] },
  ...{ createdAt: Date.now() - 9 * DAY, createdBy: { id: 'agent-0000', name: 'Anna' } },
  ...{ expiresAt: Date.now() + 81 * DAY, lastUsedAt: Date.now() - 4 * 60_000, revokedAt: null },
};
const keys = [
  key,
  { ...key, id: 'key-2', name: 'Order robot', scopes: ['conversations:write'], expiresAt: null, lastUsedAt: null },
  { ...key, id: 'key-3', name: 'Old import', scopes: ['content:write'], revokedAt: Date.now() - DAY },
];

const settings: SettingsSource = {
  self: 'agent-0000',
  call: (method, path) => {
    if (path === '/agents') return Promise.resolve({ agents: [] });
    if (path !== '/api-keys') return Promise.resolve({ version: '1' });
    if (method === 'GET') return Promise.resolve({ apiKeys: keys });
    const secret = `${key.hint}5b0e4d7c9f21a8b3d6e0c4f7_9QhT1x0m3vB7yKc2LwZs5dNfRg8UpJa4EoYi6tXbHqM`;
    return Promise.resolve({ apiKey: { ...key, id: 'key-4', name: 'Robot', lastUsedAt: null, secret } });
  },
};

const meta: Meta<DeskView> = {
  title: 'Desk/API keys',
  component: 'support-desk',
  render: ownersDesk(settings),
};
export default meta;

type Story = StoryObj<DeskView>;

/** Those there are, and one that opens nothing any more. */
export const List: Story = {
  async play({ canvasElement }) {
    await openSettings(canvasElement, 'API');
    await find(canvasElement, '.settings-list', 'Old import');
  },
};

/** What a new one may do. */
export const NewKey: Story = {
  async play(context) {
    await List.play?.(context);
    await press(context.canvasElement, '#key-add');
    await find(context.canvasElement, '#scope-audit-read');
  },
};

/** The one time that it is shown. */
export const Made: Story = {
  async play(context) {
    const { canvasElement } = context;
    await NewKey.play?.(context);
    const name = (await find(canvasElement, '#key-name')) as HTMLInputElement;
    name.value = 'Robot';
    name.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await press(canvasElement, '#scope-statistics-read');
    await press(canvasElement, 'button[type="submit"]');
    await find(canvasElement, '#key-secret');
  },
};

export const NewKeyPhone: Story = { ...NewKey, args: { width: '390px' } };
export const MadeDark: Story = { ...Made, args: { attributes: { 'color-scheme': 'dark', locale: 'de' } } };

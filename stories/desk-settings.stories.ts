/** What owners set at the desk, in place of the columns. */
import type { SettingsSource } from '@support-chat/desk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { openSettings, ownersDesk, press, rootOf, type DeskView } from './desk-stage.js';

const team = ['Anna', 'Ben', 'Cem'].map((name, index) => ({
  ...{
    id: `agent-000${index}`,
    name,
    email: `${name.toLowerCase()}@shop.example`,
    role: index === 0 ? 'owner' : 'agent',
    title: index === 0 ? 'Master potter' : null,
  },
  ...{ departments: null, skills: [], capacity: null, presence: index === 2 ? 'away' : 'available', version: '1' },
}));

const settings: SettingsSource = {
  self: 'agent-0000',
  call: (_method, path) => {
    if (path === '/agents') return Promise.resolve({ agents: team });
    if (path === '/agent/team') return Promise.resolve({ agents: [], departments: [{ id: 'service', waiting: 2 }] });
    if (path === '/settings/departments')
      return Promise.resolve({ value: [{ id: 'service', name: 'Service' }], version: '1' });
    if (path === '/settings/routing') {
      const overflow = [{ from: 'service', after: 120, to: 'form' }];
      return Promise.resolve({ value: { mode: 'automatic', overflow }, version: '1' });
    }
    if (path === '/agent/articles') return Promise.resolve({ articles });
    if (path.startsWith('/articles/'))
      return Promise.resolve({ ...articles[0], text: 'Nothing from **100 euros** on.' });
    if (path === '/settings/origins') return Promise.resolve({ version: '1', started: ['https://shop.example'] });
    if (path === '/settings/files') return Promise.resolve({ value: { maxSize: 5_000_000 }, version: '1' });
    if (path === '/settings/triggers') return Promise.resolve({ value: offers, version: '1' });
    return Promise.resolve({ version: '1' });
  },
};

const articles = [
  { id: 'postage', title: 'What postage costs', position: 1, version: '1' },
  { id: 'returns', title: 'Rückgabe', locale: 'de', position: 2, version: '1' },
];

const offers = [
  {
    ...{ id: 'cart-help', text: 'From 120 € on we pay the postage. Any question left?', author: { name: 'Anna' } },
    when: {
      all: [{ cart: { value: { atLeast: 100 } } }, { any: [{ url: { contains: '/cart' } }, { exitIntent: true }] }],
    },
  },
  { id: 'leaving', text: 'May I answer something before you go?', when: { exitIntent: true }, off: true },
];

const meta: Meta<DeskView> = {
  title: 'Desk/Settings',
  component: 'support-desk',
  render: ownersDesk(settings),
};
export default meta;
type Story = StoryObj<DeskView>;

export const Team: Story = {
  async play({ canvasElement }) {
    await openSettings(canvasElement, 'Agents');
    await rootOf(canvasElement, 'ben@shop.example');
  },
};

export const Departments: Story = {
  async play({ canvasElement }) {
    await openSettings(canvasElement, 'Departments');
    await rootOf(canvasElement, 'Who waits too long');
  },
};

/** One part as the server was started, one as the owner has set it. */
export const Site: Story = {
  async play({ canvasElement }) {
    await openSettings(canvasElement, 'Site');
    await rootOf(canvasElement, 'As the server was started: https://shop.example');
  },
};

/** A proactive message and when it is shown. */
export const Triggers: Story = {
  async play({ canvasElement }) {
    await openSettings(canvasElement, 'Proactive');
    await rootOf(canvasElement, 'May I answer something');
    await press(canvasElement, '#trigger-0-edit');
    await rootOf(canvasElement, 'When it is shown');
  },
};

/** An article that is being changed. */
export const Articles: Story = {
  async play({ canvasElement }) {
    await openSettings(canvasElement, 'Articles');
    await rootOf(canvasElement, 'What postage costs');
    await press(canvasElement, '[aria-label="Change What postage costs"]');
    await rootOf(canvasElement, 'Question or title');
  },
};

export const TriggersPhone: Story = { ...Triggers, args: { width: '390px' } };
export const Dark: Story = { ...Departments, args: { attributes: { 'color-scheme': 'dark' } } };
export const Phone: Story = { ...Departments, args: { width: '390px' } };

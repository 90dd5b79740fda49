/** The page of the settings on which owners tell other systems of the chats. */
import type { SettingsSource } from '@support-chat/desk';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { find, openSettings, ownersDesk, press, type DeskView } from './desk-stage.js';

const NOW = Date.now();
const taken = {
  ...{ conversation: 'conversation-1', seq: 7, type: 'message-added', triedAt: NOW - 600_000, milliseconds: 84 },
  ...{ problem: null, failure: null, status: null, nextAt: null },
};
const attempts = [
  {
    ...taken,
    ...{ seq: 8, triedAt: NOW - 60_000, problem: 'It answered HTTP 503.', failure: 'refused', status: 503 },
    nextAt: NOW + 120_000,
  },
  taken,
  {
    ...taken,
    type: 'rating-given',
    triedAt: NOW - 900_000,
    problem: 'It could not be reached.',
    failure: 'unreachable',
  },
];
const webhook = {
  ...{ id: 'webhook-1', name: 'Our CRM', url: 'https://crm.example/chat-hook', events: null, answers: false },
  ...{ paused: false, createdAt: NOW - 9e8, version: '1', failing: 1, failingSince: NOW - 60_000, last: attempts[0] },
};
const webhooks = [
  webhook,
  {
    ...{ ...webhook, id: 'webhook-2', name: 'Team on Telegram', url: 'https://relay.example/', answers: true },
    ...{ paused: true, failing: 0, failingSince: null, last: null },
  },
];

const settings: SettingsSource = {
  self: 'agent-0000',
  call: (method, path) => {
    if (path === '/agents') return Promise.resolve({ agents: [] });
    if (path === '/webhooks' && method === 'GET') return Promise.resolve({ webhooks });
    if (path === '/webhooks') {
      return Promise.resolve({ webhook: { ...webhook, id: 'webhook-3', name: 'Till', secret: 'whsec_c2VjcmV0' } });
    }
    if (path.endsWith('/attempts')) return Promise.resolve({ attempts });
    return Promise.resolve({ version: '1' });
  },
};

const meta: Meta<DeskView> = {
  title: 'Desk/Webhooks',
  component: 'support-desk',
  render: ownersDesk(settings),
};
export default meta;

type Story = StoryObj<DeskView>;

/** How each does: one waits, one is paused. */
export const List: Story = {
  async play({ canvasElement }) {
    await openSettings(canvasElement, 'Webhooks');
    await find(canvasElement, '.settings-list', 'Team on Telegram');
  },
};

/** What is changed of one, and what was sent to it. */
export const Opened: Story = {
  async play(context) {
    await List.play?.(context);
    await press(context.canvasElement, '.settings-list [aria-expanded]');
    await find(context.canvasElement, '.webhook-log', '503');
  },
};

/** The one time that its secret is shown. */
export const Made: Story = {
  async play(context) {
    const { canvasElement } = context;
    await List.play?.(context);
    await press(canvasElement, '#webhook-add');
    for (const [id, value] of [
      ['name', 'Till'],
      ['url', 'https://till.example/'],
    ]) {
      const field = (await find(canvasElement, `#webhook-${id}-new`)) as HTMLInputElement;
      field.value = value ?? '';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    await press(canvasElement, 'button[type="submit"]');
    await find(canvasElement, '#webhook-secret');
  },
};

export const OpenedPhone: Story = { ...Opened, args: { width: '390px' } };
export const MadeDark: Story = { ...Made, args: { attributes: { 'color-scheme': 'dark', locale: 'de' } } };

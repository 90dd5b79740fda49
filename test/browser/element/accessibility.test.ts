import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { SupportChatElement } from '@support-chat/element';
import type { ScriptedAdapter } from '@support-chat/testkit';
import {
  chooseFromMenu,
  find,
  inside,
  mountChat,
  part,
  shownMessages,
  teaserShown,
  unmountChats,
  until,
  untilAtRest,
  type MountOptions,
} from '../../support/mount-chat.js';
import { setViewport } from '../../support/set-viewport.js';
import { smallTargets } from '../../support/small-targets.js';

interface State {
  readonly options?: MountOptions;
  readonly phone?: boolean;
  readonly arrange?: (chat: SupportChatElement, adapter: ScriptedAdapter) => Promise<unknown>;
}

const articles = [
  {
    id: 'returns',
    title: 'Sending something back',
    text: 'Within **30 days**.\n\n- in one piece\n- [the form](https://shop.example/returns)',
  },
  { id: 'postage', title: 'Postage', text: 'Free from 100 euros on.' },
];
const talk = [
  { from: 'visitor', text: 'Where is my order?' },
  { from: 'agent', text: 'On its way, see **https://example.com/a**:\n\n- one\n- two\n\n`JD0142`' },
] as const;
const shown = async (chat: SupportChatElement): Promise<void> => {
  await chat.show();
  await until(() => shownMessages(chat).length > 0);
};

const states: Readonly<Record<string, State>> = {
  closed: {},
  'closed with a teaser': {
    options: { script: { messages: talk } },
    arrange: async (chat, adapter) => {
      await shown(chat);
      chat.hide();
      adapter.agentSays('Still there?');
      await until(() => teaserShown(chat));
    },
  },
  empty: {
    arrange: async (chat) => {
      await chat.show();
      await until(() => chat.state?.connection.phase === 'online' && !find(chat, '.home').hidden);
    },
  },
  help: {
    options: { script: { articles } },
    arrange: async (chat) => {
      await chat.show();
      await until(() => inside(chat).querySelectorAll('[part~="help-item"]').length === 2);
    },
  },
  article: {
    options: { script: { articles } },
    arrange: async (chat) => {
      await chat.show();
      await until(() => inside(chat).querySelector('[part~="help-item"]'));
      part(chat, 'help-item').click();
      await until(() => inside(chat).querySelector('[part~="help-article"]'));
    },
  },
  live: { options: { script: { messages: talk } }, arrange: shown },
  dark: { options: { script: { messages: talk }, attributes: { 'color-scheme': 'dark' } }, arrange: shown },
  inline: { options: { script: { messages: talk }, attributes: { mode: 'inline' } }, arrange: shown },
  phone: { phone: true, options: { script: { messages: talk } }, arrange: shown },
  ended: { options: { script: { messages: talk, phase: 'ended' } }, arrange: shown },
  menu: {
    options: { script: { messages: talk } },
    arrange: async (chat) => {
      await shown(chat);
      find(chat, '.menu-button').click();
      await until(() => inside(chat).querySelector('[role="menu"]'));
    },
  },
  'plain view': {
    options: { script: { messages: talk } },
    arrange: async (chat) => {
      await shown(chat);
      await chooseFromMenu(chat, 'Show whole conversation as text');
      await until(() => inside(chat).querySelector('.page'));
    },
  },
  'a failed message': {
    options: { script: { messages: talk } },
    arrange: async (chat, adapter) => {
      await shown(chat);
      adapter.refuseNext('message-empty');
      await chat.send('Refused');
      await until(() => inside(chat).querySelector('[part~="retry"]'));
    },
  },
  stopped: {
    arrange: async (chat, adapter) => {
      adapter.goOffline('origin-refused');
      await chat.show();
      await until(() => inside(chat).querySelector('.line.stopped'));
    },
  },
  'a text that is too long': {
    arrange: async (chat) => {
      await chat.show();
      const field = part<HTMLTextAreaElement>(chat, 'input');
      field.value = 'x'.repeat(10_500);
      field.dispatchEvent(new InputEvent('input'));
      await until(() => !find(chat, '.counter').hidden);
    },
  },
};

describe('V26 <support-chat> has no accessibility finding', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }));
  afterEach(async () => {
    unmountChats();
    await setViewport({ width: 1000, height: 700 });
  });

  for (const [name, { options, phone, arrange }] of Object.entries(states)) {
    it(name, async function () {
      this.timeout(30_000);
      if (phone) await setViewport({ width: 390, height: 700 });
      const { chat, adapter } = await mountChat(options);
      await arrange?.(chat, adapter);
      await untilAtRest(chat);
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(chat, {
        resultTypes: ['violations'],
        rules: { 'target-size': { enabled: true } }, // of WCAG 2.2, off unless asked for
      });
      const findings = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
      expect(findings).to.deep.equal([]);
      expect(smallTargets(inside(chat)), 'Y6').to.deep.equal([]);
    });
  }
});

/** The back ends that a chat can be given in these stories: two in the page, and one entry for each adapter, with what it has to be told. */
import { createAiSdkAdapter, createChatCompletionsAdapter } from '@support-chat/adapter-ai';
import { createChatwootAdapter } from '@support-chat/adapter-chatwoot';
import { createDirectLineAdapter, type DirectLineToken } from '@support-chat/adapter-directline';
import { createLiveHelperChatAdapter } from '@support-chat/adapter-livehelperchat';
import { createMatrixAdapter } from '@support-chat/adapter-matrix';
import { createMqttAdapter } from '@support-chat/adapter-mqtt';
import { createNchanAdapter } from '@support-chat/adapter-nchan';
import { createRocketChatAdapter } from '@support-chat/adapter-rocketchat';
import { createXmppAdapter } from '@support-chat/adapter-xmpp';
import type { ChatAdapter } from '@support-chat/protocol';
import { createAutoAdapter } from 'support-chat';
import { answersInPage } from './model-in-page.js';

export interface BackEnd {
  readonly name: string;
  /** What has to be known of it, with something to begin with. None: it is in the page. */
  readonly fields: Readonly<Record<string, string>>;
  make(values: Readonly<Record<string, string>>): ChatAdapter;
}

/** A back end whose adapter is told these things, by the names of its options. */
function reached<Field extends string>(
  name: string,
  fields: Readonly<Record<Field, string>>,
  make: (values: Readonly<Record<Field, string>>) => ChatAdapter,
): BackEnd {
  return { name, fields, make: (values) => make({ ...fields, ...values }) };
}

/** By the id that stories name them by. `team` is made by the stage. */
export const BACK_ENDS = {
  model: reached('A model in this page', {}, () =>
    createChatCompletionsAdapter({
      api: 'https://in-this-page.example',
      fetch: answersInPage,
      bot: { name: 'Model' },
    }),
  ),
  reference: reached('Our server', { server: 'http://localhost:8080' }, createAutoAdapter),
  chatwoot: reached('Chatwoot', { server: 'https://app.chatwoot.example', inbox: 'abc123' }, createChatwootAdapter),
  rocketchat: reached('Rocket.Chat', { server: 'https://open.rocket.example' }, createRocketChatAdapter),
  directline: reached('Direct Line', { tokens: 'https://shop.example/bot-token' }, ({ tokens }) =>
    createDirectLineAdapter({
      getToken: async () => (await (await fetch(tokens, { method: 'POST' })).json()) as DirectLineToken,
    }),
  ),
  aiSdk: reached('AI SDK', { api: 'https://shop.example/api/chat' }, createAiSdkAdapter),
  completions: reached('chat/completions', { api: 'https://shop.example/v1' }, createChatCompletionsAdapter),
  xmpp: reached(
    'XMPP',
    {
      server: 'wss://xmpp.example/xmpp-websocket',
      domain: 'guests.example',
      rooms: 'rooms.example',
      agent: 'ada@xmpp.example',
    },
    ({ agent, ...options }) => createXmppAdapter({ ...options, agents: [agent] }),
  ),
  livehelperchat: reached('Live Helper Chat', { server: 'https://help.shop.example' }, createLiveHelperChatAdapter),
  matrix: reached('Matrix', { server: 'https://matrix.example', room: '!support:matrix.example' }, ({ server, room }) =>
    createMatrixAdapter({ server, getRoom: () => room }),
  ),
  mqtt: reached('MQTT', { server: 'wss://mqtt.example/mqtt' }, createMqttAdapter),
  nchan: reached('nchan', { server: 'https://hub.example' }, createNchanAdapter),
} satisfies Readonly<Record<string, BackEnd>>;

export type BackEndId = 'team' | keyof typeof BACK_ENDS;

/** What runs in the page of `chat-page.ts`: the element as a site has it, with the adapter that the page's data names. */
import 'support-chat/define';
import { createAiSdkAdapter } from '@support-chat/adapter-ai';
import { createChatwootAdapter } from '@support-chat/adapter-chatwoot';
import { createDirectLineAdapter, type DirectLineToken } from '@support-chat/adapter-directline';
import { createLiveHelperChatAdapter } from '@support-chat/adapter-livehelperchat';
import { createMatrixAdapter, type MatrixAccount } from '@support-chat/adapter-matrix';
import { createMqttAdapter } from '@support-chat/adapter-mqtt';
import { createNchanAdapter } from '@support-chat/adapter-nchan';
import { createRocketChatAdapter } from '@support-chat/adapter-rocketchat';
import { createXmppAdapter } from '@support-chat/adapter-xmpp';
import type { SupportChatConfig } from '@support-chat/element';
import type { ChatAdapter } from '@support-chat/protocol';
import { fallback } from '@support-chat/browser';
import { createAutoAdapter } from 'support-chat';

/** As the README of the adapter has it: the server of the site makes accounts and rooms. */
function createMatrix({ server, site }: { readonly server: string; readonly site: string }) {
  const ask = (path: string, body: unknown): Promise<Response> =>
    fetch(site + path, { method: 'POST', body: JSON.stringify(body) });
  return createMatrixAdapter({
    server,
    getAccount: async () => (await (await ask('/account', {})).json()) as MatrixAccount,
    getRoom: async (request) => (await ask('/room', request)).text(),
  });
}

/** As the README of the adapter has it: the server of the site has the secret, and gives tokens. */
function createDirectLine({ domain, tokens }: { readonly domain: string; readonly tokens: string }) {
  return createDirectLineAdapter({
    domain,
    getToken: async (request) =>
      (await (await fetch(tokens, { method: 'POST', body: JSON.stringify(request) })).json()) as DirectLineToken,
  });
}

const makers = {
  aiSdk: createAiSdkAdapter,
  auto: createAutoAdapter,
  chatwoot: createChatwootAdapter,
  directLine: createDirectLine,
  liveHelperChat: createLiveHelperChatAdapter,
  matrix: createMatrix,
  mqtt: createMqttAdapter,
  nchan: createNchanAdapter,
  rocketChat: createRocketChatAdapter,
  xmpp: createXmppAdapter,
};

type Makers = typeof makers;

/** An adapter by the name of what makes it, and the options for that: what JSON can say. */
type PageBackEnd = {
  [Name in keyof Makers]: { readonly make: Name; readonly options: Parameters<Makers[Name]>[0] };
}[keyof Makers];

/** One, or several of which the next is for when those before it are away. */
export type PageAdapter = PageBackEnd | readonly [PageBackEnd, ...PageBackEnd[]];

const create = ({ make, options }: PageBackEnd): ChatAdapter => makers[make](options as never);
const isOne = (adapter: PageAdapter): adapter is PageBackEnd => 'make' in adapter;

const { adapter, config } = JSON.parse(document.querySelector('#chat')?.textContent ?? '') as {
  readonly adapter: PageAdapter;
  readonly config?: SupportChatConfig;
};
const chat = document.querySelector('support-chat');
if (chat) {
  if (config) chat.config = config;
  const [first, ...others] = isOne(adapter) ? [adapter] : adapter;
  chat.adapter = others.length > 0 ? fallback([create(first), ...others.map(create)]) : create(first);
}

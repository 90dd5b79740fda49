/** The dialect of `chat/completions`, which OpenAI began and most others speak. */
import type { ChatAdapter } from '@support-chat/protocol';
import { aiAdapter, type AiAdapterOptions } from './ai-adapter.js';
import { readChatCompletionChunk } from './read-chat-completion.js';

export interface ChatCompletionsOptions extends AiAdapterOptions {
  /** The base address of the site's proxy, to which `/chat/completions` is added. The key is the proxy's. */
  readonly api: string;
  /** Absent: the proxy knows. */
  readonly model?: string;
}

/** Reaches a proxy of the site to any back end that speaks `chat/completions`. */
export function createChatCompletionsAdapter({ model, ...options }: ChatCompletionsOptions): ChatAdapter {
  return aiAdapter(
    {
      name: 'chat-completions',
      address: (api) => `${api.replace(/\/$/, '')}/chat/completions`,
      body: (_id, messages) => ({
        ...(model !== undefined && { model }),
        stream: true,
        messages: messages.map(({ author, text }) => ({
          role: author.kind === 'visitor' ? 'user' : 'assistant',
          content: text,
        })),
      }),
      read: readChatCompletionChunk,
    },
    options,
  );
}

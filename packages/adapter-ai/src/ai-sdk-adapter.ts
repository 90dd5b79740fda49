/** The dialect of the AI SDK: UI message streams, as `toUIMessageStreamResponse()` sends them. */
import type { ChatAdapter } from '@support-chat/protocol';
import { aiAdapter, type AiAdapterOptions } from './ai-adapter.js';
import { readUiMessageChunk } from './read-ui-message-stream.js';

/**
 * Reaches an endpoint made with the AI SDK. An answer that is being written is gone on with at `GET {api}/{id}/stream`, where
 * the site has that.
 */
export function createAiSdkAdapter(options: AiAdapterOptions): ChatAdapter {
  return aiAdapter(
    {
      name: 'ai-sdk',
      address: (api) => api,
      resumeAddress: (api, id) => `${api.replace(/\/$/, '')}/${id}/stream`,
      body: (id, messages) => ({
        id,
        trigger: 'submit-message',
        messages: messages.map((message) => ({
          id: message.id,
          role: roleOf(message.author.kind),
          parts: [{ type: 'text', text: message.text }],
        })),
      }),
      read: readUiMessageChunk,
    },
    options,
  );
}

function roleOf(kind: string): 'user' | 'assistant' {
  return kind === 'visitor' ? 'user' : 'assistant';
}

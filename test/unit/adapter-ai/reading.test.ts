/** Both dialects are read without trust: what is odd says nothing, what fails is coded, nothing throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChatCompletionChunk } from '../../../packages/adapter-ai/src/read-chat-completion.js';
import { readUiMessageChunk } from '../../../packages/adapter-ai/src/read-ui-message-stream.js';
import { retryVerdict, type ErrorCode } from '@support-chat/protocol';
import { seeded } from '../../support/property.js';

const ui = (chunk: unknown) => readUiMessageChunk(JSON.stringify(chunk));
const completion = (chunk: unknown) => readChatCompletionChunk(JSON.stringify(chunk));

describe('AI SDK UI message stream', () => {
  it('reads text, paragraphs, sources, cards and the end', () => {
    expect(ui({ type: 'text-start', id: '1' })).toEqual([{ type: 'break' }]);
    expect(ui({ type: 'text-delta', id: '1', delta: 'Hi' })).toEqual([{ type: 'text', text: 'Hi' }]);
    expect(ui({ type: 'source-url', sourceId: 's', url: 'https://shop.example/a', title: 'A' })).toEqual([
      { type: 'source', source: { url: 'https://shop.example/a', title: 'A' } },
    ]);
    const card = { kind: 'choices', choices: [{ id: 'yes', label: 'Yes' }] };
    expect(ui({ type: 'data-card', data: card })).toEqual([{ type: 'card', card }]);
    expect(ui({ type: 'finish', finishReason: 'stop' })).toEqual([{ type: 'end' }]);
    expect(ui({ type: 'abort' })).toEqual([{ type: 'end' }]);
  });

  it('takes an error inside a stream of status 200 for one that may pass', () => {
    expect(ui({ type: 'error', errorText: 'Overloaded' })).toMatchObject([
      { type: 'failed', problem: { code: 'unavailable', detail: 'Overloaded' } },
    ]);
    expect(ui({ type: 'error' })).toMatchObject([{ type: 'failed', problem: { code: 'unavailable' } }]);
  });

  it('follows no address that is none of the web', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '/relative', 7, null]) {
      expect(ui({ type: 'source-url', url })).toEqual([]);
    }
  });
});

describe('chunks of chat/completions', () => {
  it('reads text, refusals, citations and the end', () => {
    expect(completion({ choices: [{ delta: { role: 'assistant', content: '' }, finish_reason: null }] })).toEqual([]);
    expect(completion({ choices: [{ delta: { content: 'Hi' } }] })).toEqual([{ type: 'text', text: 'Hi' }]);
    expect(completion({ choices: [{ delta: { refusal: 'I cannot.' } }] })).toEqual([
      { type: 'text', text: 'I cannot.' },
    ]);
    const url_citation = { url: 'https://shop.example/a', title: 'A', start_index: 0, end_index: 2 };
    expect(completion({ choices: [{ delta: { annotations: [{ type: 'url_citation', url_citation }] } }] })).toEqual([
      { type: 'source', source: { url: 'https://shop.example/a', title: 'A' } },
    ]);
    expect(completion({ choices: [{ delta: {}, finish_reason: 'length' }] })).toEqual([{ type: 'end' }]);
    expect(completion({ choices: [], usage: {} })).toEqual([]);
  });

  it.each<[object | string, ErrorCode, string]>([
    [{ type: 'server_error', code: null, message: 'Oops' }, 'unavailable', 'retry'],
    [{ type: 'requests', code: 'rate_limit_exceeded' }, 'rate-limited', 'retry'],
    [{ type: 'insufficient_quota', code: 'insufficient_quota' }, 'rate-limited', 'retry'],
    [{ type: 'invalid_request_error', code: 'context_length_exceeded' }, 'message-too-long', 'never'],
    [{ type: 'invalid_request_error', code: 'invalid_api_key' }, 'forbidden', 'never'],
    [{ type: 'invalid_request_error', code: 'content_policy_violation' }, 'forbidden', 'never'],
    ['Upstream timed out', 'unavailable', 'retry'],
  ])('codes the error %j', (error, code, verdict) => {
    expect(completion({ error })).toMatchObject([{ type: 'failed', problem: { code } }]);
    expect(retryVerdict(code)).toBe(verdict);
  });
});

describe('odd input', () => {
  const text = fc.oneof(
    fc.json(),
    fc.string(),
    fc.record({
      type: fc.constantFrom('text-delta', 'source-url', 'data-card', 'error', 'finish'),
      data: fc.anything(),
    }),
    fc.record({ choices: fc.anything(), error: fc.anything() }),
    fc.record({ choices: fc.array(fc.record({ delta: fc.anything(), finish_reason: fc.anything() })) }),
  );

  it('never throws and says nothing that is no part', () => {
    seeded(
      fc.property(text, (raw) => {
        const data =
          typeof raw === 'string'
            ? raw
            : (JSON.stringify(raw, (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value)) ?? '');
        for (const part of [...readUiMessageChunk(data), ...readChatCompletionChunk(data)]) {
          expect(['text', 'break', 'source', 'card', 'end', 'failed']).toContain(part.type);
        }
      }),
    );
  });
});

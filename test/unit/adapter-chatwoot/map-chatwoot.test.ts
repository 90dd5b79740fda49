/** What Chatwoot may send, and what becomes of it: also of what nobody should send. */
import { readCard } from '@support-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  phaseOf,
  readAuthor,
  readConversation,
  readCurrent,
  readMessage,
  submittedValues,
  type OwnNames,
} from '../../../packages/adapter-chatwoot/src/map-chatwoot.js';
import { seeded } from '../../support/property.js';

const NAMES: OwnNames = {
  idOf: (key, echoId) => (typeof echoId === 'string' ? echoId : `chatwoot-${key}`),
  sentAs: () => undefined,
};
const JANE = {
  id: 7,
  name: 'Jane Doe',
  available_name: 'Jane',
  avatar_url: 'https://chat.example/7.png',
  type: 'user',
};
const message = (more: object = {}) => ({
  ...{ id: 42, content: 'Hello', message_type: 1, content_type: 'text', content_attributes: {} },
  ...{ created_at: 1_700_000_000, conversation_id: 1, sender: JANE },
  ...more,
});
const read = (more?: object, names = NAMES) => readMessage(message(more), names);
const bodies = (more?: object, names = NAMES) => read(more, names)?.events.map(({ body }) => body);

describe('a message of Chatwoot', () => {
  const author = { kind: 'agent', id: 'user-7', name: 'Jane', avatarUrl: 'https://chat.example/7.png' };

  it('is an agent’s, with name and face', () => {
    expect(read()).toEqual({
      key: '42',
      deleted: false,
      isSurvey: false,
      by: author,
      events: [
        {
          key: '42',
          time: 1_700_000_000_000,
          body: { type: 'message-added', id: 'chatwoot-42', author, text: 'Hello' },
        },
      ],
    });
  });

  it('is the visitor’s own, under the id that it was sent with', () => {
    const own = { message_type: 0, sender: { id: 9, type: 'contact' }, echo_id: 'our-own-id' };
    expect(bodies(own)).toMatchObject([{ id: 'our-own-id', author: { kind: 'visitor', id: 'visitor' } }]);
  });

  it('is under no id that somebody else echoes', () => {
    expect(bodies({ echo_id: 'of-the-dashboard' })).toMatchObject([{ id: 'chatwoot-42' }]);
  });

  it('is a bot’s, or the house’s own', () => {
    const bot = { id: 3, name: 'Robot', type: 'agent_bot', avatar_url: '' };
    expect(bodies({ sender: bot })).toMatchObject([{ author: { kind: 'bot', id: 'agent_bot-3', name: 'Robot' } }]);
    expect(bodies({ message_type: 3, sender: undefined })).toMatchObject([{ author: { kind: 'bot', id: 'chatwoot' } }]);
  });

  it('is an entry of the contact form when it was sent as one', () => {
    const sent = {
      type: 'contact-submit',
      id: 'our-own-id',
      text: 'Hello',
      name: 'Ada',
      email: 'a@b.example',
    } as const;
    const body = { type: 'contact-submitted', name: 'Ada', email: 'a@b.example', text: 'Hello' };
    expect(bodies({ message_type: 0 }, { ...NAMES, sentAs: () => sent })).toMatchObject([body]);
  });

  it('is not shown when it is a note, an activity, empty or none', () => {
    expect(read({ private: true })).toBeNull();
    expect(read({ message_type: 2 })).toBeNull();
    expect(bodies({ content: null })).toEqual([]);
    expect(read({ id: 'x' })).toBeNull();
    for (const raw of [null, undefined, 7, 'text', [], '<html>']) expect(readMessage(raw, NAMES)).toBeNull();
  });

  it('is gone when it was deleted', () => {
    expect(read({ content_attributes: { deleted: true } })).toMatchObject({ deleted: true, events: [] });
  });

  it('stays text, whatever is in it (X6)', () => {
    const content = '<script>alert(1)</script><img src=x onerror=alert(1)>[a](javascript:alert(1))';
    expect(bodies({ content })).toMatchObject([{ text: content }]);
  });

  it('has the line ends that were written, not those of a form', () => {
    expect(bodies({ content: 'a\r\nb\nc' })).toMatchObject([{ text: 'a\nb\nc' }]);
  });

  it.each(['tomorrow', undefined, -5, Infinity, null])('has some time, also of %s', (created_at) => {
    expect(read({ created_at })?.events[0]?.time).toBe(0);
  });

  it('leaves out a face that is no address', () => {
    for (const avatar_url of ['javascript:alert(1)', 'data:image/svg+xml,<svg/>', '/relative.png', 7]) {
      expect(readAuthor({ ...JANE, avatar_url })).toEqual({ kind: 'agent', id: 'user-7', name: 'Jane' });
    }
  });

  it('carries files, under names that read as they are', () => {
    const file = (id: number, data_url: string) => ({ id, file_type: 'image', data_url, file_size: 12 });
    const base = 'https://chat.example/blobs/1';
    const attachments = [
      file(5, `${base}/caf%C3%A9.png?x=1`),
      file(6, `${base}/%E2%80%AEexe.png`),
      file(7, `${base}/%E0%A4%A`),
    ];
    const [body] = bodies({ content: null, attachments }) as unknown as [{ attachments: { name: string }[] }];
    expect(body).toMatchObject({
      text: '',
      attachments: [{ type: 'image/*', size: 12, url: `${base}/caf%C3%A9.png?x=1` }, {}, {}],
    });
    expect(body.attachments.map(({ name }) => name)).toEqual(['café.png', 'exe.png', '%E0%A4%A']);
  });

  it('leaves out files that are nowhere', () => {
    const attachments = [{ id: 1, file_type: 'location' }, { id: 2, data_url: 'javascript:alert(1)' }, null];
    expect(bodies({ attachments })?.[0]).not.toHaveProperty('attachments');
  });
});

describe('choices', () => {
  const items = [
    { title: 'Yes', value: 'y e s' },
    { title: 'No', value: 'n' },
  ];
  const select = (more: object = {}) => ({ content_type: 'input_select', content_attributes: { items, ...more } });
  const cardOf = (more: object) => readCard((bodies(more)?.[0] as { card?: unknown }).card);

  it('are offered', () => {
    const choices = [
      { id: '0', label: 'Yes' },
      { id: '1', label: 'No' },
    ];
    expect(cardOf(select())).toEqual({ kind: 'choices', choices });
  });

  it('are left to the words when they are too many or none', () => {
    const many = Array.from({ length: 11 }, (_, n) => ({ title: `Choice ${n}`, value: n }));
    for (const odd of [many, [], 'items', null, [{ title: 7 }]]) expect(cardOf(select({ items: odd }))).toBeNull();
  });

  it('were answered: an event of its own behind them', () => {
    const reading = read(select({ submitted_values: [{ title: 'No', value: 'n' }] }));
    expect(reading?.events.map(({ key }) => key)).toEqual(['42', '42/answer']);
    expect(reading?.events[1]?.body).toEqual({
      type: 'message-added',
      id: 'chatwoot-42/answer',
      author: { kind: 'visitor', id: 'visitor' },
      text: 'No',
      answer: { to: 'chatwoot-42', choice: '1' },
    });
  });

  it.each([[[{ value: 'other' }]], [[]], [null], [[{}]], ['n']])('were not answered by %j', (submitted_values) => {
    expect(bodies(select({ submitted_values }))).toHaveLength(1);
  });

  it('are answered in Chatwoot’s names, or not at all', () => {
    const to = 'chatwoot-42';
    expect(submittedValues(message(select()), { to, choice: '0' })).toEqual([{ title: 'Yes', value: 'y e s' }]);
    for (const choice of ['7', 'constructor', '-1']) {
      expect(submittedValues(message(select()), { to, choice })).toBeNull();
    }
    expect(submittedValues(message(), { to, choice: '0' })).toBeNull();
    expect(submittedValues(undefined, { to, choice: '0' })).toBeNull();
  });
});

describe('a rating', () => {
  const survey = (csat_survey_response?: object) =>
    read({
      message_type: 3,
      content_type: 'input_csat',
      content_attributes: { submitted_values: { csat_survey_response } },
    });

  it('is asked for without a word in the log: the panel asks by itself', () => {
    expect(survey()).toEqual({ key: '42', deleted: false, isSurvey: true, by: undefined, events: [] });
  });

  it('was given', () => {
    expect(survey({ rating: 4, feedback_message: 'Good' })).toMatchObject({
      events: [{ key: '42', body: { type: 'rating-given', id: 'chatwoot-42', score: 4, text: 'Good' } }],
    });
  });

  it.each([0, 6, -1, 'x', null, NaN])('of %s is none', (rating) => {
    expect(survey({ rating })?.events).toEqual([]);
  });
});

describe('a conversation of Chatwoot', () => {
  const uuid = '6f9f6a3e-0000-4000-8000-000000000001';

  it('is read, and nothing is when it has no number', () => {
    const facts = { number: 3, id: uuid, status: 'open', agentSeenAt: 5000 };
    expect(readConversation({ id: 3, uuid, status: 'open', agent_last_seen_at: 5 })).toEqual(facts);
    for (const raw of [null, {}, { id: 'x' }, '<html>', []]) expect(readConversation(raw)).toBeNull();
  });

  it('is current when it is the newest that is not resolved, else the newest', () => {
    const one = (id: number, status: string) => ({ id, uuid: `${uuid}-${id}`, status });
    expect(readCurrent([one(4, 'resolved'), one(2, 'open'), one(3, 'resolved')])?.number).toBe(2);
    expect(readCurrent([one(4, 'resolved'), one(3, 'resolved')])?.number).toBe(4);
    for (const raw of [[], [null], [{ id: 3 }], ['x']]) expect(readCurrent(raw)).toBeNull();
  });

  it('has a phase', () => {
    expect(phaseOf('open', false)).toBe('queued');
    expect(phaseOf('open', true)).toBe('live');
    expect(phaseOf('snoozed', true)).toBe('live');
    expect(phaseOf('pending', false)).toBe('bot');
    expect(phaseOf('resolved', true)).toBe('ended');
  });
});

it('nothing makes the mapping throw', () => {
  const keys = [
    'id',
    'content',
    'content_type',
    'content_attributes',
    'attachments',
    'sender',
    'message_type',
    'created_at',
  ];
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('input_select', 'input_csat', 0, 1, 2));
  const raw = fc.oneof(fc.dictionary(fc.constantFrom(...keys), value), fc.jsonValue());
  seeded(
    fc.property(raw, (any) => {
      readMessage(any, NAMES);
      readConversation(any);
      readCurrent([any]);
      readAuthor(any);
      submittedValues(any, { to: 'chatwoot-42', choice: '0' });
    }),
  );
});

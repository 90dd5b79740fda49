/** What Direct Line may send, and what becomes of it: also of what nobody should send. */
import { readCard } from '@support-chat/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readActivity, toActivity } from '../../../packages/adapter-directline/src/map-direct-line.js';
import { seeded } from '../../support/property.js';

const activity = (more: object = {}) => ({
  ...{ type: 'message', id: 'conversation|0000001', from: { id: 'the-bot', name: 'Bot', role: 'bot' } },
  ...{ timestamp: '2026-01-02T03:04:05Z', text: '' },
  ...more,
});
const read = (more?: object) => readActivity(activity(more), 'dl_visitor', {});
function parts(more: object) {
  const reading = read(more);
  return reading?.type === 'message' ? reading.parts : [];
}
const card = (content: object, kind = 'hero') => ({ contentType: `application/vnd.microsoft.card.${kind}`, content });
const SEE = { type: 'openUrl', title: 'See it', value: 'https://shop.example/teapot' };
const TAKE = { type: 'imBack', title: 'Take it', value: 'take' };
const PICTURE = { url: 'https://shop.example/teapot.png', alt: 'A teapot' };

describe('a card', () => {
  it('of picture, words and a link is an offer, and its words say the same', () => {
    const content = { title: 'Teapot', subtitle: 'Blue', text: 'Holds a litre.', images: [PICTURE], buttons: [SEE] };
    expect(parts({ text: 'Look', attachments: [card(content)] })).toEqual([
      { text: 'Look' },
      {
        text: 'Teapot\nBlue\nHolds a litre.\nSee it: https://shop.example/teapot',
        card: {
          kind: 'offer',
          title: 'Teapot',
          text: 'Blue\nHolds a litre.',
          image: PICTURE,
          link: { url: SEE.value, label: 'See it' },
        },
      },
    ]);
  });

  it.each([
    ['words alone', { title: 'Teapot', text: 'Blue' }, { text: 'Teapot\nBlue' }],
    ['no words', { images: [{ url: PICTURE.url }] }, { text: '', card: { kind: 'offer', title: '…' } }],
    ['a picture that is not encrypted', { title: 'T', images: [{ url: 'http://shop.example/t.png' }] }, { text: 'T' }],
    ['a press of the card itself', { title: 'T', tap: { ...SEE, title: '' } }, { card: { kind: 'offer' } }],
    ['something to play', { title: 'T', media: [{ url: 'https://shop.example/t.mp4' }] }, { card: { kind: 'offer' } }],
  ])('of %s', (_what, content, expected) => {
    expect(parts({ attachments: [card(content)] })).toMatchObject([expected]);
  });

  it('of more words than an offer may have is its words', () => {
    const text = 'w'.repeat(1001);
    expect(parts({ attachments: [card({ title: 'T', text, buttons: [SEE] })] })).toEqual([
      { text: `T\n${text}\nSee it: ${SEE.value}` },
    ]);
  });

  it('leads nowhere but where a card may lead', () => {
    const buttons = [
      'javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '//shop.example',
      'https://a b',
      '',
      7,
      null,
    ];
    const content = { title: 'T', buttons: buttons.map((value) => ({ type: 'openUrl', title: 'Go', value })) };
    expect(parts({ attachments: [card(content)] })).toEqual([{ text: 'T' }]);
  });

  it.each([
    ['side by side, one message', 'carousel', 3, ['carousel']],
    ['one below the other, a message each', 'list', 2, ['offer', 'offer']],
    ['more than a carousel holds, a message each', 'carousel', 11, Array.from({ length: 11 }, () => 'offer')],
  ])('beside others: %s', (_what, attachmentLayout, count, kinds) => {
    const attachments = Array.from({ length: count }, (_, n) => card({ title: `${n}`, buttons: [SEE] }, 'thumbnail'));
    const found = parts({ attachmentLayout, attachments });
    expect(found.map((part) => readCard(part.card)?.kind)).toEqual(kinds);
  });

  it('of a carousel with buttons that answer is a message of its own', () => {
    const attachments = [
      card({ title: 'Jug', buttons: [TAKE] }),
      card({ title: 'Cup', images: [PICTURE] }),
      card({ title: 'Pot', images: [PICTURE] }),
    ];
    expect(parts({ attachmentLayout: 'carousel', attachments })).toMatchObject([
      { text: 'Jug', card: { kind: 'choices' } },
      { text: 'Cup', card: { kind: 'offer' } },
      { text: 'Pot', card: { kind: 'offer' } },
    ]);
  });
});

describe('an Adaptive Card', () => {
  const SUBMIT = { type: 'Action.Submit', title: 'Return', data: { id: 7 } };
  const body = [
    { type: 'TextBlock', text: 'One' },
    { type: 'ColumnSet', columns: [{ items: [{ type: 'TextBlock', text: 'Two' }] }] },
  ];

  it.each([
    ['its fallback', { fallbackText: 'Instead', body, actions: [SUBMIT] }, 'Instead', ['Return']],
    ['its words', { body }, 'One\nTwo', []],
    [
      'what it asks for, without a way to submit it',
      { body: [...body, { type: 'Input.Text' }], actions: [SUBMIT] },
      'One\nTwo',
      [],
    ],
    [
      'where it leads',
      { body, actions: [{ type: 'Action.OpenUrl', title: 'See', url: SEE.value }] },
      `One\nTwo\nSee: ${SEE.value}`,
      [],
    ],
    [
      'no more than that',
      { body, actions: [{ type: 'Action.Execute', title: 'Run' }, { type: 'Action.ShowCard' }] },
      'One\nTwo',
      [],
    ],
  ])('is %s', (_what, content, text, labels) => {
    const [part] = parts({ attachments: [card(content, 'adaptive')] });
    const shown = readCard(part?.card);
    expect(part?.text).toBe(text);
    expect(shown?.kind === 'choices' ? shown.choices.map(({ label }) => label) : []).toEqual(labels);
  });
});

describe('buttons', () => {
  const replies = (...actions: unknown[]) => parts({ text: 'Well?', suggestedActions: { actions } });
  const MESSAGE_BACK = { type: 'messageBack', displayText: 'I ask', text: 'ask', value: { ask: 1 } };

  it.each([
    [TAKE, 'Take it', { text: 'take' }],
    [{ type: 'imBack', value: 'take' }, 'take', { text: 'take' }],
    [{ ...TAKE, type: 'postBack' }, 'Take it', { text: 'take', channelData: { postBack: true } }],
    [
      { type: 'postBack', title: 'It', value: { n: 1 } },
      'It',
      { text: undefined, value: { n: 1 }, channelData: { postBack: true } },
    ],
    [
      MESSAGE_BACK,
      'I ask',
      {
        ...{ text: 'ask', value: { ask: 1 } },
        channelData: { messageBack: { displayText: 'I ask', text: 'ask', value: { ask: 1 } } },
      },
    ],
  ])('%o', (action, label, press) => {
    expect(replies(action)).toEqual([
      { text: 'Well?', card: { kind: 'choices', choices: [{ id: '0', label }] }, presses: [press] },
    ]);
  });

  it('that lead somewhere are told, and more than one card holds go into the next', () => {
    const found = replies(SEE, ...Array.from({ length: 12 }, (_, n) => ({ ...TAKE, title: `${n}` })));
    expect(found.map(({ text }) => text)).toEqual(['Well?\nSee it: https://shop.example/teapot', '']);
    expect(found.map(({ presses }) => presses?.length)).toEqual([10, 2]);
    expect(found.map((part) => readCard(part.card)?.kind)).toEqual(['choices', 'choices']);
  });

  it('are below the cards that come with them', () => {
    const attachments = [card({ title: 'Teapot', buttons: [SEE] })];
    const found = parts({ text: 'Look', attachments, suggestedActions: { actions: [TAKE] } });
    expect(found.map((part) => readCard(part.card)?.kind)).toEqual([undefined, 'offer', 'choices']);
  });
});

describe('a file', () => {
  const file = (contentUrl: unknown, more: object = {}) =>
    parts({ attachments: [{ contentType: 'text/plain', contentUrl, ...more }] })[0]?.attachments?.[0];

  it('has its name, its own or that of its address, without what turns the reading direction', () => {
    expect(file('https://files.example/a/tea.txt?t=1')).toMatchObject({ name: 'tea.txt', type: 'text/plain', size: 0 });
    expect(file('https://files.example/1', { name: 'ag\u202Egnp.exe' })?.name).toBe('aggnp.exe');
  });

  it.each(['javascript:alert(1)', 'data:text/html,<script>', 'file:///etc/passwd', 'blob:x'])(
    'has no address at %s',
    (url) => {
      expect(file(url, { name: 'tea.txt' })).toMatchObject({ name: 'tea.txt', url: '' });
    },
  );

  it('of the visitor is the one that was brought', () => {
    const sent = { id: 'file-0001', name: 'tea.txt', type: 'text/plain', size: 9 };
    const said = toActivity({ id: 'message-1', text: 'See here', files: [sent] });
    const attachments = [{ contentType: 'text/plain', contentUrl: 'https://files.example/1', name: 'tea.txt' }];
    const reading = readActivity(activity({ ...said, from: { id: 'x', role: 'user' }, attachments }), 'dl_visitor', {});
    expect(reading).toMatchObject({
      sentAs: 'message-1',
      parts: [{ text: 'See here', attachments: [{ ...sent, url: 'https://files.example/1' }] }],
    });
  });
});

it('what cannot be turned into words is left out', () => {
  const raw = { toString: 1, valueOf: 1 };
  const channelData = { streamType: 'streaming', streamSequence: raw };
  expect(read({ timestamp: raw, text: 'Hello', attachments: [{ contentType: raw }] })).toMatchObject({
    parts: [{ text: 'Hello' }],
  });
  expect(read({ type: 'typing', text: 'Hel', channelData })).toMatchObject({ type: 'streamed', sequence: 0 });
});

it('whatever comes, nothing is thrown, and no card leads anywhere bad', () => {
  const anything = fc.anything();
  const button = fc.record({
    type: fc.constantFrom('imBack', 'openUrl', 'postBack', 'messageBack'),
    title: anything,
    value: anything,
  });
  const content = fc.record(
    {
      title: anything,
      text: anything,
      images: fc.oneof(anything, fc.array(anything)),
      buttons: fc.array(fc.oneof(button, anything)),
      tap: anything,
      media: anything,
      body: anything,
      actions: anything,
      fallbackText: anything,
    },
    { requiredKeys: [] },
  );
  const attachment = fc.oneof(
    anything,
    fc.record({
      contentType: fc.constantFrom(
        'application/vnd.microsoft.card.hero',
        'application/vnd.microsoft.card.adaptive',
        'image/png',
      ),
      content: fc.oneof(content, anything),
      contentUrl: fc.oneof(fc.webUrl(), anything),
      name: anything,
    }),
  );
  const any = fc.record({
    type: fc.constantFrom('message', 'typing', 'endOfConversation', 'event'),
    id: fc.oneof(fc.string(), anything),
    from: fc.oneof(anything, fc.constant({ role: 'user' })),
    text: anything,
    attachmentLayout: fc.constantFrom('carousel', undefined),
    attachments: fc.oneof(fc.array(attachment), anything),
    suggestedActions: fc.oneof(fc.record({ actions: fc.array(fc.oneof(button, anything)) }), anything),
    entities: anything,
    channelData: fc.oneof(fc.record({ supportChat: anything, streamId: anything, streamType: anything }), anything),
  });
  seeded(
    fc.property(fc.oneof(any, anything), (raw) => {
      const reading = readActivity(raw, 'dl_visitor', {});
      if (reading?.type !== 'message') return;
      for (const { text, card: shown, attachments, presses } of reading.parts) {
        expect(typeof text).toBe('string');
        if (shown) expect(readCard(shown)).not.toBeNull();
        if (presses) expect(readCard(shown)).toMatchObject({ choices: { length: presses.length } });
        for (const { url } of attachments ?? []) expect(url).toMatch(/^(https?:|$)/i);
      }
    }),
  );
});

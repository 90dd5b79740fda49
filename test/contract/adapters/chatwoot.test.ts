/** Chatwoot as its visitors see it: the real core on the adapter, and the hands of an agent on the other side. */
import { createChatwootAdapter } from '@support-chat/adapter-chatwoot';
import { createHmac } from 'node:crypto';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDevice, openChat, type VisitorChat } from '../../support/adapters/visitor-chat.js';
import { JANE, ROBOT } from '../../support/chatwoot/chatwoot-desk.js';
import { FakeChatwoot, HMAC_TOKEN, INBOX, type FakeChatwootOptions } from '../../support/chatwoot/fake-chatwoot.js';

let chatwoot: FakeChatwoot;
let visitors: VisitorChat[];

beforeEach(async () => {
  chatwoot = await FakeChatwoot.start();
  visitors = [];
});
afterEach(async () => {
  for (const { chat } of visitors) await chat.destroy();
  await chatwoot.close();
  expect(chatwoot.violations).toEqual([]);
});

const adapter = (more: object = {}) =>
  createChatwootAdapter({ server: chatwoot.url, inbox: INBOX, WebSocket, ...more });

function open(...[options]: [Parameters<typeof openChat>[1]?]): VisitorChat {
  const visitor = openChat(adapter(), options);
  visitors.push(visitor);
  return visitor;
}

async function restart(options: FakeChatwootOptions): Promise<void> {
  await chatwoot.close();
  chatwoot = await FakeChatwoot.start(options);
}

/** A visitor who has written. */
async function begun(): Promise<{ visitor: VisitorChat; id: string }> {
  const visitor = open();
  visitor.send('Hello');
  await visitor.until(({ log }) => log.includes('Hello'), 'The own message did not come back');
  return { visitor, id: visitor.state.conversation.id ?? '' };
}

const heard = (text: string) => (visitor: VisitorChat) => visitor.log.includes(text);

describe('a conversation', () => {
  it('goes both ways, and the agent has a name and a face', async () => {
    const { visitor, id } = await begun();
    expect(visitor.state.conversation.phase).toBe('queued');
    expect(visitor.statusOf('Hello')).toBe('sent');
    chatwoot.say(id, 'Good morning');
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Good morning']);
    expect(visitor.state.conversation.phase).toBe('live');
    expect(visitor.events.at(-1)).toMatchObject({
      author: { kind: 'agent', id: 'user-7', name: JANE.name, avatarUrl: JANE.avatarUrl },
    });
  });

  it('is there again on another page of the same device, own words known by the same place', async () => {
    const device = createDevice();
    const first = open({ device });
    first.send('Hello');
    await first.until(({ state }) => state.outbox.length === 0 && state.conversation.id !== null, 'It was not sent');
    chatwoot.say(first.state.conversation.id ?? '', 'Good morning');
    await first.until(heard('Good morning'), 'The agent’s words did not come');
    await first.chat.destroy();
    const second = open({ device });
    await second.until(heard('Good morning'), 'The conversation did not come back');
    expect(second.log).toEqual(['Hello', 'Good morning']);
    expect(second.state.conversation).toMatchObject({ phase: 'live', id: first.state.conversation.id });
    expect(chatwoot.contacts).toHaveLength(1);
  });

  it('shows its history to the first word', async () => {
    const { visitor: first, id } = await begun();
    await first.chat.destroy();
    chatwoot.fill(id, 44);
    const device = createDevice();
    await device.load('owner');
    await device.claimToken('owner', chatwoot.contacts[0]?.sourceId ?? '', null);
    const visitor = open({ device });
    await visitor.until(({ state }) => state.capabilities !== null, 'The connection did not open');
    expect(visitor.log).toHaveLength(20);
    for (const length of [40, 45]) {
      visitor.chat.dispatch({ type: 'load-history' });
      await visitor.until(({ log }) => log.length === length, `There are no ${length}`);
    }
    expect(visitor.log).toEqual(['Hello', ...Array.from({ length: 44 }, (_, n) => `Earlier ${n + 1}`)]);
    expect(visitor.state.timeline.atStart).toBe(true);
  });

  it('has nothing of notes, nor of who was assigned', async () => {
    const { visitor, id } = await begun();
    chatwoot.say(id, 'A secret', { private: true });
    chatwoot.say(id, 'Jane was assigned', { messageType: 2 });
    chatwoot.say(id, 'Good morning');
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Good morning']);
  });

  it('changes with an edit and a deletion, in its place', async () => {
    const { visitor, id } = await begun();
    const one = chatwoot.say(id, 'One');
    chatwoot.say(id, 'Two');
    await visitor.until(heard('Two'), 'The agent’s words did not come');
    chatwoot.edit(id, one, 'First');
    await visitor.until(heard('First'), 'The edit did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'First', 'Two']);
    chatwoot.delete(id, one);
    await visitor.until(({ log }) => !log.includes('First'), 'The deletion did not come');
    expect(visitor.log).toEqual(['Hello', 'participant-joined', 'Two']);
    visitor.send('Still here');
    await visitor.until(heard('Still here'), 'The conversation did not go on');
  });

  it('is ended by an agent, and opened again by a word', async () => {
    const { visitor, id } = await begun();
    chatwoot.say(id, 'Good morning');
    chatwoot.setStatus(id, 'resolved');
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'conversation-ended', author: { id: 'user-7' } });
    visitor.send('One more thing');
    await visitor.until(heard('One more thing'), 'The word did not come back');
    expect(visitor.log.slice(-3)).toEqual(['conversation-ended', 'conversation-reopened', 'One more thing']);
    expect(visitor.state.conversation.phase).toBe('queued');
    chatwoot.say(id, 'Yes?');
    await visitor.until(({ state }) => state.conversation.phase === 'live', 'Nobody came');
  });

  it('is ended by the visitor, and rated', async () => {
    const { visitor, id } = await begun();
    chatwoot.say(id, 'Good morning');
    await visitor.until(({ state }) => state.conversation.phase === 'live', 'Nobody came');
    expect(visitor.state.capabilities?.rating).toBe(true);
    visitor.chat.dispatch({ type: 'end' });
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'conversation-ended', author: { kind: 'visitor' } });
    visitor.chat.dispatch({ type: 'send', text: 'Quick', details: { type: 'rating-give', score: 4 } });
    await visitor.until(({ log }) => log.includes('rating-given'), 'The rating did not come back');
    expect(visitor.events.at(-1)).toMatchObject({ score: 4, text: 'Quick' });
    const survey = chatwoot.conversation(id).messages.find(({ contentType }) => contentType === 'input_csat');
    expect(survey?.contentAttributes).toEqual({
      submitted_values: { csat_survey_response: { rating: 4, feedback_message: 'Quick' } },
    });
    expect(visitor.state.outbox).toEqual([]);
  });

  it('waits for a bot, then for a person', async () => {
    const { visitor, id } = await begun();
    chatwoot.setStatus(id, 'pending', null);
    await visitor.until(({ state }) => state.conversation.phase === 'bot', 'No bot took it');
    chatwoot.say(id, 'I am a robot', { sender: ROBOT });
    await visitor.until(heard('I am a robot'), 'The bot’s words did not come');
    expect(visitor.events.at(-1)).toMatchObject({ author: { kind: 'bot', name: 'Robot' } });
    expect(visitor.state.conversation.phase).toBe('bot');
    chatwoot.setStatus(id, 'open', null);
    await visitor.until(({ state }) => state.conversation.phase === 'queued', 'It was not handed over');
  });

  it('may be begun by an agent, and another one takes its place', async () => {
    const { visitor, id } = await begun();
    chatwoot.setStatus(id, 'resolved');
    await visitor.until(({ state }) => state.conversation.phase === 'ended', 'It did not end');
    const [contact] = chatwoot.contacts;
    if (!contact) throw new Error('Nobody is there.');
    const next = chatwoot.begin(contact, 'How was it?');
    await visitor.until(heard('How was it?'), 'The new conversation did not come');
    expect(visitor.state.conversation.id).toBe(next.uuid);
    visitor.send('Fine');
    await visitor.until(heard('Fine'), 'The answer did not come back');
    expect(next.messages.map(({ content }) => content)).toEqual(['How was it?', 'Fine']);
  });

  it('goes on when Chatwoot takes two contacts for one', async () => {
    const { visitor, id } = await begun();
    const [contact] = chatwoot.contacts;
    if (!contact) throw new Error('Nobody is there.');
    await chatwoot.merge(contact);
    chatwoot.say(id, 'Good morning');
    await visitor.until(heard('Good morning'), 'Nothing is heard any more');
    visitor.send('Still here');
    await visitor.until(heard('Still here'), 'Nothing is sent any more');
  });
});

describe('what passes by', () => {
  it('agents are seen typing, but not their notes', async () => {
    const { visitor, id } = await begun();
    chatwoot.type(id, true, true);
    chatwoot.type(id, true);
    await visitor.until(({ state }) => state.typing.length > 0, 'Nobody types');
    expect(visitor.state.typing[0]?.author).toMatchObject({ name: 'Jane' });
    chatwoot.type(id, false);
    await visitor.until(({ state }) => state.typing.length === 0, 'Typing does not end');
    chatwoot.type(id, true);
    await visitor.until(({ state }) => state.typing.length > 0, 'Nobody types');
    chatwoot.say(id, 'There');
    await visitor.until(({ state }) => state.typing.length === 0, 'Who has written still types');
  });

  it('the visitor is seen typing, once and not with every key', async () => {
    const { visitor } = await begun();
    visitor.chat.dispatch({ type: 'type' });
    visitor.chat.dispatch({ type: 'type' });
    visitor.send('There');
    await visitor.until(heard('There'), 'The word did not come back');
    expect(chatwoot.told.filter((one) => one.startsWith('typing'))).toEqual(['typing on', 'typing off']);
  });

  it('messages are read, both ways', async () => {
    const { visitor, id } = await begun();
    chatwoot.say(id, 'Good morning');
    await visitor.until(heard('Good morning'), 'The agent’s words did not come');
    visitor.chat.dispatch({ type: 'mark-read' });
    visitor.send('More');
    await visitor.until(heard('More'), 'The word did not come back');
    chatwoot.look(id);
    chatwoot.type(id, true);
    await visitor.until(({ statusOf }) => statusOf('More') === 'read', 'Nobody has read it');
    await vi.waitFor(() => expect(chatwoot.told).toContain('seen'));
  });

  it('whether somebody is there is told', async () => {
    const { visitor } = await begun();
    chatwoot.setOnline(false);
    await visitor.until(({ state }) => !state.staffed, 'Somebody is still there');
    chatwoot.setOnline(true);
    await visitor.until(({ state }) => state.staffed, 'Nobody came back');
  });
});

describe('what is more than words', () => {
  it('files go both ways, the own under their names', async () => {
    const { visitor, id } = await begun();
    const files = await visitor.chat.files();
    files.add(new Blob(['own bytes'], { type: 'text/plain' }), { name: 'own.txt', type: 'text/plain', size: 9 });
    visitor.chat.dispatch({ type: 'send', text: 'See', withFiles: true });
    await visitor.until(heard('See'), 'The file did not go');
    expect(visitor.events.at(-1)).toMatchObject({ attachments: [{ name: 'own.txt', size: 9 }] });
    expect(String(chatwoot.conversation(id).messages.at(-1)?.files[0]?.bytes)).toBe('own bytes');
    const file = { id: 1, name: 'theirs.png', type: 'image/png', bytes: Buffer.from('png') };
    chatwoot.say(id, null, { files: [file] });
    await visitor.until(({ log }) => log.at(-1) === '', 'The agent’s file did not come');
    const [attachment] = (visitor.events.at(-1) as { attachments: { url: string }[] }).attachments;
    expect(attachment).toMatchObject({ name: 'theirs.png', type: 'image/*', size: 3 });
    expect(await (await fetch(attachment?.url ?? '')).text()).toBe('png');
  });

  it('a card is answered once, in Chatwoot’s own way', async () => {
    const { visitor, id } = await begun();
    const items = [
      { title: 'Yes, please', value: 'yes' },
      { title: 'No', value: 'no' },
    ];
    const card = chatwoot.say(id, 'Coffee?', {
      contentType: 'input_select',
      contentAttributes: { items },
      sender: ROBOT,
    });
    await visitor.until(heard('Coffee?'), 'The card did not come');
    const event = visitor.events.find((one) => 'text' in one && one.text === 'Coffee?') as { id: string };
    const answer = (choice: string, text: string) =>
      visitor.chat.dispatch({
        type: 'send',
        text,
        details: { type: 'message-send', answer: { to: event.id, choice } },
      });
    answer('0', 'Yes, please');
    await visitor.until(heard('Yes, please'), 'The answer did not come back');
    expect(visitor.events.at(-1)).toMatchObject({
      author: { kind: 'visitor' },
      answer: { to: event.id, choice: '0' },
    });
    expect(card.contentAttributes['submitted_values']).toEqual([{ title: 'Yes, please', value: 'yes' }]);
    answer('1', 'No');
    await visitor.until(({ errors }) => errors.length > 0, 'It was answered twice');
    expect(visitor.errors[0]?.code).toBe('already-answered');
  });

  it('an entry of the contact form is a message, and Chatwoot knows how to answer it', async () => {
    const visitor = open();
    const details = { type: 'contact-submit', name: 'Ada', email: 'ada@shop.example' } as const;
    visitor.chat.dispatch({ type: 'send', text: 'Call me', details });
    await visitor.until(heard('Call me'), 'The entry did not come back');
    expect(visitor.events.at(-1)).toMatchObject({ type: 'contact-submitted', name: 'Ada', email: 'ada@shop.example' });
    expect(chatwoot.contacts[0]).toMatchObject({ name: 'Ada', email: 'ada@shop.example' });
  });

  it('what the page knows of the visitor, Chatwoot knows', async () => {
    const visitor = open({ profile: { name: 'Ada', phone: '123', fields: { plan: 'gold' } } });
    visitor.send('Hello');
    await visitor.until(heard('Hello'), 'The own message did not come back');
    expect(chatwoot.contacts[0]).toMatchObject({ name: 'Ada', customAttributes: { phone: '123', plan: 'gold' } });
  });
});

describe('who the visitor is', () => {
  const identifierHash = createHmac('sha256', HMAC_TOKEN).update('customer-1').digest('hex');

  it('is vouched for by the site', async () => {
    await restart({ hmacMandatory: true });
    const device = createDevice();
    for (const text of ['Hello', 'Again']) {
      const visitor = openChat(adapter({ identifier: 'customer-1', identifierHash }), { device });
      visitors.push(visitor);
      visitor.send(text);
      await visitor.until(heard(text), 'The own message did not come back');
      await visitor.chat.destroy();
    }
  });

  it.each([
    ['not at all', {}],
    ['with the wrong hash', { identifier: 'customer-1', identifierHash: 'f'.repeat(64) }],
  ])('is refused when vouched for %s, and asked for no further', async (_how, more) => {
    await restart({ hmacMandatory: true });
    const visitor = openChat(adapter(more));
    visitors.push(visitor);
    await visitor.until(({ state }) => state.connection.phase === 'stopped', 'It goes on');
    expect(visitor.state.connection.problem?.code).toBe('identity-refused');
  });

  it('no rating is asked for where the inbox wants none', async () => {
    await restart({ ratings: false });
    const { visitor } = await begun();
    expect(visitor.state.capabilities?.rating).toBe(false);
  });
});

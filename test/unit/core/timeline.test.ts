import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_SIZE, type ChatState } from '@support-chat/core';
import type { LogEvent } from '@support-chat/protocol';
import {
  AGENT,
  ChatDriver,
  CONVERSATION,
  EPOCH,
  message,
  messages,
  shown,
  snapshot,
  VISITOR,
} from '../../support/chat-driver.js';
import { seeded } from '../../support/property.js';

const seqs = (state: ChatState) => shown(state).map(({ seq }) => seq);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const place = (seq: number) => ({ conversation: CONVERSATION, epoch: EPOCH, seq, time: 1 });

function resumed(driver: ChatDriver, events: readonly LogEvent[], head: number): void {
  const { generation } = driver.last('resume');
  driver.input({ type: 'resumed', generation, snapshot: snapshot(events, { resumed: true, head }) });
}

describe('D1 only the next event is applied', () => {
  it('D1 drops what is at or below the cursor', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event(message(3, AGENT, { text: 'Again' }));
    driver.event(message(1));
    expect(seqs(driver.state)).toEqual([1, 2, 3]);
    expect(driver.state.widget.unread).toBe(3);
    expect(driver.emitted('message-received')).toEqual([]);
  });

  it('D1 fetches what is beyond, one request at a time, until the head is reached', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event(message(6));
    driver.event(message(9));
    expect(driver.all('resume')).toHaveLength(1);
    expect(driver.last('resume').after).toEqual({ epoch: EPOCH, seq: 3 });
    resumed(driver, messages(4, 6), 6);
    expect(driver.all('resume')).toHaveLength(2);
    resumed(driver, messages(7, 9), 9);
    expect(driver.all('resume')).toHaveLength(2);
    expect(seqs(driver.state)).toEqual(upTo(9));
    expect(driver.emitted('message-received')).toHaveLength(6);
  });

  it('D1 applies live events that fill the gap while the request is under way', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event(message(5));
    driver.event(message(4));
    driver.event(message(5));
    expect(seqs(driver.state)).toEqual(upTo(5));
    resumed(driver, messages(4, 5), 5);
    expect(seqs(driver.state)).toEqual(upTo(5));
  });

  it('D4 an answer that live events have overtaken does not turn the conversation back', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event(message(5));
    driver.event(message(4));
    driver.event(message(5));
    driver.event({ type: 'conversation-ended', ...place(6), author: AGENT });
    resumed(driver, messages(4, 5), 5);
    expect(driver.state.conversation.phase).toBe('ended');
  });

  it('D1 finds a lost last message by the heartbeat', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 3 } });
    expect(driver.all('resume')).toHaveLength(0);
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 4 } });
    expect(driver.last('resume').after).toEqual({ epoch: EPOCH, seq: 3 });
  });

  it('D1 does not loop on a failing or empty answer; the next pong asks again', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event(message(5));
    const { generation } = driver.last('resume');
    const problem = { type: 'urn:x', title: '', status: 500, code: 'internal' as const };
    driver.input({ type: 'resume-failed', generation, problem });
    expect(driver.all('resume')).toHaveLength(1);
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 5 } });
    expect(driver.all('resume')).toHaveLength(2);
    resumed(driver, [], 5);
    expect(driver.all('resume')).toHaveLength(2);
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 5 } });
    expect(driver.all('resume')).toHaveLength(3);
  });

  it('D1 asks again from where live events have got to when they have overtaken the answer', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event(message(6));
    driver.event(message(4));
    driver.event(message(5));
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 8 } });
    resumed(driver, messages(4, 4), 8);
    expect(driver.last('resume').after).toMatchObject({ seq: 5 });
    resumed(driver, messages(6, 8), 8);
    expect(seqs(driver.state)).toEqual(upTo(8));
  });

  it('D1 reconnects when an answer to resume never comes', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event(message(5));
    for (let index = 0; index < 3; index++) {
      driver.pass(10_000);
      driver.event({ type: 'staffed-changed', staffed: true });
    }
    expect(driver.state.connection.problem?.code).toBe('request-timeout');
  });

  it('D1 reconnects where the back end cannot resume', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)), { resume: false });
    driver.event(message(5));
    expect(driver.all('resume')).toHaveLength(0);
    expect(driver.all('open')).toHaveLength(2);
    driver.welcome(snapshot(messages(1, 5)), { resume: false });
    expect(seqs(driver.state)).toEqual(upTo(5));
  });

  it('D1 stays contiguous under any dropping, doubling and reordering, and is whole after one heartbeat', () => {
    const delivery = fc.array(fc.record({ seq: fc.integer({ min: 1, max: 120 }), answer: fc.boolean() }), {
      maxLength: 200,
    });
    seeded(
      fc.property(delivery, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 50 }), (steps, before, page) => {
        const driver = new ChatDriver().online(snapshot(messages(1, before)));
        const answer = () => {
          const asked = driver.last('resume');
          const from = (asked.after?.seq ?? 0) + 1;
          resumed(driver, messages(from, Math.min(120, from + page - 1)), 120);
          return driver.last('resume') !== asked;
        };
        for (const step of steps) {
          driver.event(message(step.seq));
          if (step.answer && driver.state.timeline.fillingSince !== null) answer();
          expect(seqs(driver.state)).toEqual(upTo(driver.state.timeline.cursor?.seq ?? -1));
        }
        driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 120 } });
        while (driver.state.timeline.fillingSince !== null) answer();
        expect(seqs(driver.state)).toEqual(upTo(120));
        expect(new Set(driver.emitted('message-received')).size).toBe(120 - before);
      }),
      100,
    );
  });
});

describe('D2 resuming', () => {
  it('D2 says where it got to, and continues the window with what was missed', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 60)));
    const [chunk] = driver.state.timeline.closed;
    driver.close('connection-lost');
    driver.pass(500);
    expect(driver.last('open').request).toMatchObject({
      conversationId: CONVERSATION,
      resumeAfter: { epoch: EPOCH, seq: 60 },
    });
    driver.welcome(snapshot(messages(61, 62), { resumed: true }));
    expect(seqs(driver.state)).toEqual(upTo(62));
    expect(driver.state.timeline.closed[0]).toBe(chunk);
  });

  it('D2 pages through what is more than one page', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 2)));
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot(messages(3, 302), { resumed: true, head: 400 }));
    resumed(driver, messages(303, 400), 400);
    expect(seqs(driver.state)).toEqual(upTo(400));
  });

  it('D2 replaces the window in one step for another epoch; draft and outbox survive', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 8)));
    driver.action({ type: 'set-draft', text: 'Half a sentence' });
    driver.close('connection-lost');
    const id = driver.send('Queued');
    driver.pass(500);
    const replaced = messages(1, 2).map((event) => ({ ...event, epoch: 'epoch-0002' }));
    driver.welcome(snapshot(replaced, { epoch: 'epoch-0002' }));
    expect(shown(driver.state)).toEqual(replaced);
    expect(driver.state.widget.draft).toBe('Half a sentence');
    driver.loaded();
    expect(driver.last('send').command).toMatchObject({ id, epoch: 'epoch-0002' });
  });

  it('D2 replaces the window when the page does not touch it, and keeps it when it does', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 8)));
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot(messages(5, 12)));
    expect(seqs(driver.state)).toEqual(upTo(12));
    driver.close('connection-lost');
    driver.pass(1_000);
    driver.welcome(snapshot(messages(20, 22)));
    expect(seqs(driver.state)).toEqual([20, 21, 22]);
  });

  it('D2 fetches anew when an event, a pong or a refusal names another epoch', () => {
    const other = 'epoch-0002';
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event(message(4, AGENT, { epoch: other }));
    expect(driver.last('resume').after).toEqual({ epoch: EPOCH, seq: 3 });
    const { generation } = driver.state.link;
    const events = messages(1, 4).map((event) => ({ ...event, epoch: other }));
    driver.input({ type: 'resumed', generation, snapshot: snapshot(events, { epoch: other }) });
    expect(shown(driver.state)).toEqual(events);
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 4 } });
    expect(driver.all('resume')).toHaveLength(2);
  });

  it('D2 takes a reset while connected', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 3)));
    driver.event({ type: 'conversation-reset', conversation: snapshot(messages(1, 1)) });
    expect(seqs(driver.state)).toEqual([1]);
  });

  it('D2 believes of a page with a hole only what is after it', () => {
    const driver = new ChatDriver().online(snapshot([message(1), message(3), message(4)]));
    expect(seqs(driver.state)).toEqual([3, 4]);
    expect(driver.state.timeline.atStart).toBe(false);
  });
});

describe('the conversation', () => {
  it('starts at the first event of one that was made elsewhere', () => {
    const driver = new ChatDriver().online(null);
    driver.event(message(1, VISITOR));
    expect(driver.state.conversation).toMatchObject({ id: CONVERSATION, epoch: EPOCH, phase: 'queued' });
    expect(seqs(driver.state)).toEqual([1]);
  });

  it('fetches the beginning when the first event heard is a later one', () => {
    const driver = new ChatDriver().online(null);
    driver.event(message(3));
    expect(driver.last('resume')).toMatchObject({ conversation: CONVERSATION, after: { epoch: EPOCH, seq: 0 } });
  });

  it('looks again when the heartbeat knows of a conversation it does not', () => {
    const driver = new ChatDriver().online(null);
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 1 } });
    expect(driver.all('open')).toHaveLength(2);
  });

  it('follows the phases in the log; unknown events take their place and show nothing', () => {
    const driver = new ChatDriver().online(snapshot([message(1, VISITOR)], { phase: 'queued', participants: [] }));
    driver.event({ type: 'participant-joined', ...place(2), author: AGENT });
    expect(driver.state.conversation.phase).toBe('live');
    expect(driver.state.conversation.participants).toEqual([{ author: AGENT, delivered: 0, read: 0 }]);
    driver.event({ type: 'unknown', ...place(3) });
    driver.event({ type: 'conversation-ended', ...place(4), author: AGENT });
    expect(driver.state.conversation.phase).toBe('ended');
    driver.event({ type: 'conversation-reopened', ...place(5), author: VISITOR });
    expect(driver.state.conversation.phase).toBe('queued');
    expect(driver.state.timeline.cursor?.seq).toBe(5);
    expect(driver.state.widget.unread).toBe(0);
  });

  it('ignores events of a conversation that is not this one', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 1)));
    driver.event(message(2, AGENT, { conversation: 'conversation-9' }));
    expect(seqs(driver.state)).toEqual([1]);
    expect(driver.all('resume')).toEqual([]);
  });

  it('claims and ends by command, and says so when it cannot', () => {
    const driver = new ChatDriver({ role: 'agent', conversationId: CONVERSATION }).sender().loaded();
    driver.action({ type: 'claim' });
    expect(driver.emitted('error')).toMatchObject([{ code: 'connection-lost' }]);
    driver.welcome(snapshot([]));
    driver.action({ type: 'claim' });
    driver.action({ type: 'end' });
    expect(driver.all('send').map(({ command }) => command.type)).toEqual(['conversation-claim', 'conversation-end']);
    driver.refuse(driver.last('send').command.id, 'forbidden');
    expect(driver.emitted('error')).toHaveLength(2);
  });
});

describe('chunks', () => {
  it('shares closed chunks by identity and copies fewer than 50 events per message', () => {
    const driver = new ChatDriver().online(snapshot([]));
    const seen: unknown[] = [];
    for (const event of messages(1, 10_000)) {
      driver.event(event);
      const { closed, open } = driver.state.timeline;
      expect(open.length).toBeLessThan(CHUNK_SIZE);
      if (closed.length > seen.length) seen.push(closed.at(-1));
    }
    expect(driver.state.timeline.closed).toHaveLength(200);
    driver.state.timeline.closed.forEach((chunk, index) => expect(chunk).toBe(seen[index]));
    expect(seqs(driver.state)).toEqual(upTo(10_000));
  });

  it('splits what came at once, newest page and history, into chunks of at most 50', () => {
    const driver = new ChatDriver().online(snapshot(messages(131, 260)));
    expect(driver.state.timeline.closed.map(({ from, to }) => [from, to])).toEqual([
      [131, 180],
      [181, 230],
    ]);
    driver.action({ type: 'load-history' });
    const asked = driver.last('load-history');
    expect(asked).toMatchObject({ conversation: CONVERSATION, before: { epoch: EPOCH, seq: 131 }, limit: 100 });
    expect(driver.state.timeline.loadingHistory).toBe(true);
    const kept = driver.state.timeline.closed;
    const page = { events: messages(61, 130), atStart: false };
    driver.input({ type: 'history-loaded', generation: asked.generation, page });
    expect(driver.state.timeline.closed.map(({ from, to }) => [from, to])).toEqual([
      [61, 80],
      [81, 130],
      [131, 180],
      [181, 230],
    ]);
    expect(driver.state.timeline.closed.slice(2)).toEqual(kept);
    expect(driver.state.timeline.closed[2]).toBe(kept[0]);
  });
});

describe('history', () => {
  it('asks once at a time, stops at the start, and refuses a page that does not fit', () => {
    const driver = new ChatDriver().online(snapshot(messages(101, 120)));
    driver.action({ type: 'load-history' });
    driver.action({ type: 'load-history' });
    expect(driver.all('load-history')).toHaveLength(1);
    const { generation } = driver.state.link;
    driver.input({ type: 'history-loaded', generation, page: { events: messages(1, 99), atStart: true } });
    expect(seqs(driver.state)[0]).toBe(101);
    expect(driver.last('log').event).toBe('history-page-misplaced');
    driver.action({ type: 'load-history' });
    driver.input({ type: 'history-loaded', generation, page: { events: messages(1, 100), atStart: true } });
    expect(seqs(driver.state)).toEqual(upTo(120));
    driver.action({ type: 'load-history' });
    expect(driver.all('load-history')).toHaveLength(2);
  });

  it('tells when a page could not be loaded, and forgets the wish with the connection', () => {
    const driver = new ChatDriver().online(snapshot(messages(101, 120)));
    driver.action({ type: 'load-history' });
    const problem = { type: 'urn:x', title: '', status: 500, code: 'internal' as const };
    driver.input({ type: 'history-failed', generation: driver.state.link.generation, problem });
    expect(driver.emitted('error')).toEqual([problem]);
    driver.action({ type: 'load-history' });
    driver.close('connection-lost');
    expect(driver.state.timeline.loadingHistory).toBe(false);
  });
});

import { expect } from '@open-wc/testing';
import { createLocalizer, plainConversation } from '@support-chat/ui';
import { type LogFixture, showLog, until } from './log-fixture.js';

describe('the whole conversation as a plain list (Y3b)', function () {
  this.timeout(90_000);
  let log: LogFixture;
  afterEach(() => log.release());

  const list = (): HTMLElement => {
    const holder = document.createElement('div');
    holder.append(plainConversation(log.chat.getState(), createLocalizer('en-GB'), 'visitor'));
    return holder;
  };

  it('has every loaded message in order, with who, when and what, as it was typed', async () => {
    const time = new Date(2026, 0, 15, 14, 5).getTime();
    log = await showLog({
      messages: [
        { from: 'visitor', text: '**Hello** <b>you</b>', time },
        { from: 'agent', text: 'Good\nafternoon', time },
      ],
    });
    const rows = [...list().querySelectorAll('li')].map((row) => row.textContent);
    expect(rows).to.deep.equal([
      'You, 15 January 2026 at 14:05: **Hello** <b>you</b>',
      '15 January 2026 at 14:05: Ada joined',
      'Ada, 15 January 2026 at 14:05: Good\nafternoon',
    ]);
    expect(list().querySelector('b')).to.equal(null);
    expect(list().querySelector('time')?.dateTime).to.equal(new Date(time).toISOString());
    expect(list().querySelector('.plain-note')).to.equal(null);
  });

  it('says when earlier messages are missing, and what is not sent', async () => {
    log = await showLog({ messages: 300, pageSize: 100, manualHistory: true });
    log.adapter.refuseNext('message-too-long');
    log.chat.dispatch({ type: 'send', text: 'Never sent' });
    await until(() => log.chat.getState().outbox[0]?.phase === 'failed', 'failed');
    expect(list().querySelector('.plain-note')?.textContent).to.equal('Earlier messages are not loaded yet.');
    expect(list().querySelectorAll('li').length).to.equal(101);
    expect(list().querySelector('li:last-child')?.textContent).to.match(/^You, .*: Never sent \(Not sent\)$/);
  });
});

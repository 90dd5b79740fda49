import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  find,
  freshStorageKey,
  inside,
  mountChat,
  part,
  shownMessages,
  unmountChats,
  until,
} from '../../support/mount-chat.js';

describe('<support-chat> composer', () => {
  afterEach(unmountChats);

  const mounted = async () => {
    const { chat, adapter } = await mountChat();
    await chat.show();
    await until(() => chat.state?.connection.phase === 'online');
    const field = part<HTMLTextAreaElement>(chat, 'input');
    const write = (text: string): void => {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    return { chat, adapter, field, write };
  };

  it('shows the send button when there is something to send, and sends by it', async () => {
    const { chat, adapter, field, write } = await mounted();
    expect(part(chat, 'send').hidden).to.equal(true);
    write('  ');
    expect(part(chat, 'send').hidden).to.equal(true);
    write('By hand');
    expect(part(chat, 'send').hidden).to.equal(false);
    expect(part(chat, 'send').ariaLabel).to.equal('Send');
    part(chat, 'send').click();
    await until(() => adapter.log.length === 1);
    expect(field.value).to.equal('');
    expect(inside(chat).activeElement === field, 'focus').to.equal(true);
  });

  it('Y5 sends by Enter and breaks the line by Shift+Enter', async () => {
    const { adapter, field } = await mounted();
    await sendKeys({ type: 'one' });
    await sendKeys({ press: 'Shift+Enter' });
    await sendKeys({ type: 'two' });
    expect(field.value).to.equal('one\ntwo');
    await sendKeys({ press: 'Enter' });
    await until(() => adapter.received.length === 1);
    expect(adapter.received[0]).to.include({ type: 'message-send', text: 'one\ntwo' });
  });

  it('Y5 never sends by the Enter of an input method', async () => {
    const { adapter, field, write } = await mounted();
    write('にほん');
    const press = (init: KeyboardEventInit): boolean =>
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }));
    expect(press({ isComposing: true })).to.equal(true);
    expect(press({ keyCode: 229 })).to.equal(true);
    expect(field.value).to.equal('にほん');
    expect(adapter.received).to.deep.equal([]);
    expect(press({})).to.equal(false);
    await until(() => adapter.received.length === 1);
  });

  it('keeps a text that is too long, counts what is too much and says so', async () => {
    const { chat, adapter, field, write } = await mounted();
    write('x'.repeat(9_400));
    expect(find(chat, '.counter').hidden).to.equal(true);
    write('x'.repeat(9_990));
    expect(find(chat, '.counter').textContent).to.equal('10 characters left');
    write('x'.repeat(100_000));
    expect(find(chat, '.counter').textContent).to.equal('90,000 characters too many. Please shorten the message.');
    expect(find(chat, '[role="alert"].visually-hidden').textContent).to.contain('longer than 10,000 characters');
    expect(part<HTMLButtonElement>(chat, 'send').disabled).to.equal(true);
    await sendKeys({ press: 'Enter' });
    expect(field.value).to.have.length(100_000);
    expect(adapter.received).to.deep.equal([]);
    expect(await chat.send('y'.repeat(10_001))).to.equal(false);
  });

  it('leaves the text in the field when the page prevents the sending', async () => {
    const { chat, adapter, field, write } = await mounted();
    const prevent = (event: Event): void => event.preventDefault();
    chat.addEventListener('sc-before-send', prevent);
    write('Not now');
    await sendKeys({ press: 'Enter' });
    expect(field.value).to.equal('Not now');
    chat.removeEventListener('sc-before-send', prevent);
    await sendKeys({ press: 'Enter' });
    await until(() => adapter.received.length === 1);
    expect(field.value).to.equal('');
  });

  it('grows to six lines and then scrolls', async () => {
    const { field, write } = await mounted();
    const heights = [1, 3, 6, 12].map((lines) => {
      write(Array.from({ length: lines }, (_, index) => `line ${index}`).join('\n'));
      return field.getBoundingClientRect().height;
    });
    const [one = 0, three = 0, six = 0, twelve = 0] = heights;
    expect(three).to.be.greaterThan(one);
    expect(six).to.be.greaterThan(three);
    expect(twelve).to.be.closeTo(six, 8);
    expect(field.scrollHeight).to.be.greaterThan(field.clientHeight);
  });

  it('V9 finds the draft again after the element was removed, and the message that was not sent', async () => {
    const storageKey = freshStorageKey();
    const first = await mountChat({ storageKey, script: { messages: 2 } });
    await first.chat.show();
    await until(() => first.chat.state?.timeline.cursor);
    first.adapter.goOffline();
    await first.chat.send('Written offline');
    await until(() => first.chat.state?.outbox[0]?.phase === 'queued');
    await sendKeys({ type: 'Half a sen' });
    first.chat.remove();
    const { chat, adapter } = await mountChat({ storageKey, script: { messages: 2 } });
    await chat.show();
    await until(() => part<HTMLTextAreaElement>(chat, 'input').value === 'Half a sen');
    await until(() => adapter.received.length === 1);
    expect(adapter.received[0]).to.include({ text: 'Written offline' });
  });

  it('V8 shows a refused message as failed; it is retried or discarded by hand', async () => {
    const { chat, adapter } = await mounted();
    adapter.refuseNext('message-empty');
    await chat.send('Refused');
    await until(() => inside(chat).querySelector('[part~="retry"]'));
    part(chat, 'retry').click();
    await until(() => adapter.log.length === 1);
    await until(() => !inside(chat).querySelector('[part~="retry"]'));
    adapter.refuseNext('message-empty');
    await chat.send('Refused again');
    await until(() => inside(chat).querySelector('[part~="discard"]'));
    part(chat, 'discard').click();
    await until(() => shownMessages(chat).length === 1);
    expect(chat.state?.outbox).to.deep.equal([]);
  });

  it('Y5 V8 retries and discards a refused message by keyboard alone', async () => {
    const { chat, adapter, field } = await mounted();
    const focused = (): Element | null => inside(chat).activeElement;
    const refused = async (text: string): Promise<void> => {
      adapter.refuseNext('message-empty');
      field.focus();
      await sendKeys({ type: text });
      await sendKeys({ press: 'Enter' });
      await until(() => inside(chat).querySelector('[part~="retry"]'), 'refused');
    };
    /** Tab from the composer, which is behind the log, through header and log. */
    const tabTo = async (name: string): Promise<void> => {
      for (let step = 0; step < 12 && !focused()?.matches(`[part~="${name}"]`); step++) {
        await sendKeys({ press: 'Shift+Tab' });
      }
      expect(focused() === part(chat, name), `the focus is on ${name}`).to.equal(true);
    };
    await refused('Refused');
    await tabTo('retry');
    await sendKeys({ press: 'Enter' });
    await until(() => adapter.log.length === 1, 'sent');
    await until(() => !inside(chat).querySelector('[part~="retry"]'), 'the mark is gone');
    await refused('Refused again');
    await tabTo('discard');
    await sendKeys({ press: 'Enter' });
    await until(() => shownMessages(chat).length === 1, 'discarded');
    expect(chat.state?.outbox).to.deep.equal([]);
    expect(adapter.log).to.have.length(1);
  });
});

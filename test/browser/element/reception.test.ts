/** What stands in the panel before somebody answers: hours (V21), the contact form (V22), the questions before a chat (V5). */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ContactEntry, SupportChatConfig, SupportChatElement } from '@support-chat/element';
import type { OpeningHours, Problem } from '@support-chat/protocol';
import {
  find,
  inside,
  mountChat,
  nextEvent,
  part,
  unmountChats,
  until,
  type MountOptions,
} from '../../support/mount-chat.js';
import { setViewport } from '../../support/set-viewport.js';

/** No day of the week has hours, but one day has: tomorrow where the visitor is, from 09:00 UTC on. */
const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10);
const closed: OpeningHours = {
  timeZone: 'UTC',
  weekly: {},
  holidays: [{ date: tomorrow, spans: [{ from: '09:00', to: '17:00' }] }],
};
const always: OpeningHours = {
  ...closed,
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
      day,
      [{ from: '00:00', to: '24:00' }],
    ]),
  ),
};

const field = (chat: SupportChatElement, id: string): HTMLInputElement => find<HTMLInputElement>(chat, `#field-${id}`);
const has = (chat: SupportChatElement, selector: string): boolean => inside(chat).querySelector(selector) !== null;
const formShown = (chat: SupportChatElement): Promise<void> =>
  until(() => has(chat, '[part~="contact-form"] form'), 'the contact form is shown');
const textOf = (chat: SupportChatElement, name: string): string =>
  part(chat, name).textContent.replace(/\s+/g, ' ').trim();
const focused = (chat: SupportChatElement): Element | null => inside(chat).activeElement;

async function open(config: SupportChatConfig, options: MountOptions = {}) {
  const mounted = await mountChat({ attributes: { locale: 'en' }, ...options, config });
  await mounted.chat.show();
  return mounted;
}

function enter(chat: SupportChatElement, values: Readonly<Record<string, string>>): void {
  for (const [id, value] of Object.entries(values)) {
    const input = field(chat, id);
    input.value = value;
    input.dispatchEvent(new Event(input.localName === 'select' ? 'change' : 'input', { bubbles: true }));
  }
}

describe('<support-chat> reception', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }));
  afterEach(unmountChats);

  it('V21 says when somebody is back, on the clock of the visitor', async () => {
    const { chat } = await open({ hours: closed });
    await formShown(chat);
    const time = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' }).format(
      Date.parse(`${tomorrow}T09:00Z`),
    );
    const days = new Date(`${tomorrow}T09:00Z`).getDate() - new Date().getDate();
    expect(textOf(chat, 'contact-form')).to.contain(
      days === 0 ? `Back at ${time} (your time).` : `Back tomorrow at ${time} (your time).`,
    );
    expect(find(chat, '.truth').textContent).to.match(/^Back /);
    chat.config = { hours: always };
    await until(() => !has(chat, '[part~="contact-form"]'), 'open again');
    expect(find(chat, '.truth').textContent).to.equal('We are here');
  });

  it('V21 hours that cannot be used are refused by the name of their field, and the chat goes on', async () => {
    const told: Problem[] = [];
    const listen = (event: CustomEvent<Problem>): void => void told.push(event.detail);
    document.addEventListener('sc-error', listen);
    const { chat } = await open({ hours: { timeZone: 'Europe/Atlantis', weekly: {} } });
    await until(() => told.length > 0, 'it was told');
    document.removeEventListener('sc-error', listen);
    expect(told[0]?.code).to.equal('settings-invalid');
    expect(told[0]?.detail).to.match(/^hours\.timeZone: /);
    expect(part(chat, 'composer').hidden).to.equal(false);
  });

  it('V22 keeps what was typed on the way from the chat to the form and back', async () => {
    const { chat, adapter } = await open({ hours: always, contact: { form: 'instead' } });
    await until(() => chat.state?.connection.phase === 'online');
    await sendKeys({ type: 'Where is my' });
    adapter.setStaffed(false);
    await formShown(chat);
    expect(field(chat, 'message').value).to.equal('Where is my');
    expect(part(chat, 'composer').hidden).to.equal(true);
    enter(chat, { name: 'Zofia', message: 'Where is my order?' });
    adapter.setStaffed(true);
    await until(() => !part(chat, 'composer').hidden, 'the composer is back');
    expect(part<HTMLTextAreaElement>(chat, 'input').value).to.equal('Where is my order?');
    adapter.setStaffed(false);
    await formShown(chat);
    expect(field(chat, 'name').value).to.equal('Zofia');
  });

  it('V22 the entry goes out of the outbox, once the back end is there, with a number and the way of the answer', async () => {
    const { chat, adapter } = await open({ contact: {} }, { script: { offline: true } });
    await until(() => has(chat, '[part~="contact-offer"]'), 'the form is offered');
    part(chat, 'contact-offer').click();
    await formShown(chat);
    expect(focused(chat)?.id).to.equal('field-name');
    enter(chat, { name: 'Zofia', email: 'zofia@example.com', message: 'Do you ship to Poland?' });
    const submitted = nextEvent<ContactEntry>(document, 'sc-contact-submitted');
    find(chat, '.submit').click();
    const { detail } = await submitted;
    expect(detail).to.include({
      way: 'chat',
      name: 'Zofia',
      email: 'zofia@example.com',
      text: 'Do you ship to Poland?',
    });
    expect(textOf(chat, 'contact-form')).to.contain('is sent as soon as');
    adapter.goOnline();
    // By hand: the wait before the next attempt is random, and long after some failures.
    await until(() => {
      inside(chat).querySelector<HTMLElement>('[part~="status"] button')?.click();
      return textOf(chat, 'contact-form').includes('has arrived');
    }, 'it has arrived');
    expect(textOf(chat, 'contact-form')).to.contain(detail.id.slice(0, 8).toUpperCase());
    expect(adapter.received.filter(({ type }) => type === 'contact-submit').map(({ id }) => id)).to.deep.equal([
      detail.id,
    ]);
    expect(adapter.log.at(-1)).to.include({ type: 'contact-submitted', email: 'zofia@example.com' });
  });

  it('V22 names what is wrong in words, keeps what was entered and leads to the first wrong field', async () => {
    const { chat, adapter } = await open({ hours: closed });
    await formShown(chat);
    enter(chat, { name: 'Zofia', email: 'zofia@example' });
    find(chat, '.submit').click();
    const email = field(chat, 'email');
    await until(() => focused(chat) === email, 'the focus is at the mistake');
    expect(email.ariaInvalid).to.equal('true');
    const mistake = inside(chat).getElementById(email.getAttribute('aria-describedby') ?? '');
    expect(mistake?.textContent.trim()).to.equal('Please write an address such as name@example.com.');
    expect(field(chat, 'message').ariaInvalid).to.equal('true');
    expect(field(chat, 'name').value).to.equal('Zofia');
    const alerts = [...inside(chat).querySelectorAll('[role="alert"]')];
    await until(() => alerts.some(({ textContent }) => textContent.includes('E-mail: Please write')), 'it was said');
    enter(chat, { email: 'zofia@example.com' });
    await until(() => !email.hasAttribute('aria-invalid'), 'mended');
    expect(adapter.received).to.deep.equal([]);
  });

  it('V22 posts to the endpoint of the owner with the id as the key, again with the same one after a failure', async () => {
    const { fetch } = window;
    const keys: (string | null)[] = [];
    window.fetch = (input, init) => {
      if (input !== 'https://shop.example/contact') return fetch(input, init);
      keys.push(new Headers(init?.headers).get('idempotency-key'));
      return keys.length === 1 ? Promise.reject(new TypeError('no network')) : Promise.resolve(new Response('{}'));
    };
    try {
      const { chat } = await open({
        hours: closed,
        contact: { way: 'endpoint', endpoint: 'https://shop.example/contact' },
      });
      await formShown(chat);
      enter(chat, { name: 'Zofia', email: 'zofia@example.com', message: 'Hello' });
      find(chat, '.submit').click();
      await until(() => has(chat, '.line.stopped'), 'the failure is shown');
      expect(field(chat, 'message').value).to.equal('Hello');
      await until(() => !find<HTMLButtonElement>(chat, '.submit').disabled);
      find(chat, '.submit').click();
      await until(() => textOf(chat, 'contact-form').includes('has arrived'), 'it has arrived');
      expect(keys).to.have.length(2);
      expect(keys[0]).to.equal(keys[1]);
    } finally {
      window.fetch = fetch;
    }
  });

  it('V5 asks before the first message, and what is answered goes to the profile', async () => {
    const { chat, adapter } = await open({
      departments: [
        { id: 'sales', name: 'Sales' },
        { id: 'service', name: 'Service' },
      ],
      preChat: {
        fields: [
          { kind: 'name', required: true },
          { kind: 'phone' },
          { kind: 'department' },
          { kind: 'select', label: 'Size', options: ['S', 'L'] },
          { kind: 'checkbox', label: 'I am a customer' },
        ],
      },
    });
    await until(() => has(chat, '[part~="pre-chat-form"]'), 'the questions are shown');
    await until(() => chat.state?.connection.phase === 'online');
    expect(part(chat, 'composer').hidden).to.equal(true);
    find(chat, '.submit').click();
    await until(() => focused(chat) === field(chat, 'name'), 'the focus is at what is missing');
    enter(chat, { name: 'Zofia', phone: '12', department: 'service', 'select-3': 'L' });
    field(chat, 'checkbox-4').click();
    find(chat, '.submit').click();
    await until(() => focused(chat) === field(chat, 'phone'), 'the focus is at what is wrong');
    enter(chat, { phone: '030 123456' });
    find(chat, '.submit').click();
    await until(() => !part(chat, 'composer').hidden, 'the chat begins');
    expect(focused(chat) === part(chat, 'input'), 'focus').to.equal(true);
    await until(() => adapter.signals.some(({ type }) => type === 'visitor-update'), 'it was told');
    expect(adapter.signals.find(({ type }) => type === 'visitor-update')).to.deep.include({
      profile: {
        name: 'Zofia',
        phone: '030 123456',
        department: 'service',
        fields: { Size: 'L', 'I am a customer': 'yes' },
      },
    });
  });

  it('V5 may be skipped when the owner says so', async () => {
    const { chat } = await open({ preChat: { fields: [{ kind: 'email', required: true }], skippable: true } });
    await until(() => has(chat, '[part~="pre-chat-form"]'));
    [...inside(chat).querySelectorAll<HTMLElement>('.text-button')]
      .find(({ textContent }) => /Skip/.test(textContent))
      ?.click();
    await until(() => !part(chat, 'composer').hidden, 'the chat begins');
  });
});

/** The owner's look on a page (A12): before anybody opens the chat, while it is open, and what goes before it. */
import { expect } from '@open-wc/testing';
import type { OpenOptions } from '@support-chat/protocol';
import { find, inside, mountChat, part, unmountChats, until, type MountOptions } from '../../support/mount-chat.js';

const GREEN = 'rgb(15, 107, 58)';
const look = { accent: '#0f6b3a', corner: 'top-start' };

async function mountWith(site: object, options: MountOptions = {}) {
  let tell: OpenOptions['onEvent'] = () => undefined;
  const mounted = await mountChat({
    ...options,
    script: { site },
    wrap: (adapter) => ({
      ...adapter,
      open: (how) => {
        tell = how.onEvent;
        return adapter.open(how);
      },
    }),
  });
  const launcher = find(mounted.chat, '.launcher');
  return {
    ...mounted,
    launcherColour: () => getComputedStyle(launcher).backgroundColor,
    place: () => {
      const { left, top } = launcher.getBoundingClientRect();
      return `${top < innerHeight / 2 ? 'top' : 'bottom'} ${left < innerWidth / 2 ? 'left' : 'right'}`;
    },
    change: (next: object) => tell({ type: 'site-changed', site: { ...next } }),
  };
}

describe("A12 the owner's look", () => {
  afterEach(unmountChats);

  it('A12 is on the launcher before anybody opens the chat, and no connection is made for it', async () => {
    const { launcherColour, place, adapter, chat } = await mountWith({ look });
    await until(() => launcherColour() === GREEN, 'the launcher is green');
    expect(place()).to.equal('top left');
    expect(adapter.connections).to.equal(0);
    expect(chat.state === null).to.equal(true);
  });

  it('A12 changes while the chat is open, words too, and goes back to how the chat comes', async () => {
    const { chat, change, launcherColour, place } = await mountWith({});
    const before = launcherColour();
    await chat.show();
    await until(() => chat.state?.connection.phase === 'online', 'it is online');
    change({ panel: { title: 'Lumen', greeting: 'Good light to you' }, look });
    await until(() => part(chat, 'header').textContent?.includes('Lumen'), 'the new name is there');
    expect(inside(chat).textContent).to.include('Good light to you');
    await until(() => launcherColour() === GREEN, 'the launcher is green');
    expect(place()).to.equal('top left');
    change({ panel: { title: 'Lumen' } });
    await until(() => launcherColour() === before, 'the colour is its own again');
    expect(place()).to.equal('bottom right');
    expect(chat.hasAttribute('placement')).to.equal(false);
  });

  it('A12 what the page has set goes before it, and its own rules do not keep it away', async () => {
    const { chat, launcherColour, place } = await mountWith(
      { look: { ...look, accent: '#7a2e8f' } },
      {
        attributes: { placement: 'bottom-start' },
        config: { triggers: [{ id: 'never', when: { event: { name: 'no' } }, text: 'Hello' }] },
      },
    );
    await until(() => launcherColour() === 'rgb(122, 46, 143)', 'the accent is worn');
    expect(place()).to.equal('bottom left');
    chat.style.setProperty('--sc-accent', '#0f6b3a');
    expect(launcherColour()).to.equal(GREEN);
  });

  it('A12 what cannot be read is as good as nothing', async () => {
    const { chat, change, launcherColour } = await mountWith({});
    const before = launcherColour();
    await chat.show();
    await until(() => chat.state?.connection.phase === 'online', 'it is online');
    change({ look });
    await until(() => launcherColour() === GREEN, 'the launcher is green');
    change({ look: { accent: 'red; } :host { display: none' } });
    await until(() => launcherColour() === before, 'the colour is its own again');
  });

  it('A12 says who answers when, in the words of the owner', async () => {
    const panel = { replyTime: 'Answers in a minute', awayLine: 'Back after the break' };
    const { chat, adapter } = await mountWith({ panel });
    await chat.show();
    await until(() => part(chat, 'header').textContent?.includes('Answers in a minute'), 'who is there');
    adapter.setStaffed(false);
    await until(() => part(chat, 'header').textContent?.includes('Back after the break'), 'nobody is');
  });
});

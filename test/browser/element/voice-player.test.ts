/** Sounds that can be listened to: in the tray before they are sent, in the log afterwards (V31). */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type axe from 'axe-core';
import type { SupportChatElement } from '@support-chat/element';
import { find, inside, mountChat, part, unmountChats, until, untilAtRest } from '../../support/mount-chat.js';
import { playsSound, wav } from '../../support/sounds.js';
import { withHeldUploads } from '../../support/held-uploads.js';

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

describe('V31 players', function () {
  this.timeout(60_000);
  afterEach(unmountChats);

  const mounted = async (locale = 'en'): Promise<SupportChatElement> => {
    const { chat, adapter } = await mountChat({ attributes: { locale }, wrap: withHeldUploads });
    adapter.holdAcks();
    await chat.show();
    await until(() => chat.state?.connection.phase === 'online');
    return chat;
  };
  const all = <Found extends HTMLElement>(chat: SupportChatElement, selector: string): Found[] => [
    ...inside(chat).querySelectorAll<Found>(selector),
  ];
  const give = async (chat: SupportChatElement, name: string, bytes: Blob): Promise<void> => {
    const before = all(chat, '.tray .voice').length;
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type: bytes.type }));
    const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data });
    part(chat, 'panel').dispatchEvent(drop);
    await until(() => all(chat, '.tray .voice').length === before + 1);
  };
  /** Sends what is in the tray. */
  const send = async (chat: SupportChatElement): Promise<void> => {
    const before = all(chat, '.log .voice').length;
    part(chat, 'send').click();
    await until(() => all(chat, '.log .voice').length === before + 1);
  };
  const audioIn = (place: ParentNode): HTMLAudioElement => {
    const audio = place.querySelector('audio');
    if (!audio) throw new Error('no audio');
    return audio;
  };
  const ready = (place: ParentNode): Promise<void> =>
    until(() => audioIn(place).duration > 0 && Number.isFinite(audioIn(place).duration));

  it('V31 a file of sound is heard before it is sent, by keyboard alone', async () => {
    const chat = await mounted();
    await give(chat, 'song.wav', wav(12));
    const player = find(chat, '.tray .voice');
    await ready(player);
    expect([player.role, player.ariaLabel]).to.deep.equal(['group', 'song.wav']);
    const slider = find<HTMLInputElement>(chat, '.tray [part~="voice-position"]');
    const said = () => slider.getAttribute('aria-valuetext');
    await until(() => said() === '0 seconds of 12 seconds');
    slider.focus();
    await sendKeys({ press: 'ArrowRight' });
    await until(() => said() === '5 seconds of 12 seconds');
    await sendKeys({ press: 'ArrowDown' });
    await until(() => said() === '0 seconds of 12 seconds');
    await sendKeys({ press: 'PageUp' });
    await until(() => said() === '12 seconds of 12 seconds');
    await sendKeys({ press: 'Home' });
    await until(() => said() === '0 seconds of 12 seconds');
    const play = find<HTMLButtonElement>(chat, '.tray [part~="voice-play"]');
    play.focus();
    if (!(await playsSound())) return; // all but the sound was there
    expect(play.ariaLabel).to.equal('Play song.wav');
    await sendKeys({ press: 'Enter' });
    await until(() => audioIn(player).currentTime > 0.2);
    expect(play.ariaLabel).to.equal('Pause song.wav');
    await sendKeys({ press: 'Enter' });
    await until(() => audioIn(player).paused);
    expect(play.ariaLabel).to.equal('Play song.wav');
  });

  it('V31 the waveform shows what is loud, and how far it has played', async () => {
    const chat = await mounted();
    await give(chat, 'song.wav', wav(4));
    await send(chat);
    const player = find(chat, '.log .voice');
    const rest = () => player.querySelector('.rest')?.getAttribute('d') ?? '';
    const heights = () => [...rest().matchAll(/v([\d.]+)/g)].map(([, height]) => Number(height));
    await until(() => new Set(heights()).size > 5);
    expect(heights()).to.have.length(40);
    expect(heights().at(-1)).to.be.greaterThan((heights()[0] ?? 0) * 5);
    audioIn(player).currentTime = 2;
    await until(() => heights().length === 20);
  });

  it('V31 what cannot be decoded has plain bars, or says that it cannot be played', async () => {
    const chat = await mounted();
    await give(chat, 'song.wav', new Blob(['RIFF no sound at all'], { type: 'audio/wav' }));
    await send(chat);
    const player = find(chat, '.log .voice');
    await until(() => player.querySelector('.voice-broken') !== null);
    expect(player.querySelector('.voice-broken')?.textContent).to.equal('This browser cannot play it.');
    expect(find<HTMLInputElement>(chat, '.log [part~="voice-position"]').disabled).to.equal(true);
    expect(find(chat, '.log [part~="voice-download"]').ariaLabel).to.equal('Download song.wav');
  });

  it('V31 one plays at a time, at the speed that was chosen, and none when the chat is closed', async function () {
    await sendKeys({ press: 'Tab' }); // a hand on the page: browsers let nothing sound before
    if (!(await playsSound())) this.skip(); // no sound device, as WebKitGTK has none here
    const chat = await mounted();
    for (const name of ['one.wav', 'two.wav']) {
      await give(chat, name, wav(12));
      await send(chat);
    }
    const [one, two] = all(chat, '.log .voice');
    if (!one || !two) throw new Error('not two');
    await ready(one);
    await ready(two);
    const press = (place: ParentNode, name: string) =>
      place.querySelector<HTMLButtonElement>(`[part~="${name}"]`)?.click();
    press(one, 'voice-play');
    await until(() => audioIn(one).currentTime > 0);
    press(one, 'voice-speed');
    await until(() => one.querySelector('.voice-speed')?.textContent.trim() === '1.5×');
    press(two, 'voice-play');
    await until(() => audioIn(one).paused, 'the first has stopped');
    await until(() => audioIn(two).currentTime > 0, 'the second has begun');
    expect(audioIn(two).playbackRate).to.equal(1.5);
    press(two, 'voice-speed');
    press(two, 'voice-speed');
    await until(() => audioIn(two).playbackRate === 1);
    chat.hide();
    await until(() => audioIn(two).paused);
  });

  it('V31 a recording has its name in the tray also where nothing plays it', async () => {
    const chat = await mounted('de');
    const data = new DataTransfer();
    data.items.add(new File(['no sound'], 'voice-message.txt', { type: 'text/plain' }));
    const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data });
    part(chat, 'panel').dispatchEvent(drop);
    await until(() => all(chat, '.tray .file-name').length === 1);
    expect(find(chat, '.tray .file-name').textContent).to.equal('Sprachnachricht');
    const names = all(chat, '.tray button').map(({ ariaLabel }) => ariaLabel);
    expect(names.some((name) => name?.includes('Sprachnachricht'))).to.equal(true);
    expect(names.some((name) => name?.includes('voice-message'))).to.equal(false);
  });

  it('V26 axe finds nothing in players, and the time stands in the language', async () => {
    const chat = await mounted('ar');
    await give(chat, 'song.wav', wav(12));
    await send(chat);
    await give(chat, 'two.wav', wav(3));
    await ready(find(chat, '.log .voice'));
    await ready(find(chat, '.tray .voice'));
    await untilAtRest(chat);
    const { violations } = await window.axe.run(chat, { rules: { 'target-size': { enabled: true } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).to.deep.equal([]);
  });
});

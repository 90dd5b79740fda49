/** A chat beside a form that says which back end it talks to. */
import type { SupportChatElement } from '@support-chat/element';
import type { ChatAdapter } from '@support-chat/protocol';
import { stage } from '../stage.js';
import { BACK_ENDS, type BackEnd, type BackEndId } from './back-ends.js';

const STYLES = /* css */ `
.swap-bench { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 32px; font: 14px/20px system-ui, sans-serif; }
.swap-bench form { display: grid; gap: 12px; inline-size: min(320px, calc(100% - 32px)); margin: 48px 16px 16px; }
.swap-bench label { display: grid; gap: 4px; }
.swap-bench :is(input, select, button) { box-sizing: border-box; inline-size: 100%; min-block-size: 40px; padding: 0 12px; font: inherit; }
.swap-bench p { margin: 0; color: #4a4d55; }
`;

/** @param backEnd - the one that is chosen at first */
export function swapBench(backEnd: BackEndId): HTMLElement {
  let team: ChatAdapter | undefined;
  const scene = stage({
    script: { messages: [{ from: 'agent', text: 'Hello, this is Ada.' }] },
    wrap: (adapter) => (team = { ...adapter, backEnd: 'team' }),
  });
  const chat = scene.querySelector('support-chat') as SupportChatElement;
  const all: Readonly<Record<string, BackEnd>> = {
    team: { name: 'A team in this page', fields: {}, make: () => team as ChatAdapter },
    ...BACK_ENDS,
  };

  const style = document.createElement('style');
  style.textContent = STYLES;
  const select = document.createElement('select');
  select.append(...Object.entries(all).map(([id, { name }]) => new Option(name, id)));
  select.value = backEnd;
  const fields = document.createElement('div');
  fields.style.cssText = 'display: contents';
  const connect = document.createElement('button');
  connect.textContent = 'Connect';
  const hint = document.createElement('p');
  const form = document.createElement('form');
  form.append(labelled('The chat talks to', select), fields, connect, hint);

  const chosen = (): BackEnd => all[select.value] as BackEnd;
  const talk = (): void => {
    chat.adapter = chosen().make(Object.fromEntries(new FormData(form)) as Record<string, string>);
  };
  const show = (): void => {
    const inputs = Object.entries(chosen().fields).map(([name, value]) => {
      const input = Object.assign(document.createElement('input'), { name, value, required: true });
      return labelled(name, input);
    });
    fields.replaceChildren(...inputs);
    connect.hidden = inputs.length === 0;
    hint.textContent = connect.hidden
      ? 'Nothing has to be installed for it.'
      : 'Nobody may be at this address: what is written waits until somebody is, or goes to the next one you choose.';
    if (connect.hidden) talk();
  };
  select.addEventListener('change', show);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    talk();
  });
  show();

  const bench = document.createElement('main');
  bench.className = 'swap-bench';
  bench.append(style, scene, form);
  return bench;
}

function labelled(name: string, control: HTMLElement): HTMLElement {
  const label = document.createElement('label');
  label.append(name, control);
  return label;
}

/**
 * The page in the frame of the desk's settings: the real element on a back end that keeps nothing and tells nobody. Whoever
 * has it in a frame of the same origin says what it shows.
 */

/** @typedef {{ site: object, colorScheme: string, staffed: boolean, locale: string, talk: readonly string[] | null, offer?: { text: string, author?: object } }} Shown */

const visitor = { kind: 'visitor', id: 'preview-visitor' };
const agent = { kind: 'agent', id: 'preview-agent' };
const place = { conversation: 'preview-conversation', epoch: 'preview-epoch' };

/** @type {Shown} */
let shown = { site: {}, colorScheme: 'light', staffed: true, locale: 'en', talk: null };
/**
 * Tells the element what its back end says.
 *
 * @type {(event: object) => void}
 */
let tell = () => undefined;

/** The conversation as it is to be shown. Somebody has it: nobody is told to wait. */
function conversation() {
  const talk = shown.talk ?? [];
  return {
    ...{ id: place.conversation, epoch: place.epoch, head: talk.length, phase: 'live', participants: [] },
    resumed: false,
    events: talk.map((text, index) => ({
      ...{ type: 'message-added', ...place, seq: index + 1, time: Date.now(), id: `preview-message-${index}` },
      ...{ author: index === 0 ? agent : visitor, text },
    })),
  };
}

function tellAll() {
  tell({ type: 'site-changed', site: shown.site });
  tell({ type: 'staffed-changed', staffed: shown.staffed });
  tell({ type: 'conversation-reset', conversation: conversation() });
}

const adapter = {
  name: 'preview',
  loadSite: async () => shown.site,
  /** @param {{ onEvent: typeof tell }} options */
  async open({ onEvent }) {
    tell = onEvent;
    tell({
      ...{
        type: 'welcome',
        protocol: 1,
        connection: 'preview-connection',
        self: visitor,
        conversation: conversation(),
      },
      ...{ staffed: shown.staffed, serverTime: Date.now() },
    });
    // It may be another one than `loadSite` gave.
    tell({ type: 'site-changed', site: shown.site });
    const no = { resume: false, history: false, typing: false, receipts: false, endConversation: false };
    // Nobody can write: the frame is only looked at.
    return {
      capabilities: { ...no, idempotentSend: true },
      send: () => new Promise(() => {}),
      notify() {},
      close() {},
    };
  },
};

// On a phone the chat is a modal dialog. Here it must not take the focus away from the form beside the frame.
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};

await customElements.whenDefined('support-chat');
const main = document.createElement('main');
/** @type {HTMLElement & { open: boolean } | undefined} */
let chat;
let offered = '';
let offering = 0;

/** An element of its own for each message: an offer is made once, to a visitor who has not seen it. */
function offer() {
  const { offer: what } = shown;
  const wanted = what ? JSON.stringify(what) : '';
  if (chat && wanted === offered) return;
  offered = wanted;
  const storageKey = 'preview';
  localStorage.removeItem(`support-chat-offers:${storageKey}`);
  const rule = { id: 'preview', when: { timeOnPage: { atLeast: 0 } }, ...what };
  const next = Object.assign(document.createElement('support-chat'), {
    ...{ adapter, open: !what },
    config: what ? { storageKey, triggers: what.text === '' ? [] : [rule] } : {},
  });
  dress(next);
  if (chat) chat.replaceWith(next);
  else document.body.appendChild(main).append(next);
  chat = next;
}

/** @param {object} element */
function dress(element) {
  Object.assign(element, { locale: shown.locale, colorScheme: shown.colorScheme });
}

addEventListener('message', ({ source, origin, data }) => {
  if (source !== parent || origin !== location.origin) return;
  shown = data;
  document.documentElement.style.colorScheme = shown.colorScheme;
  if (chat) dress(chat);
  clearTimeout(offering);
  // Not at every letter that is typed.
  offering = setTimeout(offer, chat ? 300 : 0);
  tellAll();
});
parent.postMessage('preview-ready', location.origin);

export {};

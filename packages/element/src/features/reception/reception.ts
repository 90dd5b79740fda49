/**
 * What a visitor meets before somebody answers: when we are open, the contact form while nobody is there, the questions
 * before a chat. Owns which of them stands in the panel and what was entered into it; the words of the message are the
 * composer's draft, so that they go from chat to form and back. A chunk of its own, fetched while the network is there.
 */
import { randomId } from '@support-chat/browser';
import { absence, nextOpening, type Absence, type ChatState } from '@support-chat/core';
import type { ContactSettings, Problem, VisitorProfile } from '@support-chat/protocol';
import { FieldForm, formStyles, receptionWords, type FormLocalizer, type FormValues, whenBack } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ContactEntry } from '../../element-events.js';
import type { Session } from '../../session.js';
import type { ShellHost } from '../../shell-host.js';
import { contactPage, thanksPage, type SentEntry } from './contact-pages.js';
import { mailAddress, postEntry } from './deliver.js';
import { SettingsReader, type OwnerSettings } from './owner-settings.js';
import { departmentOptions, preChatFields, profileOf } from './pre-chat.js';
import { preChatPage } from './pre-chat-page.js';

/** What the panel shows of it. */
export interface ReceptionView {
  /** Said in the header instead of who is there. */
  readonly truth: string | null;
  /** Said below the greeting instead of the usual words. */
  readonly intro: string | null;
  /** Stands in place of the conversation and the composer. */
  readonly page: TemplateResult | null;
  /** A line above the composer. */
  readonly offer: TemplateResult | typeof nothing;
}

/** What it needs of the panel. */
export interface ReceptionHost {
  readonly session: Session;
  readonly shell: ShellHost;
  readonly dialog: HTMLElement;
  /** Renders the panel, now. */
  readonly render: () => void;
  readonly alert: (text: string) => void;
  /** Something did not work: shown above the composer's place, and said. */
  readonly fail: (problem: Problem | null) => void;
  readonly focusComposer: () => void;
}

/** Sheets of what it renders. */
export const styles = [formStyles] as const;

/** See the module. */
export class Reception {
  readonly #host: ReceptionHost;
  readonly #settings: SettingsReader;
  readonly #form: FieldForm;
  readonly #questions: FieldForm;
  /** Asked for by hand. */
  #asked = false;
  #values: FormValues = {};
  #answers: FormValues = {};
  #questionsDone = false;
  #sent: SentEntry | null = null;
  /** Of the entry that is tried past the chat: the same one when it is tried again. */
  #tried: ContactEntry | null = null;
  #busy = false;
  #shown: TemplateResult | null = null;

  constructor(host: ReceptionHost) {
    this.#host = host;
    this.#settings = new SettingsReader((problem) => {
      host.shell.emit('sc-error', problem);
    });
    const shared = { onAlert: host.alert, render: host.render };
    this.#form = new FieldForm({
      ...shared,
      onInput: (id, value) => this.#entered(id, value),
      onSubmit: () => void this.#submit(),
    });
    this.#questions = new FieldForm({
      ...shared,
      onInput: (id, value) => {
        this.#answers = { ...this.#answers, [id]: value };
        host.render();
      },
      onSubmit: () => this.#answered(),
    });
  }

  /** What is to be shown in a state. */
  view(state: ChatState, isEmpty: boolean): ReceptionView {
    const { session } = this.#host;
    const localizer = session.localizer.extended(receptionWords);
    const settings = this.#settings.read(session.config());
    const wall = session.wallTime();
    const why = absence(state, settings.hours ?? null, { monotonic: session.now(), wall });
    const opening = why === 'closed' && settings.hours ? nextOpening(settings.hours, wall) : null;
    const when = opening === null ? null : whenBack(opening, wall, localizer);
    const closed = why === 'closed';
    const reason = why && reasonFor(why, when, state, localizer);
    const way = why || this.#asked ? wayFor(settings.contact, state, why) : null;
    const page = this.#page({ state, isEmpty, settings, why, reason, way, localizer });
    this.#shown = page;
    return {
      truth: closed && state.conversation.phase !== 'ended' ? (when ?? localizer.text('hours-closed')) : null,
      intro: closed ? reason : null,
      page,
      offer:
        way && why && !page && !hasEntry(state) ? this.#offer(closed && !isEmpty ? reason : null, localizer) : nothing,
    };
  }

  /** Puts the person into the page that is shown; false when there is none. */
  focus(): boolean {
    if (!this.#shown) return false;
    const fields = [...this.#host.dialog.querySelectorAll<HTMLInputElement>('.reception :is(input, textarea, select)')];
    const target =
      fields.find(({ value }) => value === '') ?? fields[0] ?? this.#host.dialog.querySelector('.reception-title');
    (target as HTMLElement | null)?.focus({ preventScroll: fields.length === 0 });
    return true;
  }

  #page(facts: PageFacts): TemplateResult | null {
    const { state, isEmpty, settings, why, reason, way, localizer } = facts;
    if (this.#sent) {
      return thanksPage(this.#sent, state, localizer, {
        back: () => this.#leave(),
        retry: (id) => this.#host.session.chat.dispatch({ type: 'retry', id }),
      });
    }
    const form = settings.contact?.form ?? (why === 'closed' ? 'instead' : 'offer');
    if (way && (this.#asked || (why && isEmpty && form === 'instead'))) {
      return contactPage(
        {
          form: this.#form,
          values: { ...this.#known(state), message: state.widget.draft },
          departments: departmentOptions(settings.departments, state.staffedIn, localizer),
          reason,
          busy: this.#busy,
          onBack: this.#asked ? () => this.#leave() : null,
        },
        localizer,
      );
    }
    if (!settings.preChat || this.#questionsDone || !isEmpty) return null;
    const departments = departmentOptions(settings.departments, state.staffedIn, localizer);
    return preChatPage(
      {
        form: this.#questions,
        fields: preChatFields(settings.preChat, departments, localizer),
        values: { ...profileValues(state.visitor.profile), ...this.#answers },
        onSkip: settings.preChat.skippable ? () => this.#toChat() : null,
      },
      localizer,
    );
  }

  /** What was entered, and before that what the page or the questions told. */
  #known(state: ChatState): FormValues {
    return { ...profileValues(state.visitor.profile), ...this.#values };
  }

  #offer(reason: string | null, localizer: FormLocalizer): TemplateResult {
    return html`<p class="line">
      <span
        >${reason}
        <button class="text-button" part="contact-offer" type="button" @click=${() => this.#ask()}>
          ${localizer.text('contact-offer')}
        </button></span
      >
    </p>`;
  }

  #ask(): void {
    this.#asked = true;
    this.#host.render();
    this.focus();
  }

  #leave(): void {
    this.#asked = false;
    this.#sent = null;
    this.#host.render();
    if (!this.focus()) this.#host.focusComposer();
  }

  #toChat(): void {
    this.#questionsDone = true;
    this.#host.render();
    this.#host.focusComposer();
  }

  #entered(id: string, value: string): void {
    if (id === 'message') this.#host.session.chat.dispatch({ type: 'set-draft', text: value });
    else this.#values = { ...this.#values, [id]: value };
    this.#tried = null; // other words are another entry
    this.#host.render();
  }

  #answered(): void {
    const { session } = this.#host;
    const { preChat } = this.#settings.read(session.config());
    const { profile } = session.chat.getState().visitor;
    if (preChat) {
      const values = { ...profileValues(profile), ...this.#answers };
      session.chat.dispatch({ type: 'identify', profile: { ...profile, ...profileOf(preChat, values) } });
    }
    this.#toChat();
  }

  async #submit(): Promise<void> {
    const { session } = this.#host;
    const { chat } = session;
    const state = chat.getState();
    const settings = this.#settings.read(session.config());
    const why = absence(state, settings.hours ?? null, { monotonic: session.now(), wall: session.wallTime() });
    const way = wayFor(settings.contact, state, why);
    const { name = '', email = '', department = '' } = this.#known(state);
    const contact = {
      name: name.trim(),
      email: email.trim(),
      ...(department !== '' && { department }),
    };
    const text = state.widget.draft;
    if (!way || this.#busy) return;
    if (way === 'chat') {
      if (!session.send(text, { type: 'contact-submit', ...contact })) return;
      const id = chat.getState().outbox.at(-1)?.id ?? '';
      this.#done({ id, text, way, ...contact });
      return;
    }
    this.#tried ??= { id: randomId(), text, way, ...contact };
    const entry = this.#tried;
    if (way === 'endpoint' && settings.contact?.endpoint) {
      this.#busy = true;
      this.#host.render();
      const failure = await postEntry(settings.contact.endpoint, entry, { url: location.href, title: document.title });
      this.#busy = false;
      if (failure) return this.#host.fail(failure);
    } else if (settings.contact?.mail) {
      const subject = session.localizer.extended(receptionWords).text('contact-title');
      const link = document.createElement('a');
      link.href = mailAddress(settings.contact.mail, entry, `${subject}: ${entry.name}`);
      link.click();
      this.#done(entry, settings.contact.mail);
      return;
    }
    chat.dispatch({ type: 'set-draft', text: '' });
    this.#done(entry);
  }

  #done(entry: ContactEntry, mail?: string): void {
    const { session, shell } = this.#host;
    const { profile } = session.chat.getState().visitor;
    const { name, email } = entry;
    session.chat.dispatch({ type: 'identify', profile: { ...profile, name, email } });
    this.#sent = { ...entry, ...(mail !== undefined && { mail }) };
    this.#tried = null;
    this.#asked = false;
    this.#host.fail(null);
    shell.emit('sc-contact-submitted', entry);
    this.#host.render();
    this.focus();
  }
}

interface PageFacts {
  readonly state: ChatState;
  readonly isEmpty: boolean;
  readonly settings: OwnerSettings;
  readonly why: Absence | null;
  readonly reason: string | null;
  readonly way: ContactEntry['way'] | null;
  readonly localizer: FormLocalizer;
}

/** Where an entry goes; null when there is no way at all. */
function wayFor(contact: ContactSettings = {}, state: ChatState, why: Absence | null): ContactEntry['way'] | null {
  const possible = {
    chat: why !== 'refused' && (state.capabilities === null || state.capabilities.contact === true),
    endpoint: contact.endpoint !== undefined,
    mail: contact.mail !== undefined,
  };
  const ways = [contact.way ?? 'chat', 'chat', 'endpoint', 'mail'] as const;
  const found = ways.find((way) => possible[way]);
  // Without another way it waits in the outbox for a back end that takes it.
  return found ?? (why === 'refused' ? 'chat' : null);
}

/** Empty where the state line says it: the visitor waits. */
function reasonFor(why: Absence, when: string | null, { connection }: ChatState, localizer: FormLocalizer): string {
  switch (why) {
    case 'busy':
      return '';
    case 'refused':
      return localizer.error(connection.problem?.code ?? 'unavailable');
    case 'closed':
      return when === null ? localizer.text('hours-closed') : localizer.text('hours-closed-back', { when });
    default:
      return localizer.text(`contact-${why}`);
  }
}

/** An entry is under way, or the last thing that was said. */
function hasEntry({ outbox, timeline }: ChatState): boolean {
  return (
    outbox.some(({ details }) => details?.type === 'contact-submit') ||
    timeline.open.at(-1)?.type === 'contact-submitted'
  );
}

function profileValues(profile: VisitorProfile | null): FormValues {
  const { name = '', email = '', phone = '', department = '' } = profile ?? {};
  return { name, email, phone, department };
}

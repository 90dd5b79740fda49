/**
 * What Direct Line says, as our events, and what is said to it. Pure: unknown in, never an exception, and what cannot be read is
 * null or left out. Texts stay texts: bots write Markdown, and nothing here renders. Of what a bot shows, only addresses that a
 * card may have go on; whatever no card of ours can hold is told in words.
 */
import { foreignId } from '@support-chat/adapter-kit';
import {
  CARD_LIMITS,
  IMAGE_URL,
  LINK_URL,
  type Attachment,
  type Author,
  type CardAnswerData,
  type CardData,
  type Offer,
  type SentAttachment,
} from '@support-chat/protocol';
import { listOf, numberOf, recordOf, textOf, type Fields } from './read-fields.js';

/** The visitor, whichever id Direct Line has them under: a token may bring another one. */
export const SELF: Author = { kind: 'visitor', id: 'visitor' };

/** How the bot is called here, in place of its name in the Bot Framework. */
export interface BotLooks {
  readonly name?: string;
  readonly avatarUrl?: string;
}

/** What a press of a button sends: fields of an activity. */
export type Press = Fields;

/** What makes one message here: a bot may put several cards into one of its own. */
export interface MessagePart {
  readonly text: string;
  readonly card?: CardData;
  readonly attachments?: Attachment[];
  /** By the ids of the card's choices, which are their places. */
  readonly presses?: readonly Press[];
  /** Of the visitor's: which card it answers. */
  readonly answer?: CardAnswerData;
}

interface ActivityCommon {
  /** The back end's id. */
  readonly key: string;
  readonly author: Author;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** An activity that means something here. */
export type Activity =
  | (ActivityCommon & {
      readonly type: 'message';
      /** Of a message of ours, as it was sent. */
      readonly sentAs: string | undefined;
      /** The streamed answer that it completes. */
      readonly stream: string | undefined;
      /** At least one. */
      readonly parts: readonly MessagePart[];
    })
  | (ActivityCommon & { readonly type: 'ended'; readonly sentAs: string | undefined })
  | (ActivityCommon & { readonly type: 'typing' })
  | (ActivityCommon & {
      readonly type: 'streamed';
      readonly stream: string;
      /** All of it so far; '' withdraws it. */
      readonly text: string;
      readonly sequence: number;
    });

/** @param userId - the visitor's, as we say it */
export function readActivity(raw: unknown, userId: string, bot: BotLooks): Activity | null {
  const fields = recordOf(raw);
  const key = textOf(fields['id']);
  if (!key) return null;
  const channel = recordOf(fields['channelData']);
  const author = readAuthor(fields['from'], userId, bot);
  const time = Date.parse(textOf(fields['timestamp']) ?? '') || Date.now();
  const common = { key, author, time };
  const sentAs = author === SELF ? textOf(channel['clientActivityID']) : undefined;
  // In the channel's data or, as newer bots have it, in an entity.
  const { streamType, streamId, streamSequence } = {
    ...(author !== SELF && channel),
    ...listOf(fields['entities'])
      .map(recordOf)
      .find(({ type }) => type === 'streaminfo'),
  };
  const stream = textOf(streamId);
  switch (fields['type']) {
    case 'message': {
      const parts = author === SELF ? readOwn(fields, recordOf(channel['supportChat'])) : readParts(fields);
      return parts.length > 0 ? { type: 'message', ...common, sentAs, stream, parts } : null;
    }
    case 'endOfConversation':
      return { type: 'ended', ...common, sentAs };
    case 'typing': {
      if (author === SELF) return null;
      const text = textOf(fields['text']) ?? '';
      if (!textOf(streamType) || (!text && streamType !== 'final')) return { type: 'typing', ...common };
      // The first one of a stream gives it its name.
      return {
        type: 'streamed',
        ...common,
        stream: stream ?? key,
        text,
        sequence: numberOf(streamSequence),
      };
    }
    default:
      return null;
  }
}

function readAuthor(raw: unknown, userId: string, { name, avatarUrl }: BotLooks): Author {
  const { id, role, name: told } = recordOf(raw);
  if (role === 'user' || id === userId) return SELF;
  const label = name ?? textOf(told);
  return {
    kind: 'bot',
    id: foreignId(textOf(id) ?? 'bot'),
    ...(label && { name: label }),
    ...(avatarUrl && { avatarUrl }),
  };
}

/**
 * The visitor's own message.
 *
 * @param said - what was said here beside what a bot understands, which comes back as it was: see {@link toActivity}
 */
function readOwn(fields: Fields, said: Fields): MessagePart[] {
  const text = textOf(said['text']) ?? textOf(fields['text']) ?? '';
  const answer = recordOf(said['answer']) as CardAnswerData;
  const sent = listOf(said['files']).map(recordOf);
  const attachments = filesOf(fields).map((file, index) => {
    const { id, size } = sent[index] ?? {};
    return { ...file, id: foreignId(textOf(id) ?? file.id), size: numberOf(size) };
  });
  return partsOf([{ text, attachments, ...(textOf(answer.to) && { answer }) }]);
}

/** What a bot says with one activity: its words and files, each card, and the quick replies below all of it. */
function readParts(fields: Fields): MessagePart[] {
  const cards = listOf(fields['attachments']).flatMap(readCard);
  const offers = cards.flatMap(({ offer }) => offer ?? []);
  const replies = listOf(recordOf(fields['suggestedActions'])['actions']).flatMap(readButton);
  const drafts: Draft[] = [{ text: lines(fields['text'], ...linksOf(replies)), attachments: filesOf(fields) }];
  // An offer has no buttons of its own: where there are any, one card comes below the other.
  const isCarousel = fields['attachmentLayout'] === 'carousel' && offers.length === cards.length;
  if (isCarousel && offers.length > 1 && offers.length <= CARD_LIMITS.offers)
    drafts.push({ text: lines(...cards.map(({ text }) => text)), card: { kind: 'carousel', offers } });
  else
    for (const { text, offer, picture, buttons } of cards)
      drafts.push(
        offer?.image || offer?.link
          ? { text, card: { kind: 'offer', ...offer } }
          : { text, attachments: picture, buttons },
      );
  const last = drafts.at(-1);
  if (last?.card || last?.buttons?.some(({ press }) => press)) drafts.push({ text: '', buttons: replies });
  else if (last) last.buttons = replies;
  return partsOf(drafts);
}

/** A message in the making. */
interface Draft extends Omit<MessagePart, 'presses'> {
  buttons?: readonly Button[];
}

interface Button {
  readonly label: string;
  /** Where it leads. */
  readonly link?: string;
  readonly press?: Press;
}

/** Drops what says nothing, and has as many choices in each as a card may have. */
function partsOf(drafts: readonly Draft[]): MessagePart[] {
  return drafts.flatMap(({ text, attachments = [], buttons = [], ...more }) => {
    const pressed = buttons.filter(({ press }) => press);
    const rest: MessagePart[] = [];
    for (let from = 0; from < pressed.length; from += CARD_LIMITS.choices) {
      const some = pressed.slice(from, from + CARD_LIMITS.choices);
      const choices = some.map(({ label }, index) => ({ id: `${index}`, label }));
      rest.push({ text: '', card: { kind: 'choices', choices }, presses: some.map(({ press }) => press ?? {}) });
    }
    const files = attachments.length > 0 && { attachments };
    return text || files || more.card ? [{ ...more, ...rest.shift(), text, ...files }, ...rest] : rest;
  });
}

/** Addresses are said as they are: no words stand in front of another one. */
const linksOf = (buttons: readonly Button[]): string[] =>
  buttons.flatMap(({ label, link }) => (link ? [`${label}: ${link}`] : []));

/** A `CardAction`; none for what it cannot do here, and for what leads nowhere good. */
function readButton(raw: unknown): Button[] {
  const { type, title, displayText, text, value } = recordOf(raw);
  const words = textOf(value);
  const label = (textOf(title) ?? textOf(displayText) ?? textOf(text) ?? words)?.slice(0, CARD_LIMITS.label);
  if (!label) return [];
  switch (type) {
    case 'imBack':
      return [{ label, press: { text: words ?? label } }];
    case 'postBack':
      return [{ label, press: { text: words, ...(!words && { value }), channelData: { postBack: true } } }];
    case 'messageBack':
      return [{ label, press: { text, value, channelData: { messageBack: { displayText, text, value } } } }];
    default: // openUrl, call, signin, downloadFile, playVideo …
      return words && LINK_URL.test(words) ? [{ label, link: words }] : [];
  }
}

interface ReadCard {
  /** All that it says, in words. */
  readonly text: string;
  /** Present: it is no more than that. */
  readonly offer: Offer | undefined;
  readonly picture: Attachment[];
  readonly buttons: readonly Button[];
}

/** A card of the Bot Framework's (hero, thumbnail, receipt, sign-in …), or as much of an Adaptive Card as is words and buttons. */
function readCard(raw: unknown): ReadCard[] {
  const { contentType, content } = recordOf(raw);
  const [, kind] = CARD_TYPE.exec(textOf(contentType) ?? '') ?? [];
  if (!kind) return [];
  const card = kind === 'adaptive' ? readAdaptive(recordOf(content)) : recordOf(content);
  const { title, subtitle, text, images, image, tap, media } = card;
  const { url: imageUrl, alt } = recordOf(listOf(images)[0] ?? image);
  const picture = textOf(imageUrl);
  const played = listOf(media).map((one) => ({ title, value: recordOf(one)['url'] }));
  const buttons = [...listOf(card['buttons']), tap, ...played].flatMap(readButton);
  const [first] = buttons;
  const links = linksOf(buttons);
  const heading = [title, subtitle, text, alt, first?.label].find(textOf) as string | undefined;
  const label = heading?.slice(0, CARD_LIMITS.label) ?? '…';
  const said = textOf(alt)?.slice(0, CARD_LIMITS.label);
  const more = lines(...[subtitle, text].filter((one) => one !== label), ...links.slice(1));
  const fits = links.length === buttons.length && more.length <= CARD_LIMITS.text;
  return [
    {
      text: lines(title, subtitle, text, ...links),
      offer:
        fits && IMAGE_URL.test(picture ?? 'https://none')
          ? {
              title: label,
              ...(more && { text: more }),
              ...(picture && {
                image: { url: picture, ...(said && { alt: said }) },
              }),
              ...(first?.link && { link: { url: first.link, label: first.label } }),
            }
          : undefined,
      picture: readFile({ contentType: 'image/*', contentUrl: picture, name: alt }),
      buttons,
    },
  ];
}

const CARD_TYPE = /^application\/vnd\.microsoft\.card\.(\w+)$/;

/** Nobody here fills in its fields: then there is nothing to submit either. */
function readAdaptive({ fallbackText, body, actions }: Fields): Fields {
  const hasFields = /"type":"Input\./.test(JSON.stringify(body ?? ''));
  return {
    text: textOf(fallbackText) ?? lines(...wordsIn(body)),
    buttons: listOf(actions).map((raw) => {
      const { type, title, url, data } = recordOf(raw);
      if (type === 'Action.OpenUrl') return { title, value: url };
      if (type !== 'Action.Submit' || hasFields) return null;
      return { type: textOf(data) ? 'imBack' : 'postBack', title, value: data };
    }),
  };
}

function wordsIn(elements: unknown): unknown[] {
  return listOf(elements).flatMap((raw) => {
    const { text, items, columns } = recordOf(raw);
    return [text, ...wordsIn(items), ...wordsIn(columns)];
  });
}

/** What says something of these, one below the other. */
const lines = (...texts: readonly unknown[]): string => texts.filter(textOf).join('\n');

const filesOf = (fields: Fields): Attachment[] => listOf(fields['attachments']).flatMap(readFile);

/** A file; what has no address that a page may load is no more than its name. */
function readFile(raw: unknown): Attachment[] {
  const { contentType, contentUrl, name } = recordOf(raw);
  const address = textOf(contentUrl);
  if (!address || CARD_TYPE.test(textOf(contentType) ?? '')) return [];
  const url = /^https?:/i.test(address) ? address : '';
  return [
    {
      id: foreignId(address),
      // Without the characters that turn the reading direction: 'exe.gnp' must not read as 'png.exe'.
      name: (textOf(name) ?? /[^/?#]*(?=[?#]|$)/.exec(url)?.[0] ?? '').replace(/[\p{Cc}\p{Cf}]/gu, ''),
      type: textOf(contentType) ?? '',
      size: 0,
      url,
    },
  ];
}

/** What the visitor says. */
export interface Saying {
  /** Our id. */
  readonly id: string;
  readonly text: string;
  readonly answer?: CardAnswerData | undefined;
  /** What the button of this answer sends. */
  readonly press?: Press | undefined;
  readonly files: readonly SentAttachment[];
}

/** What a bot is sent, and beside it what it has no field for, which comes back as it was. */
export function toActivity({ id, text, answer, press, files }: Saying): object {
  const brought = files.map(({ id: file, size }) => ({ id: file, size }));
  const supportChat = press ? { text, answer } : brought.length > 0 ? { files: brought } : undefined;
  const channelData = { clientActivityID: id, ...recordOf(press?.['channelData']), supportChat };
  return { type: 'message', text, ...press, channelData };
}

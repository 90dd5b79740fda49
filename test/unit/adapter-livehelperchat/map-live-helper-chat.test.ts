/** What Live Helper Chat may send, and what becomes of it: also of what nobody should send. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  SELF,
  bodyOf,
  isSameText,
  phaseOf,
  ratingWords,
  readAuthor,
  readRows,
  type Row,
  type SentMessage,
} from '../../../packages/adapter-livehelperchat/src/map-live-helper-chat.js';
import { seeded } from '../../support/property.js';

const SERVER = 'https://help.example';
const FILE = `${SERVER}/index.php/file/downloadfile/5/abc/(vhash)/x/(vts)/1`;
const NICK =
  '<span class="usr-tit op-tit"><i class="material-icons">&#xf10d; </i><span class="op-nick-title">Jane</span></span>';

/** A row as the widget gets it. @param by - `data-op-id` */
function row(body: string, { id = 42, by = 7, title = '' } = {}): string {
  const head = by === 0 ? '' : NICK;
  return `<div class="message-row" id="msg-${id}" data-op-id="${by}" title="${title}">${head}<div class="msg-body">${body}</div></div>`;
}

const read = (...args: Parameters<typeof row>): Row | undefined => readRows(row(...args), SERVER)[0];
const text = (body: string): string | undefined => read(body)?.text;
const own = (body: string): Row => read(body, { by: 0 }) as Row;

describe('a row of Live Helper Chat', () => {
  it('is of an agent, with a name', () => {
    expect(read('Hello')).toEqual({
      ...{ id: 42, author: { kind: 'agent', id: 'operator7', name: 'Jane' } },
      ...{ time: undefined, tick: 0, text: 'Hello', attachments: [] },
    });
  });

  it('is the visitor’s own, and says how far it is', () => {
    expect(own('<span class="material-icons me-0  msg-del-st-2">&#xf129;</span>Hello')).toMatchObject({
      ...{ author: SELF, tick: 2, text: 'Hello' },
    });
    expect(own('Hello').tick).toBe(0);
  });

  it('is a bot’s, and Live Helper Chat’s own notes are none', () => {
    expect(read('Hello', { by: -2 })?.author).toMatchObject({ kind: 'bot', id: 'operator-2' });
    expect(read('Jane has accepted the chat', { by: -1 })).toBeUndefined();
    expect(readRows('<div class="message-row" id="msg-42"><div class="msg-body">Hello</div></div>', SERVER)).toEqual(
      [],
    );
  });

  it('begins where the next one does, whatever the one before left open', () => {
    const source = row('<b>One <div><script>') + row('Two', { id: 43 });
    expect(readRows(source, SERVER).map((one) => [one.id, one.text])).toEqual([
      [42, '**One'],
      [43, 'Two'],
    ]);
  });

  it('has all of its bodies', () => {
    expect(text('One</div><div class="msg-body mt-1"></div><div class="msg-body mt-1">Two')).toBe('One\nTwo');
  });
});

describe('when it was written', () => {
  it('is told with the day, or as a time of today that is not to come', () => {
    expect(read('', { title: '2023-11-14 22:13:20' })?.time).toBe(new Date(2023, 10, 14, 22, 13, 20).getTime());
    const midnight = new Date().setHours(0, 0, 0, 0);
    expect(read('', { title: '00:00' })?.time).toBe(midnight);
  });

  it.each(['', 'yesterday', '25:99', '2999-01-01 00:00:00', '2023-99-99 10:00:00'])('is not known of %j', (title) =>
    expect(read('', { title })?.time).toBeUndefined(),
  );
});

describe('what is in it, as Markdown', () => {
  it.each([
    [
      'a <b>b</b> <strong>c</strong> <i>d</i> <em>e</em> <s>f</s> <strike>g</strike>',
      'a **b** **c** *d* *e* ~~f~~ ~~g~~',
    ],
    ['<code>x &lt; y</code>', '`x < y`'],
    ['a<br />\nb<br>c', 'a\nb\nc'],
    ['To do:<ul><li>one</li><li>two</li></ul>', 'To do:\n- one\n- two'],
    ['&quot;a&quot; &amp;amp; &#39;b&#39;&nbsp;&apos;&unheard;', "\"a\" &amp; 'b' '&unheard;"],
    [
      '<a href="https://shop.example/?a=1&amp;b=2">https://shop.example/?a=1&amp;b=2</a>',
      'https://shop.example/?a=1&b=2',
    ],
    ['<a class="link" href="https://shop.example/">the shop</a>', '[the shop](https://shop.example/)'],
    ['<a href="/relative">there</a>', 'there'],
    ['<a href="javascript:alert(1)">here</a>', 'here'],
    ['<img src="https://shop.example/a.png">', 'https://shop.example/a.png'],
    ['<img src="data:image/png;base64,AA">', ''],
  ])('%s', (body, markdown) => expect(text(body)).toBe(markdown));

  it('is without what its widget would run, ask or play', () => {
    const more = ['script', 'style', 'button', 'audio', 'video', 'form', 'select', 'svg'];
    expect(text(more.map((tag) => `<${tag} a="b">no</${tag}>`).join('yes '))).toBe(
      'yes '.repeat(more.length - 1).trim(),
    );
    expect(text('<i class="material-icons">&#xf10d;</i>Hello')).toBe('Hello');
  });

  it('takes no number that is no character', () => expect(text('a&#1114112;b&#128512;')).toBe('ab😀'));
});

describe('a file', () => {
  const file = (body: string) => read(body)?.attachments;

  it('is a link with its name, and no words', () => {
    const body = `<a href="${FILE}" class="link">Download file - own &amp; [1].txt [txt]</a>`;
    expect(read(body)).toMatchObject({
      text: '',
      attachments: [{ name: 'own & [1].txt', type: '', url: FILE, size: 0 }],
    });
  });

  it('is a picture with its name, once', () => {
    const body = `<img title="jug.png" src="${FILE}"><a class="hidden-download" href="${FILE}/(inline)/true"></a>`;
    expect(file(body)).toMatchObject([{ name: 'jug.png', type: 'image/*', url: FILE }]);
  });

  it('is the same one at another address', () => {
    const [one, other] = [FILE, FILE.replace('(vts)/1', '(vts)/2')].map((at) =>
      file(`<img title="a.png" src="${at}">`),
    );
    expect(other?.[0]?.id).toBe(one?.[0]?.id);
    expect(one?.[0]?.id).toMatch(/^[\w-]{8,64}$/);
  });

  it('is behind the server when its address has no host', () => {
    expect(file('<img title="a.png" src="/file/downloadfile/5/abc/">')).toMatchObject([
      { url: `${SERVER}/file/downloadfile/5/abc/` },
    ]);
  });

  it('does not turn its name around', () => {
    expect(file(`<img title="\u202egnp.exe" src="${FILE}">`)).toMatchObject([{ name: 'gnp.exe' }]);
  });

  it('is none without a name, or at an address that nobody may load from', () => {
    expect(file(`<img src="${FILE}">`)).toEqual([]);
    expect(file('<img title="a.png" src="javascript:/file/downloadfile/5/abc/">')).toEqual([]);
  });
});

describe('who has the chat', () => {
  const head = (photo: string): string =>
    `<div class="op-photo">${photo}</div><span class="fw-bold op-name-widget">Ada &amp; Co</span>, <span class="op-job-title">Support</span>`;

  it('has a name and a face', () => {
    expect(readAuthor('8', head('<img src="https://faces.example/8.png" alt="Ada">'), SERVER)).toEqual({
      ...{ kind: 'agent', id: 'operator8', name: 'Ada & Co', avatarUrl: 'https://faces.example/8.png' },
    });
  });

  it('has the name of the bubble that stands in place of it', () => {
    expect(readAuthor('8', '<i title="Ada"><img src="/face.png" alt=""></i>', SERVER)).toMatchObject({
      ...{ name: 'Ada', avatarUrl: `${SERVER}/face.png` },
    });
  });

  it.each(['', '<img alt="Ada">', '<img src="javascript:alert(1)">', '<img src="">'])('has no face in %j', (photo) =>
    expect(readAuthor('8', head(photo), SERVER)).not.toHaveProperty('avatarUrl'),
  );

  it('is somebody, where nothing is said', () => {
    expect(readAuthor('8', '', SERVER)).toEqual({ kind: 'agent', id: 'operator8' });
  });
});

describe('how far a chat is', () => {
  it.each([
    [0, false, 'queued'],
    [1, false, 'live'],
    [5, false, 'bot'],
    [9, false, 'queued'],
    [1, true, 'ended'],
  ] as const)('%d, over: %s', (status, isOver, phase) => expect(phaseOf(status, isOver)).toBe(phase));
});

describe('an own message', () => {
  const sent = (more: object): SentMessage => ({ type: 'message-send', id: 'own-message', text: '', ...more });

  it('stays as it was typed, by the page that has sent it', () => {
    expect(bodyOf(own('<b>bold</b>'), 'own-message', sent({ text: '[b]bold[/b]' }))).toEqual({
      ...{ type: 'message-added', id: 'own-message', author: SELF, text: '[b]bold[/b]' },
    });
    expect(bodyOf(own('<b>bold</b>'), 'key-of-another-page', undefined)).toMatchObject({ text: '**bold**' });
  });

  it('is a file, and not the words that it was sent with', () => {
    const row = own(`<img title="a.png" src="${FILE}">`);
    expect(bodyOf(row, 'own-message', sent({ text: 'See' }))).toMatchObject({
      text: '',
      attachments: [{ name: 'a.png' }],
    });
  });

  it('is an entry of the contact form when it was sent as one', () => {
    const details = { type: 'contact-submit', name: 'Ada', email: 'a@b.example', text: 'Hello' };
    expect(bodyOf(own('Hello'), 'own-message', sent(details))).toEqual({
      ...{ type: 'contact-submitted', id: 'own-message', author: SELF },
      ...{ name: 'Ada', email: 'a@b.example', text: 'Hello' },
    });
  });

  it.each([
    { score: 4, text: 'Quick\nand kind' },
    { score: 5, text: '' },
    { score: 1, text: '★' },
  ])('is the rating that it was made of: %j', (rating) => {
    expect(bodyOf(own(ratingWords(rating)), 'own-message', undefined)).toEqual({
      ...{ type: 'rating-given', id: 'own-message', author: SELF, ...rating },
    });
  });

  it.each(['☆☆☆☆☆', '★★★★☆☆', '★★★', '★★★★☆more', 'Five ★★★★★'])('is no rating: %s', (words) => {
    expect(bodyOf(own(words), 'own-message', undefined)).toMatchObject({ type: 'message-added', text: words });
  });

  it('alone is a rating: an agent’s stars are words', () => {
    expect(bodyOf(read('★★★★☆') as Row, 'their-message', undefined)).toMatchObject({ type: 'message-added' });
  });
});

describe('a row is what was sent', () => {
  it.each([
    ['Hello', ' Hello '],
    ['**bold**', '[b]bold[/b]'],
    ['See https://shop.example/a?b=1', 'See [url=https://shop.example/]https://shop.example/a?b=1[/url]'],
    ['🙂', '🙂'],
    ['well 😀', 'well :)'],
  ])('%j of %j', (row, words) => expect(isSameText(row, words)).toBe(true));

  it.each([
    ['Hello', 'Hello you'],
    ['🙂', '🙃'],
    ['😀', ':)'],
    ['[a](https://shop.example/)', '[b](https://shop.example/)'],
  ])('and %j is not of %j', (row, words) => expect(isSameText(row, words)).toBe(false));
});

it('whatever comes is no exception, and what becomes of it has an id and an author', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '<div',
      '>',
      '</div>',
      ' id="msg-',
      '42"',
      ' data-op-id="',
      '7"',
      '0"',
      '-2"',
      '<div class="msg-body">',
    ),
    fc.constantFrom(
      '<img',
      '<a href="',
      '">',
      '</a>',
      ' src="',
      '/file/downloadfile/1/',
      ' title="',
      ' - ',
      ' [',
      ']',
      '&#',
    ),
    fc.constantFrom(row('x'), row('★★★★★', { by: 0 }), '<script>', '★', '&#99999999999;', '&constructor;', '\ud800'),
  );
  seeded(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (source) => {
        for (const one of readRows(source, SERVER)) {
          expect(one.author.id).toMatch(/./);
          for (const { id, url, name } of one.attachments) {
            expect(id).toMatch(/^[\w-]{8,64}$/);
            expect(url).toMatch(/^(https?|mailto|tel):/);
            expect(name).not.toBe('');
          }
          bodyOf(one, 'own-message', undefined);
        }
        isSameText(source, source);
      },
    ),
    2_000,
  );
});

/** What the fake Live Helper Chat keeps, and the HTML in which its widget API gives that. */

export interface Operator {
  /** `data-op-id`: over 0 a person, -2 a bot. */
  readonly id: number;
  readonly name: string;
  /** '' for none. */
  readonly photo: string;
}

export interface StoredFile {
  readonly id: number;
  readonly hash: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Message {
  readonly id: number;
  /** Null: the visitor. */
  readonly by: Operator | null;
  msg: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** `del_st`: 1 sent, 2 delivered, 3 read. */
  delivered: 1 | 2 | 3;
  readonly file: StoredFile | null;
}

export interface LiveChat {
  readonly id: number;
  /** The visitor's right to it. */
  hash: string;
  readonly vid: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** 0 pending, 1 active, 2 closed, 5 bot. */
  status: 0 | 1 | 2 | 5;
  operator: Operator | null;
  /** The operator is typing. */
  operatorTypes: boolean;
  /** What the visitor is seen typing; null: nothing. */
  visitorTypes: string | null;
  /** `fbst`: 0 none, 1 up, 2 down. */
  thumb: number;
  /** The visitor has left it (`user_status`), which closes nothing. */
  left: boolean;
  /** Told with the next answer, once. */
  operation: string[];
  /** `bot_lock_msg`. */
  locked: boolean;
  readonly messages: Message[];
}

/** `htmlspecialchars` of PHP 8. */
export function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '<': '&lt;',
    '>': '&gt;',
    '&': '&amp;',
    '"': '&quot;',
    "'": '&#039;',
  };
  return text.replace(/[<>&"']/g, (sign) => signs[sign] ?? sign);
}

/** BBCode, code, links, emoticons and ends of lines, as `make_clickable` has them (source). */
function rendered(text: string): string {
  const codes: string[] = [];
  return escaped(text)
    .replace(/`(.*?)`/gs, (_, code: string) => `\u0000${codes.push(`<code>${code.trim()}</code>`) - 1}\u0000`)
    .replace(
      /(^|[\s(<.,;:!?])(https?:\/\/[\w#%~/@*(+=&$.,;:!?-]*[\w#%~/@*(+=&$-])/g,
      '$1<a href="$2" class="link" rel="noreferrer" target="_blank">$2</a>',
    )
    .replace(/(^|\s):\)(?=\s|$)/g, '$1😀')
    .replace(/\[b\](.*?)\[\/b\]/gs, '<strong>$1</strong>')
    .replace(/\[i\](.*?)\[\/i\]/gs, '<em>$1</em>')
    .replace(/\n/g, '<br />\n')
    .replace(/\0(\d+)\0/g, (_, index: string) => codes[Number(index)] ?? '');
}

/** `[file=…]` as `_make_url_file` has it (source): pictures as such, all else by name; the address holds for five minutes. */
function renderedFile({ id, hash, name, type }: StoredFile, server: string): string {
  const address = `${server}/index.php/file/downloadfile/${id}/${hash}/(vhash)/${hash}${Date.now()}/(vts)/${Math.floor(Date.now() / 1000)}`;
  if (/^image\/(png|jpeg|gif|webp)$/.test(type)) {
    return `<div class="position-relative"><img onclick="lhinst.zoomImage(this)"  width="1" height="1"  id="img-file-${id}" title="${escaped(name)}" class="action-image img-fluid msg-body-embed" src="${address}" alt="${escaped(name)}" /><a class="hidden-download" target="_blank" rel="noreferrer" href="${address}/(inline)/true"></a></div>`;
  }
  const ending = /[^.]*$/.exec(name)?.[0] ?? '';
  return `<a href="${address}" target="_blank" rel="noreferrer" class="link" >Download file - ${escaped(name)} [${ending}]</a>`;
}

/** `H:i`, with the day before it when that was another one: in the visitor's own time zone, which is this machine's. */
function titled(time: number): string {
  const two = (part: number): string => `${part}`.padStart(2, '0');
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === new Date().toDateString()) return clock;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock}:${two(date.getSeconds())}`;
}

/**
 * A row: `#msg-N[data-op-id]`, `.op-nick-title`, `.msg-body`, and of the visitor's own a tick of the class `msg-del-st-…`,
 * none once it is read.
 *
 * @param withFaces - the theme has profile bubbles: a face in place of the name (source)
 */
export function rowHtml(message: Message, server: string, withFaces: boolean): string {
  const { id, by, msg, file, delivered } = message;
  const tick =
    by === null && delivered < 3
      ? `<span title="Delivered" class="material-icons me-0  msg-del-st-${delivered}">&#xf129;</span>`
      : '';
  const body = `
    <div class="msg-body">
        ${tick}
        ${file ? renderedFile(file, server) : rendered(msg)}
    </div>
`;
  if (by === null) {
    return `<div class="message-row response" id="msg-${id}" data-op-id="0">
      <span class="usr-tit vis-tit" title="Edit nick"><i title="Visitor" class="vis-icon-hld material-icons chat-operators mi-fs15 me-0">&#xf104;</i>
      <span class="user-nick-title">Visitor</span></span>${body}</div>`;
  }
  const name = escaped(by.name);
  const nick =
    withFaces && by.photo
      ? `<i title="${name}" class="chat-operators mi-fs15 me-0"><img class="profile-msg-pic" src="${escaped(by.photo)}" alt=""></i>`
      : `<i title="${name}" class="material-icons chat-operators mi-fs15 me-0">&#xf10d; </i><span class="op-nick-title">${name}</span>`;
  return `<div class="message-row message-admin" id="msg-${id}" data-op-id="${by.id}" title="${titled(message.time)}">
    <span class="usr-tit op-tit">${nick}</span>${body}</div>`;
}

/** The head of the widget: who has the chat (source). */
export function headHtml({ operator }: LiveChat): string {
  if (!operator) return '<h6 class="fs12 status-text">Pending confirm</h6>';
  const name = escaped(operator.name);
  return `<div class="operator-info d-flex"><div class="align-self-center op-photo">${
    operator.photo ? `<img width="48" height="48" src="${escaped(operator.photo)}" alt="${name}" />` : ''
  }</div><div class="p-1 ps-2 operator-profile-content"><div>
    <span class="fw-bold op-name-widget">${name}</span>,&nbsp;<span class="fst-italic op-job-title">Support</span></div></div></div>`;
}

/**
 * One anonymous session over WebSocket (RFC 7395): opens, signs in, binds; afterwards questions with answers, and all else
 * is handed on. Knows no room.
 */
import { connectSocket, type ConnectionLife, type SocketClass } from '@support-chat/adapter-kit';
import { problem, type AdapterError } from '@support-chat/protocol';
import { attributeOf, parseXml, xml, type Markup, type XmlElement } from './xml.js';
import { conditionOf, stanzaError, streamProblem } from './xmpp-errors.js';

export interface StreamOptions {
  /** Address of the WebSocket. */
  readonly server: string;
  /** The host for those without an account. */
  readonly domain: string;
  readonly WebSocket?: SocketClass | undefined;
  /** Takes messages and presences. What it throws ends the connection. */
  onStanza(stanza: XmlElement): void;
}

export interface XmppStream {
  /** Sends a message or a presence. */
  send(stanza: Markup): void;
  /**
   * Asks, and gives the answer.
   *
   * @throws AdapterError what the refusal means, see `stanzaError`; never settles when the connection ends first
   */
  ask(type: 'get' | 'set', to: string, question: Markup): Promise<XmlElement>;
}

interface Waiting {
  resolve(answer: XmlElement): void;
  reject(error: AdapterError): void;
}

/** @throws AdapterError as `connectSocket`; when the life ends first it never settles */
export async function openStream(
  life: ConnectionLife,
  { server, domain, WebSocket, onStanza }: StreamOptions,
): Promise<XmppStream> {
  const waiting = new Map<string, Waiting>();
  let signedIn = false;
  let isBound: () => void;
  const bound = new Promise<void>((resolve) => (isBound = resolve));
  const send = ({ markup }: Markup): void => line.send(markup);
  const begin = (): void => send(xml`<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${domain}" version="1.0"/>`);

  function hear(element: XmlElement): void {
    switch (element.name) {
      case 'features':
        if (!signedIn) return send(xml`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>`);
        waiting.set('bind', { resolve: isBound, reject: (error) => life.end(error.problem) });
        return send(
          xml`<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>`,
        );
      case 'success':
        signedIn = true;
        return begin();
      case 'failure':
        return life.end(problem('forbidden', { detail: conditionOf(element) }));
      case 'error':
        return life.end(streamProblem(element));
      case 'close':
        return life.end(problem('connection-lost'));
      case 'iq': {
        const [id, type] = [attributeOf(element, 'id'), attributeOf(element, 'type')];
        const asked = waiting.get(id);
        waiting.delete(id);
        if (type === 'result') asked?.resolve(element);
        else if (type === 'error') asked?.reject(stanzaError(element));
        // RFC 6120, 8.2.3: everybody who asks is answered.
        else {
          const refusal = xml`<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;
          send(iq('error', id, attributeOf(element, 'from') || domain, refusal));
        }
        return;
      }
      case 'message':
      case 'presence':
        onStanza(element);
    }
  }

  const line = await connectSocket(life, {
    url: server,
    protocols: ['xmpp'],
    WebSocket,
    onText: (text) => hear(parseXml(text)),
  });
  begin();
  await bound;
  return {
    send,
    ask: (type, to, question) =>
      new Promise((resolve, reject) => {
        const id = crypto.randomUUID();
        waiting.set(id, { resolve, reject });
        send(iq(type, id, to, question));
      }),
  };
}

const iq = (type: string, id: string, to: string, content: Markup): Markup =>
  xml`<iq xmlns="jabber:client" type="${type}" id="${id}" to="${to}">${content}</iq>`;

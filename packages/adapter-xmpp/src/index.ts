/** `@support-chat/adapter-xmpp`: reaches XMPP servers over WebSocket (RFC 7395); a conversation is a room with an archive. */
export { createXmppAdapter, type XmppAdapterOptions } from './xmpp-adapter.js';

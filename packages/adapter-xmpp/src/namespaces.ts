/** Namespaces that are read, by what they are for. */
export const NS = {
  archive: 'urn:xmpp:mam:2',
  chatStates: 'http://jabber.org/protocol/chatstates',
  client: 'jabber:client',
  delay: 'urn:xmpp:delay',
  forward: 'urn:xmpp:forward:0',
  markers: 'urn:xmpp:chat-markers:0',
  occupants: 'http://jabber.org/protocol/muc#user',
  stanzaIds: 'urn:xmpp:sid:0',
} as const;

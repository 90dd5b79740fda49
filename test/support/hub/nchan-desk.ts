/** The desk on nginx with nchan: EventSource-like streams and POST, by password. */
import { openEventStream } from '@support-chat/adapter-kit';
import { HubDesk, type DeskWire } from './hub-desk.js';
import { DESK_PASSWORD } from './nchan-server.js';

/** @param url - of nginx, without a slash at the end */
export function openNchanDesk(url: string): Promise<HubDesk> {
  const over = new AbortController();
  const authorization = { Authorization: `Basic ${Buffer.from(DESK_PASSWORD).toString('base64')}` };

  async function subscribe(
    location: string,
    headers: Record<string, string>,
    onEvent: (data: string, side: string) => void,
  ): Promise<void> {
    const stream = await openEventStream(`${url}/support-desk/${location}`, {
      headers: { ...authorization, ...headers },
      signal: over.signal,
    });
    void (async () => {
      try {
        for await (const { data, name } of stream) onEvent(data, name);
      } catch (cause) {
        if (!over.signal.aborted) throw cause;
      }
    })();
  }

  const wire: DeskWire = {
    async publish(token, channel, message) {
      const response = await fetch(`${url}/support-desk/${channel}`, {
        method: 'POST',
        headers: { ...authorization, 'Support-Token': token, 'Content-Type': 'application/json' },
        body: JSON.stringify(message),
      });
      await response.text();
      if (!response.ok) throw new Error(`The desk cannot publish: HTTP ${response.status}`);
    },
    listen: (onAnnouncement) => subscribe('lobby', {}, onAnnouncement),
    follow: (token, onMessage) => subscribe('events', { 'Support-Token': token }, onMessage),
    close: () => over.abort(),
  };
  return HubDesk.open(wire);
}

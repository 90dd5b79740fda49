/** The desk on an MQTT broker, by another client than ours: its packets are judged by the broker, ours by both. */
import mqtt from 'mqtt';
import { HubDesk } from './hub-desk.js';
import { DESK_PASSWORD } from './mosquitto-server.js';

export async function openMqttDesk(url: string): Promise<HubDesk> {
  const presence = 'support-staff/ada';
  const client = await mqtt.connectAsync(url, {
    protocolVersion: 5,
    username: 'desk',
    password: DESK_PASSWORD,
    will: { topic: presence, payload: Buffer.alloc(0), retain: true, qos: 1 },
  });
  const followers = new Map<string, (json: string, side: string) => void>();
  let onLobby: (json: string) => void = () => undefined;
  client.on('message', (topic, payload) => {
    const [root, token = '', , side = ''] = topic.split('/');
    if (root === 'support-lobby') onLobby(payload.toString());
    else followers.get(token)?.(payload.toString(), side);
  });
  await client.publishAsync(presence, '1', { retain: true, qos: 1 });
  return HubDesk.open({
    publish: async (token, channel, message) => {
      const retain = channel === 'seen';
      await client.publishAsync(`support/${token}/${channel}/agent`, JSON.stringify(message), { qos: 1, retain });
    },
    async listen(onAnnouncement) {
      onLobby = onAnnouncement;
      // A desk that listened only from the announcement on would miss what comes right behind it.
      const topics = ['support-lobby/+', 'support/+/log/+', 'support/+/seen/visitor', 'support/+/passing/visitor'];
      await client.subscribeAsync(topics, { qos: 1 });
    },
    follow: (token, onMessage) => {
      followers.set(token, onMessage);
      return Promise.resolve();
    },
    close: async () => {
      await client.publishAsync(presence, '', { retain: true, qos: 1 });
      await client.endAsync();
    },
  });
}

/** What Mosquitto lets whom do, by the configuration of the documentation. */
import mqtt from 'mqtt';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HubDesk } from '../../support/hub/hub-desk.js';
import { MOSQUITTO_LACKS, startMosquitto, type MosquittoServer } from '../../support/hub/mosquitto-server.js';
import { openMqttDesk } from '../../support/hub/mqtt-desk.js';
import { describeWith } from '../../support/needs.js';

const newToken = (): string => `${randomUUID()}.${randomBytes(32).toString('base64url')}`;

describeWith(MOSQUITTO_LACKS, 'Mosquitto', () => {
  let server: MosquittoServer;
  let desk: HubDesk;
  beforeAll(async () => {
    server = await startMosquitto();
    desk = await openMqttDesk(server.deskUrl);
  });
  afterAll(async () => {
    await desk.close();
    await server.stop();
  });

  const visitor = (username: string) =>
    mqtt.connectAsync(server.url.replace('http', 'ws'), { protocolVersion: 5, username, reconnectPeriod: 0 });
  const refused = async (client: mqtt.MqttClient, topic: string) =>
    client.publishAsync(topic, '{}', { qos: 1 }).then(
      () => false,
      () => true,
    );

  it.each([['a token'], ['desk']])('gives who calls themselves “%s” no word in another’s name', async (name) => {
    const client = await visitor(name === 'a token' ? newToken() : name).catch(() => null);
    if (!client) return; // not even let in
    const token = newToken();
    for (const topic of [
      `support/${token}/log/visitor`,
      `support/${token}/log/agent`,
      `support/${client.options.username}/log/agent`,
      `support-lobby/${token}`,
      'support-staff/eve',
    ]) {
      expect(`${topic} ${await refused(client, topic)}`).toBe(`${topic} true`);
    }
    await client.endAsync();
  });

  it.each([['a token'], ['desk'], ['#'], ['+']])('lets “%s” listen to nobody by a wildcard', async (name) => {
    const own = name === 'a token' ? newToken() : name;
    const client = await visitor(own);
    const topics: string[] = [];
    client.on('message', (topic) => topics.push(topic));
    await client.subscribeAsync(['#', 'support/#', 'support/+/log/+', 'support-lobby/#'], { qos: 1 });
    const other = newToken();
    const victim = await visitor(other);
    await victim.publishAsync(`support-lobby/${other}`, JSON.stringify({ type: 'visitor', token: other }), { qos: 1 });
    await victim.publishAsync(`support/${other}/log/visitor`, JSON.stringify({ type: 'ended', id: randomUUID() }), {
      qos: 1,
    });
    // The desk has it; what the broker answers here now comes behind all that it had sent before.
    await desk.until(() => desk.heard(other.split('.')[0] ?? '').length > 0);
    await client.subscribeAsync('support/nothing', { qos: 1 });
    expect(topics.filter((topic) => topic.includes(other))).toEqual([]);
    await client.endAsync();
    await victim.endAsync();
  });
});

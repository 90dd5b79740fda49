/** Every hub that there is a transport for, run for real, behind a proxy that cuts. */
import { createMqttAdapter } from '@support-chat/adapter-mqtt';
import { createNchanAdapter } from '@support-chat/adapter-nchan';
import type { ChatAdapter } from '@support-chat/protocol';
import { WebSocket } from 'ws';
import { startFaultProxy, type FaultProxy } from '../fault-proxy.js';
import type { HubDesk } from './hub-desk.js';
import { MOSQUITTO_LACKS, startMosquitto } from './mosquitto-server.js';
import { openMqttDesk } from './mqtt-desk.js';
import { openNchanDesk } from './nchan-desk.js';
import { NCHAN_LACKS, startNchan } from './nchan-server.js';

export interface RunningHub {
  /** What an adapter is given as its server: the proxy. */
  readonly server: string;
  /** As one page has it, through the proxy. */
  createAdapter(): ChatAdapter;
  readonly proxy: FaultProxy;
  /** Past the proxy. */
  readonly desk: HubDesk;
  stop(): Promise<void>;
}

export interface HubBackEnd {
  readonly name: string;
  /** What the machine lacks for it. */
  readonly lacks: string | null;
  /** A new page finds what was said before. */
  readonly history: boolean;
  /** @param origin - of the site whose pages talk to it. Default: any */
  start(origin?: string): Promise<RunningHub>;
}

/** nginx with nchan. */
export const NCHAN: HubBackEnd = {
  name: 'nchan',
  lacks: NCHAN_LACKS,
  history: true,
  async start(origin) {
    const server = await startNchan(origin);
    const proxy = await startFaultProxy({ target: server.url });
    const desk = await openNchanDesk(server.url);
    const address = `${proxy.url}/support`;
    return {
      server: address,
      createAdapter: () => createNchanAdapter({ server: address }),
      proxy,
      desk,
      async stop() {
        await desk.close();
        await proxy.close();
        await server.stop();
      },
    };
  },
};

/** Mosquitto. */
export const MQTT: HubBackEnd = {
  name: 'MQTT',
  lacks: MOSQUITTO_LACKS,
  history: false,
  async start() {
    const server = await startMosquitto();
    const proxy = await startFaultProxy({ target: server.url });
    const desk = await openMqttDesk(server.deskUrl);
    return {
      server: proxy.url,
      createAdapter: () => createMqttAdapter({ server: proxy.url, WebSocket }),
      proxy,
      desk,
      async stop() {
        await desk.close();
        await proxy.close();
        await server.stop();
      },
    };
  },
};

export const HUB_BACK_ENDS: readonly HubBackEnd[] = [NCHAN, MQTT];

/**
 * `@support-chat/adapter-kit`: what adapters of other back ends share, each part usable without the others. It makes an
 * adapter thin; whether it is right says the conformance kit of `@support-chat/testkit`.
 */
export { connectSocket, type SocketClass, type SocketLine, type SocketOptions } from './connect-socket.js';
export { foreignId } from './foreign-id.js';
export {
  ForeignLog,
  type ForeignEvent,
  type ForeignPage,
  type LoadPage,
  type LogEventBody,
  type ForeignLogOptions,
} from './foreign-log.js';
export { createHubAdapter, type HubAdapterOptions } from './hub/hub-adapter.js';
export type { HubChannel, HubDelivery, HubLine, HubRoom, HubSide, JoinHub } from './hub/hub-transport.js';
export { openEventStream, type EventStreamOptions, type StreamedEvent } from './open-event-stream.js';
export { openConnection, type ConnectionLife, type ConnectionParts, type LifeOptions } from './open-connection.js';
export { WholeLog } from './whole-log.js';
export { requestJson, type RequestOptions } from './request-json.js';

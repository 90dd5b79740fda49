/** The reference server, as a library; `main.ts` is its command line. */
export { createServer, type RunningServer, type ServerOptions } from './create-server.js';
export { DEFAULT_LIMITS, type Limits } from './limits/limits.js';
export { parseRate, type Rate } from './limits/rate.js';
export { BridgeError } from './bridges/bridge.js';
export type { Bridge, BridgedEvent, BridgeInput, ConversationErased, Delivery, Post } from './bridges/bridge.js';
export { createMemoryBus } from './bus/memory-bus.js';
export { channels, type Bus, type BusMessage, type Notice, type Subscriber } from './bus/bus.js';
export { Frame, type FrameKind } from './bus/frame.js';
export { systemClock, systemRandom, type Clock, type Random } from './clock.js';
export type { FrameSink } from './connection/sink.js';
export type { PasswordCost } from './identity/password.js';
export type { AgentProfile, AgentRole, AgentSession, SignedIn } from './identity/session.js';
export { createService } from './service.js';
export type { Connection, ConnectOptions, Guard, Log, Service, ServiceOptions, ServiceStats } from './service.js';
export { openStore, type StoreOptions } from './store/open-store.js';
export { StoreError, type StoreErrorCode } from './store/store-error.js';
export type { Schema } from './store/schema.js';
export type { Database, Store, WriteOptions } from './store/store.js';

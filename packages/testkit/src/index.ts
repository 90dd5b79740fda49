/** `@support-chat/testkit`: adapter conformance kit, scripted adapter and the parts of a fault simulator. */
export { createScriptedAdapter } from './scripted/create-scripted-adapter.js';
export type * from './scripted/scripted-adapter.js';
export type { ScriptedLine } from './scripted/sample-lines.js';
export {
  conformance,
  type ConformanceBackend,
  type ConformanceOptions,
  type ConformanceRule,
} from './conformance/conformance.js';
export { Checker, type WrittenMessage } from './simulator/checker.js';
export { isBegun, logOf, type FinalLog } from './simulator/final-view.js';
export { Lane, Scheduler } from './simulator/scheduler.js';
export { SeededRandom } from './simulator/seeded-random.js';
export {
  createSimulatedAdapter,
  type SimulatedAdapterOptions,
  type SimulatedClient,
  type SimulatedPeer,
} from './simulator/simulated-adapter.js';
export { SimulatedDevice } from './simulator/simulated-device.js';
export { SimulatedNetwork, Wire } from './simulator/simulated-network.js';

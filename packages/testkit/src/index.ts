/** `@support-chat/testkit`: adapter conformance kit, scripted adapter and the parts of a fault simulator. */
export { createScriptedAdapter } from './scripted/create-scripted-adapter.js';
export type * from './scripted/scripted-adapter.js';
export type { ScriptedLine } from './scripted/sample-lines.js';
export type * from './conformance/harness.js';
export type { RuleOutcome, RuleResult } from './conformance/conformance.js';
export { checkAdapter, type AdapterReport, type CheckOptions, type Degradation } from './conformance/check-adapter.js';
export { describeAdapter, type DescribeOptions, type TestRunner } from './conformance/describe-adapter.js';
export { runCheck, type CheckPlatform, type ExitCode } from './conformance/run-check.js';
export { DEGRADATIONS } from './conformance/degradations.js';
export { formatTable, OVERVIEW_HEAD, overviewRow, table } from './conformance/format-table.js';
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

export type * from './activities.contract';
export type * from './checkpoint';
export type * from './events.contract';
export type { FrameInput } from './frames/frame-input';
export { runFrame } from './frames/run-frame';
export { runGraph } from './run-graph';
export type {
  DryRunSettings,
  ExecutionSettings,
  LocalCalls,
  LlmSettings,
  RetracedRun,
  RunInput,
  RunPlan,
} from './run-input';
export type * from './values.contract';

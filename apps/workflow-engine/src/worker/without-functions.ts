import type { WorkflowInfo } from '@temporalio/workflow';

/** Functions can't go from thread to thread; the sandbox has its own, and the engine's sinks ask for none. */
export function withoutFunctions(info: WorkflowInfo): WorkflowInfo {
  const { isReplaying, isReplayingHistoryEvents } = info.unsafe;
  return { ...info, unsafe: { isReplaying, isReplayingHistoryEvents } as WorkflowInfo['unsafe'] };
}

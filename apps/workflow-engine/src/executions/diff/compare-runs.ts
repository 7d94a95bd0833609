import type {
  ExecutionDiff,
  NodeDifference,
  NodeStatus,
  NodeUsage,
  OutputDifference,
  ShownValue,
  UsageFigures,
  ValueDifference,
} from '@aiwf/contracts';

/** One of two runs that are compared. */
export interface ComparedRun {
  executionId: string;
  /** By node id, in the order of the definition. */
  nodes: ReadonlyMap<string, ComparedNode>;
  /** Null: it has none. */
  output: ShownValue | null;
  total: UsageFigures;
  usage: readonly NodeUsage[];
}

export interface ComparedNode {
  status: NodeStatus;
  /** Null: it has none. */
  output: ShownValue | null;
}

const NOTHING: UsageFigures = {
  llm_calls: 0,
  tool_calls: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  reused_calls: 0,
};

/** How two runs differ. Nodes of the first come first, in the order of its definition. */
export function compareRuns(run: ComparedRun, other: ComparedRun): ExecutionDiff {
  const ids = [...new Set([...run.nodes.keys(), ...other.nodes.keys()])];
  return {
    execution_id: run.executionId,
    other_execution_id: other.executionId,
    path: ids.map((id) => nodeDifference(id, run, other)),
    outputs: ids.map((id) => outputDifference(id, run, other)).filter((difference) => difference.differs),
    output_data: valueDifference(run.output, other.output),
    total: { usage: run.total, other_usage: other.total },
    nodes: usageByNode(run, other),
  };
}

function nodeDifference(id: string, run: ComparedRun, other: ComparedRun): NodeDifference {
  const status = run.nodes.get(id)?.status ?? null;
  const otherStatus = other.nodes.get(id)?.status ?? null;
  return { node_id: id, status, other_status: otherStatus, differs: status !== otherStatus };
}

function outputDifference(id: string, run: ComparedRun, other: ComparedRun): OutputDifference {
  const values = valueDifference(run.nodes.get(id)?.output ?? null, other.nodes.get(id)?.output ?? null);
  return Object.assign(values, { node_id: id });
}

function valueDifference(value: ShownValue | null, other: ShownValue | null): ValueDifference {
  if (value?.digest === other?.digest) return { differs: false, value: null, other_value: null };
  return { differs: true, value, other_value: other };
}

function usageByNode(run: ComparedRun, other: ComparedRun): ExecutionDiff['nodes'] {
  const mine = new Map(run.usage.map((usage) => [usage.node_id, usage]));
  const theirs = new Map(other.usage.map((usage) => [usage.node_id, usage]));
  return [...new Set([...mine.keys(), ...theirs.keys()])].map((id) => ({
    node_id: id,
    usage: figuresOf(mine.get(id)),
    other_usage: figuresOf(theirs.get(id)),
  }));
}

function figuresOf(usage: NodeUsage | undefined): UsageFigures {
  if (!usage) return NOTHING;
  const { node_id: _, ...figures } = usage;
  return figures;
}

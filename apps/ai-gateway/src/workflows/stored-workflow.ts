import type { PlanningUsageView, RepairView, VersionOrigin } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';

/** A workflow in one of its versions, as the gateway keeps it. */
export interface StoredWorkflow {
  /** Also inside the definition. */
  id: string;
  userId: string;
  /** What the first version was made of. */
  prompt: string;
  /** Counted from 1. */
  version: number;
  origin: VersionOrigin;
  /** What was asked for, of a refined version. */
  instruction: string | null;
  /** Whose content it has, of a restored version. */
  restoredFrom: number | null;
  planner: 'llm' | 'outline';
  model: string;
  warnings: readonly string[];
  repairs: readonly RepairView[];
  usage: PlanningUsageView;
  definition: WorkflowDefinition;
  /** When this version was made. */
  createdAt: Date;
}

/** What a list shows of a workflow; the definition, which may be large, stays out. */
export type WorkflowLine = Pick<StoredWorkflow, 'id' | 'prompt' | 'planner' | 'createdAt'> & { name: string };

/** What a list shows of a version. */
export type VersionLine = Pick<
  StoredWorkflow,
  'version' | 'origin' | 'instruction' | 'restoredFrom' | 'createdAt'
> & { name: string };

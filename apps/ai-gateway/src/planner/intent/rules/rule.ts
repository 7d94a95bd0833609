import type { ToolEffects } from '../graph/effects';
import type { PlacedNode, Scope } from '../graph/scopes';
import type { IntentProblem } from '../intent.problem';
import type { Request } from '../prompt/request';

/** What a rule judges by. */
export interface IntentContext {
  readonly request: Request;
  readonly scopes: readonly Scope[];
  /** The nodes of all scopes. */
  readonly nodes: readonly PlacedNode[];
  readonly tools: ToolEffects;
}

/** One check of a graph against what was asked. */
export type Rule = (context: IntentContext) => IntentProblem[];

export { DEFINITION_CAPS } from './caps';
export { evaluateExpression, type Scope } from './expressions/evaluate';
export { ExpressionError, type ExpressionErrorCode } from './expressions/expression.error';
export type { Reference } from './expressions/references';
export {
  incomingEdges,
  leafNodes,
  outgoingEdges,
  successors,
  topologicalOrder,
  upstreamOf,
  type Graph,
} from './graph/graph';
export { resolveInputs, type ResolvedInputs } from './inputs/resolve';
export { jsonDepth } from './json/depth';
export { NODE_TYPES, type Effect, type NodeTypeDescription } from './schema/node-types';
export { WORKFLOW_SCHEMA } from './schema/workflow-schema';
export { findReferences } from './templates/references';
export { renderTemplate, renderText } from './templates/render';
export type * from './types';
export type { Problem, ProblemCode } from './validation/problem';
export { validateDefinition, type Validation } from './validation/validate';

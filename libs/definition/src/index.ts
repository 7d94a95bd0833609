export { DEFINITION_CAPS } from './caps';
export { Budget } from './expressions/budget';
export { evaluateExpression, type Scope } from './expressions/evaluate';
export { ExpressionError, type ExpressionErrorCode } from './expressions/expression.error';
export type { Reference, Root } from './expressions/references';
export type { Graph } from './graph/edges';
export {
  incomingEdges,
  leafNodes,
  outgoingEdges,
  successors,
  topologicalOrder,
  upstreamOf,
} from './graph/graph';
export { resolveInputs, type ResolvedInputs } from './inputs/resolve';
export { jsonDepth } from './json/depth';
export { isJsonObject } from './json/guards';
export { pointerTo } from './json/pointer';
export type { NodeTypeDescription } from './schema/catalogue/description';
export { effectOf } from './schema/effects';
export { parseJoin, type Join } from './schema/join';
export { NODE_TYPES } from './schema/node-types';
export { WORKFLOW_SCHEMA } from './schema/workflow-schema';
export { findExpressionReferences, findReferences } from './templates/references';
export { renderTemplate, renderText } from './templates/render';
export type * from './types';
export { readsOf } from './validation/node-reads';
export type { ValidationOptions } from './validation/options';
export type { Problem, ProblemCode } from './validation/problem';
export { validateDefinition, type Validation } from './validation/validate';

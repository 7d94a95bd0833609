import type { ErrorItem } from '@aiwf/contracts';
import {
  isJsonObject,
  pointerTo,
  NODE_TYPES,
  type Json,
  type JsonObject,
  type NodeDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { checkSchema } from '@aiwf/definition/data-schema';
import { HttpProblem } from '@aiwf/platform';
import type { FailureReason } from '../../workflows';
import { allNodes } from './node-at';

/** What stands for what a node would come to. */
export type Mock = { output: Json } | { error: FailureReason };

/** Characters of JSON that all mocks may have together. */
const MAX_CHARACTERS = 1024 * 1024;

const MAX_ERRORS = 50;

const ERROR = '$error';
const ERROR_SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    code: { type: 'string', minLength: 1, maxLength: 100 },
    message: { type: 'string', maxLength: 2_000 },
  },
  required: ['code', 'message'],
  additionalProperties: false,
};

/**
 * Mocks of a definition's nodes, by their ids.
 *
 * @throws HttpProblem 422 with what is wrong with which
 */
export function checkedMocks(
  definition: WorkflowDefinition,
  given: { [nodeId: string]: Json },
): Map<string, Mock> {
  if (JSON.stringify(given).length > MAX_CHARACTERS) {
    const detail = `The mocks have more than ${MAX_CHARACTERS.toLocaleString('en')} characters: give shorter ones`;
    throw new HttpProblem('invalid_mocks', { detail, errors: [{ path: '/mocks', message: detail }] });
  }
  const nodes = Map.groupBy(allNodes(definition), ({ id }) => id);
  const errors = Object.entries(given).flatMap(([id, value]) => faultsOf(id, value, nodes.get(id) ?? []));
  if (errors.length > 0) throw new HttpProblem('invalid_mocks', { errors: errors.slice(0, MAX_ERRORS) });
  return new Map(Object.entries(given).map(([id, value]) => [id, mockOf(value)]));
}

function faultsOf(id: string, value: Json, nodes: readonly NodeDefinition[]): ErrorItem[] {
  const path = pointerTo('/mocks', id);
  if (nodes.length === 0) {
    const hint = 'Name a node of the workflow, or of a graph inside it';
    return [{ path, message: `There is no node "${id.slice(0, 100)}"`, hint, code: 'unknown_node' }];
  }
  const error = errorIn(value);
  const schemas = error === undefined ? nodes.flatMap(schemasOf) : [ERROR_SCHEMA];
  const faults = schemas.flatMap((schema) => checkSchema(schema, error ?? value));
  return faults.map((fault) => ({
    path: `${path}${error === undefined ? '' : `/${ERROR}`}${fault.path}`,
    message: fault.message,
    hint:
      error === undefined
        ? `Give what nodes.${id}.output would be`
        : 'Write {"$error": {"code": "…", "message": "…"}}',
    code: 'invalid_mock',
  }));
}

function mockOf(value: Json): Mock {
  const error = errorIn(value);
  return error === undefined ? { output: value } : { error: error as unknown as FailureReason };
}

function errorIn(value: Json): Json | undefined {
  return isJsonObject(value) && Object.keys(value).length === 1 ? value[ERROR] : undefined;
}

/** What an output of the node fits: its own schema, and the form that its type gives. */
function schemasOf(node: NodeDefinition): JsonObject[] {
  const own = node.output_schema === undefined ? [] : [node.output_schema];
  if (node.type === 'agent' && own.length > 0) return own;
  const ofType = NODE_TYPES.find(({ type }) => type === node.type)?.output ?? {};
  return [...own, ofType, ...branchOf(node)];
}

function branchOf(node: NodeDefinition): JsonObject[] {
  if (node.type !== 'condition') return [];
  const { branches, default: otherwise = null } = node.config;
  return [{ properties: { branch: { enum: [...branches.map(({ name }) => name), otherwise] } } }];
}

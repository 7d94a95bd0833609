/** Reads docs/language.md as it stands: it has to name all there is in the language, and only that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import { DEFINITION_CAPS, NODE_TYPES, WORKFLOW_SCHEMA, type Json, type JsonObject } from '@aiwf/definition';
import { REPOSITORY } from './planted-tree';

const document = readFileSync(join(REPOSITORY, 'docs', 'language.md'), 'utf8');

/** The text under a heading, up to the next one of its level or above. */
function section(heading: string): string {
  const [, level = '', rest = ''] = new RegExp(`^(#{2,3}) ${heading}$\n([^]*)`, 'm').exec(document) ?? [];
  if (level === '') throw new Error(`docs/language.md has no section "${heading}"`);
  return rest.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0] ?? '';
}

/** What stands as code in a text, its examples left out. */
const named = (text: string) =>
  new Set([...text.replace(/^```.*?^```/gms, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The names of all fields of a shape, those of records in lists and of records inside included. */
function fieldsOf(shape: Json | undefined): string[] {
  if (!isObject(shape)) return [];
  if (shape['$ref'] !== undefined) return [];
  const properties = isObject(shape['properties']) ? shape['properties'] : {};
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => [name, ...fieldsOf(inner)]),
    ...fieldsOf(shape['items']),
    ...(Array.isArray(shape['anyOf']) ? shape['anyOf'].flatMap(fieldsOf) : []),
  ];
}

const at = (value: Json | undefined, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((inner, step) => (isObject(inner) ? inner[step] : undefined), value);

/** Told in places of their own: what a persona, a model, a budget and a graph are made of. */
const ELSEWHERE = new Set([
  ...fieldsOf(at(WORKFLOW_SCHEMA, 'properties', 'edges')),
  ...fieldsOf(at(WORKFLOW_SCHEMA, 'properties', 'limits')),
]);

function missing(heading: string, fields: readonly string[]): string[] {
  const names = named(section(heading));
  return [...new Set(fields)].filter((field) => !names.has(field));
}

it('names every field of a workflow, of a node and of an edge', () => {
  const top = Object.keys(at(WORKFLOW_SCHEMA, 'properties') as JsonObject);
  expect(missing('A workflow', top)).toEqual([]);
  const [node] = at(WORKFLOW_SCHEMA, '$defs', 'node', 'oneOf') as JsonObject[];
  const { config: _, limits: __, ...base } = at(node, 'properties') as JsonObject;
  expect(missing('Nodes', [...fieldsOf({ properties: base }), 'config', 'limits'])).toEqual([]);
  expect(missing('Edges', fieldsOf(at(WORKFLOW_SCHEMA, 'properties', 'edges')))).toEqual([]);
});

it('names every limit that can be set', () => {
  const limits = fieldsOf(at(WORKFLOW_SCHEMA, 'properties', 'limits'));
  const text = section('Budgets') + section('A workflow');
  expect(limits.filter((limit) => !text.includes(limit))).toEqual([]);
});

it.each(NODE_TYPES)('names every field of $type', ({ type, config_schema }) => {
  const own = fieldsOf(config_schema).filter((field) => !ELSEWHERE.has(field) || type === 'crew');
  const text = named(section(type));
  const crew = type === 'crew' ? named(section('agent')) : new Set<string>();
  const budgets = section('Budgets');
  const told = (field: string) => text.has(field) || crew.has(field) || budgets.includes(`\`${field}\``);
  expect([...new Set(own)].filter((field) => !told(field))).toEqual([]);
});

it('has a section for every node type, in the order of the catalogue, and for no other', () => {
  const headings = [...section('Node types').matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(NODE_TYPES.map(({ type }) => type));
});

it('names every tool', () => {
  expect([...BUILT_IN_TOOLS, 'ask_human'].filter((tool) => !named(section('Tools')).has(tool))).toEqual([]);
});

it('tells the caps as they are', () => {
  const { maxNodes, maxEdges, maxFanOut, maxJsonDepth, maxNesting } = DEFINITION_CAPS;
  const numbers = [maxNodes, maxEdges, maxFanOut, maxJsonDepth].map((cap) => cap.toLocaleString('en'));
  for (const number of numbers) expect(section('Limits')).toContain(`${number} `);
  expect(section('workflow')).toContain(`at most ${maxNesting} deep`);
});

/**
 * Public benchmark cases, from a folder that the user points at.
 */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SetupError } from '../../setup/setup-error.mjs';
import { caseProblem } from '../case-shape.mjs';
import { toCase } from '../cases.mjs';
import { isN8n, readN8n } from './n8n.mjs';
import { isPlain, readPlain } from './plain.mjs';
import { isWorFBench, readWorFBench } from './worfbench.mjs';

/** Each shape that is understood: what it looks like, and how an item of it becomes `{ name?, prompt, reference }`. */
const SHAPES = [
  { is: isWorFBench, read: readWorFBench },
  { is: isN8n, read: readN8n },
  { is: isPlain, read: readPlain },
];

/**
 * Every case of a folder's `*.json` and `*.jsonl` files, of the folders in it too; a file is a group.
 *
 * @returns cases like our own, with a `reference` in place of checks: `{ nodes: [{ says, types? }], edges: [[from, to]] }`
 * @throws SetupError that names the file and the item that can't be read
 */
export function readFolder(folder) {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new SetupError(`${folder} is no folder.`);
  const files = globSync('**/*.{json,jsonl}', { cwd: folder }).sort();
  if (files.length === 0) throw new SetupError(`${folder} has no *.json or *.jsonl file.`);
  return files.flatMap((file) => readFile(join(folder, file), relative('.', file)));
}

function readFile(path, file) {
  const group = file.replace(/\.jsonl?$/, '').replaceAll('\\', '/');
  const items = path.endsWith('.jsonl')
    ? readLines(path)
    : [readJson(path, readFileSync(path, 'utf8'))].flat();
  return items.map((item, index) => {
    try {
      return readItem(item, group, String(index + 1));
    } catch (error) {
      throw new SetupError(`${path}, item ${index + 1}: ${error.message}`);
    }
  });
}

const readLines = (path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => readJson(path, line));

function readJson(path, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SetupError(`${path} is not JSON: ${error.message}`);
  }
}

function readItem(item, group, number) {
  if (Array.isArray(item?.checks) || Array.isArray(item?.turns)) {
    const problem = caseProblem(item);
    if (problem) throw new Error(problem);
    return toCase(item, group);
  }
  const shape = SHAPES.find(({ is }) => is(item));
  if (!shape)
    throw new Error(
      'it has none of the shapes that docs/evaluation.md names: conversations, workflowJSON, prompt with nodes, prompt with checks.',
    );
  const { name = number, prompt, reference } = shape.read(item);
  if (reference.nodes.length === 0) throw new Error('its reference has no nodes.');
  return { id: `${group}/${name}`, group, turns: [{ prompt, checks: [] }], reference };
}

import { isJsonObject, type Json, type NodeDefinition } from '@aiwf/definition';
import { heading } from '../graph/template-text';
import type { Result } from '../graph/flow';

/** What a later step reads of a node; absent for nodes that only choose a way. */
export function valueOf(node: NodeDefinition): Result | undefined {
  const base = { label: labelOf(node), node: node.id };
  const output = `nodes.${node.id}.output`;
  switch (node.type) {
    case 'agent':
      return node.output_schema === undefined
        ? { ...base, path: `${output}.text`, isText: true }
        : { ...base, path: schemaPath(node, output), isText: false };
    case 'crew':
      return { ...base, path: `${output}.text`, isText: true };
    case 'http_request':
      return { ...base, path: `${output}.body`, isText: false };
    case 'transform':
    case 'workflow':
      return { ...base, path: output, isText: false };
    case 'map':
      return { ...base, path: `${output}.items`, isText: false };
    case 'loop': {
      const { output: given } = node.config.body;
      const hasText = isJsonObject(given) && 'text' in given;
      return { ...base, path: hasText ? `${output}.output.text` : `${output}.output`, isText: false };
    }
    case 'approval':
      return { ...base, path: `${output}.data`, isText: false };
    case 'wait':
      return node.config.event === undefined ? undefined : { ...base, path: `${output}.data`, isText: false };
    case 'condition':
      return undefined;
    default:
      return node satisfies never;
  }
}

/** One field alone is what a step with a schema gives. */
function schemaPath({ output_schema: schema }: NodeDefinition, output: string): string {
  const properties = schema?.['properties'];
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return names.length === 1 ? `${output}.${names[0]}` : output;
}

/** What a node's result is called: by its id, as "Key terms" for `list_key_terms`. */
export function labelOf(
  node: Pick<NodeDefinition, 'id' | 'name'> & Partial<Pick<NodeDefinition, 'type' | 'config'>>,
): string {
  const { id, name } = node;
  const shown =
    node.type === 'approval' ? /nodes\.(\w+)\./.exec(JSON.stringify(node.config))?.[1] : undefined;
  if (shown !== undefined && shown !== id) return labelOf({ id: shown });
  if (node.type === 'map') return 'Results';
  const words = id.split('_').filter((word) => !/^\d+$/.test(word));
  const noun = VERBS_FIRST.test(words[0] ?? '') && words.length > 1 ? words.slice(1) : words;
  return PRODUCTS[noun.join(' ')] ?? heading(noun.join(' ') || (name ?? id));
}

const VERBS_FIRST =
  /^(?:list|draft|find|extract|calculate|summarise|translate|reply|notify|plan|explain|rewrite|recommend|report|request|classify|analyse|validate|review|research|record)$/;
const PRODUCTS: Readonly<Record<string, string>> = {
  summarise: 'Summary',
  translate: 'Translation',
  explain: 'Explanation',
  analyse: 'Analysis',
  rewrite: 'Revision',
  classify: 'Category',
  validate: 'Validation',
  compare: 'Comparison',
  recommend: 'Recommendations',
  notify: 'Alert',
  repeat: 'Revision',
  general: 'Answer',
  rank: 'Ranking',
};

/** Whether a value reads a node, in its templates or in its expressions. */
export function reads(value: unknown, id: string): boolean {
  const text = JSON.stringify(value) ?? '';
  return (
    text.includes(id) && new RegExp(`\\bnodes(?:\\.${id}(?!\\w)|\\[\\\\?["']${id}\\\\?["']\\])`).test(text)
  );
}

/** What becomes of a text; `key` is the name of the property that it stands in. */
type TextChange = (text: string, key: string) => Json;

/**
 * Changes every string of a value, and keeps the value itself where none changes.
 *
 * @param isKept - Values that are not looked into.
 */
export function mapStrings<T>(value: T, change: TextChange, isKept?: (value: object) => boolean): T {
  const map = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') return change(part, key);
    if (typeof part !== 'object' || part === null || isKept?.(part) === true) return part;
    if (Array.isArray(part)) {
      const items = part.map((item) => map(item, key));
      return items.every((item, at) => item === part[at]) ? part : items;
    }
    const entries = Object.entries(part).map(([name, item]): [string, unknown, unknown] => [
      name,
      map(item, name),
      item,
    ]);
    const isSame = entries.every(([, changed, item]) => changed === item);
    return isSame ? part : Object.fromEntries(entries.map(([name, changed]) => [name, changed]));
  };
  return map(value, '') as T;
}

/** Lets a node read one expression where it read another; the same node where it did not. */
export function rereading(node: NodeDefinition, from: string, to: string): NodeDefinition {
  if (from === to) return node;
  const pattern = new RegExp(`(?<![\\w.])${from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`, 'g');
  return mapStrings(node, (text) => text.replace(pattern, () => to));
}

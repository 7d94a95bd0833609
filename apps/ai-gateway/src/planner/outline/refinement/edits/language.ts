import type { NodeDefinition } from '@aiwf/definition';
import { LANGUAGES } from '../../../lexicon';
import { findNodes } from '../find-nodes';
import { changeNode } from '../regions';
import type { Changed, ChangeRequest } from '../request';

/** "Write the guide in Norwegian": a text that is there, in another language. */
export function inLanguage({ definition, tokens }: ChangeRequest): Changed {
  const at = tokens.findIndex(
    ({ lower }, index) => lower === 'in' && LANGUAGES.has(tokens[index + 1]?.lower ?? ''),
  );
  const [verb, article] = tokens;
  const isWritten = /^(?:write|draft|make|give|compose|prepare)$/.test(verb?.lower ?? '');
  if (at === -1 || !isWritten || !/^(?:the|my|our|it|them|all|every)$/.test(article?.lower ?? ''))
    return undefined;
  const [found] = findNodes(definition, tokens.slice(1, at), ({ type }) => type === 'agent');
  if (!found) return undefined;
  const sentence = `Write it in ${tokens[at + 1]?.text ?? ''}.`;
  const change = (node: NodeDefinition): NodeDefinition =>
    node.type === 'agent'
      ? { ...node, config: { ...node.config, prompt: `${node.config.prompt.trimEnd()} ${sentence}` } }
      : node;
  return { definition: changeNode(definition, found, change) };
}

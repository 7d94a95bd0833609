import type { NodeDefinition } from '@aiwf/definition';
import { findDuration } from '../../../grammar';
import { changeNodes, everyNode } from '../regions';
import type { Changed, ChangeRequest } from '../request';

/** "Wait a week instead of two days", "wait three days", "change the wait to a week": how long a step waits. */
export function waitLonger({ definition, tokens, text }: ChangeRequest): Changed {
  if (
    !/\b(?:wait|pause|delay)\b/i.test(text) ||
    /^(?:please )?(?:also|then|add|insert|remove|delete)\b/i.test(text)
  )
    return undefined;
  const instead = tokens.findIndex(({ lower }) => /^(?:instead|rather|not)$/.test(lower));
  const now = findDuration(instead === -1 ? tokens : tokens.slice(0, instead));
  const old = instead === -1 ? undefined : findDuration(tokens.slice(instead));
  const isChange =
    instead !== -1 || /\b(?:change|set|make|increase|reduce|extend|shorten|longer|shorter)\b/i.test(text);
  if (!now || !isChange) return undefined;
  const waits = everyNode(definition).filter(
    ({ node }) =>
      node.type === 'wait' &&
      node.config.seconds !== undefined &&
      (old === undefined || node.config.seconds === old.seconds),
  );
  if (waits.length === 0) return undefined;
  const seconds = Math.max(1, Math.round(now.seconds));
  const change = (node: NodeDefinition): NodeDefinition =>
    node.type === 'wait' ? { ...node, config: { ...node.config, seconds } } : node;
  return { definition: changeNodes(definition, waits, change) };
}

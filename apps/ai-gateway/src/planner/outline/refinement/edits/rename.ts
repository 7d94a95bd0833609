import type { NodeDefinition } from '@aiwf/definition';
import { tokenize } from '../../../grammar';
import { findNode } from '../find-nodes';
import { changeNode } from '../regions';
import type { Changed, ChangeRequest } from '../request';

const WHOLE =
  /^(?:it|this|that|the (?:whole )?(?:workflow|thing)|this workflow|the (?:name|title)|workflow)$/i;
const PATTERNS: readonly RegExp[] = [
  /^(?:please )?rename (?:the )?(?:workflow )?(?:name )?to "?(?<name>.+?)"?$/i,
  /^(?:please )?rename (?<what>.+?) (?:to|as|into) "?(?<name>.+?)"?$/i,
  /^(?:please )?(?:change|set|update) (?:the )?(?:name|title)(?: of (?<what>.+?))? to "?(?<name>.+?)"?$/i,
  /^(?:please )?(?:change|set|update) (?<what>.+?)'s? (?:name|title) to "?(?<name>.+?)"?$/i,
  /^(?:please )?(?:call|name|title) (?<what>it|this|the workflow|this workflow|the (?:step|node) .+?|the first step|the last step) "?(?<name>.+?)"?$/i,
];
const LONGEST = 120;

/** "Rename the workflow to …", "call it …", "rename the summary to …". */
export function rename(request: ChangeRequest): Changed {
  const { definition, text, warnings } = request;
  for (const pattern of PATTERNS) {
    const groups = pattern.exec(text)?.groups;
    const name = groups?.['name']?.trim().slice(0, LONGEST);
    if (name === undefined || name === '') continue;
    const what = groups?.['what']?.trim();
    if (what === undefined || WHOLE.test(what)) return { definition: { ...definition, name } };
    const found = findNode(definition, tokenize(what));
    if (!found) {
      warnings.add(`Nothing in the workflow goes by "${what}": nothing was renamed.`);
      return { definition };
    }
    return { definition: changeNode(definition, found, (node): NodeDefinition => ({ ...node, name })) };
  }
  return undefined;
}

import type { NodeDefinition } from '@aiwf/definition';
import { joinTokens, numberAt, readChange, waivesApproval } from '../../../grammar';
import { findNodes } from '../find-nodes';
import { changeNodes, everyNode } from '../regions';
import type { Changed, ChangeRequest } from '../request';

const MODEL =
  /\b((?:openai|anthropic|google-genai|google|ollama|mistral|groq|azure|bedrock|vertexai|deepseek|xai|embedded):[\w./:-]{1,100})\b/i;

/** "Use openai:gpt-4.1-mini for the summary": which model thinks for a step, or for all. */
export function chooseModel(request: ChangeRequest): Changed {
  const { definition, tokens, text } = request;
  const model =
    MODEL.exec(joinTokens(tokens.filter(({ type }) => type === 'word')).replace(/: /g, ':'))?.[1] ??
    MODEL.exec(text)?.[1];
  if (model === undefined) return undefined;
  const at = tokens.findIndex(({ lower }) => lower === 'for');
  const named = at === -1 ? [] : findNodes(definition, tokens.slice(at + 1));
  const agents = (named.length > 0 ? named : everyNode(definition)).filter(
    ({ node }) => node.type === 'agent',
  );
  if (agents.length === 0) return undefined;
  const change = (node: NodeDefinition): NodeDefinition =>
    node.type === 'agent' ? { ...node, config: { ...node.config, model } } : node;
  return { definition: changeNodes(definition, agents, change) };
}

/** "One at a time", "five at a time": how many items of a list are worked on together. */
export function workThrough({ definition, tokens, text }: ChangeRequest): Changed {
  const at = tokens.findIndex(
    ({ lower }, index) =>
      lower === 'at' && tokens[index + 1]?.lower === 'a' && tokens[index + 2]?.lower === 'time',
  );
  const isSerial = /\bone (?:by one|after (?:another|the other))\b|\bsequentially\b/i.test(text);
  const count = isSerial ? 1 : at < 1 ? undefined : numberAt(tokens, at - 1)?.value;
  const maps = everyNode(definition).filter(({ node }) => node.type === 'map');
  if (count === undefined || count < 1 || maps.length === 0) return undefined;
  const concurrency = Math.min(Math.round(count), 50);
  const change = (node: NodeDefinition): NodeDefinition =>
    node.type === 'map' ? { ...node, config: { ...node.config, concurrency } } : node;
  return { definition: changeNodes(definition, maps, change) };
}

const ROUNDS_AT_MOST = 1_000;
const ATTEMPTS_AT_MOST = 20;

/** "Stop after three rounds at the latest": how often what is repeated is repeated. */
export function limitRounds({ definition, text }: ChangeRequest): Changed {
  const times = timesIn(text);
  const loops = everyNode(definition).filter(({ node }) => node.type === 'loop');
  const isBound =
    /\b(?:stop|end|finish|at most|at the latest|no more than|not more than|up to|max(?:imum)?|limit|only|rounds?|instead)\b/i.test(
      text,
    );
  if (times === undefined || loops.length === 0 || !isBound || RETRIES.test(text)) return undefined;
  const rounds = Math.min(times, ROUNDS_AT_MOST);
  const change = (node: NodeDefinition): NodeDefinition =>
    node.type === 'loop' ? { ...node, config: { ...node.config, max_iterations: rounds } } : node;
  return { definition: changeNodes(definition, loops, change) };
}

const RETRIES = /^(?:please )?(?:re-?try|try|attempt)\b/i;

/** "Try the request up to five times": how many attempts a step has. */
export function limitAttempts({ definition, text }: ChangeRequest): Changed {
  const times = timesIn(text);
  if (times === undefined || !RETRIES.test(text)) return undefined;
  const named = findNodes(definition, readChange(text).instructions[0]?.object ?? []).filter(
    ({ node }) => node.type === 'http_request' || node.type === 'agent',
  );
  const requests = everyNode(definition).filter(({ node }) => node.type === 'http_request');
  const targets = named.length > 0 ? named : requests;
  if (targets.length === 0) return undefined;
  const attempts = Math.min(times, ATTEMPTS_AT_MOST);
  const change = (node: NodeDefinition): NodeDefinition => ({
    ...node,
    retry: { ...node.retry, max_attempts: attempts },
  });
  return { definition: changeNodes(definition, targets, change) };
}

/** "Three rounds", "up to five times". */
function timesIn(text: string): number | undefined {
  return readChange(text).instructions.find(({ modifiers }) => modifiers.times !== undefined)?.modifiers
    .times;
}

/** What no refinement does: it says why, and changes nothing. */
export function cannotDo({ definition, text, warnings }: ChangeRequest): Changed {
  if (/^(?:please )?(?:undo|revert|roll ?back|go back|restore)\b/i.test(text)) {
    warnings.add('Earlier versions are kept: restore one of them. Nothing was changed.');
    return { definition };
  }
  if (!waivesApproval(text)) return undefined;
  if (!waivesApproval(withoutWaiver(text)) && withoutWaiver(text) !== '') return undefined;
  warnings.add(
    "What can't be taken back is sent only when a person approves it, whatever the instruction says: nothing was changed.",
  );
  return { definition };
}

/** "Post it right away and skip every approval": what is asked for besides. */
export function withoutWaiver(text: string): string {
  return text
    .replace(
      /(?:^|,? (?:and|but) |, | )(?:(?:skip|bypass|ignore|omit)(?:ping)?|without|do not wait for|don't wait for)(?: \w+){0,3} (?:approvals?|sign-?offs?|permission|consent|confirmation|asking|approving)(?: (?:me|anyone|anybody))?\b.*$/i,
      '',
    )
    .trim();
}

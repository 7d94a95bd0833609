import { DEFINITION_CAPS, type WorkflowDefinition } from '@aiwf/definition';
import type { ToolEffects } from './graph/effects';
import { scopesOf } from './graph/scopes';
import type { IntentProblem } from './intent.problem';
import { readRequest } from './prompt/request';
import { literalsAreGiven } from './rules/addresses.rule';
import { approvalsAreThere } from './rules/approvals.rule';
import { conditionsHaveAllBranches } from './rules/branches.rule';
import { conditionsAreThere } from './rules/conditions.rule';
import { effectsAreApproved, effectsAreAsked } from './rules/effects.rule';
import { inputsAreRead } from './rules/inputs.rule';
import { limitsAreGiven } from './rules/limits.rule';
import { numbersAreGiven } from './rules/numbers.rule';
import { repetitionIsThere } from './rules/repetition.rule';
import { outputIsMade, resultsAreUsed } from './rules/results.rule';
import type { Rule } from './rules/rule';
import { secretsAreNamed } from './rules/secrets.rule';
import { literalsAreUsed } from './rules/used-literals.rule';
import { verbsAreCovered } from './rules/verbs.rule';
import { waitsAreThere } from './rules/waits.rule';

/** What the checks are told of the place where a workflow is to run. */
export interface IntentOptions {
  /** What the tools of agents do, by their names in a graph; absent: `mcp:` tools are taken to be irreversible. */
  readonly tools?: ToolEffects;
}

const RULES: readonly Rule[] = [
  verbsAreCovered,
  waitsAreThere,
  approvalsAreThere,
  repetitionIsThere,
  conditionsAreThere,
  conditionsHaveAllBranches,
  resultsAreUsed,
  outputIsMade,
  effectsAreApproved,
  effectsAreAsked,
  secretsAreNamed,
  literalsAreGiven,
  literalsAreUsed,
  numbersAreGiven,
  limitsAreGiven,
  inputsAreRead,
];

/**
 * Whether a graph does what a prompt asks, as far as can be told without a model: deterministic, and lenient where words
 * leave room. Of a prompt in another language than English only the rules are checked that need not understand it, see
 * {@link unreadPrompt}.
 *
 * @param definition - Valid by `validateDefinition`.
 * @returns one problem for each thing that is missing or that nobody asked for, 50 at most; none for a graph that is right.
 */
export function checkIntent(
  prompt: string,
  definition: WorkflowDefinition,
  { tools = new Map() }: IntentOptions = {},
): IntentProblem[] {
  const scopes = scopesOf(definition);
  const context = {
    request: readRequest(prompt),
    scopes,
    nodes: scopes.flatMap(({ nodes }) => nodes),
    tools,
  };
  return RULES.flatMap((rule) => rule(context)).slice(0, DEFINITION_CAPS.maxProblems);
}

/** Says that a prompt could not be read for what it asks; absent when it could. */
export function unreadPrompt(prompt: string): string | undefined {
  if (readRequest(prompt).isEnglish) return undefined;
  return 'The prompt is not in English: it was not checked that each thing it asks for is done by a step.';
}

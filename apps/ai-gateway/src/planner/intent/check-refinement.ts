import { DEFINITION_CAPS, type WorkflowDefinition } from '@aiwf/definition';
import type { IntentOptions } from './check-intent';
import { scopesOf } from './graph/scopes';
import { problem, type IntentProblem } from './intent.problem';
import { PromptLiterals } from './prompt/addresses';
import { PromptNumbers } from './prompt/numbers';
import { readRequest } from './prompt/request';
import { askedIsDone, removedIsGone } from './refinement/asked.rule';
import { changesBetween, isSame } from './refinement/changes';
import { readInstruction } from './refinement/instruction.reader';
import { untouchedStays } from './refinement/untouched.rule';
import { literalsAreGiven } from './rules/addresses.rule';
import { conditionsHaveAllBranches } from './rules/branches.rule';
import { effectsAreApproved } from './rules/effects.rule';
import { inputsAreRead } from './rules/inputs.rule';
import { limitsAreGiven } from './rules/limits.rule';
import { numbersAreGiven } from './rules/numbers.rule';
import { outputIsMade, resultsAreUsed } from './rules/results.rule';
import type { Rule } from './rules/rule';
import { secretsAreNamed } from './rules/secrets.rule';

/** Rules that hold for every graph, whatever was asked. */
const OF_GRAPHS: readonly Rule[] = [
  conditionsHaveAllBranches,
  resultsAreUsed,
  outputIsMade,
  effectsAreApproved,
  secretsAreNamed,
  literalsAreGiven,
  numbersAreGiven,
  limitsAreGiven,
  inputsAreRead,
];

/**
 * Whether a new version of a workflow is what an instruction made of it: what it asks is there, what it wants gone is
 * gone, all else is as it was, and the graph is no worse than before. Deterministic, and lenient where words leave room:
 * an instruction that speaks of nothing in the graph, such as one about tone, may change all of it. It takes the place of
 * `checkIntent` for a new version, since what the first prompt asked may be taken back.
 *
 * @param before - Valid, as it was before.
 * @param after - Valid by `validateDefinition`.
 */
export function checkRefinement(
  instruction: string,
  before: WorkflowDefinition,
  after: WorkflowDefinition,
  { tools = new Map() }: IntentOptions = {},
): IntentProblem[] {
  if (isSame({ ...before, id: '', description: '' }, { ...after, id: '', description: '' })) {
    const message = 'The instruction changed nothing.';
    return [
      problem('nothing_changed', '', message, 'Change what the instruction asks for, and nothing else.'),
    ];
  }
  const changes = changesBetween(before, after);
  const request = readRequest(instruction);
  const parts = request.isEnglish ? readInstruction(instruction) : [];
  const ofWords = request.isEnglish
    ? [
        ...askedIsDone(instruction, parts, after, changes, tools),
        ...removedIsGone(parts, before, changes),
        ...untouchedStays({ parts, before, after, changes }),
      ]
    : [];
  // What stood there before is given; so is what the instruction says.
  const text = `${instruction}\n${JSON.stringify(before)}`;
  const numbers = new PromptNumbers(text, request.isEnglish);
  const given = { ...request, numbers, literals: new PromptLiterals(text) };
  const problemsOf = (definition: WorkflowDefinition): IntentProblem[] => {
    const scopes = scopesOf(definition);
    const nodes = scopes.flatMap((scope) => scope.nodes);
    return OF_GRAPHS.flatMap((rule) => rule({ request: given, scopes, nodes, tools }));
  };
  const known = new Set(problemsOf(before).map(({ code, message }) => `${code} ${message}`));
  const ofGraph = problemsOf(after).filter(({ code, message }) => !known.has(`${code} ${message}`));
  return [...ofWords, ...ofGraph].slice(0, DEFINITION_CAPS.maxProblems);
}

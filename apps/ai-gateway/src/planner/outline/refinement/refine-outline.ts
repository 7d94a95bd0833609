import { validateDefinition, type WorkflowDefinition } from '@aiwf/definition';
import { joinTokens, onlyAnnounces, readChange, tokenize, waivesApproval } from '../../grammar';
import { quoted, Warnings } from '../assembly/warnings';
import { addApprovalStep, addSteps } from './edits/add';
import { whenFailing, whenRejected } from './edits/cases';
import { onlyInCase } from './edits/only-in-case';
import { inLanguage } from './edits/language';
import { changeManner } from './edits/manner';
import { runInParallel } from './edits/parallel';
import { removeSteps } from './edits/remove';
import { rename } from './edits/rename';
import { replaceIn } from './edits/replace';
import {
  cannotDo,
  chooseModel,
  limitAttempts,
  limitRounds,
  withoutWaiver,
  workThrough,
} from './edits/settings';
import { waitLonger } from './edits/waits';
import { wishesOf, type ChangeRequest, type Editor } from './request';

/** A changed workflow, and what is to be known about the change. */
export interface OutlineRefinement {
  readonly definition: WorkflowDefinition;
  readonly warnings: string[];
}

/** Changes that one instruction may ask for; each is checked by itself. */
const MOST_WISHES = 30;

/** The sorts of change, tried in this order. */
const EDITORS: readonly Editor[] = [
  cannotDo,
  chooseModel,
  workThrough,
  limitAttempts,
  limitRounds,
  onlyInCase,
  whenRejected,
  whenFailing,
  runInParallel,
  waitLonger,
  replaceIn,
  removeSteps,
  addApprovalStep,
  inLanguage,
  changeManner,
  addSteps,
];

/**
 * Changes a workflow as an instruction asks, by grammar alone: the same instruction always changes it in the same way.
 * Takes any valid definition. Nodes that the instruction does not concern stay the same objects; what is not
 * understood, or would leave the workflow unsound, changes nothing and is a warning.
 */
export function refineOutline(before: WorkflowDefinition, instruction: string): OutlineRefinement {
  const warnings = new Warnings();
  const reading = readChange(instruction);
  if (reading.isForeign) {
    warnings.add(
      'The instruction is not in English: nothing was changed. A model from a provider reads it (LLM_MODEL).',
    );
    return { definition: before, warnings: warnings.all };
  }
  const named = rename({
    definition: before,
    text: instruction.trim().replace(/[.!]$/, ''),
    tokens: [],
    literals: [],
    warnings,
  });
  if (named) return { definition: named.definition, warnings: warnings.all };
  const { limits, lowered, frequency, literals } = reading;
  const isBounded = Object.keys(limits).length > 0;
  let definition: WorkflowDefinition = isBounded
    ? { ...before, limits: { ...before.limits, ...limits } }
    : before;
  for (const limit of lowered) warnings.add(`No limit can be larger than ${limit}: it is set to that.`);
  if (frequency)
    warnings.add(
      `Runs once each time it is executed. Proposed schedule for "${frequency.phrase}": cron "${frequency.cron}".`,
    );
  let added: string | undefined;
  const comesLast = /^\W*(?:and )?(?:then|after that|afterwards|next|finally|lastly)\b/i.test(instruction);
  const wishes = wishesOf(reading.instructions);
  if (wishes.length > MOST_WISHES)
    warnings.add(
      `The instruction asks for ${wishes.length} changes: only the first ${MOST_WISHES} are looked at.`,
    );
  for (const [at, tokens] of wishes.slice(0, MOST_WISHES).entries()) {
    const text = joinTokens(tokens).trim();
    if (text === '' || onlyAnnounces(text)) continue;
    const request = { definition, text, tokens, literals, warnings, added, comesLast: comesLast && at === 0 };
    const changed = change(request);
    definition = changed.definition;
    added = changed.added ?? added;
  }
  if (definition === before && warnings.all.length === 0)
    warnings.add(`Not understood: ${quoted(instruction)}. Nothing was changed.`);
  return { definition, warnings: warnings.all };
}

/** Tries one sort of change after another; what would not be valid is not done. */
function change(request: ChangeRequest): {
  readonly definition: WorkflowDefinition;
  readonly added?: string;
} {
  const { definition, text, warnings } = request;
  const plain = withoutWaiver(text);
  const isWaived = waivesApproval(text) && plain !== '';
  if (isWaived)
    warnings.add(
      "What can't be taken back is sent only when a person approves it, whatever the instruction says.",
    );
  const wish = isWaived ? { ...request, text: plain, tokens: tokenize(plain) } : request;
  for (const edit of EDITORS) {
    const changed = edit(wish);
    if (!changed) continue;
    if (changed.definition === definition) return { definition };
    if (validateDefinition(changed.definition).valid) return changed;
    break;
  }
  warnings.add(
    `Not understood, or not possible in this workflow: ${quoted(text)}. Nothing was changed for it.`,
  );
  return { definition };
}

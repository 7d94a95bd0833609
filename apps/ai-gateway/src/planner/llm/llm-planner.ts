import type { ErrorItem } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import type { ModelProvider } from '@aiwf/models';
import { assertAnswers, inFull } from '../answers';
import type { ToolRegistry } from '../ground';
import type { IntentChecks } from '../intent-checks';
import type { Answers, PlanContext, PlanObserver, PlanRequest, Question } from '../plan';
import type { Draft, Planner, Refinement } from '../planner';
import { applyPatch } from './answer/apply-patch';
import { type Fields, isFields, listOf } from './answer/json-access';
import { nodeListener } from './answer/node-listener';
import { readQuestions } from './answer/read-questions';
import { AskedQuestions } from './asked-questions';
import { harmlessNotes, sourcesOf } from './containment';
import { PATCH_FORM, PLAN_FORM, PLAN_OR_QUESTIONS_FORM } from './form/answer-forms';
import { judgePlan, type Judged, type Standards } from './plan-judge';
import { PlanningModel } from './planning-model';
import { InstructionCache } from './prompt/instructions';
import { planMessage, refineMessage } from './prompt/messages';
import { askUntilGood, type Content, type Verdict } from './repair-rounds';

type Planned = Judged | { readonly questions: readonly Question[] };

/** Plans by a language model, which is told the language, the tools there are and, round by round, what is wrong. */
export class LlmPlanner implements Planner {
  private readonly model: PlanningModel;
  private readonly instructions = new InstructionCache();
  private readonly asked = new AskedQuestions();

  constructor(
    models: ModelProvider,
    timeoutMs: number,
    private readonly tools: Pick<ToolRegistry, 'candidatesFor' | 'known'>,
    private readonly intent: IntentChecks,
  ) {
    this.model = new PlanningModel(models, timeoutMs);
  }

  async plan(
    { prompt, clarify = false, answers }: PlanRequest,
    { userId, signal }: PlanContext,
    observer?: PlanObserver,
  ): Promise<Draft | { readonly questions: readonly Question[] }> {
    const questions = this.asked.about(userId, prompt);
    if (answers) assertAnswers(answers, questions);
    const mayAsk = clarify && answers === undefined;
    const tools = this.tools.candidatesFor(prompt);
    const known = this.tools.known.all;
    const task = { prompt, answers: withDefaults(answers, questions), questions: questions ?? [] };
    // The defaults of questions are the model's words, not the user's.
    const sources = sourcesOf({ prompt, answers: answers ?? {} });
    const wish = inFull(task.prompt, task.answers);
    const checkIntent = (definition: WorkflowDefinition) => this.intent.checkIntent(wish, definition);
    const conversation = await this.model.converse(signal);
    const { result, repairs } = await askUntilGood<Planned>(
      conversation,
      {
        instructions: this.instructions.of(mayAsk ? 'plan_or_ask' : 'plan', tools),
        form: mayAsk ? PLAN_OR_QUESTIONS_FORM : PLAN_FORM,
        message: (refused) => planMessage(task, refused),
        listen: () => nodeListener(observer),
        judge: (content) => judgeAnswer(content, mayAsk, { sources, tools, known, checkIntent }),
      },
      observer,
    );
    if ('questions' in result) {
      this.asked.remember(userId, prompt, result.questions);
      return result;
    }
    return { ...result, repairs, usage: conversation.usage };
  }

  async refine(
    before: WorkflowDefinition,
    { prompt, instruction, answers = {} }: Refinement,
    observer?: PlanObserver,
  ): Promise<Draft> {
    assertAnswers(answers, undefined);
    const tools = this.tools.candidatesFor(`${instruction}\n${prompt}`);
    const known = this.tools.known.all;
    const task = { prompt, instruction, before, answers, questions: [] };
    const sources = sourcesOf(task);
    const checkIntent = (after: WorkflowDefinition) =>
      this.intent.checkRefinement(inFull(instruction, answers), before, after);
    const conversation = await this.model.converse();
    const { result, repairs } = await askUntilGood<Judged>(
      conversation,
      {
        instructions: this.instructions.of('refine', tools),
        form: PATCH_FORM,
        message: (refused) => refineMessage(task, refused),
        listen: () => nodeListener(observer),
        judge: ({ fields, notes }) => {
          const patched = applyPatch(before, fields);
          if ('problems' in patched) return patched;
          const { candidate } = patched;
          const verdict = judgePlan(candidate, { sources, tools, known, checkIntent, before });
          if ('problems' in verdict) return { problems: verdict.problems.map(withNodeOf(candidate)) };
          return withNotes(verdict, harmlessNotes(notes, sources));
        },
      },
      observer,
    );
    return { ...result, repairs, usage: conversation.usage };
  }
}

function judgeAnswer({ fields, notes }: Content, mayAsk: boolean, standards: Standards): Verdict<Planned> {
  const { questions, id: _given, schema_version: _latest, ...candidate } = fields;
  if (listOf(questions).length > 0 && listOf(candidate['nodes']).length === 0) {
    if (!mayAsk) return { problems: [NOT_ASKED_TO_ASK] };
    const read = readQuestions(questions);
    return 'problems' in read ? read : { result: read };
  }
  const verdict = judgePlan({ schema_version: 1, ...candidate }, standards);
  return withNotes(verdict, harmlessNotes(notes, standards.sources));
}

const NOT_ASKED_TO_ASK: ErrorItem = {
  code: 'bad_question',
  path: '/questions',
  message: 'Nobody can answer questions now.',
  hint: 'Plan the workflow; what is not known becomes an input.',
};

/** A patch does not show how many nodes stand before its own, so problems name theirs. */
function withNodeOf({ nodes }: Fields): (problem: ErrorItem) => ErrorItem {
  return (problem) => {
    const index = /^\/nodes\/(\d+)/.exec(problem.path)?.[1];
    const node = index === undefined ? undefined : listOf(nodes)[Number(index)];
    const id = isFields(node) && typeof node['id'] === 'string' ? `"${node['id'].slice(0, 64)}"` : undefined;
    const { code, path, message, hint } = problem;
    if (id === undefined || message.includes(id)) return problem;
    return { code, path, message: `In ${id}: ${message}`, hint };
  };
}

function withNotes(verdict: Verdict<Judged>, notes: readonly string[]): Verdict<Judged> {
  if ('problems' in verdict) return verdict;
  const { definition, warnings } = verdict.result;
  return { result: { definition, warnings: [...warnings, ...notes] } };
}

/** Answers, those left open by their defaults. */
function withDefaults(answers: Answers | undefined, questions: readonly Question[] | undefined): Answers {
  if (answers === undefined) return {};
  const defaults = (questions ?? []).map((question) => [question.id, question.default] as const);
  const given = Object.entries(answers).filter(([, answer]) => answer !== null);
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(given) };
}

import type { CrewAgent, CrewNode, CrewTask } from '@aiwf/definition';
import { ASSUMED, tokensOf } from '../assumptions';
import type { Place } from '../estimating';
import { capped, combine, ONE, plus, range, times, ZERO, type Range } from '../range';
import { templateTokens } from '../text-size';
import { repeated, type ModelUsage, type Usage } from '../usage';
import { shownInputs } from './agent';
import { conversationUsage, personaTokens, type Asked } from './conversation';

const DEFAULT_MAX_CALLS = 200;
const DEFAULT_MAX_TURNS = 10;

/** A manager's tools: to delegate, and to ask. */
const MANAGER_TOOLS = 2;

/** Coworkers that a manager turns to in one turn. */
const TURNED_TO = range(0, 1, 2);

/** What a manager is told about itself, where the crew says nothing. */
const MANAGER_GOAL = 'see to it that each task is done well by the coworkers who are best at it'.length;

/** The tasks of a crew, those that run beside others at the same time. */
export function crewUsage(node: CrewNode, place: Place): Usage {
  const done = new Map<string, Usage>();
  let previous: string[] = [];
  let onward = ZERO;
  let end = ZERO;
  for (const task of node.config.tasks) {
    const seen = node.config.memory === true ? [...done.keys()] : (task.context ?? previous);
    const earlier = seen.map((id) => done.get(id)?.gives ?? ZERO);
    const usage = taskUsage(node, task, plus(...earlier, tokensOf(40 * earlier.length)), place);
    done.set(task.id, usage);
    const ended = plus(onward, usage.seconds);
    end = combine([end, ended], (values) => Math.max(...values));
    if (task.async === true) continue;
    onward = ended;
    previous = [task.id];
  }
  const usages = [...done.values()];
  const models = withinCalls(
    usages.flatMap((usage) => usage.models),
    node.config.max_calls ?? DEFAULT_MAX_CALLS,
  );
  return { models, seconds: end, gives: usages.at(-1)?.gives ?? ZERO };
}

function taskUsage(node: CrewNode, task: CrewTask, earlier: Range, place: Place): Usage {
  const { description, expected_output, output_schema, guardrail } = task;
  const what = plus(
    templateTokens(description, place),
    templateTokens(expected_output, place),
    shownInputs(node, place),
    earlier,
  );
  const asked = { schema: output_schema, guardrail };
  if (node.config.process === 'hierarchical') return managedUsage(node, what, asked, place);
  const agent = node.config.agents.find(({ id }) => id === task.agent) ?? node.config.agents[0];
  if (!agent) return { models: [], seconds: ZERO, gives: ZERO };
  return conversationUsage({ ...askedOf(agent, what, place), ...asked }, place);
}

/** A manager works on the task, and turns to coworkers in all its turns but the last. */
function managedUsage(
  { config }: CrewNode,
  what: Range,
  asked: Pick<Asked, 'schema' | 'guardrail'>,
  place: Place,
): Usage {
  const { model, fallback_model, max_turns, ...persona } = config.manager ?? {};
  const { supportsTools } = place.modelOf(model);
  const coworker = anyOf(
    config.agents.map((agent) => conversationUsage(askedOf(agent, ASSUMED.delegation, place), place)),
  );
  const manager = conversationUsage(
    {
      ...asked,
      model,
      fallback: fallback_model,
      opening: plus(personaTokens(persona, place), tokensOf(MANAGER_GOAL + 60 * config.agents.length), what),
      tools: MANAGER_TOOLS,
      toolResults: times(coworker.gives, TURNED_TO),
      maxTurns: max_turns,
    },
    place,
  );
  const turns = range(0, ASSUMED.turnsWithTools - 1, (max_turns ?? DEFAULT_MAX_TURNS) - 1);
  const delegations = supportsTools ? times(turns, TURNED_TO) : ZERO;
  const onward = (config.max_depth ?? 1) > 1 ? range(1, 1, config.max_calls ?? DEFAULT_MAX_CALLS) : ONE;
  const work = repeated(coworker, times(delegations, onward), supportsTools ? turns : ZERO);
  return {
    models: [...manager.models, ...work.models],
    seconds: plus(manager.seconds, work.seconds),
    gives: manager.gives,
  };
}

function askedOf(agent: CrewAgent, what: Range, place: Place): Asked {
  return {
    model: agent.model,
    fallback: agent.fallback_model,
    opening: plus(personaTokens(agent, place), what),
    tools: agent.tools?.length ?? 0,
    maxTurns: agent.max_turns,
    schema: undefined,
    guardrail: undefined,
  };
}

/** What whoever of several does the work may use: of each model what the dearest of them would, likely their mean. */
function anyOf(usages: readonly Usage[]): Usage {
  const byModel = Map.groupBy(
    usages.flatMap(({ models }) => models),
    ({ model, fallback = '' }) => `${model} ${fallback}`,
  );
  const one = (of: readonly Range[]) =>
    range(
      Math.min(...of.map(({ low }) => low)),
      of.reduce((sum, { likely }) => sum + likely, 0) / Math.max(usages.length, 1),
      Math.max(...of.map(({ high }) => high)),
    );
  const models = [...byModel.values()].map((alike): ModelUsage => {
    const [first] = alike as [ModelUsage];
    return {
      ...first,
      calls: one(alike.map(({ calls }) => calls)),
      input: one(alike.map(({ input }) => input)),
      output: one(alike.map(({ output }) => output)),
    };
  });
  const seconds = one(usages.map((usage) => usage.seconds));
  return { models, seconds, gives: one(usages.map(({ gives }) => gives)) };
}

/** A crew makes so many calls at most; what it uses shrinks with them, as far as some calls may be twice the average. */
function withinCalls(models: readonly ModelUsage[], maxCalls: number): ModelUsage[] {
  const part = maxCalls / models.reduce((sum, { calls }) => sum + calls.high, 0);
  if (part >= 1) return [...models];
  const shrunk = (of: Range, by: number) => capped(of, Math.max(of.high * Math.min(by, 1), of.low));
  return models.map((each) => ({
    ...each,
    calls: shrunk(each.calls, part),
    input: shrunk(each.input, 2 * part),
    output: shrunk(each.output, 2 * part),
  }));
}

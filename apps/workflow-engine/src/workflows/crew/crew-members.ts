import type { CrewAgent, CrewConfig, CrewManager, CrewNode, RetryPolicy } from '@aiwf/definition';
import type { ConversationOpening } from '../activities.contract';
import type { Stored } from '../values.contract';
import { GraphFailure } from '../graph-failure';
import type { NodeContext } from '../nodes/node-context';
import { acceptedAnswer } from './accepted-answer';
import type { Conversation, Coworker, Delegation } from './conversation';
import { openingOf } from './prompts';

const DEFAULT_MAX_CALLS = 200;
const DEFAULT_MAX_DEPTH = 1;

const MANAGER: Required<Pick<CrewManager, 'role' | 'goal'>> = {
  role: 'the manager of a crew',
  goal: 'see to it that each task is done well by the coworkers who are best at it, and answer with the result',
};

/** The people of a crew: their conversations, what they may spend together, and whom they may turn to. */
export class CrewMembers {
  private readonly config: CrewConfig;
  private readonly retry: RetryPolicy | undefined;

  constructor(
    node: CrewNode,
    private readonly context: NodeContext,
  ) {
    this.config = node.config;
    this.retry = node.retry;
  }

  /** @throws GraphFailure `unknown_agent` */
  agent(id: string): CrewAgent {
    const agent = this.config.agents.find((candidate) => candidate.id === id);
    if (!agent) throw new GraphFailure('unknown_agent', `No agent of this crew is called "${id}"`);
    return agent;
  }

  /** What the manager is told about itself. */
  managerPersona() {
    const { role, goal, backstory } = { ...MANAGER, ...this.config.manager };
    return { role, goal, ...(backstory === undefined ? {} : { backstory }) };
  }

  /** The conversation of the manager, who may turn to every agent. */
  managerConversation(path: string, opening: ConversationOpening): Conversation {
    const { model, fallback_model, max_turns } = this.config.manager ?? {};
    return {
      ...this.shared(path, opening),
      tools: [],
      maxTurns: max_turns,
      model,
      fallbackModel: fallback_model,
      spending: this.context.spending,
      coworkers: this.config.agents.map(asCoworker),
      delegate: (asked, at) => this.delegate(asked, at, 1),
    };
  }

  /** @param depth how many delegations lead to the agent */
  agentConversation(agent: CrewAgent, path: string, opening: ConversationOpening, depth = 0): Conversation {
    const maxDepth = this.config.max_depth ?? DEFAULT_MAX_DEPTH;
    const mayDelegate = depth > 0 && depth < maxDepth;
    const { spending } = this.context;
    const scope = `${this.context.path}/agents/${agent.id}`;
    return {
      ...this.shared(path, opening),
      tools: agent.tools ?? [],
      maxTurns: agent.max_turns,
      model: agent.model,
      fallbackModel: agent.fallback_model,
      spending: agent.limits === undefined ? spending : [...spending, { scope, limits: agent.limits }],
      coworkers: mayDelegate ? this.config.agents.filter(({ id }) => id !== agent.id).map(asCoworker) : [],
      delegate: (asked, at) => this.delegate(asked, at, depth + 1),
    };
  }

  private shared(path: string, opening: ConversationOpening) {
    return { path, opening, retry: this.retry, answerSchema: undefined, count: () => this.count() };
  }

  /** A coworker does a part or answers a question, in a conversation of their own. */
  private async delegate(
    asked: Delegation,
    path: string,
    depth: number,
  ): Promise<{ ok: boolean; content: Stored }> {
    const { scope, values } = this.context;
    const agent = this.agent(asked.coworker);
    const said = `${asked.kind === 'ask' ? 'A coworker asks you:\n' : ''}${asked.what}`;
    const prompt = asked.context === undefined ? said : `${said}\n\nContext:\n${asked.context}`;
    const { system } = await openingOf(agent, emptyTask, scope, values);
    const opening = { system, prompt: await values.keep(prompt) };
    try {
      const conversation = this.agentConversation(agent, path, opening, depth);
      const { text } = await acceptedAnswer(this.context, conversation, {
        guardrail: undefined,
        outputOf: ({ text: answer }) => answer,
      });
      return { ok: true, content: text };
    } catch (error) {
      if (!(error instanceof GraphFailure) || error.code !== 'max_turns') throw error;
      return { ok: false, content: { json: `${agent.id} came to no answer: ${error.message}` } };
    }
  }

  /** @throws GraphFailure `crew_call_limit` when the next call would be one too many */
  private count(): void {
    const { checkpoint, path } = this.context;
    const step = `${path}#calls`;
    const made = Number(checkpoint.step(step).made ?? 0);
    const limit = this.config.max_calls ?? DEFAULT_MAX_CALLS;
    if (made >= limit) {
      throw new GraphFailure(
        'crew_call_limit',
        `The crew has made the ${limit} model calls it may make (max_calls)`,
      );
    }
    checkpoint.remember(step, { made: made + 1 });
  }
}

const emptyTask = { description: '', expectedOutput: undefined, inputNames: [], earlier: [] };

function asCoworker({ id, role }: CrewAgent): Coworker {
  return { id, role };
}

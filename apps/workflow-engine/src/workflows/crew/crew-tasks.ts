import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { CrewNode, CrewTask } from '@aiwf/definition';
import type { Stored } from '../values.contract';
import type { NodeContext } from '../nodes/node-context';
import { acceptedAnswer, asObject, type AcceptedAnswer } from './accepted-answer';
import type { Conversation } from './conversation';
import { CrewMembers } from './crew-members';
import { openingOf, type Persona } from './prompts';

/** The tasks of one crew, at work and done. */
export class CrewTasks {
  private readonly members: CrewMembers;
  private readonly answers = new Map<string, Promise<AcceptedAnswer | undefined>>();
  private readonly failures: { position: number; error: unknown }[] = [];
  /** Tasks whose end was waited for, which so have ended before the next one begins: what `memory` brings along. */
  private readonly done = new Set<string>();
  private readonly scope = new CancellationScope({ cancellable: true });

  constructor(
    private readonly node: CrewNode,
    private readonly context: NodeContext,
  ) {
    this.members = new CrewMembers(node, context);
  }

  /**
   * Runs all tasks; the first that fails, in their order, cancels the others.
   *
   * @returns the answers in the order of the tasks
   */
  async run(): Promise<AcceptedAnswer[]> {
    const answers = await this.scope.run(() => this.runAll());
    const failure = this.failures
      .sort(
        (a, b) =>
          Number(isCancellation(a.error)) - Number(isCancellation(b.error)) || a.position - b.position,
      )
      .at(0);
    if (failure) throw failure.error;
    return answers.filter((answer) => answer !== undefined);
  }

  private async runAll(): Promise<(AcceptedAnswer | undefined)[]> {
    let previous: string[] = [];
    for (const [position, task] of this.node.config.tasks.entries()) {
      if (this.failures.length > 0) break;
      const context = task.context ?? previous;
      const answer = this.start(task, position, context);
      this.answers.set(task.id, answer);
      if (task.async === true) continue;
      await answer;
      previous = [task.id];
      for (const id of [...context, task.id]) this.done.add(id);
    }
    return Promise.all(this.answers.values());
  }

  /** Never rejects. */
  private async start(
    task: CrewTask,
    position: number,
    context: readonly string[],
  ): Promise<AcceptedAnswer | undefined> {
    try {
      const remembered = this.remembered(task);
      if (remembered) return remembered;
      const answer = await this.answerTo(task, await this.earlier(task, context));
      const { text, data } = answer;
      this.context.checkpoint.remember(this.doneStep(task), data === undefined ? { text } : { text, data });
      return answer;
    } catch (error) {
      this.failures.push({ position, error });
      this.scope.cancel();
      return undefined;
    }
  }

  private async answerTo(
    task: CrewTask,
    earlier: readonly { task: string; text: Stored }[],
  ): Promise<AcceptedAnswer> {
    const { scope, values } = this.context;
    const opening = (persona: Persona, note?: string) =>
      openingOf(
        persona,
        {
          description: task.description,
          expectedOutput: task.expected_output,
          inputNames: Object.keys(this.node.inputs ?? {}),
          earlier,
          ...(note === undefined ? {} : { note }),
        },
        scope,
        values,
      );
    const conversation = { ...(await this.conversationOf(task, opening)), answerSchema: task.output_schema };
    return acceptedAnswer(this.context, conversation, {
      guardrail: task.guardrail,
      outputOf: asObject,
    });
  }

  private async conversationOf(
    task: CrewTask,
    opening: (persona: Persona, note?: string) => ReturnType<typeof openingOf>,
  ): Promise<Conversation> {
    const path = `${this.context.path}/tasks/${task.id}`;
    if (this.node.config.process === 'hierarchical') {
      const note =
        task.agent === undefined ? undefined : `The coworker meant for this task is ${task.agent}.`;
      const persona = this.members.managerPersona();
      return this.members.managerConversation(path, await opening(persona, note));
    }
    const agent = this.members.agent(task.agent ?? '');
    return this.members.agentConversation(agent, path, await opening(agent));
  }

  /** What a task sees of those before it. */
  private async earlier(
    task: CrewTask,
    context: readonly string[],
  ): Promise<{ task: string; text: Stored }[]> {
    const ids = new Set([...this.remembering(task), ...context]);
    const seen: { task: string; text: Stored }[] = [];
    for (const id of ids) {
      const answer = await this.answers.get(id);
      if (answer) seen.push({ task: id, text: answer.text });
    }
    return seen;
  }

  /** What whoever works on a task has worked on before; in a hierarchical crew the manager works on all of them. */
  private remembering({ agent }: CrewTask): string[] {
    const { memory, process, tasks } = this.node.config;
    if (memory !== true) return [];
    return tasks
      .filter((other) => this.done.has(other.id) && (process === 'hierarchical' || other.agent === agent))
      .map(({ id }) => id);
  }

  private remembered(task: CrewTask): AcceptedAnswer | undefined {
    const { text, data } = this.context.checkpoint.step(this.doneStep(task));
    if (typeof text !== 'object' || text === null) return undefined;
    return { text, data: typeof data === 'object' && data !== null ? data : undefined };
  }

  private doneStep(task: CrewTask): string {
    return `${this.context.path}/tasks/${task.id}#done`;
  }
}

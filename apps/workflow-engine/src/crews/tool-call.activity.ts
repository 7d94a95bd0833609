import { Injectable } from '@nestjs/common';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { Json } from '@aiwf/definition';
import { patiently } from '@aiwf/persistence';
import { Values } from '../blobs';
import { CallAttempts, ToolCallsRepository, type BegunToolCall, type ToolResult } from '../ledger';
import { isLost, Recordings } from '../recordings';
import type { Activities, CallKey, ToolCallInput, ToolCallResult } from '../workflows';
import { ConversationReader } from './conversation.reader';
import { OfferedTools, type OfferedTool } from './offered-tools';
import { RunTools, ToolError, ToolUnavailableError } from './tools';

/** The tool calls of agents; what is recorded is not done again. */
@Injectable()
export class ToolCallActivity implements Pick<Activities, 'toolCall'> {
  constructor(
    private readonly attempts: CallAttempts,
    private readonly ledger: ToolCallsRepository,
    private readonly conversations: ConversationReader,
    private readonly offered: OfferedTools,
    private readonly runTools: RunTools,
    private readonly values: Values,
    private readonly recordings: Recordings,
  ) {}

  /**
   * One tool call the recorded turn asked for. What a tool refuses is an answer for the model, not a failure.
   *
   * @throws ApplicationFailure `mcp_unavailable`, retryable; `not_recorded` where only recorded calls are taken
   */
  async toolCall(input: ToolCallInput): Promise<ToolCallResult> {
    await this.recordings.turn(input);
    return this.attempts.make(input.key, input.position, (signal) => this.attempt(input, signal));
  }

  private async attempt(input: ToolCallInput, signal: AbortSignal): Promise<ToolCallResult> {
    const { key, position, node_id, answer, edited, recorded_only = false } = input;
    const asked = (await this.conversations.replyAt(key)).tool_calls?.[position];
    if (!asked) throw new Error(`Turn ${key.turn} of ${key.path} has no tool call ${position}`);
    const offered = await this.offered.of(input);
    const tool = offered.find(({ function_name }) => function_name === asked.name);
    const call = await this.ledger.begin(key, {
      position,
      nodeId: node_id,
      call: {
        callId: asked.id ?? `${key.turn}.${position}`,
        name: tool?.name ?? asked.name,
        arguments: edited ? await this.values.load(key.lineage, edited) : (asked.args as Json),
        effect: tool?.effect ?? 'read',
        digest: null,
      },
      mustBeMade: recorded_only ? answer !== undefined : input.undoing === true,
      again: input.again,
    });
    if (call.result) return { ok: call.result.ok };
    if (answer) return this.record(input, call, answer, 0);
    if (recorded_only) {
      const there = this.recordings.courseOf(input)?.toolCall(key.path, key.turn, position);
      if (there && isLost(there)) return { ok: false, outcome_unknown: true };
      const what = `The tool call ${key.path}#${key.turn}.${position}`;
      return this.recordings.missing(input, what, Boolean(there?.result));
    }
    if (input.dry_run) {
      throw ApplicationFailure.nonRetryable(
        `The tool call ${key.path}#${key.turn}.${position} is not recorded`,
        'not_recorded',
      );
    }
    if (!call.fresh && call.effect === 'irreversible') return { ok: false, outcome_unknown: true };
    const startedAt = Date.now();
    if (!tool) return this.record(input, call, unknownTool(asked.name, offered), 0);
    const done = await this.run(input, call, signal);
    const durationMs = Date.now() - startedAt;
    // It is done: nothing but the end of this process may keep it out of the ledger.
    return patiently(
      async () => this.record(input, call, await this.resultOf(key, done), durationMs),
      signal,
    );
  }

  private async record(
    { key, position, node_id }: ToolCallInput,
    { name }: BegunToolCall,
    result: ToolResult,
    durationMs: number,
  ): Promise<ToolCallResult> {
    const { ok } = result;
    const told = { name, ok };
    await this.ledger.record(key, position, result, { type: 'tool.call', nodeId: node_id, durationMs, told });
    return { ok };
  }

  private async run(
    { key, position }: ToolCallInput,
    call: BegunToolCall,
    signal: AbortSignal,
  ): Promise<{ ok: boolean; value: Json }> {
    const idempotencyKey = `${key.lineage}/${key.path}#${key.turn}.${position}`;
    try {
      const context = { signal, idempotencyKey };
      return { ok: true, value: await this.runTools.run(key.lineage, call.name, call.arguments, context) };
    } catch (error) {
      if (signal.aborted) throw new CancelledFailure('The tool call was cancelled');
      if (error instanceof ToolError) return { ok: false, value: error.message };
      if (!(error instanceof ToolUnavailableError)) throw error;
      if (!error.begun) await patiently(() => this.ledger.withdraw(key, position), signal);
      throw ApplicationFailure.retryable(error.message, error.code);
    }
  }

  private async resultOf(
    { lineage }: CallKey,
    { ok, value }: { ok: boolean; value: Json },
  ): Promise<ToolResult> {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return { ok, content: await this.values.keep(lineage, text) };
  }
}

function unknownTool(name: string, offered: readonly OfferedTool[]): ToolResult {
  const known = offered.map((tool) => tool.function_name).join(', ') || 'none';
  return { ok: false, content: { json: `There is no tool "${name.slice(0, 100)}". Available: ${known}.` } };
}

import { Injectable } from '@nestjs/common';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { Json } from '@aiwf/definition';
import { Values } from '../blobs';
import { ToolCallsRepository, type BegunToolCall, type ToolResult } from '../ledger';
import { beating } from '../temporal';
import type { Activities, CallKey, ToolCallInput, ToolCallResult } from '../workflows';
import { ConversationReader } from './conversation.reader';
import { OfferedTools, type OfferedTool } from './offered-tools';
import { RunTools, ToolError, ToolUnavailableError } from './tools';

/** The tool calls of agents; what is recorded is not done again. */
@Injectable()
export class ToolCallActivity implements Pick<Activities, 'toolCall'> {
  constructor(
    private readonly ledger: ToolCallsRepository,
    private readonly conversations: ConversationReader,
    private readonly offered: OfferedTools,
    private readonly runTools: RunTools,
    private readonly values: Values,
  ) {}

  /**
   * One tool call the recorded turn asked for. What a tool refuses is an answer for the model, not a failure.
   *
   * @throws ApplicationFailure `mcp_unavailable`, retryable; `not_recorded` where only recorded calls are taken
   */
  async toolCall(input: ToolCallInput): Promise<ToolCallResult> {
    const { key, position, node_id, answer, edited } = input;
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
        arguments: edited ?? (asked.args as Json),
        effect: tool?.effect ?? 'read',
        digest: null,
      },
    });
    if (call.result) return { ok: call.result.ok };
    if (answer) return this.record(input, call, answer, 0);
    if (input.recorded_only || input.dry_run) {
      throw ApplicationFailure.nonRetryable(
        `The tool call ${key.path}#${key.turn}.${position} is not recorded`,
        'not_recorded',
      );
    }
    if (isUnknown(call, input)) return { ok: false, outcome_unknown: true };
    const startedAt = Date.now();
    const result = tool ? await this.run(input, call) : unknownTool(asked.name, offered);
    return this.record(input, call, result, Date.now() - startedAt);
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

  private async run({ key, position }: ToolCallInput, call: BegunToolCall): Promise<ToolResult> {
    const idempotencyKey = `${key.lineage}/${key.path}#${key.turn}.${position}`;
    return beating(async (signal) => {
      try {
        const value = await this.runTools.run(key.lineage, call.name, call.arguments, {
          signal,
          idempotencyKey,
        });
        return { ok: true, content: await this.content(key, value) };
      } catch (error) {
        if (signal.aborted) throw new CancelledFailure('The tool call was cancelled');
        if (error instanceof ToolError) return { ok: false, content: { json: error.message } };
        if (!(error instanceof ToolUnavailableError)) throw error;
        if (!error.begun) await this.ledger.withdraw(key, position);
        throw ApplicationFailure.retryable(error.message, error.code);
      }
    });
  }

  private content({ lineage }: CallKey, value: Json): Promise<ToolResult['content']> {
    return this.values.keep(lineage, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

function unknownTool(name: string, offered: readonly OfferedTool[]): ToolResult {
  const known = offered.map((tool) => tool.function_name).join(', ') || 'none';
  return { ok: false, content: { json: `There is no tool "${name.slice(0, 100)}". Available: ${known}.` } };
}

/** An earlier attempt began the call and nobody knows its end; a person's word allows for one attempt more. */
function isUnknown({ fresh, effect }: BegunToolCall, { again }: ToolCallInput): boolean {
  if (fresh || effect !== 'irreversible') return false;
  return again !== true || Context.current().info.attempt > 1;
}

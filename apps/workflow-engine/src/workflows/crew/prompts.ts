import { renderText } from '@aiwf/definition';
import type { Json, Scope } from '@aiwf/definition';
import { GraphFailure } from '../graph-failure';

/** A prompt travels through Temporal's history, whose payloads end at 2 MB. */
const MAX_PROMPT_CHARACTERS = 256 * 1024;

/** Who an agent is, as its system message says it; each part may hold templates. */
export function agentSystemPrompt(
  agent: { role?: string; goal?: string; backstory?: string },
  scope: Scope,
): string {
  const parts = [
    `You are ${agent.role === undefined ? 'a helpful assistant' : renderText(agent.role, scope)}.`,
  ];
  if (agent.backstory !== undefined) parts.push(renderText(agent.backstory, scope));
  if (agent.goal !== undefined) parts.push(`Your goal: ${renderText(agent.goal, scope)}`);
  return parts.join('\n');
}

/** What a task's prompt is made of; everything is rendered already. */
export interface TaskPromptParts {
  description: string;
  expectedOutput: string | undefined;
  /** The node's own `inputs`. */
  inputs: { [name: string]: Json } | undefined;
  /** Outputs of earlier tasks. */
  earlier: { task: string; text: string }[];
}

/**
 * The user message that opens a task's conversation.
 *
 * @throws GraphFailure `prompt_too_large` past 256 Ki characters
 */
export function taskPrompt({ description, expectedOutput, inputs, earlier }: TaskPromptParts): string {
  const parts = [description];
  for (const [name, value] of Object.entries(inputs ?? {})) {
    parts.push(`${name}:\n${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
  for (const { task, text } of earlier) parts.push(`Result of the earlier task "${task}":\n${text}`);
  if (expectedOutput !== undefined) parts.push(`Expected output: ${expectedOutput}`);
  const prompt = parts.join('\n\n');
  if (prompt.length > MAX_PROMPT_CHARACTERS) {
    throw new GraphFailure(
      'prompt_too_large',
      `Its prompt is larger than ${MAX_PROMPT_CHARACTERS} characters`,
    );
  }
  return prompt;
}

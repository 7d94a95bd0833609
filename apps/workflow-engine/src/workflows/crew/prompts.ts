import type { Composite, ConversationOpening } from '../activities.contract';
import type { Stored } from '../values.contract';
import { GraphFailure } from '../graph-failure';
import { isBlob, type RunScope } from '../run-scope';
import type { Values } from '../values';

/** Characters of a prompt; more fits no model. */
const MAX_PROMPT_CHARACTERS = 1024 * 1024;

/** Who an agent is; each part may hold templates. */
export interface Persona {
  role?: string;
  goal?: string;
  backstory?: string;
}

/** What a task's prompt is made of. */
export interface TaskParts {
  /** A template. */
  description: string;
  /** A template. */
  expectedOutput: string | undefined;
  /** Names of the node's own `inputs`, which the agent is shown. */
  inputNames: readonly string[];
  /** Outputs of earlier tasks. */
  earlier: readonly { task: string; text: Stored }[];
  /** Said last. */
  note?: string;
}

/** Who an agent is, as its system message says it. */
function systemPrompt(
  { role = 'a helpful assistant', goal, backstory }: Persona,
  scope: RunScope,
  values: Values,
): Promise<Stored> {
  const parts = [`You are ${role}.`];
  if (backstory !== undefined) parts.push(backstory);
  if (goal !== undefined) parts.push(`Your goal: ${goal}`);
  return values.text(parts.join('\n'), scope);
}

/**
 * The messages that open a task's conversation.
 *
 * @throws GraphFailure `prompt_too_large` past 1 Mi characters
 */
export async function openingOf(
  persona: Persona,
  parts: TaskParts,
  scope: RunScope,
  values: Values,
): Promise<ConversationOpening> {
  const system = await systemPrompt(persona, scope, values);
  const prompt = await values.compose({ text: await taskText(parts, scope, values) });
  if ([system, prompt].some((text) => isBlob(text) && text.size > MAX_PROMPT_CHARACTERS)) {
    throw new GraphFailure(
      'prompt_too_large',
      `Its prompt is larger than ${MAX_PROMPT_CHARACTERS} characters`,
    );
  }
  return { system, prompt };
}

async function taskText(
  { description, expectedOutput, inputNames, earlier, note }: TaskParts,
  scope: RunScope,
  values: Values,
): Promise<Composite[]> {
  const text: Composite[] = [await values.text(description, scope)];
  for (const name of inputNames) {
    text.push({ json: `\n\n${name}:\n` }, await values.template(`{{ input.${name} }}`, scope));
  }
  for (const { task, text: result } of earlier) {
    text.push({ json: `\n\nResult of the earlier task "${task}":\n` }, result);
  }
  if (expectedOutput !== undefined) {
    text.push({ json: '\n\nExpected output: ' }, await values.text(expectedOutput, scope));
  }
  if (note !== undefined) text.push({ json: `\n\n${note}` });
  return text;
}

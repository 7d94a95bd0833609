import type { PlanningTool } from '../../ground';
import { asData } from './as-data';
import { CATALOGUE_TEXT } from './catalogue';
import { EXAMPLES } from './examples';
import { DATA_RULES, LANGUAGE_RULES } from './rules';

/** What the model is to answer with. */
export type Task = 'plan' | 'plan_or_ask' | 'refine';

const TASKS: Readonly<Record<Task, string>> = {
  plan: 'Answer with one workflow as JSON: name, description, inputs, nodes, edges, output, limits, notes. No other text.',
  plan_or_ask:
    'Answer with one workflow as JSON: name, description, inputs, nodes, edges, output, limits, notes. No other text. But if something that decides what the graph is like is missing and would have to be guessed (where to send, which of two meanings, a threshold), answer with up to five "questions" and empty nodes and edges instead: each with an id in snake_case, the question, its type (text, number, boolean, url or choice with options), and the default that is taken when it is left open (null: it becomes an input). Do not ask for the data of a single run: that is an input.',
  refine:
    'Between <workflow> and </workflow> stands a workflow, in <request> what it was made for, in <instruction> what is to change. Answer with a patch as JSON, and no other text: remove_nodes (ids), nodes (whole nodes: one with an id that is there takes its place, another is added), remove_edges (source, target, branch), add_edges, remove_inputs (names), inputs (name to JSON Schema, put in place of or added to those there), and name, description, output, limits where they change as a whole. Leave out whatever stays: nodes that you do not name stay as they are, under the same ids. Removing a node removes its edges; add those that close the gap.',
};

const list = (rules: readonly string[]): string => rules.map((rule) => `- ${rule}`).join('\n');

const EXAMPLE_TEXT = EXAMPLES.map(
  ({ request, workflow }) => `Request: ${request}\n${JSON.stringify(workflow)}`,
).join('\n\n');

/** What the model is told before anything of the user's. */
export function instructionsFor(task: Task, tools: readonly PlanningTool[]): string {
  return [
    'You design workflows for an engine that runs graphs of language-model agents, HTTP requests and approvals by people.',
    TASKS[task],
    `What is data:\n${list(DATA_RULES)}`,
    `Rules:\n${list(LANGUAGE_RULES)}`,
    `Node catalogue:\n\n${CATALOGUE_TEXT}`,
    `Examples:\n\n${EXAMPLE_TEXT}`,
    `Agents get only tools that they need, by name, of these and "ask_human":\n${asData('tools', tools)}`,
  ].join('\n\n');
}

/**
 * Keeps what was made for a list of tools, as long as there is that list. Most gateways have one; it is the longest part of
 * a prompt.
 */
export class InstructionCache {
  private readonly texts = new WeakMap<readonly PlanningTool[], Map<Task, string>>();

  of(task: Task, tools: readonly PlanningTool[]): string {
    const made = this.texts.get(tools) ?? new Map<Task, string>();
    this.texts.set(tools, made);
    const text = made.get(task) ?? instructionsFor(task, tools);
    made.set(task, text);
    return text;
  }
}

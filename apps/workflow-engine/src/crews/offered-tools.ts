import { Injectable } from '@nestjs/common';
import type { Effect, JsonObject } from '@aiwf/definition';
import type { AskedTool, LlmCallInput } from '../workflows';
import { RunTools } from './tools';

/** A tool as it is offered to a model for one turn. */
export interface OfferedTool {
  /** As the graph, the ledger and the workflow name it. */
  name: string;
  /** As the model is told it. */
  function_name: string;
  description: string;
  parameters: JsonObject;
  kind: AskedTool['kind'];
  effect: Effect;
  needs_approval: boolean;
}

/** A person as a tool; every agent may be given it. */
export const ASK_HUMAN: OfferedTool = {
  name: 'ask_human',
  function_name: 'ask_human',
  description: 'Asks a person a question and gives back what they answer. It may take long.',
  parameters: {
    type: 'object',
    properties: {
      question: { type: 'string', description: 'The question, with all a person needs to answer it.' },
    },
    required: ['question'],
  },
  kind: 'ask_human',
  effect: 'read',
  needs_approval: false,
};

/** What a model may call in a turn: tools, a person, and the coworkers of its crew. */
@Injectable()
export class OfferedTools {
  constructor(private readonly runTools: RunTools) {}

  async of({
    key,
    tools,
    coworkers,
  }: Pick<LlmCallInput, 'key' | 'tools' | 'coworkers'>): Promise<OfferedTool[]> {
    const named = tools.filter((name) => name !== ASK_HUMAN.name);
    const described = await this.runTools.describe(key.lineage, named);
    return [
      ...described.map((tool): OfferedTool => ({ ...tool, kind: 'tool' })),
      ...(tools.includes(ASK_HUMAN.name) ? [ASK_HUMAN] : []),
      ...(coworkers && coworkers.length > 0 ? coworkerTools(coworkers) : []),
    ];
  }
}

function coworkerTools(coworkers: { id: string; role: string }[]): OfferedTool[] {
  const who = coworkers.map(({ id, role }) => `${id} (${role})`).join(', ');
  const coworker = { type: 'string', enum: coworkers.map(({ id }) => id), description: 'Who.' };
  const context = { type: 'string', description: 'All they need to know: they see nothing else.' };
  return [
    {
      name: 'delegate',
      function_name: 'delegate',
      description: `Has a coworker do a part of the work and gives back the result. Coworkers: ${who}.`,
      parameters: {
        type: 'object',
        properties: { coworker, task: { type: 'string', description: 'What to do.' }, context },
        required: ['coworker', 'task'],
      },
      kind: 'delegate',
      effect: 'read',
      needs_approval: false,
    },
    {
      name: 'ask',
      function_name: 'ask',
      description: `Asks a coworker a question and gives back the answer. Coworkers: ${who}.`,
      parameters: {
        type: 'object',
        properties: { coworker, question: { type: 'string', description: 'The question.' }, context },
        required: ['coworker', 'question'],
      },
      kind: 'ask',
      effect: 'read',
      needs_approval: false,
    },
  ];
}

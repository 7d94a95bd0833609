import { hang, reply, status, structured, toolCalls } from '@aiwf/testing';
import type { Recording } from './recording';

type Fields = Record<string, unknown>;

const AGENTS = [
  { id: 'writer', role: 'Writer', goal: 'write clearly' },
  { id: 'editor', role: 'Editor', goal: 'leave out what is not needed', tools: ['calculator'] },
];

const task = (id: string, description: string, fields: Fields = {}) => ({
  id,
  agent: 'writer',
  description,
  expected_output: 'one line',
  ...fields,
});

const crew = (tasks: Fields[], config: Fields = {}, fields: Fields = {}) => ({
  name: 'crew',
  nodes: [{ id: 'crew', type: 'crew', config: { agents: AGENTS, tasks, ...config }, ...fields }],
});

const delegate = (name: string, args: Fields) => toolCalls([{ name, args }]);

/** Crews of agents. */
export const CREWS: Recording[] = [
  {
    name: 'crew-sequential',
    graph: crew(
      [
        task('draft', 'Draft it'),
        task('check', 'Check it', { agent: 'editor' }),
        task('end', 'End it', { context: ['draft', 'check'] }),
      ],
      { memory: true },
    ),
    replies: {
      'Draft it': [reply('a draft')],
      'Check it': [toolCalls([{ name: 'calculator', args: { expression: '1 + 1' } }]), reply('two mistakes')],
      'End it': [reply('done')],
    },
    ends: 'completed',
  },
  {
    name: 'crew-async',
    graph: crew([
      task('sky', 'Look at the sky', { async: true }),
      task('sea', 'Look at the sea', { async: true, agent: 'editor' }),
      task('land', 'Look at the land'),
      task('all', 'Look at all', { context: ['sky', 'sea', 'land'] }),
    ]),
    replies: {
      'Look at the sky': [reply('blue')],
      'Look at the sea': [reply('green')],
      'Look at the land': [reply('brown')],
      'Look at all': [reply('colourful')],
    },
    ends: 'completed',
  },
  {
    name: 'crew-hierarchical',
    graph: crew([task('page', 'Make a page', { agent: 'writer' })], {
      process: 'hierarchical',
      manager: { role: 'Chief', goal: 'see it done' },
      max_depth: 2,
    }),
    replies: {
      'Make a page': [
        delegate('delegate', { coworker: 'writer', task: 'Write the draft', context: 'about rain' }),
        delegate('delegate', { coworker: 'nobody', task: 'x' }),
        reply('the page'),
      ],
      'Write the draft': [delegate('ask', { coworker: 'editor', question: 'How long?' }), reply('It rains.')],
      'A coworker asks you:': [reply('Two words.')],
    },
    ends: 'completed',
  },
  {
    name: 'crew-guardrail',
    graph: crew([
      task('short', 'Be short', { guardrail: { expression: 'size(output.text) < 6', message: 'shorter' } }),
      task('polite', 'Be polite', { guardrail: { instruction: 'It must be polite.' } }),
    ]),
    replies: {
      'Be short': [reply('much too long'), reply('short')],
      'Be polite': [reply('No!'), reply('No, thank you')],
      'Instruction:': [structured({ pass: false, reason: 'say thank you' }), structured({ pass: true })],
    },
    ends: 'completed',
  },
  {
    name: 'crew-asked-again-and-fallback',
    graph: crew([task('value', 'Give a value', { output_schema: { type: 'object', required: ['n'] } })], {
      agents: [{ ...AGENTS[0], model: 'openai:gpt-4o', fallback_model: 'openai:gpt-4o-mini' }],
    }),
    replies: { 'Give a value': [status(400), reply('none'), reply('{"n": 1}')] },
    ends: 'completed',
  },
  {
    name: 'crew-failed',
    graph: crew([
      task('beside', 'Be cancelled with the crew', { async: true }),
      task('fails', 'Fail in the crew'),
      task('never', 'Never begin'),
    ]),
    replies: { 'Be cancelled with the crew': [hang()], 'Fail in the crew': [status(400)] },
    ends: 'failed',
  },
];

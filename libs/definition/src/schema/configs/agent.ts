import { GUARDRAIL, MAX_TURNS, MODEL_FIELDS, template, TOOLS } from '../parts';
import { record } from '../shape';

export const AGENT = record(
  {
    role: template('Who the agent is.'),
    goal: template('What it is after.'),
    backstory: template('What it brings along.'),
    prompt: template('The task, such as "Summarise {{ inputs.text }}".', 1),
    expected_output: template('What a good answer looks like.'),
    tools: TOOLS,
    max_turns: MAX_TURNS,
    ...MODEL_FIELDS,
    guardrail: GUARDRAIL,
  },
  ['prompt'],
);

import type { Tool } from '../tool';
import { evaluate, MAX_EXPRESSION_LENGTH } from './evaluate';
import { CONSTANTS, FUNCTIONS } from './functions';

/** Arithmetic, which language models are bad at. Result: `{ "result": number }`. */
export const calculatorTool: Tool = {
  name: 'calculator',
  description:
    'Computes an arithmetic expression exactly as written. Operators: + - * / % (remainder) ^ (power), parentheses. ' +
    `Functions: ${[...FUNCTIONS.keys()].join(', ')}. Constants: ${[...CONSTANTS.keys()].join(', ')}.`,
  parameters: {
    type: 'object',
    properties: {
      expression: {
        type: 'string',
        minLength: 1,
        maxLength: MAX_EXPRESSION_LENGTH,
        description:
          'For example "(1200 * 0.19) / 12" or "round(sqrt(2) * 100)"; no thousands separators, no units.',
      },
    },
    required: ['expression'],
    additionalProperties: false,
  },
  effect: 'read',
  async run({ expression }) {
    return { result: evaluate(expression as string) };
  },
};

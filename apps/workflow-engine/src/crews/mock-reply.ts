import { AIMessage } from '@langchain/core/messages';
import { ApplicationFailure } from '@temporalio/common';
import { sampleOf } from '@aiwf/definition/data-schema';
import type { LlmCallInput } from '../workflows';

/** Steps of a path that name no part of the graph. */
const UNNAMED = new Set(['nodes', 'tasks', 'items', 'rounds', 'workflow']);

/**
 * What a model would answer in a dry run: a value that fits the answer's schema, else a text that says whose answer it
 * stands for, such as `[answer of each / 3 / reply]`. It asks for no tools.
 *
 * @throws ApplicationFailure `not_mockable`
 */
export function mockReply({ key, answer_schema }: Pick<LlmCallInput, 'key' | 'answer_schema'>): AIMessage {
  if (answer_schema === undefined) {
    const steps = key.path.split('/').filter((step) => !UNNAMED.has(step));
    return new AIMessage(`[answer of ${steps.join(' / ')}]`);
  }
  const sample = sampleOf(answer_schema);
  if (sample) return new AIMessage(JSON.stringify(sample.value));
  throw ApplicationFailure.nonRetryable(
    'No answer could be made up that fits its output_schema: give the node\'s output in "mocks"',
    'not_mockable',
  );
}

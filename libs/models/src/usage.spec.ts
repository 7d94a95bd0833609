import { AIMessage } from '@langchain/core/messages';
import { readUsage } from './index';

describe('readUsage', () => {
  it('reads what the provider counted', () => {
    const usage_metadata = { input_tokens: 12, output_tokens: 3, total_tokens: 15 };
    expect(readUsage(new AIMessage({ content: 'hi', usage_metadata }))).toEqual({
      input_tokens: 12,
      output_tokens: 3,
    });
  });

  it('says 0 where nothing was counted', () => {
    expect(readUsage(new AIMessage('hi'))).toEqual({ input_tokens: 0, output_tokens: 0 });
  });
});

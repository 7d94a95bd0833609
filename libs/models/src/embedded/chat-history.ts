import type { BaseMessage } from '@langchain/core/messages';
import type { ChatHistoryItem, Token } from 'node-llama-cpp' with { 'resolution-mode': 'import' };
import { fitPrompt, type Tokenizer } from './prompt-budget';

/** Tool results reach a model that knows no tools as something the user said. */
function historyItem(message: BaseMessage, text: string): ChatHistoryItem {
  switch (message.getType()) {
    case 'system':
      return { type: 'system', text };
    case 'ai':
      return { type: 'model', response: [text] };
    default:
      return { type: 'user', text };
  }
}

/** A LangChain conversation as llama.cpp's chat template takes it, within `budget` tokens. */
export function chatHistory(
  messages: BaseMessage[],
  budget: number,
  tokenizer: Tokenizer<Token>,
): { history: ChatHistoryItem[]; truncated: boolean } {
  const { texts, truncated } = fitPrompt(
    messages.map(({ text }) => text),
    budget,
    tokenizer,
  );
  return { history: messages.map((message, index) => historyItem(message, texts[index] ?? '')), truncated };
}

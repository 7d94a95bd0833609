import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import type { ChatGenerationChunk } from '@langchain/core/outputs';
import { RefusedAnswerError } from '../failures/refused-answer.error';
import { parseModelName } from '../model-name';
import type { ModelProvider } from '../model-provider';
import { readUsage, type TokenUsage } from '../usage';
import type { AnswerForm, AnswerMode } from './answer-form';
import { formOptions } from './call-options';
import { readFinish } from './finish';

/** A question that is to be answered in a form. */
export interface FormedQuestion {
  readonly messages: BaseMessage[];
  readonly form: AnswerForm;
  readonly mode: AnswerMode;
  readonly signal: AbortSignal;
  /** Characters of the answer that are read at most. */
  readonly maxCharacters: number;
}

/** An answer that is meant to be JSON of the form; whether it is, nobody has looked. */
export interface FormedAnswer {
  /** The text, or the arguments of the first call. */
  readonly text: string;
  readonly usage: TokenUsage;
  /** It is not whole: the answer came to the limit of its tokens, or of the characters that are read. */
  readonly cut?: 'tokens' | 'characters';
}

/**
 * Asks the configured model once, one HTTP request, and reads its answer as it comes.
 *
 * @param onPiece is given each part of {@link FormedAnswer.text} as it arrives
 * @throws RefusedAnswerError, EmptyCompletionError, the signal's reason, or what the provider's client threw; see
 * `classifyModelError`.
 */
export async function streamAnswer(
  models: ModelProvider,
  { messages, form, mode, signal, maxCharacters }: FormedQuestion,
  onPiece: (piece: string) => void,
): Promise<FormedAnswer> {
  const { provider } = parseModelName(models.selection.id);
  const model = await models.chatModel();
  const options = { ...formOptions(provider, mode, form), signal };
  const reader = new AnswerReader(onPiece);
  // Not by `stream`, which puts all parts together again with each one that arrives.
  for await (const chunk of model._streamResponseChunks(messages, options)) {
    const finish = readFinish(chunk);
    if (finish === 'refused') throw new RefusedAnswerError();
    if (finish === 'limit') reader.cut = 'tokens';
    reader.add(chunk);
    if (reader.length > maxCharacters) {
      reader.cut = 'characters';
      break;
    }
  }
  return reader.answer();
}

const isAssistant = (message: object): message is AIMessageChunk => 'tool_call_chunks' in message;

class AnswerReader {
  cut: FormedAnswer['cut'];
  private spoken = '';
  private args = '';
  private call: { id: string | undefined; index: number | undefined } | undefined;
  private readonly usage: TokenUsage = { input_tokens: 0, output_tokens: 0 };

  constructor(private readonly onPiece: (piece: string) => void) {}

  get length(): number {
    return this.spoken.length + this.args.length;
  }

  add({ message }: ChatGenerationChunk): void {
    if (!isAssistant(message)) return;
    const { text } = message;
    const { input_tokens, output_tokens } = readUsage(message);
    this.usage.input_tokens += input_tokens;
    this.usage.output_tokens += output_tokens;
    this.spoken += text;
    let piece = text;
    for (const { index, id, args = '' } of message.tool_call_chunks ?? []) {
      this.call ??= { id, index };
      // Only the beginning of a call has an id with OpenAI and Anthropic, and only the id tells Ollama's calls apart.
      if (id === undefined ? index !== this.call.index : id !== this.call.id) continue;
      this.args += args;
      piece += args;
    }
    if (piece !== '') this.onPiece(piece);
  }

  answer(): FormedAnswer {
    const { args, spoken, usage, cut } = this;
    return { text: args || spoken, usage, ...(cut !== undefined && { cut }) };
  }
}

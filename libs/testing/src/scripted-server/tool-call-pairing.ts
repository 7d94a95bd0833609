import type { ModelRequestMessage } from './model-request';

/**
 * The rule real providers enforce with a 400: every tool result answers a call made before it, and no call
 * stays unanswered when the conversation goes on. Returns what is wrong, or nothing.
 */
export function findToolCallMismatch(messages: readonly ModelRequestMessage[]): string | undefined {
  const open = new Set<string>();
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!open.delete(message.answersToolCallId ?? '')) {
        return `tool message answers '${message.answersToolCallId}', which no preceding message called`;
      }
      continue;
    }
    if (open.size > 0) return `tool calls without an answer: ${[...open].join(', ')}`;
    message.toolCallIds.forEach((id) => open.add(id));
  }
  return open.size > 0 ? `tool calls without an answer: ${[...open].join(', ')}` : undefined;
}

import type { JsonObject, RetryPolicy } from '@aiwf/definition';
import type { ConversationOpening, SpendingScope } from '../activities.contract';
import type { Stored } from '../values.contract';

/** Somebody an agent may turn to. */
export interface Coworker {
  id: string;
  role: string;
}

/** One conversation of one agent. */
export interface Conversation {
  /** Names the conversation in the ledger. */
  path: string;
  retry: RetryPolicy | undefined;
  opening: ConversationOpening;
  tools: string[];
  maxTurns: number | undefined;
  model: string | undefined;
  fallbackModel: string | undefined;
  /** The budgets its calls count against, the outermost first. */
  spending: SpendingScope[];
  answerSchema: JsonObject | undefined;
  coworkers: Coworker[];
  /** Does what a coworker is asked to. @param path of the coworker's own conversation */
  delegate?: (asked: Delegation, path: string) => Promise<{ ok: boolean; content: Stored }>;
  /** Called before each model call. @throws GraphFailure when it would be one too many */
  count?: () => void;
}

/** What an agent asks of a coworker. */
export interface Delegation {
  kind: 'delegate' | 'ask';
  coworker: string;
  /** The task or the question. */
  what: string;
  context: string | undefined;
}

/** What an agent answered. */
export interface AgentAnswer {
  text: Stored;
  /** By the conversation's `answerSchema`, or why it is none. */
  answer: { value: Stored } | { problems: string[] } | undefined;
}

import type { ModelRequest, ScriptedReply } from '@aiwf/testing';
import { scriptedModel, type ScriptedModel } from './model';

/** A reply, or what makes one once it is asked for; one that returns a promise holds the answer back. */
export type NextReply = ScriptedReply | ((request: ModelRequest) => ScriptedReply | Promise<ScriptedReply>);

/** A model with a script of its own for each conversation, so that tests share one server and count apart. */
export interface Conversations extends ScriptedModel {
  /** Scripts the conversation that `prompt` opens, which is the first line of its first user message. */
  script(prompt: string, ...replies: NextReply[]): void;
  /** What was asked in that conversation so far. */
  requests(prompt: string): ModelRequest[];
  /** @throws Error when a request had no reply left, or a reply was never asked for */
  assertExhausted(): void;
}

/** Starts a scripted model whose replies are told apart by the prompt that opened the conversation. */
export async function conversations(): Promise<Conversations> {
  const scripts = new Map<string, NextReply[]>();
  const model = await scriptedModel(async (request) => {
    const next = scripts.get(openingOf(request))?.shift();
    return typeof next === 'function' ? next(request) : next;
  });
  return {
    ...model,
    script: (prompt, ...replies) => void scripts.set(prompt, [...(scripts.get(prompt) ?? []), ...replies]),
    requests: (prompt) => model.server.requests.filter((request) => openingOf(request) === prompt),
    assertExhausted: () => {
      model.server.assertExhausted();
      const left = [...scripts].filter(([, replies]) => replies.length > 0).map(([prompt]) => prompt);
      if (left.length > 0) throw new Error(`replies nobody asked for: ${left.join('; ')}`);
    },
  };
}

function openingOf({ messages }: ModelRequest): string {
  return messages.find(({ role }) => role === 'user')?.text.split('\n')[0] ?? '';
}

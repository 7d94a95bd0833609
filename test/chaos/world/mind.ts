import { reply, toolCalls, type ModelRequest, type ScriptedReply } from '@aiwf/testing';
import { markerOf } from './marker';

/**
 * A task as prompts of chaos graphs say it: `task <execution> <path> do <what>`. All that the model answers follows from
 * it and from how many turns the conversation has had.
 */
const TASK = /task (exec_[\w-]+) (\S+) do (\w+)(?:=(\S+))?/;

/** The prompt that asks for it; `what` is one of the words of {@link answerTo}. */
export function task(executionId: string, path: string, what: string): string {
  return `task ${executionId} ${path} do ${what}`;
}

/** The answer that ends such a conversation. */
export function saidIn(executionId: string, path: string): string {
  return `said ${executionId} ${path}`;
}

/** What a request is a turn of. */
export interface TurnAsked {
  executionId: string;
  /** The opening of the conversation, by which it is told from all others. */
  opening: string;
  /** From 0. */
  turn: number;
}

/** @returns undefined for a request that no chaos graph makes */
export function turnOf({ messages }: ModelRequest): TurnAsked | undefined {
  const opening = messages.find(({ role }) => role === 'user')?.text ?? '';
  const executionId = TASK.exec(opening)?.[1];
  if (executionId === undefined) return undefined;
  return { executionId, opening, turn: messages.filter(({ role }) => role === 'assistant').length };
}

/** What the model answers to a request: the same whenever it is asked the same. */
export function answerTo(request: ModelRequest, pageUrl: string): ScriptedReply | undefined {
  const asked = turnOf(request);
  const [, executionId = '', path = '', what, given] = TASK.exec(asked?.opening ?? '') ?? [];
  if (!asked) return undefined;
  const { turn, opening } = asked;
  const said = saidIn(executionId, path);
  const calls = (...made: { name: string; args: object }[]) =>
    toolCalls(made.map(({ name, args }, index) => ({ id: `${turn}-${index}`, name, args: { ...args } })));
  switch (what) {
    case 'say':
      return reply(said);
    case 'tools': {
      if (turn >= Number(given)) return reply(said);
      const sum = { name: 'calculator', args: { expression: `${turn} + 1` } };
      return turn % 2 === 1 ? calls(sum) : calls(sum, { name: 'fetch_url', args: { url: pageUrl } });
    }
    case 'pay': {
      const name = ['till__charge', 'till__charge_once'][turn];
      if (name === undefined) return reply(said);
      return calls({ name, args: { marker: markerOf(executionId, `${path}/calls/${turn}.0`) } });
    }
    case 'question':
      return turn === 0 ? calls({ name: 'ask_human', args: { question: `${path}?` } }) : reply(said);
    case 'json':
      return reply(turn < Number(given) ? 'not yet' : JSON.stringify({ said }));
    case 'draft':
      return reply(turn < Number(given) ? `draft ${turn} of ${said}` : said);
    case 'judge':
      return reply(JSON.stringify({ pass: !/draft \d/.test(opening), reason: 'it is a draft' }));
    case 'lead':
      return lead(turn) ?? reply(said);
    default:
      return undefined;
  }

  /** A manager that gives the same work twice, and two things at once. */
  function lead(at: number): ScriptedReply | undefined {
    const part = (name: string) => task(executionId, `${path}/${name}`, 'say');
    const delegate = (coworker: string, name: string) => ({
      name: 'delegate',
      args: { coworker, task: part(name) },
    });
    if (at < 2) return calls(delegate('writer', 'same'));
    if (at > 2) return undefined;
    return calls(delegate('editor', 'other'), {
      name: 'ask',
      args: { coworker: 'writer', question: part('asked') },
    });
  }
}

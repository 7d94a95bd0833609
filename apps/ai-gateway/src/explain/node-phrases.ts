import type { HttpRequestNode, NodeDefinition, WaitNode } from '@aiwf/definition';
import { templateInWords, valueInWords, conditionInWords } from './expressions';
import { nameOf, type Names } from './names';
import { counted, duration, humanised, label, listed, plain, quote, shortened } from './wording';

const MOST_NAMED = 6;

/** What a step is and does, as a noun: its quoted name, and in brackets what its name does not say. */
export function phraseOf(node: NodeDefinition, names: Names): string {
  const detail = detailOf(node, names);
  return detail === '' ? nameOf(node) : `${nameOf(node)} (${detail})`;
}

function detailOf(node: NodeDefinition, names: Names): string {
  switch (node.type) {
    case 'agent': {
      const told = node.name === undefined ? quote(firstSentence(node.config.prompt, names)) : '';
      const tools = toolsOf(node.config.tools);
      return [told === '“”' ? '' : told, tools].filter((part) => part !== '').join(', ');
    }
    case 'crew': {
      const { agents, tasks, process } = node.config;
      const lead = process === 'hierarchical' ? ' led by a manager' : '';
      const tools = toolsOf([...new Set(agents.flatMap((agent) => agent.tools ?? []))]);
      const crew = `a crew of ${counted(agents.length, 'agent')} with ${counted(tasks.length, 'task')}${lead}`;
      return tools === '' ? crew : `${crew}, ${tools}`;
    }
    case 'http_request':
      return requestInWords(node, names);
    case 'condition':
      return 'a decision';
    case 'transform':
      return 'computed without a model';
    case 'map':
      return `for each item of ${valueInWords(node.config.items, names) ?? 'a list'}: ${bodyInWords(node.config.body.nodes, names)}`;
    case 'loop':
      return loopInWords(node, names);
    case 'workflow': {
      const { definition, workflow_id: id } = node.config;
      if (definition === undefined) return `the stored workflow ${plain(id ?? '', 70)}`;
      return `the workflow ${label(definition.name)}: ${bodyInWords(definition.nodes, names)}`;
    }
    case 'wait':
      return waitInWords(node, names);
    case 'approval': {
      const { approvers, required = 1, timeout_seconds: timeout, message } = node.config;
      const who =
        approvers === undefined
          ? 'the owner of the run'
          : listed(
              shortened(
                approvers.map((id) => plain(id, 40)),
                4,
              ),
            );
      const count = required > 1 ? `, ${required} of whom must approve` : '';
      const until = timeout === undefined ? '' : `, for ${duration(timeout)} at most`;
      return `asks ${who}${count}: ${quote(templateInWords(message, names))}${until}`;
    }
    default:
      return node satisfies never;
  }
}

/** Where a request goes, and what it does there. */
export function requestInWords({ config }: HttpRequestNode, names: Names): string {
  const { method = 'GET', url } = config;
  const where = addressInWords(url, names);
  switch (method) {
    case 'GET':
    case 'HEAD':
      return `reads ${where}`;
    case 'DELETE':
      return `deletes at ${where}`;
    case 'POST':
    case 'PUT':
    case 'PATCH':
      return `sends to ${where}`;
    default:
      return method satisfies never;
  }
}

/** The server of an address, or what gives it. */
function addressInWords(url: string, names: Names): string {
  const [, host = ''] = /^https?:\/\/([^/?#{]+)/i.exec(url) ?? [];
  if (host !== '') return plain(host, 80);
  const [, expression = ''] = /\{\{(.*?)\}\}/s.exec(url) ?? [];
  const given = valueInWords(expression, names);
  return given === undefined ? 'an address that is computed' : `the address in ${given}`;
}

function loopInWords({ config }: NodeDefinition & { type: 'loop' }, names: Names): string {
  const { until, max_iterations: most = 10, body } = config;
  const condition = conditionInWords(until, names);
  const end = condition === undefined ? '' : ` until ${condition}`;
  return `repeats${end}, at most ${counted(most, 'time')}: ${bodyInWords(body.nodes, names)}`;
}

/** The steps of a body, by their names; those that ask, wait or send say so. */
function bodyInWords(nodes: readonly NodeDefinition[], names: Names): string {
  const told = nodes.map((node) => {
    if (node.type === 'http_request') return `${nameOf(node)}, which ${requestInWords(node, names)}`;
    if (node.type === 'approval') return `${nameOf(node)}, which asks a person`;
    if (node.type === 'wait') return `${nameOf(node)}, which ${waitInWords(node, names)}`;
    return nameOf(node);
  });
  return listed(shortened(told, MOST_NAMED), 'then');
}

function waitInWords({ config }: WaitNode, names: Names): string {
  const { seconds, until, event, timeout_seconds: timeout } = config;
  const most = timeout === undefined ? '' : `, for ${duration(timeout)} at most`;
  if (event !== undefined) return `waits for the event "${plain(event, 60)}"${most}`;
  if (until !== undefined) return `waits until ${plain(templateInWords(until, names), 80)}`;
  if (typeof seconds === 'number') return `waits ${duration(seconds)}`;
  return `waits as long as ${plain(templateInWords(seconds ?? '', names), 80)} says`;
}

/** Tools that only look need no mention. */
const PLAIN_TOOLS: ReadonlySet<string> = new Set(['calculator', 'current_time']);

function toolsOf(tools: readonly string[] | undefined): string {
  const named = (tools ?? []).filter((tool) => !PLAIN_TOOLS.has(tool));
  if (named.length === 0) return '';
  return `may use ${listed(
    shortened(
      named.map((tool) => humanised(tool.replace(/^mcp:/, ''))),
      4,
    ),
  )}`;
}

/** The sentence that says what an agent does: a heading over what it is given says nothing. */
function firstSentence(prompt: string, names: Names): string {
  const lines = templateInWords(prompt, names)
    .split('\n')
    .filter((line) => /\p{L}/u.test(line.replace(/\([^()]*\)/g, '')));
  const own = lines.find((line) => !isHeading(line)) ?? lines[0] ?? '';
  return (/^.*?[.?!](?=\s|$)/s.exec(own)?.[0] ?? own).replace(/:\s*$/, '');
}

function isHeading(line: string): boolean {
  const [head = '', ...rest] = line.split(':');
  return (
    rest.length === 1 && /^\s*(?:\([^()]*\))?\s*$/.test(rest[0] ?? '') && head.trim().split(/\s+/).length <= 3
  );
}

import type { JsonObject, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import type { Choice, Delivery, PlanItem, Source, Task } from '../assembly/plan-items';
import { singular } from '../../grammar/word-forms';
import { STEP_KINDS } from '../../lexicon/step-kinds';
import { type BranchEnd, hostOf, mentions, outcomeOf, saysYes, sentIn } from './choice-expressions';
import { identifier, IdentifierRegistry } from './identifiers';
import { branchNames, distinguish, taskName } from './node-names';
import { heading, literalTemplate } from './template-text';

/** What a later step reads of an earlier one. */
interface Result {
  readonly label: string;
  /** CEL path of the text. */
  readonly path: string;
  readonly node: string;
}

interface Way {
  readonly source: string;
  readonly branch?: string;
}

/** Where a branch of a choice ends. */
interface Branch {
  /** What the branch itself has made. */
  readonly results: readonly Result[];
  readonly ways: readonly Way[];
  readonly sent: readonly string[];
  /** Its result is a better version of what was there before. */
  readonly revises: boolean;
}

type Graph = Required<Pick<WorkflowDefinition, 'nodes' | 'edges'>> & {
  inputs?: JsonObject;
  output: JsonObject;
};

const lastWord = (text: string): string => singular((text.split(' ').at(-1) ?? '').toLowerCase());

function textOf(results: readonly Result[]): string {
  return results.map(({ path }) => `{{ ${path} }}`).join('\n\n');
}

/** What a branch ends with; where the other one revises a text and this one does nothing, the text as it was. */
function endOf({ results, sent }: Branch, other: Branch | undefined, context: readonly Result[]): BranchEnd {
  const stays = results.length === 0 && other?.revises === true;
  return { paths: (stays ? context : results).map(({ path }) => path), sent };
}

function checkName({ condition }: Choice): string {
  return Array.from(`Check: ${condition}`).slice(0, 80).join('');
}

/** Lays the items out as nodes and edges: tasks marked `beside` in parallel, everything else one after another. */
export class GraphBuilder {
  private readonly nodes: NodeDefinition[] = [];
  private readonly edges: Graph['edges'] = [];
  private readonly ids = new IdentifierRegistry();
  private readonly sources = new Map<Source, Result>();
  private readonly properties: JsonObject = {};
  private readonly outputs = new Map<string, string>();
  private readonly fetched: Way[] = [];

  /** What the next step may read, and what it waits for. */
  private results: readonly Result[] = [];
  private ways: readonly Way[] = [];
  private earlier: readonly Result[] = [];
  private insideChoice = false;
  /** The last result of each name that the next step can count on. */
  private made: ReadonlyMap<string, Result> = new Map();
  /** What came of choices that made nothing new. */
  private readonly notes: Result[] = [];
  private readonly sent: string[] = [];
  private branch: string | undefined;
  private readonly branches = new Map<NodeDefinition, string>();

  build(sources: readonly Source[], items: readonly PlanItem[]): Graph {
    for (const source of sources) this.addSource(source);
    this.ways = this.fetched;
    this.addAll(items);
    const inputs = Object.keys(this.properties).length > 0;
    return {
      ...(inputs && { inputs: { type: 'object', properties: this.properties } }),
      nodes: distinguish(this.nodes, this.branches),
      edges: this.edges,
      output: this.output(),
    };
  }

  private addSource(source: Source): void {
    if (source.type === 'input') {
      const { name, label, description, value } = source;
      this.properties[name] = { type: 'string', description, default: value };
      this.sources.set(source, { label, path: `inputs.${name}`, node: '' });
      return;
    }
    const id = this.ids.take('fetch');
    const name = `Fetch from ${hostOf(source.url)}`;
    this.addNode({ id, type: 'http_request', name, config: { method: 'GET', url: source.url } });
    this.fetched.push({ source: id });
    this.sources.set(source, { label: source.label, path: `nodes.${id}.output.body`, node: id });
  }

  private addAll(items: readonly PlanItem[]): void {
    for (let at = 0; at < items.length;) {
      const item = items[at] as PlanItem;
      switch (item.type) {
        case 'task': {
          const stage = [item];
          for (
            let next = items[at + 1];
            next?.type === 'task' && next.beside;
            next = items[at + stage.length]
          ) {
            stage.push(next);
          }
          this.addStage(stage);
          at += stage.length;
          break;
        }
        case 'choice':
          this.addChoice(item);
          at += 1;
          break;
        case 'delivery':
          this.addDelivery(item);
          at += 1;
          break;
        default:
          return item satisfies never;
      }
    }
  }

  private addStage(stage: readonly Task[]): void {
    const before = { results: this.results, ways: this.ways };
    const results: Result[] = [];
    for (const task of stage) {
      const read = task.rereads ? [...this.earlier, ...before.results] : before.results;
      const id = this.addAgent(task, read, before.ways);
      const result = { label: heading(task.product), path: `nodes.${id}.output.text`, node: id };
      results.push(result);
      this.made = new Map(this.made).set(lastWord(task.product), result);
      if (!this.insideChoice) this.outputs.set(this.outputName(task.product), `{{ ${result.path} }}`);
    }
    this.earlier = before.results;
    this.results = results;
    this.ways = results.map(({ node }) => ({ source: node }));
  }

  private addAgent(task: Task, results: readonly Result[], ways: readonly Way[]): string {
    const { role, goal } = STEP_KINDS[task.kind];
    const product = identifier(task.product, task.kind);
    const isUsual = task.product === STEP_KINDS[task.kind].product;
    const id = this.ids.take(
      isUsual || product === task.kind ? task.kind : `${task.kind}_${product}`.slice(0, 56),
    );
    const prompt = [...this.material(task.sources, results), literalTemplate(task.instruction)].join('\n\n');
    this.addNode({ id, type: 'agent', name: taskName(task), config: { role, goal, prompt } });
    this.connect(ways, id);
    return id;
  }

  private material(sources: readonly Source[], results: readonly Result[]): string[] {
    const read = [...sources.flatMap((source) => this.sources.get(source) ?? []), ...results];
    return read.map(({ label, path }) => `${literalTemplate(label)}:\n{{ ${path} }}`);
  }

  private addChoice(choice: Choice): void {
    const context = this.results;
    const when = this.addSearch(choice) ?? this.addQuestion(choice);
    const decide = this.ids.take('decide');
    const branches = [{ name: 'yes', when }];
    this.addNode({ id: decide, type: 'condition', name: 'Decide', config: { branches, default: 'no' } });
    this.connect(this.ways, decide);

    const outer = { branch: this.branch, insideChoice: this.insideChoice, made: this.made };
    const names = branchNames(choice);
    this.insideChoice = true;
    this.branch = names.yes;
    const then = this.addBranch({ source: decide, branch: 'yes' }, context, choice.then);
    this.branch = names.no;
    this.made = outer.made;
    const otherwise = this.addBranch({ source: decide, branch: 'no' }, context, choice.otherwise);
    this.branch = outer.branch;
    this.insideChoice = outer.insideChoice;
    this.made = outer.made;
    this.mergeBranches(decide, context, then, otherwise);
  }

  /** Asks a model; yields the expression that reads its answer. */
  private addQuestion(choice: Choice): string {
    const id = this.ids.take('check');
    const prompt = [
      ...this.material(choice.sources, this.results),
      `${literalTemplate(choice.question)} Answer with one word: yes or no.`,
    ].join('\n\n');
    this.addNode({
      id,
      type: 'agent',
      name: checkName(choice),
      config: { role: 'Decision Maker', goal: 'Answer the question with yes or no', prompt },
    });
    this.connect(this.ways, id);
    this.ways = [{ source: id }];
    const given = choice.sources.flatMap((source) =>
      source.type === 'input' ? `inputs.${source.name}` : [],
    );
    return saysYes(`nodes.${id}.output.text`, choice, given);
  }

  /** Looks for words without a model. What was fetched may be JSON, so that it is made text first. */
  private addSearch(choice: Choice): string | undefined {
    const { mention } = choice;
    const made = mention?.onlySources ? [] : this.results;
    const read = [...choice.sources.flatMap((source) => this.sources.get(source) ?? []), ...made];
    if (!mention || read.length === 0) return undefined;
    const id = this.ids.take('check');
    const value = read.map(({ path }) => `{{ ${path} }}\n`).join('');
    this.addNode({ id, type: 'transform', name: checkName(choice), config: { value } });
    this.connect(this.ways, id);
    this.ways = [{ source: id }];
    return mentions(`nodes.${id}.output`, mention);
  }

  private addBranch(way: Way, context: readonly Result[], items: readonly PlanItem[]): Branch {
    this.ways = [way];
    this.results = context;
    this.addAll(items);
    const results = this.results.filter((result) => !context.includes(result));
    const last = items.at(-1);
    const revises = last?.type === 'task' && last.kind === 'rewrite';
    return { results, ways: this.ways, sent: sentIn(items), revises };
  }

  /** One result stands for whichever branch was taken, so that what follows needs not know. */
  private mergeBranches(decide: string, context: readonly Result[], then: Branch, otherwise: Branch): void {
    const id = this.ids.take('outcome');
    const branches = [then, otherwise];
    const first = branches.flatMap(({ results }) => results)[0];
    const [yes, no] = [then, otherwise].map((branch, at) => endOf(branch, branches[1 - at], context));
    const expression = yes && no ? outcomeOf(decide, yes, no) : '';
    this.addNode({ id, type: 'transform', name: 'Outcome', config: { expression } });
    this.connect([...then.ways, ...otherwise.ways], id);
    const isPlain = branches.every(({ sent }) => sent.length === 0);
    const label = (isPlain && first?.label) || 'Outcome';
    const outcome = { label, path: `nodes.${id}.output`, node: id };
    if (first) {
      this.results = [outcome];
      this.made = new Map(this.made).set(lastWord(first.label), outcome);
    } else {
      this.results = context;
      if (!this.insideChoice) this.notes.push(outcome);
    }
    this.ways = [{ source: id }];
    if (!this.insideChoice) this.outputs.set(this.outputName(label), `{{ nodes.${id}.output }}`);
  }

  private addDelivery({ url, content }: Delivery): void {
    const id = this.ids.take('deliver');
    const body = content === 'judged' ? this.judgedBody() : { text: textOf(this.contentOf(content)) };
    const name = `Send to ${hostOf(url)}`;
    this.addNode({ id, type: 'http_request', name, config: { method: 'POST', url, body } });
    this.connect(this.ways, id);
    this.ways = [{ source: id }];
    if (this.insideChoice) return;
    this.sent.push(`Sent to ${hostOf(url)}: status {{ nodes.${id}.output.status }}.`);
    const status = this.outputs.has('delivery_status') ? `delivery_status_${id.slice(8)}` : 'delivery_status';
    this.outputs.set(status, `{{ nodes.${id}.output.status }}`);
  }

  /** What was judged, with each judgement under its own name. */
  private judgedBody(): JsonObject {
    const given = [...this.sources.values()];
    const judgements = this.results.map(({ label, path }): [string, string] => [
      identifier(label, 'result'),
      `{{ ${path} }}`,
    ]);
    return { ...Object.fromEntries(judgements), text: textOf(given) };
  }

  private contentOf(content: Exclude<Delivery['content'], 'judged'>): readonly Result[] {
    const given = [...this.sources.values()];
    if (content === 'material' && given.length > 0) return given;
    const named = typeof content === 'object' ? this.made.get(content.product) : undefined;
    return named ? [named] : this.results.length > 0 ? this.results : given;
  }

  private addNode(node: NodeDefinition): void {
    this.nodes.push(node);
    if (this.branch !== undefined) this.branches.set(node, this.branch);
  }

  private connect(ways: readonly Way[], target: string): void {
    for (const way of ways) this.edges.push({ ...way, target });
  }

  private outputName(product: string): string {
    const name = identifier(product, 'text');
    return this.outputs.has(name) || name === 'result' ? this.ids.take(`${name}_result`) : name;
  }

  private output(): JsonObject {
    const results = [...this.results, ...this.notes];
    if (results.length === 0) return { result: this.sent.join('\n'), ...Object.fromEntries(this.outputs) };
    const [only] = results;
    const result =
      results.length === 1 && only
        ? `{{ ${only.path} }}`
        : results.map(({ label, path }) => `${literalTemplate(label)}:\n{{ ${path} }}`).join('\n\n');
    return { result, ...Object.fromEntries(this.outputs) };
  }
}

import type { JsonObject, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import type { Choice, Delivery, PlanItem, Source, Task } from '../assembly/plan-items';
import { STEP_KINDS } from '../lexicon/step-kinds';
import { identifier, IdentifierRegistry } from './identifiers';
import { capitalise, heading, literalTemplate } from './template-text';

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
  readonly results: readonly Result[];
  readonly ways: readonly Way[];
}

type Graph = Required<Pick<WorkflowDefinition, 'nodes' | 'edges'>> & {
  inputs?: JsonObject;
  output: JsonObject;
};

const ANSWERS_YES = ['Yes', 'yes', 'YES'];

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

  build(sources: readonly Source[], items: readonly PlanItem[]): Graph {
    for (const source of sources) this.addSource(source);
    this.ways = this.fetched;
    this.addAll(items);
    const inputs = Object.keys(this.properties).length > 0;
    return {
      ...(inputs && { inputs: { type: 'object', properties: this.properties } }),
      nodes: this.nodes,
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
    this.nodes.push({ id, type: 'http_request', name: 'Fetch', config: { method: 'GET', url: source.url } });
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
    this.nodes.push({
      id,
      type: 'agent',
      name: `${capitalise(task.kind)} ${task.product}`.slice(0, 80),
      config: { role, goal, prompt },
    });
    this.connect(ways, id);
    return id;
  }

  private material(sources: readonly Source[], results: readonly Result[]): string[] {
    const read = [...sources.flatMap((source) => this.sources.get(source) ?? []), ...results];
    return read.map(({ label, path }) => `${literalTemplate(label)}:\n{{ ${path} }}`);
  }

  private addChoice(choice: Choice): void {
    const context = this.results;
    const check = this.ids.take('check');
    const prompt = [
      ...this.material(choice.sources, context),
      `${literalTemplate(choice.question)} Answer with one word: yes or no.`,
    ].join('\n\n');
    this.nodes.push({
      id: check,
      type: 'agent',
      name: 'Check',
      config: { role: 'Decision Maker', goal: 'Answer the question with yes or no', prompt },
    });
    this.connect(this.ways, check);

    const decide = this.ids.take('decide');
    this.nodes.push({
      id: decide,
      type: 'condition',
      name: 'Decide',
      config: { branches: [{ name: 'yes', when: this.saysYes(check, choice) }], default: 'no' },
    });
    this.connect([{ source: check }], decide);

    const outer = this.insideChoice;
    this.insideChoice = true;
    const then = this.addBranch({ source: decide, branch: 'yes' }, context, choice.then);
    const otherwise = this.addBranch({ source: decide, branch: 'no' }, context, choice.otherwise);
    this.insideChoice = outer;
    this.mergeBranches(then, otherwise);
  }

  private saysYes(check: string, { sources, keywords }: Choice): string {
    const answers = ANSWERS_YES.map((yes) => `nodes.${check}.output.text.startsWith("${yes}")`);
    const paths = sources
      .filter((source) => source.type === 'input')
      .map((source) => `inputs.${source.name}`);
    const given = paths.flatMap((path) => keywords.map((word) => `${path}.contains("${word}")`));
    return [...answers, ...given].join(' || ');
  }

  private addBranch(way: Way, context: readonly Result[], items: readonly PlanItem[]): Branch {
    this.ways = [way];
    this.results = context;
    this.addAll(items);
    return { results: items.length > 0 ? this.results : [], ways: this.ways };
  }

  /** One result stands for whichever branch was taken, so that what follows needs not know. */
  private mergeBranches(then: Branch, otherwise: Branch): void {
    const [one, other] = then.results.length > 0 ? [then, otherwise] : [otherwise, then];
    const [first] = one.results;
    const text = ({ results }: Branch): string =>
      results.map(({ path }) => path).join(' + "\\n\\n" + ') || '"Nothing to do here."';
    const id = this.ids.take('outcome');
    const expression = first
      ? `nodes.${first.node}.output != null ? ${text(one)} : ${text(other)}`
      : text(other);
    this.nodes.push({ id, type: 'transform', name: 'Outcome', config: { expression } });
    this.connect([...then.ways, ...otherwise.ways], id);
    const label = first?.label ?? 'Outcome';
    this.results = [{ label, path: `nodes.${id}.output`, node: id }];
    this.ways = [{ source: id }];
    if (!this.insideChoice) this.outputs.set(this.outputName(label), `{{ nodes.${id}.output }}`);
  }

  private addDelivery({ url }: Delivery): void {
    const id = this.ids.take('deliver');
    const results = this.results.length > 0 ? this.results : [...this.sources.values()];
    const text = results.map(({ path }) => `{{ ${path} }}`).join('\n\n');
    this.nodes.push({
      id,
      type: 'http_request',
      name: 'Deliver',
      config: { method: 'POST', url, body: { text } },
    });
    this.connect(this.ways, id);
    this.ways = [{ source: id }];
    if (!this.insideChoice) this.outputs.set('delivery_status', `{{ nodes.${id}.output.status }}`);
  }

  private connect(ways: readonly Way[], target: string): void {
    for (const way of ways) this.edges.push({ ...way, target });
  }

  private outputName(product: string): string {
    const name = identifier(product, 'text');
    return this.outputs.has(name) || name === 'result' ? this.ids.take(`${name}_result`) : name;
  }

  private output(): JsonObject {
    const [only] = this.results;
    const result =
      this.results.length === 1 && only
        ? `{{ ${only.path} }}`
        : this.results.map(({ label, path }) => `${literalTemplate(label)}:\n{{ ${path} }}`).join('\n\n');
    return { result, ...Object.fromEntries(this.outputs) };
  }
}

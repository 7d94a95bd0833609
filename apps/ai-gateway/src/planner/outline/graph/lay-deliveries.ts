import type { JsonObject } from '@aiwf/definition';
import type { Delivery } from '../plan/plan-items';
import { hostOf, substitution } from './expressions';
import type { Flow, Result, Way } from './flow';
import { identifier } from './identifiers';
import type { Layout } from './layout';
import { literalTemplate, plainText } from './template-text';

/** Who or what something is sent to, as people speak of it. */
function placeOf({ to }: Delivery): string {
  return to.type === 'url' ? hostOf(to.url) : to.recipient || 'the recipient';
}

function contentOf(layout: Layout, { content }: Delivery, flow: Flow): readonly Result[] {
  const given = flow.given ?? layout.given();
  if (content === 'material' && given.length > 0) return given;
  const named = typeof content === 'object' ? flow.made.get(content.product) : undefined;
  return named ? [named] : flow.results.length > 0 ? flow.results : given;
}

/** What is sent: the text, and who it is meant for where the prompt says so. What was judged goes under its own names. */
function bodyOf(layout: Layout, delivery: Delivery, flow: Flow): JsonObject | string {
  const { content, to } = delivery;
  const removes = delivery.method === 'DELETE' && to.type === 'url' ? { url: to.url } : undefined;
  if (removes && content !== 'result') return removes;
  const recipient = to.type === 'input' ? (to.email ?? to.recipient) : '';
  const addressed: JsonObject = recipient === '' ? { ...removes } : { to: literalTemplate(recipient) };
  const contents = contentOf(layout, delivery, flow);
  const [only] = contents;
  if (only?.isRecord === true && contents.length === 1)
    return recipient === '' ? substitution(only) : { ...addressed, data: substitution(only) };
  if (content !== 'judged') return { ...addressed, text: plainText(contents) };
  const given = flow.given ?? layout.given();
  const judgements = flow.results.map((result): [string, string] => [
    identifier(result.label, 'result'),
    substitution(result),
  ]);
  return { ...addressed, ...Object.fromEntries(judgements), text: plainText(given) };
}

function whatOf(layout: Layout, delivery: Delivery, flow: Flow): string {
  const sent =
    delivery.content === 'judged'
      ? [...flow.results, ...(flow.given ?? layout.given())]
      : contentOf(layout, delivery, flow);
  const labels = [...new Set(sent.map(({ label }) => label.toLowerCase()))];
  return labels.length === 0 ? 'what is shown here' : `the ${labels.slice(0, 3).join(' and the ')}`;
}

/** "The summary to legal and the risks to finance"; what goes to several places is said once. */
function whatGoesWhere(deliveries: readonly Delivery[], whatOfOne: (delivery: Delivery) => string): string {
  const places = new Map<string, Set<string>>();
  for (const delivery of deliveries) {
    const what = whatOfOne(delivery);
    places.set(what, (places.get(what) ?? new Set()).add(placeOf(delivery)));
  }
  return [...places].map(([what, where]) => `${what} to ${[...where].join(' and ')}`).join(' and ');
}

/** Sends that belong together: those to addresses the prompt gives, one after the other, are approved at once. */
class Sending {
  private readonly bodies: (JsonObject | string)[];

  constructor(
    private readonly layout: Layout,
    private readonly deliveries: readonly Delivery[],
    private readonly flow: Flow,
  ) {
    this.bodies = deliveries.map((delivery) => bodyOf(layout, delivery, flow));
  }

  lay(): void {
    const { flow, layout } = this;
    const unasked = this.passOver();
    const ids = this.deliveries.map(() => layout.writer.id('deliver'));
    const approval = flow.isApproved ? undefined : this.ask(ids);
    for (const [at, delivery] of this.deliveries.entries()) {
      const id = ids[at] ?? '';
      this.send(
        id,
        delivery,
        approval === undefined ? (this.bodies[at] ?? {}) : this.approvedBody(approval, id),
      );
    }
    const rejected: Way[] = approval === undefined ? [] : [{ source: approval, branch: 'rejected' }];
    flow.ways = [...flow.ways, ...rejected, ...unasked];
  }

  /** Where the address is an input, nothing is sent while it is empty. */
  private passOver(): Way[] {
    const { flow, layout } = this;
    const [first] = this.deliveries;
    if (first?.to.type !== 'input') return [];
    const has = layout.writer.id('has_address');
    const branches = [{ name: 'yes', when: `inputs.${first.to.name} != ""` }];
    const name = `Is there an address for ${placeOf(first)}?`.slice(0, 80);
    layout.writer.add(
      { id: has, type: 'condition', name, config: { branches, default: 'no' } },
      flow.ways,
      flow.branchName,
    );
    flow.ways = [{ source: has, branch: 'yes' }];
    return [{ source: has, branch: 'no' }];
  }

  private ask(ids: readonly string[]): string {
    const { flow, layout, deliveries, bodies } = this;
    const id = layout.writer.id('approve');
    const places = [...new Set(deliveries.map(placeOf))].join(' and ');
    const sent = whatGoesWhere(deliveries, (delivery) => whatOf(layout, delivery, flow));
    const [only] = deliveries;
    const asked =
      only?.method === 'DELETE' && only.to.type === 'url' ? `Delete ${only.to.url}` : `Send ${sent}`;
    const message = literalTemplate(
      `${asked}? That can't be taken back, so it is only done when you approve.`,
    );
    const data =
      bodies.length === 1
        ? (bodies[0] ?? {})
        : Object.fromEntries(ids.map((name, at) => [name, bodies[at] ?? {}]));
    const name = `Approve sending to ${places}`.slice(0, 80);
    layout.writer.add({ id, type: 'approval', name, config: { message, data } }, flow.ways, flow.branchName);
    flow.ways = [{ source: id, branch: 'approved' }];
    return id;
  }

  private approvedBody(approval: string, id: string): string {
    const data = `nodes.${approval}.output.data`;
    return this.deliveries.length === 1 ? `{{ ${data} }}` : `{{ ${data}.${id} }}`;
  }

  private send(id: string, delivery: Delivery, body: JsonObject | string): void {
    const { flow, layout } = this;
    const { to } = delivery;
    const url = to.type === 'url' ? to.url : `{{ inputs.${to.name} }}`;
    const place = placeOf(delivery);
    const name = `Send to ${place}`.slice(0, 80);
    const { attempts } = delivery;
    const retry = attempts === undefined ? {} : { retry: { max_attempts: attempts } };
    const method = delivery.method ?? ('POST' as const);
    const config = { method, url, ...((method !== 'DELETE' || delivery.content === 'result') && { body }) };
    const node = { id, type: 'http_request', name, config, ...retry } as const;
    layout.writer.add(node, flow.ways, flow.branchName);
    flow.ways = [{ source: id }];
    const input = to.type === 'input' ? { input: to.name } : {};
    flow.sent = [...flow.sent, { to: place, node: id, ...input }];
  }
}

/** Whether deliveries may be approved together. */
export function goesWith(one: Delivery, next: Delivery): boolean {
  return one.to.type === 'url' && next.to.type === 'url' && !one.method && !next.method;
}

/** Sends something, when people have approved it. */
export function layDeliveries(layout: Layout, deliveries: readonly Delivery[], flow: Flow): void {
  new Sending(layout, deliveries, flow).lay();
}

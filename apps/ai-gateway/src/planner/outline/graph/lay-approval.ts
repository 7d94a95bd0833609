import type { ApprovalConfig, JsonObject } from '@aiwf/definition';
import type { Approval } from '../plan/plan-items';
import type { Flow, Result, Way } from './flow';
import { identifier } from './identifiers';
import type { Layout } from './layout';
import { capitalise, literalTemplate } from './template-text';
import { substitution } from './expressions';

/** What is shown to who approves: a text as it is, several under their names. */
function dataOf(results: readonly Result[]): Pick<ApprovalConfig, 'data'> {
  const [only] = results;
  if (!only) return {};
  if (results.length === 1) return { data: substitution(only) };
  const named = results.map((result): [string, string] => [
    identifier(result.label, 'text'),
    substitution(result),
  ]);
  const data: JsonObject = Object.fromEntries(named);
  return { data };
}

function messageOf(
  { who, isReview, question, revisions, rejected }: Approval,
  shown: readonly Result[],
  isLast: boolean,
): string {
  const what =
    shown.length === 0
      ? 'what comes next'
      : `the ${shown.map(({ label }) => label.toLowerCase()).join(' and the ')}`;
  const verb = isReview ? 'review' : 'approve';
  const asks =
    who === '' || whose(who) === 'you' ? `Please ${verb}` : `${capitalise(whose(who))}: please ${verb}`;
  const answer = question?.replace(/\b(?:I|we)\b/gi, 'you').replace(/\b(?:my|our)\b/gi, 'your');
  const asked =
    answer === undefined
      ? `${asks} ${what}.`
      : `Please say ${answer}: edit what is shown here so that it holds your answer, and approve it.`;
  const otherwise =
    revisions > 0 && !isLast
      ? 'it is revised by your comment and shown again'
      : rejected.length > 0 && revisions === 0
        ? 'the workflow does what is planned for that case, and ends'
        : 'it ends here';
  return literalTemplate(`${asked} When you approve, the workflow goes on; when you reject, ${otherwise}.`);
}

/** "Me" and "my manager" are said to whoever is asked. */
function whose(who: string): string {
  if (/^(?:me|myself|i|us|ourselves)$/i.test(who)) return 'you';
  return who.replace(/^(?:my|our)\b/i, 'the');
}

class Approvals {
  private readonly ways: Way[] = [];
  private readonly ids: string[] = [];

  constructor(
    private readonly layout: Layout,
    private readonly item: Approval,
    private readonly flow: Flow,
  ) {}

  lay(): void {
    const { item, flow, layout } = this;
    const shown = flow.results.length > 0 ? flow.results : layout.given();
    const first = this.ask(shown, flow.ways, item.revisions === 0);
    this.layLate(first, shown);
    if (item.revisions === 0) this.layRejected(first, shown);
    else this.layRevisions(first, shown);
    flow.isGated = true;
    flow.isApproved = true;
    const [only] = shown;
    flow.ways = this.ways;
    if (!only || shown.length > 1) return;
    if (flow.results.length === 0) {
      flow.given = [this.approved(only)];
      return;
    }
    flow.results = [this.approved(only)];
    this.renameMade(only);
  }

  private ask(shown: readonly Result[], ways: readonly Way[], isLast: boolean): string {
    const { item, layout, flow } = this;
    const id = layout.writer.id('approve');
    const { approvers, required, timeoutSeconds, who, isReview } = item;
    const again = this.ids.length === 0 ? '' : ' of the revision';
    const name =
      who === '' ? `Approval${again}` : `${isReview ? 'Review' : 'Approval'}${again} by ${whose(who)}`;
    const config: ApprovalConfig = {
      message: messageOf(item, shown, isLast),
      ...dataOf(shown),
      ...(approvers && { approvers: [...approvers] }),
      ...(required !== undefined && { required }),
      ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }),
    };
    layout.writer.add({ id, type: 'approval', name: name.slice(0, 80), config }, ways, flow.branchName);
    this.ids.push(id);
    flow.asked = [...flow.asked, id];
    this.ways.push({ source: id, branch: 'approved' });
    return id;
  }

  /** What those who rejected have said. */
  private comments(id: string): Result {
    const path = `nodes.${id}.output.decisions.filter(d, d.comment != null).map(d, d.comment).join("\\n")`;
    return { label: 'Comments', path, node: id, isText: true };
  }

  private layRejected(id: string, shown: readonly Result[]): void {
    const { flow, layout, item } = this;
    layout.layAside(item.rejected, flow, {
      ways: [{ source: id, branch: 'rejected' }],
      results: item.rejected.length === 0 ? shown : [...shown, this.comments(id)],
      branchName: 'rejected',
    });
  }

  private layLate(id: string, shown: readonly Result[]): void {
    const { flow, layout, item } = this;
    if (item.timeoutSeconds === undefined) return;
    layout.layAside(item.late, flow, {
      ways: [{ source: id, branch: 'timeout' }],
      results: shown,
      branchName: 'too late',
    });
  }

  private layRevisions(first: string, shown: readonly Result[]): void {
    const { flow, layout, item } = this;
    let id = first;
    let current = shown;
    for (let round = 1; round <= item.revisions; round += 1) {
      const way = flow.fork([{ source: id, branch: 'rejected' }], {
        results: [...current, this.comments(id)],
        recording: 'none',
        branchName: 'rejected',
        isApproved: false,
      });
      layout.lay(item.rejected, way);
      current = way.results;
      id = this.ask(current, way.exits, round === item.revisions);
    }
    flow.ends = [...flow.ends, { source: id, branch: 'rejected' }];
  }

  /** What was approved in the end, as it was edited. */
  private approved({ label }: Result): Result {
    const { ids, layout, flow } = this;
    const [only] = ids;
    if (ids.length === 1 && only !== undefined)
      return { label, path: `nodes.${only}.output.data`, node: only, isText: false };
    const paths = ids.toReversed().map((id) => `nodes.${id}.output.data`);
    const last = paths.at(-1) ?? 'null';
    const expression = paths
      .slice(0, -1)
      .reduceRight(
        (rest, path, at) => `nodes.${ids.toReversed()[at]}.output != null ? ${path} : ${rest}`,
        last,
      );
    const id = layout.writer.id('approved');
    layout.writer.add(
      { id, type: 'transform', name: 'What was approved', config: { expression } },
      flow.ways,
      flow.branchName,
    );
    flow.ways = [{ source: id }];
    return { label, path: `nodes.${id}.output`, node: id, isText: false };
  }

  private renameMade(shown: Result): void {
    const { flow } = this;
    const [approved] = flow.results;
    if (!approved) return;
    flow.made = new Map(
      [...flow.made].map(([name, result]): [string, Result] => [name, result === shown ? approved : result]),
    );
  }
}

/** Asks people, and lays out what is done when they reject or don't decide in time. */
export function layApproval(layout: Layout, item: Approval, flow: Flow): void {
  new Approvals(layout, item, flow).lay();
}

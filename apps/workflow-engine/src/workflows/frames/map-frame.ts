import { isCancellation } from '@temporalio/workflow';
import type { MapNode } from '@aiwf/definition';
import type { FailureReason, Stored } from '../values.contract';
import { GraphFailure, reasonOf } from '../graph-failure';
import type { SettledNode } from '../checkpoint';
import { runBody } from './body';
import type { Frame } from './frame';
import { ItemList } from './item-list';
import { runPool } from './pool';

const DEFAULT_CONCURRENCY = 10;

/** Nodes of all items that are at work: what is carried over and waited for grows with them. */
const MAX_NODES_AT_WORK = 1_000;

type Item = { output: Stored } | { error: FailureReason };

/** Runs the body once for each item, some at a time; the results keep the order of the list. */
export async function runMap(node: MapNode, frame: Frame): Promise<Stored> {
  const { items: source, concurrency = DEFAULT_CONCURRENCY, on_item_error: policy = 'fail' } = node.config;
  const { run, path, scope } = frame;
  const most = Math.max(Math.floor(MAX_NODES_AT_WORK / node.config.body.nodes.length), 1);
  const atOnce = Math.min(concurrency, most);
  const eachIn = { ...frame, alone: atOnce === 1 };
  const list = await ItemList.open(await run.values.expression(source, scope), run);
  const results: Item[] = [];
  await runPool(list.length, atOnce, async (index) => {
    const itemPath = `${path}/items/${index}`;
    const known = run.checkpoint.settled(itemPath);
    const result = known ? itemOf(known) : await runItem(node, eachIn, list, index);
    if ('error' in result && policy === 'fail') {
      throw new GraphFailure(result.error.code, `Item ${index} failed: ${result.error.message}`);
    }
    results[index] = result;
  });
  const kept = policy === 'skip' ? results.filter((result) => 'output' in result) : results;
  return run.values.compose({
    object: {
      items: { list: kept.map((result) => ('output' in result ? result.output : { json: null })) },
      errors: {
        json: results.flatMap((result, index) => ('error' in result ? [{ index, ...result.error }] : [])),
      },
    },
  });
}

async function runItem(node: MapNode, frame: Frame, list: ItemList, index: number): Promise<Item> {
  const { checkpoint } = frame.run;
  const itemPath = `${frame.path}/items/${index}`;
  try {
    const item = await list.at(index);
    const output = await runBody(node.config.body, frame, `${itemPath}/`, { item, index });
    checkpoint.settle(itemPath, { status: 'completed', output });
    return { output };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const reason = reasonOf(error);
    if (node.config.on_item_error !== undefined && node.config.on_item_error !== 'fail') {
      checkpoint.settle(itemPath, { status: 'failed', error: reason });
    }
    return { error: reason };
  }
}

function itemOf(settled: SettledNode): Item {
  if (settled.status === 'completed') return { output: settled.output };
  return settled.status === 'failed'
    ? { error: settled.error }
    : { error: { code: 'skipped', message: 'Skipped' } };
}

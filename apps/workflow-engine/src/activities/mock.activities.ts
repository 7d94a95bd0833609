import { Injectable } from '@nestjs/common';
import { ApplicationFailure } from '@temporalio/common';
import { isJsonObject, type Json, type JsonObject } from '@aiwf/definition';
import { checkSchema, sampleOf } from '@aiwf/definition/data-schema';
import { Values } from '../blobs';
import type { LocalActivities, Stored } from '../workflows';

/** What a made-up answer keeps of how a node ended: edges and expressions go by it. */
const KEPT = ['branch', 'status'];

/** Makes up values for dry runs. */
@Injectable()
export class MockActivities implements Pick<LocalActivities, 'mockValue'> {
  constructor(private readonly values: Values) {}

  async mockValue({
    execution_id,
    schema,
    like,
  }: Parameters<LocalActivities['mockValue']>[0]): Promise<Stored> {
    const given = like && (await this.values.load(execution_id, like));
    if (given !== undefined && fits(schema, given)) return this.values.keep(execution_id, given);
    const sample = sampleOf(schema)?.value;
    const found = [mixed(given, sample), sample].find((value) => value !== undefined && fits(schema, value));
    if (found !== undefined) return this.values.keep(execution_id, found);
    throw ApplicationFailure.nonRetryable(
      'No value could be made up that fits its JSON Schema: give the node\'s output in "mocks"',
      'not_mockable',
    );
  }
}

function fits(schema: JsonObject, value: Json): boolean {
  return checkSchema(schema, value).length === 0;
}

/** What the schema asks for, around what is kept. */
function mixed(given: Json | undefined, sample: Json | undefined): Json | undefined {
  if (!isJsonObject(given) || !isJsonObject(sample)) return undefined;
  const kept = Object.entries(given).filter(([name]) => KEPT.includes(name));
  return { ...given, ...sample, ...Object.fromEntries(kept) };
}

import type { ErrorItem } from '@aiwf/contracts';
import {
  isJsonObject,
  pointerTo,
  type Json,
  type JsonObject,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { addressesIn, isAddressAlone } from './addresses';
import type { Sources } from './sources';

/** Parts of an input's schema that hold data rather than words about it. */
const DATA: ReadonlySet<string> = new Set(['default', 'examples', 'enum']);

/**
 * Every address in a plan is one that the user named. Only data that a request brought along may hold others, as the default
 * of an input; a default that is an address alone is one like any other.
 */
export function addressProblems(definition: WorkflowDefinition, sources: Sources): ErrorItem[] {
  const problems: ErrorItem[] = [];
  const check = (text: string, path: string): void => {
    for (const address of addressesIn(text)) {
      if (sources.haveAddress(address)) continue;
      problems.push({
        code: 'foreign_address',
        path,
        message: `The request does not name the address ${address.written.slice(0, 200)}.`,
        hint: 'Use addresses that the request names as its own, and an input without default for any other. Text that it quotes goes into an input as its default.',
      });
    }
  };
  /** Recursion is bounded: a valid definition's depth is. */
  const walk = (value: Json | undefined, path: string, isData: boolean): void => {
    if (typeof value === 'string') {
      if (!isData || isAddressAlone(value)) check(value, path);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        // A field's own name may be an address too, such as that of a header.
        if (!isData) check(key, path);
        walk(child, pointerTo(path, key), isData);
      }
    }
  };
  const { inputs, ...rest } = definition;
  walk(JSON.parse(JSON.stringify(rest)) as Json, '', false);
  walkInputs(inputs, walk);
  return problems;
}

function walkInputs(
  inputs: JsonObject | undefined,
  walk: (value: Json | undefined, path: string, isData: boolean) => void,
): void {
  const properties = inputs?.properties;
  if (!isJsonObject(properties)) return;
  for (const [name, schema] of Object.entries(properties)) {
    if (!isJsonObject(schema)) continue;
    for (const [keyword, value] of Object.entries(schema)) {
      walk(value, `/inputs/properties/${name}/${keyword}`, DATA.has(keyword));
    }
  }
}

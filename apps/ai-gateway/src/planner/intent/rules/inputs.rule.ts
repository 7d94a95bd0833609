import { readersOf } from '../graph/readers';
import { problem } from '../intent.problem';
import type { Rule } from './rule';

/** What a workflow takes in, something in it reads. */
export const inputsAreRead: Rule = ({ scopes }) =>
  scopes.flatMap((scope) => {
    const { inputs, everyInput } = readersOf(scope);
    const declared = Object.keys((scope.definition.inputs?.properties ?? {}) as object);
    if (everyInput) return [];
    return declared
      .filter((name) => !inputs.has(name))
      .map((name) =>
        problem(
          'input_unused',
          `${scope.path}/inputs/properties/${name}`,
          `The input "${name}" is asked for, but nothing reads it.`,
          `Read {{ inputs.${name} }} where it is needed, or remove the input.`,
        ),
      );
  });

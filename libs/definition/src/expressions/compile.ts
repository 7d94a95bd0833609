import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { DEFINITION_CAPS } from '../caps';
import { utf8Length } from '../json/text';
import { checkExpression } from './check';
import { ExpressionError } from './expression.error';
import { referencesOf, type Reference } from './references';

/** A checked expression, ready to be evaluated any number of times. */
export interface CompiledExpression {
  tree: ASTNode;
  references: readonly Reference[];
}

const PARSER = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: DEFINITION_CAPS.maxExpressionNodes,
    maxDepth: 64,
    maxListElements: DEFINITION_CAPS.maxExpressionNodes,
    maxMapEntries: DEFINITION_CAPS.maxExpressionNodes,
    maxCallArguments: 16,
  },
});

/** More than the expressions of one graph usually are; a full cache drops its oldest entry. */
const CACHE_SIZE = 2_000;
const cache = new Map<string, CompiledExpression>();

/**
 * Parses and checks one CEL expression; the result is cached by its source. Only the package's parser is used: what
 * an expression yields is decided by this room alone, so that an upgrade of the package cannot change a replay.
 *
 * @throws ExpressionError with the position of what is wrong.
 */
export function compileExpression(source: string): CompiledExpression {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const tree = parse(source);
  checkExpression(tree);
  const compiled = { tree, references: referencesOf(tree) };
  if (cache.size >= CACHE_SIZE) {
    const oldest = cache.keys().next();
    if (oldest.done !== true) cache.delete(oldest.value);
  }
  cache.set(source, compiled);
  return compiled;
}

function parse(source: string): ASTNode {
  // The length in code units first: it is never more than the bytes, and it bounds the work of counting them.
  if (
    source.length > DEFINITION_CAPS.maxExpressionBytes ||
    utf8Length(source) > DEFINITION_CAPS.maxExpressionBytes
  ) {
    throw new ExpressionError(
      'too_large',
      `The expression is longer than ${DEFINITION_CAPS.maxExpressionBytes} bytes; split it over transform nodes.`,
    );
  }
  if (source.trim() === '') throw new ExpressionError('syntax', 'The expression is empty.', 0);
  try {
    return PARSER.parse(source).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const limit = error.code === 'limit_exceeded';
    throw new ExpressionError(limit ? 'too_large' : 'syntax', `${error.summary}.`, error.range?.start);
  }
}

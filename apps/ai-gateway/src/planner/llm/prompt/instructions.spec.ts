import { validateDefinition } from '@aiwf/definition';
import { BUILT_IN_PLANNING_TOOLS } from '../../ground/planning-tool';
import { PLANNED_NODE_TYPES } from '../../ground';
import { EXAMPLES } from './examples';
import { InstructionCache, instructionsFor } from './instructions';
import { LANGUAGE_RULES } from './rules';

describe('what the model is told', () => {
  it.each(EXAMPLES.map(({ request, workflow }) => [request, workflow] as const))(
    'has an example that can run as it stands, and warns of nothing: %s',
    (_request, workflow) => {
      expect(validateDefinition(workflow, { tools: [], mcpTools: [] })).toMatchObject({
        valid: true,
        warnings: [],
      });
    },
  );

  it('shows branches that meet, work on each entry of a list, and an approval before a POST', () => {
    const types = EXAMPLES.map(({ workflow }) => workflow.nodes.map(({ type }) => type));
    expect(types).toEqual([
      expect.arrayContaining(['condition', 'transform']),
      expect.arrayContaining(['map']),
      expect.arrayContaining(['approval', 'http_request']),
    ]);
  });

  it('names every node type that is planned with, and every field of its config', () => {
    const text = instructionsFor('plan', []);
    for (const { type, config_schema } of PLANNED_NODE_TYPES) {
      const entry = text.slice(text.indexOf(`\n${type}: `));
      for (const field of Object.keys(config_schema.properties ?? {})) {
        expect(entry).toMatch(new RegExp(`^    ${field}\\??: `, 'm'));
      }
    }
    expect(text).not.toContain('workflow_id');
  });

  it('names functions that the language has', () => {
    const calls =
      LANGUAGE_RULES.join(' ').match(
        /\b(?:size|string|int)\(x\)|\.(?:contains|lowerAscii|startsWith|exists|filter|map)\(/g,
      ) ?? [];
    expect(new Set(calls).size).toBe(9);
    const expression =
      '{"a": size(inputs.x), "b": string(1) + "c", "c": int("2"), "d": inputs.x.contains("x") && inputs.x.startsWith("y") || !(inputs.x.lowerAscii() in ["z"]), "e": [1, 2].exists(i, i > 1) ? [1].filter(i, i != 1) : [3].map(i, i + 1)}';
    const inputs = { type: 'object', properties: { x: { type: 'string' } } };
    const nodes = [{ id: 'all', type: 'transform', config: { expression } }];
    expect(validateDefinition({ name: 'CEL', inputs, nodes })).toMatchObject({ valid: true });
  });

  it('is made once for a list of tools', () => {
    const cache = new InstructionCache();
    const first = cache.of('plan', BUILT_IN_PLANNING_TOOLS);
    expect(first).toContain('fetch_url');
    expect(cache.of('plan', BUILT_IN_PLANNING_TOOLS)).toBe(first);
    expect(cache.of('refine', BUILT_IN_PLANNING_TOOLS)).not.toBe(first);
    expect(cache.of('plan', [])).not.toContain('fetch_url');
  });

  it('fits the smallest contexts in use, with room for a request and an answer', () => {
    // Some four characters a token: 8,000 tokens, where models of today have 16,000 at least.
    expect(instructionsFor('plan', BUILT_IN_PLANNING_TOOLS).length).toBeLessThan(32_000);
  });
});

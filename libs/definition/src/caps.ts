/**
 * Bounds of the language. All are counts or lengths, never times: a verdict that depends on a clock would differ
 * when Temporal replays a run.
 */
export const DEFINITION_CAPS = {
  /** Nodes in a definition, those in the bodies of its maps and loops included. */
  maxNodes: 1_000,
  /** Nodes with a graph inside (`map`, `loop`, `workflow`) inside one another. */
  maxNesting: 8,
  /** Edges in a graph. */
  maxEdges: 10_000,
  /** Edges that leave one node. */
  maxFanOut: 500,
  /** Nesting of arrays and objects, in a definition, in inputs and in what an expression builds. */
  maxJsonDepth: 64,
  /** Problems that one validation reports; it stops looking after them. */
  maxProblems: 50,
  /** Characters of a prompt, a task's description and other long texts. */
  maxTextLength: 100_000,
  /** Characters of a name or a title. */
  maxNameLength: 200,
  /** Agents, and likewise tasks, of a crew. */
  maxCrewMembers: 100,
  /** Branches of a condition. */
  maxBranches: 100,
  /** UTF-8 bytes of one CEL expression. */
  maxExpressionBytes: 2_048,
  /** Nodes of the syntax tree of one CEL expression. */
  maxExpressionNodes: 200,
  /** Comprehensions (`all`, `exists`, `exists_one`, `map`, `filter`) inside one another. */
  maxComprehensionNesting: 2,
  /**
   * Steps of one evaluation: one for each syntax node visited, each element a function looks at, and each 64
   * characters of text it looks at.
   */
  maxExpressionVisits: 100_000,
  /** Steps of all expressions of one template together. */
  maxTemplateVisits: 1_000_000,
  /** Size of what an expression or a template builds: its characters, and 8 for each value. */
  maxResultSize: 33_554_432,
} as const;

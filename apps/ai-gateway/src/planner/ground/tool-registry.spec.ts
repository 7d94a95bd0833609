import type { PlanningTool } from './planning-tool';
import { ToolRegistry } from './tool-registry';

const tool = (name: string, description = 'Does something'): PlanningTool => ({
  name,
  description,
  effect: 'read',
  needs_approval: false,
});

const BUILT_IN = ['fetch_url', 'calculator', 'current_time'];
const builtIn = BUILT_IN.map((name) => tool(name));

/** A registry whose engine gives these answers, one after another. */
function registryOf(...answers: (PlanningTool[] | Error)[]) {
  const tools = jest.fn(async () => {
    const next = answers.shift() ?? new Error('The script is used up');
    if (next instanceof Error) throw next;
    return next;
  });
  return { registry: new ToolRegistry({ tools }), tools };
}

const names = (tools: readonly PlanningTool[]): string[] => tools.map(({ name }) => name);

describe('the tools that are known', () => {
  it('are the built-in ones until the engine has answered, and while it is away', async () => {
    const { registry } = registryOf([...builtIn, tool('mcp:web/search')], new Error('away'));
    expect(registry.known).toMatchObject({ fromEngine: false });
    expect(names(registry.known.all)).toEqual(BUILT_IN);
    await registry.refresh();
    expect(registry.known).toMatchObject({ fromEngine: true });
    expect(names(registry.known.all)).toEqual([...BUILT_IN, 'mcp:web/search']);
    await registry.refresh();
    expect(registry.known).toMatchObject({ fromEngine: false });
    expect(names(registry.known.all)).toEqual(BUILT_IN);
  });

  it('stay the same list as long as the engine says the same', async () => {
    const { registry } = registryOf(
      [tool('mcp:web/search')],
      [tool('mcp:web/search')],
      [tool('mcp:web/read')],
    );
    await registry.refresh();
    const first = registry.candidatesFor('Search the web');
    await registry.refresh();
    expect(registry.candidatesFor('Something else')).toBe(first);
    await registry.refresh();
    expect(names(registry.candidatesFor('Search the web'))).toEqual(['mcp:web/read']);
  });

  it('have names that graphs can name and descriptions that fit a prompt', async () => {
    const { registry } = registryOf([
      tool('rm -rf /'),
      tool('mcp:a/b', '😀'.repeat(1_000)),
      tool('mcp:a b/c'),
    ]);
    await registry.refresh();
    expect(registry.known.all).toEqual([{ ...tool('mcp:a/b'), description: '😀'.repeat(300) }]);
  });

  it('are asked for when the gateway starts, soon again until there is an answer, then every half minute', async () => {
    jest.useFakeTimers();
    const { registry, tools } = registryOf(new Error('away'), builtIn, builtIn, builtIn);
    registry.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(0);
    expect(tools).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(tools).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(29_000);
    expect(tools).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(tools).toHaveBeenCalledTimes(3);
    registry.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(tools).toHaveBeenCalledTimes(3);
    jest.useRealTimers();
  });
});

describe('the tools that are offered for a prompt', () => {
  const many = [
    ...Array.from({ length: 60 }, (_, at) =>
      tool(`mcp:erp/ledger_report_${at}`, 'Reports on a ledger account'),
    ),
    tool('mcp:github/listOpenIssues', 'Lists the issues of a repository'),
    tool('mcp:slack/post_message', 'Sends a message to a channel'),
    ...builtIn,
  ];

  async function offered(prompt: string, tools: PlanningTool[]): Promise<string[]> {
    const { registry } = registryOf(tools);
    await registry.refresh();
    return names(registry.candidatesFor(prompt));
  }

  it('are all, up to thirty', async () => {
    const thirty = many.slice(0, 30);
    expect(await offered('Tell the channel about issues', thirty)).toEqual(names(thirty));
  });

  it('are, of more, twenty: the built-in ones and those that the prompt is likely about', async () => {
    const found = await offered('Read the open issues and message our Slack channel', many);
    expect(found).toHaveLength(20);
    expect(found).toEqual(
      expect.arrayContaining([...BUILT_IN, 'mcp:github/listOpenIssues', 'mcp:slack/post_message']),
    );
  });

  it('are the same each time, in the order of the engine', async () => {
    const prompt = 'Report on the ledger';
    const found = await offered(prompt, many);
    expect(await offered(prompt, many)).toEqual(found);
    expect(found).toEqual(names(many).filter((name) => found.includes(name)));
  });

  it('are twenty for a prompt that is about none', async () => {
    expect(await offered('🎉', many)).toHaveLength(20);
  });
});

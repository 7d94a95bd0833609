import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EngineClient } from '../../engine-client';
import { BUILT_IN_PLANNING_TOOLS, isBuiltIn, type PlanningTool } from './planning-tool';
import { ToolSearch } from './tool-search';

const REFRESH_MS = 30_000;
/** Until the engine has answered once, which may take a while when both start together. */
const FIRST_REFRESH_MS = 5_000;
const MAX_TOOLS = 2_000;
const MAX_DESCRIPTION_LENGTH = 300;

const MCP_TOOL = /^mcp:[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_./-]{1,128}$/;

/** The tools that engines have now, as last heard. */
export interface KnownTools {
  readonly all: readonly PlanningTool[];
  /** Whether the engine said so; else it is away, and these are the tools that every engine has. */
  readonly fromEngine: boolean;
}

const AWAY: KnownTools = { all: BUILT_IN_PLANNING_TOOLS, fromEngine: false };

/**
 * Knows the tools that agents can be given. It asks the engine in the background, so that planning never waits for it;
 * while the engine is away there are the built-in ones.
 */
@Injectable()
export class ToolRegistry implements OnApplicationBootstrap, OnApplicationShutdown {
  private current: KnownTools = AWAY;
  private search = new ToolSearch(AWAY.all);
  private timer: NodeJS.Timeout | undefined;
  private heard = false;
  private ended = false;

  constructor(@Inject(EngineClient) private readonly engine: Pick<EngineClient, 'tools'>) {}

  onApplicationBootstrap(): void {
    void this.keepFresh();
  }

  onApplicationShutdown(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  get known(): KnownTools {
    return this.current;
  }

  /** The tools to plan with for a prompt: all, or of many the likeliest. The same list as long as nothing changes. */
  candidatesFor(prompt: string): readonly PlanningTool[] {
    return this.search.candidatesFor(prompt);
  }

  /** Asks the engine. Never throws. */
  async refresh(): Promise<void> {
    try {
      this.take({ all: plannable(await this.engine.tools()), fromEngine: true });
      this.heard = true;
    } catch {
      // The client has said why in the log.
      this.take(AWAY);
    }
  }

  private async keepFresh(): Promise<void> {
    await this.refresh();
    if (this.ended) return;
    this.timer = setTimeout(() => void this.keepFresh(), this.heard ? REFRESH_MS : FIRST_REFRESH_MS);
    this.timer.unref();
  }

  /** Lists are told apart by identity, so that what is made of one is kept as long as it stays the same. */
  private take(next: KnownTools): void {
    if (JSON.stringify(next) === JSON.stringify(this.current)) return;
    if (JSON.stringify(next.all) !== JSON.stringify(this.current.all)) this.search = new ToolSearch(next.all);
    this.current = next;
  }
}

/** What a graph can name, with descriptions that fit a prompt. */
function plannable(tools: readonly PlanningTool[]): PlanningTool[] {
  return tools
    .filter(({ name }) => isBuiltIn(name) || MCP_TOOL.test(name))
    .slice(0, MAX_TOOLS)
    .map(({ name, description, effect, needs_approval }) => ({
      name,
      description: Array.from(description).slice(0, MAX_DESCRIPTION_LENGTH).join(''),
      effect,
      needs_approval,
    }));
}

import { BUILT_IN_TOOLS, type BuiltInTool } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { Injectable } from '@nestjs/common';
import { EgressClient } from '../../egress';
import { assertArguments } from './arguments';
import { calculatorTool } from './calculator/calculator.tool';
import { currentTimeTool } from './current-time/current-time.tool';
import { fetchUrlTool } from './fetch-url/fetch-url.tool';
import { bounded } from './result';
import type { Tool, ToolContext, ToolDescription } from './tool';
import { ToolError } from './tool.error';

/** The tools every engine has: describes them, and runs what a model asks for. */
@Injectable()
export class ToolCatalogue {
  private readonly tools: ReadonlyMap<string, Tool>;

  constructor(egress: EgressClient) {
    const builtIn: Record<BuiltInTool, Tool> = {
      fetch_url: fetchUrlTool(egress),
      calculator: calculatorTool,
      current_time: currentTimeTool,
    };
    this.tools = new Map(BUILT_IN_TOOLS.map((name) => [name, builtIn[name]]));
  }

  /**
   * What a tool is.
   * @throws ToolError `unknown_tool`
   */
  describe(each: string): ToolDescription {
    const { name, description, parameters, effect } = this.find(each);
    return { name, function_name: name, description, parameters, effect, needs_approval: false };
  }

  /**
   * Runs a tool on arguments as a model gave them.
   * @returns at most 8,000 characters of text or JSON; a longer result is cut to text
   * @throws ToolError to be given back to the model; or the signal's reason, once aborted
   */
  async run(name: string, args: Json, context: ToolContext): Promise<Json> {
    const tool = this.find(name);
    assertArguments(tool.name, tool.parameters, args);
    return bounded(await tool.run(args, context));
  }

  private find(name: string): Tool {
    const tool = this.tools.get(name);
    if (tool !== undefined) return tool;
    const known = [...this.tools.keys()].join(', ');
    throw new ToolError('unknown_tool', `There is no tool "${name.slice(0, 100)}"; the tools are ${known}.`);
  }
}

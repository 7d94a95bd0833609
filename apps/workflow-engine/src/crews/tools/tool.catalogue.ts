import { BUILT_IN_TOOLS, type BuiltInTool } from '@aiwf/contracts';
import type { Json, JsonObject } from '@aiwf/definition';
import { Validator } from '@cfworker/json-schema';
import { Injectable } from '@nestjs/common';
import { EgressClient } from '../../egress';
import { calculatorTool } from './calculator/calculator.tool';
import { currentTimeTool } from './current-time/current-time.tool';
import { fetchUrlTool } from './fetch-url/fetch-url.tool';
import type { Tool, ToolContext, ToolDescription } from './tool';
import { ToolError } from './tool.error';

/** Characters of a result, as JSON unless it is text; what is longer is cut, and says so. */
const MAX_RESULT_LENGTH = 8_000;
const CUT_MARK = '\n… [cut]';

/** The tools agents can call: describes them to a model, and runs what a model asks for. */
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
   * What a model is told about these tools, in the order of the names.
   * @throws ToolError `unknown_tool`
   */
  describe(names: readonly string[]): ToolDescription[] {
    return names.map((each) => {
      const { name, description, parameters, effect } = this.find(each);
      return { name, description, parameters, effect };
    });
  }

  /**
   * Runs a tool on arguments as a model gave them.
   * @returns at most 8,000 characters of text or JSON; a longer result is cut to text
   * @throws ToolError to be given back to the model; or the signal's reason, once aborted
   */
  async run(name: string, args: Json, context: ToolContext): Promise<Json> {
    const tool = this.find(name);
    assertArguments(tool, args);
    return bounded(await tool.run(args, context));
  }

  private find(name: string): Tool {
    const tool = this.tools.get(name);
    if (tool !== undefined) return tool;
    const known = [...this.tools.keys()].join(', ');
    throw new ToolError('unknown_tool', `There is no tool "${name.slice(0, 100)}"; the tools are ${known}.`);
  }
}

function assertArguments(tool: Tool, args: Json): asserts args is JsonObject {
  const { valid, errors } = new Validator(tool.parameters, '2020-12', false).validate(args);
  if (valid) return;
  const problems = errors
    .filter(({ keyword }) => keyword !== 'properties')
    .slice(0, 5)
    .map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
  throw new ToolError(
    'invalid_arguments',
    `The arguments of ${tool.name} are not valid. ${problems.join(' ')}`,
  );
}

function bounded(result: Json): Json {
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  if (text.length <= MAX_RESULT_LENGTH) return result;
  const cut = text.slice(0, MAX_RESULT_LENGTH - CUT_MARK.length);
  const lastPairWasSplit = /[\uD800-\uDBFF]$/.test(cut);
  return (lastPairWasSplit ? cut.slice(0, -1) : cut) + CUT_MARK;
}

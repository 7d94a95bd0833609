import type { Effect, JsonObject } from '@aiwf/definition';
import { ApiProperty } from '@nestjs/swagger';
import { EFFECTS } from './effects';

/** A tool that agents may be given. */
export class ToolView {
  @ApiProperty({
    description: 'As a graph names it: of an MCP server `mcp:server/tool`',
    example: 'calculator',
  })
  name: string;

  @ApiProperty({ description: 'At most 2,000 characters', example: 'Evaluates an arithmetic expression.' })
  description: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'JSON Schema of its arguments; `{"type": "object"}` in place of one of more than 16,384 characters',
    example: { type: 'object', properties: { expression: { type: 'string' } }, required: ['expression'] },
  })
  parameters: JsonObject;

  @ApiProperty({ enum: EFFECTS, description: 'What a call does to the world', example: 'read' })
  effect: Effect;

  @ApiProperty({ description: 'A person must approve each call first', example: false })
  needs_approval: boolean;
}

/** An MCP server that is configured and whose tools are not known now. */
export class AbsentToolServer {
  @ApiProperty({ description: 'The name that the operator gave it', example: 'files' })
  server: string;

  @ApiProperty({ example: 'The MCP server "files" can\'t be reached: ECONNREFUSED' })
  problem: string;
}

/** Answer of `GET /workflow/tools`. */
export class ToolList {
  @ApiProperty({ type: [ToolView], description: 'Those that every engine has, then those of MCP servers' })
  tools: ToolView[];

  @ApiProperty({ type: [AbsentToolServer], description: 'Servers whose tools are not in the list' })
  absent: AbsentToolServer[];
}

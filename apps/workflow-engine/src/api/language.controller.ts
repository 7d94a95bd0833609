import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NodeTypeList, ToolList } from '@aiwf/contracts';
import { NODE_TYPES, WORKFLOW_SCHEMA, type JsonObject } from '@aiwf/definition';
import { ToolListing } from '../crews';

/** The workflow language as this engine speaks it; the same for every user. */
@ApiTags('language')
@Controller('workflow')
export class LanguageController {
  constructor(private readonly tools: ToolListing) {}

  @Get('schema')
  @ApiOperation({ summary: 'The workflow language as JSON Schema 2020-12' })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  schema(): JsonObject {
    return WORKFLOW_SCHEMA;
  }

  @Get('node-types')
  @ApiOperation({ summary: 'The node types: what they do, their configuration, their output, an example' })
  @ApiOkResponse({ type: NodeTypeList })
  nodeTypes(): NodeTypeList {
    return { node_types: NODE_TYPES };
  }

  @Get('tools')
  @ApiOperation({ summary: 'The tools that agents may be given now' })
  @ApiOkResponse({ type: ToolList })
  toolList(): Promise<ToolList> {
    return this.tools.list();
  }
}

import type { Effect, JsonObject, NodeType } from '@aiwf/definition';
import { ApiProperty } from '@nestjs/swagger';
import { EFFECTS } from './effects';

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

/** One node type of the workflow language. */
export class NodeTypeView {
  @ApiProperty({ description: "A node's `type`", example: 'agent' })
  type: NodeType;

  @ApiProperty({ example: 'One language-model agent does one task, with tools if it is given any.' })
  summary: string;

  @ApiProperty({
    enum: EFFECTS,
    description: 'The strongest effect a node of this type can have',
    example: 'read',
  })
  effect: Effect;

  @ApiProperty({ ...ANY_OBJECT, description: "JSON Schema of the node's `config`", example: {} })
  config_schema: JsonObject;

  @ApiProperty({
    ...ANY_OBJECT,
    description: 'JSON Schema of what other nodes read as `nodes.<id>.output`',
    example: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  })
  output: JsonObject;

  @ApiProperty({
    ...ANY_OBJECT,
    description: 'A whole node, valid as it stands',
    example: { id: 'explain', type: 'agent', config: { prompt: 'Explain photosynthesis.' } },
  })
  example: JsonObject;
}

/** Answer of `GET /workflow/node-types`. */
export class NodeTypeList {
  @ApiProperty({ type: [NodeTypeView], description: 'In the order in which they are best explained' })
  node_types: readonly NodeTypeView[];
}

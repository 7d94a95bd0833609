import type { Json, JsonObject } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import { EngineExecutionStarted } from '../execution-started.dto';
import { EXECUTION_ID_PATTERN } from '../ids';
import { JsonObjectProperty } from '../json-object.validator';
import { UserId } from '../text.validator';

const NODE_ID_PATTERN = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

const OptionalExecutionId = (): PropertyDecorator => (target, key) => {
  const when = ValidateIf((_, value) => value !== undefined);
  const form = Matches(EXECUTION_ID_PATTERN, {
    message: 'execution_id must be exec_ and 1 to 64 letters, digits or hyphens, or be left out',
  });
  const described = ApiPropertyOptional({
    pattern: EXECUTION_ID_PATTERN.source,
    description: 'Id of the new execution, which makes the request repeatable; left out: one is made',
  });
  for (const decorate of [when, form, described]) decorate(target, key);
};

/** Body of `POST …/retry`. */
export class RetryRequest {
  @UserId()
  user_id: string;
}

/** Body of the engine's `POST …/retry`. */
export class EngineRetryRequest extends RetryRequest {
  @OptionalExecutionId()
  execution_id?: string;
}

/** Body of `POST …/fork`; at least one of `from_node`, `outputs`, `inputs` and `definition` is given. */
export class ForkRequest {
  @UserId()
  user_id: string;

  @ValidateIf((_, value) => value !== undefined)
  @Matches(NODE_ID_PATTERN, { message: 'from_node must be the id of a node, or be left out' })
  @ApiPropertyOptional({
    pattern: NODE_ID_PATTERN.source,
    description: 'This node and what is downstream of it run again',
  })
  from_node?: string;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'Outputs by node id that take the place of what the nodes gave; what is downstream runs again',
  })
  outputs?: { [nodeId: string]: Json };

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'Inputs to change; those left out stay as they were. Nodes that read a changed one run again, and what is ' +
      'downstream of them',
    example: {},
  })
  inputs?: JsonObject;

  @JsonObjectProperty({ optional: true })
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'Another definition; nodes that are the same in both, with all that is upstream of them, are kept',
  })
  definition?: JsonObject;
}

/** Body of the engine's `POST …/fork`. */
export class EngineForkRequest extends ForkRequest {
  @OptionalExecutionId()
  execution_id?: string;
}

/** Answer of retry and fork: the new execution. */
export class ForkStarted extends EngineExecutionStarted {
  @ApiProperty({ description: 'The execution it goes on from', example: 'exec_123456' })
  forked_from: string;
}

import type { Json } from '@aiwf/definition';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { EXECUTION_ID_PATTERN } from '../ids';
import { NODE_STATUSES, type NodeStatus } from '../execution-view.dto';
import { JsonValueProperty } from '../json-value.property';
import { UserId } from '../text.validator';
import { UsageFigures } from '../usage-figures.dto';

/** Query of `GET …/diff`. */
export class DiffQuery {
  @UserId()
  user_id: string;

  @Matches(EXECUTION_ID_PATTERN, { message: 'other must be the id of another execution of yours' })
  @ApiProperty({
    pattern: EXECUTION_ID_PATTERN.source,
    description: 'The execution to compare with',
    example: 'exec_123456',
  })
  other: string;
}

/** A value of a run: whole when it is small. */
export class ShownValue {
  @ApiProperty({ type: 'integer', description: 'Characters of its JSON', example: 17 })
  characters: number;

  @ApiProperty({ description: 'SHA-256 of its JSON', example: 'f0b1…' })
  digest: string;

  @JsonValueProperty({
    description: 'The value; null where it has more than 2,048 characters',
    example: { text: 'Yes' },
  })
  value: Json;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'How its JSON begins; null where the value is whole',
    example: null,
  })
  preview: string | null;
}

const ONE_SIDE = { nullable: true, description: 'Null: it has none' } as const;

/** A node in both runs. */
export class NodeDifference {
  @ApiProperty({ example: 'classify' })
  node_id: string;

  @ApiProperty({ type: 'string', enum: [...NODE_STATUSES, null], ...ONE_SIDE, example: 'completed' })
  status: NodeStatus | null;

  @ApiProperty({ type: 'string', enum: [...NODE_STATUSES, null], ...ONE_SIDE, example: 'failed' })
  other_status: NodeStatus | null;

  @ApiProperty({ description: 'Whether the two differ', example: true })
  differs: boolean;
}

/** A value that differs between the runs. */
export class ValueDifference {
  @ApiProperty({ description: 'Whether they differ; where not, neither is shown', example: true })
  differs: boolean;

  @ApiProperty({ type: ShownValue, ...ONE_SIDE })
  value: ShownValue | null;

  @ApiProperty({ type: ShownValue, ...ONE_SIDE })
  other_value: ShownValue | null;
}

/** An output that differs between the runs. */
export class OutputDifference extends ValueDifference {
  @ApiProperty({ example: 'classify' })
  node_id: string;
}

/** What both runs used, side by side. */
export class UsageComparison {
  @ApiProperty({ type: UsageFigures })
  usage: UsageFigures;

  @ApiProperty({ type: UsageFigures })
  other_usage: UsageFigures;
}

/** What a node used in both runs. */
export class NodeUsageComparison extends UsageComparison {
  @ApiProperty({ example: 'classify' })
  node_id: string;
}

/** Answer of `GET …/diff`. */
export class ExecutionDiff {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ example: 'exec_123457' })
  other_execution_id: string;

  @ApiProperty({ type: [NodeDifference], description: 'Every node of either run' })
  path: NodeDifference[];

  @ApiProperty({ type: [OutputDifference], description: 'Outputs of nodes that differ' })
  outputs: OutputDifference[];

  @ApiProperty({ type: ValueDifference })
  output_data: ValueDifference;

  @ApiProperty({ type: UsageComparison })
  total: UsageComparison;

  @ApiProperty({ type: [NodeUsageComparison], description: 'Nodes that made calls in either run' })
  nodes: NodeUsageComparison[];
}

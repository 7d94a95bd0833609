import type { EdgeDefinition } from '@aiwf/definition';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Min, ValidateIf } from 'class-validator';
import { Instruction, UserId } from '../text.validator';
import { Estimate } from '../estimate/estimate.dto';
import { GeneratedWorkflow } from '../workflow-responses.dto';

/** Body of `POST /ai/workflows/{workflow_id}/refine`. */
export class RefineRequest {
  @UserId()
  user_id: string;

  @Instruction()
  instruction: string;

  @ValidateIf((_, value) => value !== undefined)
  @IsInt({ message: 'base_version must be the number of a version, or be left out' })
  @Min(1, { message: 'base_version must be at least 1' })
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'The version that the instruction is about: refused with 409 when there is a newer one',
  })
  base_version?: number;
}

/** A node that is in both versions, written otherwise. */
export class ChangedNode {
  @ApiProperty({ example: 'reply' })
  id: string;

  @ApiProperty({
    type: [String],
    description: 'JSON pointers, in the node, to what is not as it was',
    example: ['/config/prompt'],
  })
  paths: string[];
}

/** Nodes of two versions, by their ids. */
export class NodeChanges {
  @ApiProperty({ type: [String], example: ['approve'] })
  added: string[];

  @ApiProperty({ type: [String], example: [] })
  removed: string[];

  @ApiProperty({ type: [ChangedNode] })
  changed: ChangedNode[];
}

const EDGES = {
  type: 'array',
  items: { type: 'object', additionalProperties: true },
  example: [{ source: 'draft', target: 'approve' }],
} as const;

/** Edges of two versions; one that is written otherwise is both removed and added. */
export class EdgeChanges {
  @ApiProperty(EDGES)
  added: EdgeDefinition[];

  @ApiProperty(EDGES)
  removed: EdgeDefinition[];
}

/** How one version of a workflow differs from another. Nodes that are not named are the same, to the byte. */
export class WorkflowDiff {
  @ApiProperty({ type: 'integer', example: 1 })
  from_version: number;

  @ApiProperty({ type: 'integer', example: 2 })
  to_version: number;

  @ApiProperty({ type: NodeChanges })
  nodes: NodeChanges;

  @ApiProperty({ type: EdgeChanges })
  edges: EdgeChanges;

  @ApiProperty({
    type: [String],
    description: 'Which other fields of the definition are not as they were',
    example: ['output'],
  })
  fields: string[];
}

/** Answer of refine and restore: the new version, and how it differs from the one before it. */
export class RefinedWorkflow extends GeneratedWorkflow {
  @ApiProperty({ type: Estimate, description: 'What a run with the default inputs will take' })
  estimate: Estimate;

  @ApiProperty({ type: WorkflowDiff })
  diff: WorkflowDiff;
}

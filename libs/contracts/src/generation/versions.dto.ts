import { ApiProperty } from '@nestjs/swagger';

/** How a version of a workflow came to be. */
export const VERSION_ORIGINS = ['generated', 'refined', 'restored'] as const;

/** How a version of a workflow came to be. */
export type VersionOrigin = (typeof VERSION_ORIGINS)[number];

/** One line of the list of a workflow's versions. */
export class VersionSummary {
  @ApiProperty({ type: 'integer', example: 2 })
  version: number;

  @ApiProperty({ example: 'Customer Support Ticket Processor' })
  name: string;

  @ApiProperty({ enum: VERSION_ORIGINS, example: 'refined' })
  origin: VersionOrigin;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What was asked for, of a refined version',
    example: 'Ask me before the reply is sent',
  })
  instruction: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Whose content it has, of a restored version',
    example: null,
  })
  restored_from: number | null;

  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:00.000Z' })
  created_at: string;
}

/** Answer of `GET /ai/workflows/{workflow_id}/versions`: newest first, 1,000 at most. */
export class VersionList {
  @ApiProperty({ example: 'wf_789012' })
  workflow_id: string;

  @ApiProperty({ type: [VersionSummary] })
  versions: VersionSummary[];
}

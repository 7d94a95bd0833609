import { ApiProperty } from '@nestjs/swagger';

/** `message` of a started execution. */
export const EXECUTION_STARTED_MESSAGE = 'Workflow execution started successfully';

/** `message` of an execution started together with the making of its workflow. */
export const GENERATED_AND_STARTED_MESSAGE = 'Workflow generated and execution started successfully';

/** Answer of `POST /ai/workflows/{workflow_id}/execute`. */
export class ExecutionStarted {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ enum: ['running'], example: 'running' })
  status: 'running';

  @ApiProperty({ example: 'wf_789012' })
  workflow_id: string;

  @ApiProperty({ example: 'user123' })
  user_id: string;

  @ApiProperty({ example: EXECUTION_STARTED_MESSAGE })
  message: string;
}

/** Answer of `POST /workflow/execute`: always `running`, whatever the execution has come to since. */
export class EngineExecutionStarted {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ enum: ['running'], example: 'running' })
  status: 'running';

  @ApiProperty({ example: 'wf_789012' })
  workflow_id: string;

  @ApiProperty({ format: 'date-time', example: '2024-01-15T10:30:00.000Z' })
  started_at: string;

  @ApiProperty({ type: 'null', example: null })
  completed_at: null;

  @ApiProperty({ type: 'null', example: null })
  execution_time_seconds: null;
}

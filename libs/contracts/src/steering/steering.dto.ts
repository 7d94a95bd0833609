import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EXECUTION_PHASES, EXECUTION_STATUSES } from '../execution-view.dto';
import type { ExecutionPhase, ExecutionStatus } from '../execution-view.dto';
import type { Json } from '@aiwf/definition';
import { OptionalJsonValue } from '../json-value.property';
import { EventName, UserId } from '../text.validator';

/** Body of routes that only say who asks: cancel, pause, resume. */
export class SteerRequest {
  @UserId()
  user_id: string;
}

/** Answer of cancel, pause and resume: how the execution stands once the message is with it. */
export class SteeringAnswer {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({
    enum: EXECUTION_STATUSES,
    description: 'A cancelled execution is `running` until it has cleaned up',
    example: 'running',
  })
  status: ExecutionStatus;

  @ApiProperty({ enum: EXECUTION_PHASES, example: 'running' })
  phase: ExecutionPhase;
}

/** Body of `POST …/events`. */
export class SendEventRequest {
  @UserId()
  user_id: string;

  @EventName()
  name: string;

  @OptionalJsonValue({ description: 'What the node gives as its `data`', example: { paid: true } })
  data?: Json;
}

/** Answer of `POST …/events`. */
export class EventDelivered {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ description: 'The request that the event settled', example: 'nodes.payment' })
  request_id: string;

  @ApiPropertyOptional({ description: 'The node that waited for it', example: 'payment' })
  node_id: string;
}

/** Answer of `DELETE …`. */
export class ExecutionDeleted {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ enum: [true], example: true })
  deleted: true;
}

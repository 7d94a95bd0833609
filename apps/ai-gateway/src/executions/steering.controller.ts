import {
  EventDelivered,
  ExecutionDeleted,
  SendEventRequest,
  SteerRequest,
  SteeringAnswer,
  UserQuery,
} from '@aiwf/contracts';
import { ExecutionIdPipe } from '@aiwf/platform';
import { Body, Controller, Delete, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ExecutionClient } from '../engine-client';

/** Executions while they run: cancelled, paused, resumed, told of events; and deleted once they have ended. */
@ApiTags('steering')
@ApiParam({ name: 'execution_id', example: 'exec_123456' })
@Controller('ai/workflows/execution/:execution_id')
export class SteeringController {
  constructor(private readonly engine: ExecutionClient) {}

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel an execution' })
  @ApiOkResponse({ type: SteeringAnswer })
  cancel(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() body: SteerRequest,
    @Req() { id }: { id: string },
  ): Promise<SteeringAnswer> {
    return this.engine.steer(executionId, 'cancel', body, id);
  }

  @Post('pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause an execution: what runs goes on, nothing new starts' })
  @ApiOkResponse({ type: SteeringAnswer })
  pause(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() body: SteerRequest,
    @Req() { id }: { id: string },
  ): Promise<SteeringAnswer> {
    return this.engine.steer(executionId, 'pause', body, id);
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resume a paused execution' })
  @ApiOkResponse({ type: SteeringAnswer })
  resume(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() body: SteerRequest,
    @Req() { id }: { id: string },
  ): Promise<SteeringAnswer> {
    return this.engine.steer(executionId, 'resume', body, id);
  }

  @Post('events')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send an event that the execution waits for' })
  @ApiOkResponse({ type: EventDelivered })
  sendEvent(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() body: SendEventRequest,
    @Req() { id }: { id: string },
  ): Promise<EventDelivered> {
    return this.engine.sendEvent(executionId, body, id);
  }

  @Delete()
  @ApiOperation({ summary: 'Delete a finished execution with everything it recorded' })
  @ApiOkResponse({ type: ExecutionDeleted })
  delete(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id }: UserQuery,
    @Req() { id }: { id: string },
  ): Promise<ExecutionDeleted> {
    return this.engine.delete(executionId, user_id, id);
  }
}

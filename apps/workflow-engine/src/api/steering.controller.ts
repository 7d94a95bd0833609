import { Body, Controller, Delete, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  EventDelivered,
  ExecutionDeleted,
  SendEventRequest,
  SteerRequest,
  SteeringAnswer,
  UserQuery,
} from '@aiwf/contracts';
import { ExecutionIdPipe } from '@aiwf/platform';
import { DeletionService, RequestsService, SteeringService } from '../executions';

/** Runs while they are under way: cancelled, paused, resumed, told of events; and deleted once they have ended. */
@ApiTags('steering')
@ApiParam({ name: 'execution_id', example: 'exec_123456' })
@Controller('workflow/executions/:execution_id')
export class SteeringController {
  constructor(
    private readonly steering: SteeringService,
    private readonly requests: RequestsService,
    private readonly deletion: DeletionService,
  ) {}

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel an execution' })
  @ApiOkResponse({ type: SteeringAnswer })
  cancel(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() { user_id }: SteerRequest,
  ): Promise<SteeringAnswer> {
    return this.steering.cancel(executionId, user_id);
  }

  @Post('pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause an execution: what runs goes on, nothing new starts' })
  @ApiOkResponse({ type: SteeringAnswer })
  pause(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() { user_id }: SteerRequest,
  ): Promise<SteeringAnswer> {
    return this.steering.pause(executionId, user_id);
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resume a paused execution' })
  @ApiOkResponse({ type: SteeringAnswer })
  resume(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() { user_id }: SteerRequest,
  ): Promise<SteeringAnswer> {
    return this.steering.resume(executionId, user_id);
  }

  @Post('events')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send an event that the execution waits for' })
  @ApiOkResponse({ type: EventDelivered })
  sendEvent(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Body() body: SendEventRequest,
  ): Promise<EventDelivered> {
    return this.requests.sendEvent(executionId, body);
  }

  @Delete()
  @ApiOperation({ summary: 'Delete a finished execution with everything it recorded' })
  @ApiOkResponse({ type: ExecutionDeleted })
  delete(
    @Param('execution_id', ExecutionIdPipe) executionId: string,
    @Query() { user_id }: UserQuery,
  ): Promise<ExecutionDeleted> {
    return this.deletion.delete(executionId, user_id);
  }
}

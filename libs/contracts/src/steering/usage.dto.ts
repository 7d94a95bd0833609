import { ApiProperty } from '@nestjs/swagger';
import { COST, COUNT, UsageFigures } from '../usage-figures.dto';

/** What one node used, with all that is inside it. */
export class NodeUsage extends UsageFigures {
  @ApiProperty({ description: 'A node of the definition', example: 'reply' })
  node_id: string;
}

/** What one agent used in one conversation. */
export class AgentUsage extends UsageFigures {
  @ApiProperty({ description: 'Where in the graph the conversation is', example: 'nodes/team/tasks/draft' })
  path: string;
}

/** One model call. */
export class CallUsage {
  @ApiProperty({ example: 'nodes/reply' })
  path: string;

  @ApiProperty({ ...COUNT, description: '0 for the first call of a conversation', example: 0 })
  turn: number;

  @ApiProperty({ example: 'openai:gpt-4.1-mini' })
  model: string;

  @ApiProperty({ ...COUNT, example: 156 })
  input_tokens: number;

  @ApiProperty({ ...COUNT, example: 70 })
  output_tokens: number;

  @ApiProperty({ ...COST, type: 'number', nullable: true, description: 'Null: the price is not known' })
  cost_usd: number | null;

  @ApiProperty({ ...COUNT, example: 850 })
  duration_ms: number;

  @ApiProperty({ description: 'Taken over from the execution it was forked from', example: false })
  reused: boolean;
}

/** Answer of `GET …/usage`. */
export class ExecutionUsage {
  @ApiProperty({ example: 'exec_123456' })
  execution_id: string;

  @ApiProperty({ type: UsageFigures })
  total: UsageFigures;

  @ApiProperty({ description: 'Whether the price of every call is known', example: true })
  cost_known: boolean;

  @ApiProperty({ type: [NodeUsage], description: 'Nodes that made calls, in the order of the definition' })
  nodes: NodeUsage[];

  @ApiProperty({ type: [AgentUsage], description: 'Conversations, at most 1,000' })
  agents: AgentUsage[];

  @ApiProperty({ type: [CallUsage], description: 'Model calls, oldest first, at most 1,000' })
  calls: CallUsage[];

  @ApiProperty({ description: 'There are more conversations or calls than these', example: false })
  more: boolean;
}

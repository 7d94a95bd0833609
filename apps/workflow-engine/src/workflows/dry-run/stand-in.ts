import type { JsonObject } from '@aiwf/definition';
import type { Calls } from '../calls';
import type { Decision, OpenRequest } from '../events.contract';
import type { Stored } from '../values.contract';

/** Who decides where nobody in particular may. */
const NOBODY = 'dry-run';

/** Says in a dry run what people and events would: approvals are given, forms filled in, questions answered. */
export class StandIn {
  constructor(
    private readonly executionId: string,
    private readonly calls: Calls,
  ) {}

  /** The decisions that settle a request. */
  async decisionsOn(request: OpenRequest): Promise<Decision[]> {
    const { request_id, kind, approvers = [NOBODY], required } = request;
    switch (kind) {
      case 'approval':
      case 'tool_approval': {
        const form = request.form === undefined ? {} : { form: await this.filledIn(request.form) };
        return approvers
          .slice(0, required)
          .map((user_id) => ({ request_id, user_id, decision: 'approve', ...form }));
      }
      case 'question':
        return [{ request_id, user_id: NOBODY, decision: 'answer', data: { json: '[answer of a person]' } }];
      case 'event':
        return [{ request_id, user_id: NOBODY, decision: 'receive', data: { json: null } }];
      case 'outcome':
        return [{ request_id, user_id: NOBODY, decision: 'fail' }];
      case 'budget':
        return [{ request_id, user_id: NOBODY, decision: 'stop' }];
      default:
        return kind satisfies never;
    }
  }

  private filledIn(schema: JsonObject): Promise<Stored> {
    return this.calls.local('mockValue', { execution_id: this.executionId, schema });
  }
}

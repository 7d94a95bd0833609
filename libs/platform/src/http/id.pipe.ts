import { EXECUTION_ID_PATTERN, WORKFLOW_ID_PATTERN } from '@aiwf/contracts';
import { Injectable, type PipeTransform } from '@nestjs/common';
import { HttpProblem } from '../errors/http-problem.error';

/** Refuses, with 400, a path parameter that is not of the form of a workflow's id. */
@Injectable()
export class WorkflowIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!WORKFLOW_ID_PATTERN.test(id)) throw new HttpProblem('invalid_workflow_id');
    return id;
  }
}

/** Refuses, with 400, a path parameter that is not of the form of an execution's id. */
@Injectable()
export class ExecutionIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!EXECUTION_ID_PATTERN.test(id)) throw new HttpProblem('invalid_execution_id');
    return id;
  }
}

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

/** Makes a number of a path parameter that names a version; refuses, with 404, what can be none. */
@Injectable()
export class VersionPipe implements PipeTransform<string, number> {
  transform(version: string): number {
    if (!/^[1-9]\d{0,8}$/.test(version)) throw new HttpProblem('version_not_found');
    return Number(version);
  }
}

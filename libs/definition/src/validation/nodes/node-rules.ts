import { pointerTo } from '../../json/pointer';
import type { NodeDefinition } from '../../types';
import type { ValidationOptions } from '../options';
import type { ProblemList } from '../problem';
import { checkCrew } from './crew-rules';
import { checkRequest } from './request-rules';
import { checkUserSchema } from './schema-rules';
import { checkTools } from './tool-rules';
import { checkUnique } from './unique';
import { checkApproval, checkWait } from './waiting-rules';
import { checkWorkflowCall } from './workflow-rules';

/** What a node must agree on within itself beyond its form. */
export function checkNode(
  node: NodeDefinition,
  path: string,
  options: ValidationOptions,
  problems: ProblemList,
): void {
  checkUserSchema(node.output_schema, pointerTo(path, 'output_schema'), problems);
  const config = pointerTo(path, 'config');
  switch (node.type) {
    case 'agent':
      checkTools(node.config.tools, config, options, problems);
      return;
    case 'crew':
      checkCrew(node.config, config, options, problems);
      return;
    case 'http_request':
      checkRequest(node.config, config, problems);
      return;
    case 'condition':
      checkUnique(node.config.branches, 'name', pointerTo(config, 'branches'), problems);
      return;
    case 'workflow':
      checkWorkflowCall(node.config, config, options, problems);
      return;
    case 'wait':
      checkWait(node.config, config, problems);
      return;
    case 'approval':
      checkApproval(node.config, config, problems);
      return;
    case 'transform':
    case 'map':
    case 'loop':
      return;
    default:
      node satisfies never;
  }
}

import { DEFINITION_CAPS } from '../caps';

/** What kind of problem it is. Stable: the planner's repair loop and clients may switch on it. */
export type ProblemCode =
  | 'not_json'
  | 'too_deep'
  | 'forbidden_key'
  | 'bad_text'
  | 'wrong_type'
  | 'missing_field'
  | 'unknown_field'
  | 'not_allowed'
  | 'out_of_range'
  | 'too_long'
  | 'too_short'
  | 'bad_format'
  | 'bad_id'
  | 'unknown_node_type'
  | 'too_many_nodes'
  | 'too_nested'
  | 'duplicate_id'
  | 'dangling_edge'
  | 'self_edge'
  | 'duplicate_edge'
  | 'fan_out'
  | 'cycle'
  | 'unknown_branch'
  | 'branch_without_condition'
  | 'error_edge_without_route'
  | 'route_without_error_edge'
  | 'bad_compensation'
  | 'bad_join'
  | 'misplaced_field'
  | 'unknown_reference'
  | 'not_upstream'
  | 'unknown_output'
  | 'type_mismatch'
  | 'unknown_agent'
  | 'unknown_task'
  | 'unknown_tool'
  | 'invalid_expression'
  | 'invalid_template'
  | 'invalid_url'
  | 'bad_secret'
  | 'bad_time'
  | 'too_few_approvers'
  | 'workflow_not_inlined'
  | 'unsupported_schema'
  | 'invalid_default'
  | 'unknown_input'
  | 'invalid_input'
  | 'irreversible_effect';

/** One thing wrong, or worth a warning, in a definition or in the inputs of a run. */
export interface Problem {
  code: ProblemCode;
  /** JSON pointer (RFC 6901) to the value; `""` is the whole document. */
  path: string;
  message: string;
  /** What to change. */
  hint: string;
}

/** Collects problems up to `DEFINITION_CAPS.maxProblems`; what comes after is dropped. */
export class ProblemList {
  readonly items: Problem[] = [];

  get full(): boolean {
    return this.items.length >= DEFINITION_CAPS.maxProblems;
  }

  add(code: ProblemCode, path: string, message: string, hint: string): void {
    if (!this.full) this.items.push({ code, path, message, hint });
  }
}

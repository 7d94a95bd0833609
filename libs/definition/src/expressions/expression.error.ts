/** Why an expression or a template could not be compiled or evaluated. Stable: callers may switch on it. */
export type ExpressionErrorCode =
  | 'syntax'
  | 'too_large'
  | 'unsupported'
  | 'unknown_name'
  | 'unknown_function'
  | 'missing_key'
  | 'null_value'
  | 'type_mismatch'
  | 'invalid_argument'
  | 'division_by_zero'
  | 'overflow'
  | 'budget_exceeded'
  | 'result_too_large'
  | 'too_deep';

/** Thrown by everything that compiles or evaluates CEL. Its message holds no input values but names and types. */
export class ExpressionError extends Error {
  constructor(
    readonly code: ExpressionErrorCode,
    message: string,
    /** Offset in the expression's source, in UTF-16 code units, where known. */
    readonly position?: number,
  ) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/** Whether `&&`, `||` and quantifiers may pass over an error: any but those that end the whole evaluation. */
export function isAbsorbable(error: unknown): error is ExpressionError {
  return (
    error instanceof ExpressionError && error.code !== 'budget_exceeded' && error.code !== 'result_too_large'
  );
}

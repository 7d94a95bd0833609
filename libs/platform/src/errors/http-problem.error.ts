import { ERROR_DETAILS, ERROR_STATUS, type ErrorCode, type ErrorItem } from '@aiwf/contracts';

/** What a problem says beyond its code. */
export interface HttpProblemOptions {
  /** For a person; absent: the code's own text. Must hold no secret and no internals, since the caller reads it. */
  detail?: string;
  /** What is wrong with the request, field by field. */
  errors?: ErrorItem[];
  /** What is known all the same. */
  partial?: object;
  /** Response headers, such as `Retry-After`. */
  headers?: Record<string, string>;
  /** The failure behind it, for the log only. */
  cause?: unknown;
}

/** A failure that the caller is told about. Thrown by services and controllers, made into an `ErrorBody` at one edge. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly detail: string;
  readonly errors?: ErrorItem[];
  readonly partial?: object;
  readonly headers?: Record<string, string>;

  constructor(
    readonly code: ErrorCode,
    options: HttpProblemOptions = {},
  ) {
    const detail = options.detail ?? ERROR_DETAILS[code];
    super(detail, { cause: options.cause });
    this.status = ERROR_STATUS[code];
    this.detail = detail;
    this.errors = options.errors;
    this.partial = options.partial;
    this.headers = options.headers;
  }
}

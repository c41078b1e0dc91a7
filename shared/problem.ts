/** Expected failures: a closed list of codes, carried as RFC 9457 problem details. The client words them. */
export const PROBLEM_STATUS = {
  'malformed-json': 400,
  'bad-request': 400,
  'not-signed-in': 401,
  'bad-credentials': 401,
  'bad-signature': 401,
  'second-factor-needed': 401,
  forbidden: 403,
  'wrong-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'already-used': 409,
  'setup-done': 409,
  'mail-off': 409,
  gone: 410,
  'stale-version': 412,
  'too-large': 413,
  'uri-too-long': 414,
  'unsupported-media-type': 415,
  'invalid-input': 422,
  'mail-failed': 424,
  'too-many-requests': 429,
  'internal-error': 500,
  'not-ready': 503,
  'storage-full': 507,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** Closed reasons for one field. `at` in a FieldError is a JSON pointer to the field. */
export type FieldReason =
  | 'required'
  | 'type'
  | 'unknown'
  | 'too-short'
  | 'too-long'
  | 'too-small'
  | 'too-large'
  | 'not-a-choice'
  | 'not-a-name'
  | 'not-a-phone'
  | 'not-a-day'
  | 'not-text'
  | 'not-enabled'
  | 'consent-needed'
  | 'format'
  | 'order'
  | 'taken';

export interface FieldError {
  at: string;
  reason: FieldReason;
}

/** RFC 9457. `type` is `urn:quacong:problem:<code>`; never holds what the client sent. */
export interface ProblemBody {
  type: string;
  code: ProblemCode;
  status: number;
  title: string;
  errors?: FieldError[];
  retryAfter?: number;
}

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, detail: { errors?: FieldError[]; retryAfter?: number } = {}) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.errors = detail.errors;
    this.retryAfter = detail.retryAfter;
  }

  get status(): number {
    return PROBLEM_STATUS[this.code];
  }

  toBody(): ProblemBody {
    return {
      type: `urn:quacong:problem:${this.code}`,
      code: this.code,
      status: this.status,
      title: this.code.replaceAll('-', ' '),
      ...(this.errors ? { errors: this.errors } : {}),
      ...(this.retryAfter ? { retryAfter: this.retryAfter } : {}),
    };
  }
}

export const invalid = (at: string, reason: FieldReason): Problem => new Problem('invalid-input', { errors: [{ at, reason }] });

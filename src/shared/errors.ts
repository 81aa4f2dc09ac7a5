/**
 * The one registry of error codes. `docs/errors.md` documents each of them; a guard test keeps both lists equal.
 * `httpStatus` is the answer when the error reaches an HTTP client.
 */
export const errorRegistry = {
  CONFIG_INVALID: { httpStatus: 500 },
  CONFIG_MISSING_SECRET: { httpStatus: 500 },
  CONFIG_DEMO_REFUSED: { httpStatus: 500 },
  CONFIG_LLM_INCOMPLETE: { httpStatus: 500 },
  COORDINATION_AWAY: { httpStatus: 503 },
  COORDINATION_LOCK_TIMEOUT: { httpStatus: 503 },
  DATA_DIR_IN_USE: { httpStatus: 500 },
  DATA_DIR_OF_ANOTHER_OA: { httpStatus: 500 },
  DATABASE_IN_USE: { httpStatus: 500 },
  DATABASE_TOO_NEW: { httpStatus: 500 },
  REPLICA_GONE: { httpStatus: 503 },
  BACKUP_TARGET: { httpStatus: 400 },
  BACKUP_INVALID: { httpStatus: 400 },
  BACKUP_PASSPHRASE: { httpStatus: 400 },
  BACKUP_TOOL: { httpStatus: 500 },
  CATALOG_INVALID: { httpStatus: 500 },
  STORAGE_CLOSED: { httpStatus: 503 },
  STORAGE_FAILED: { httpStatus: 503 },
  SESSION_CONFLICT: { httpStatus: 500 },
  WEBHOOK_MALFORMED_JSON: { httpStatus: 400 },
  WEBHOOK_BODY_TOO_LARGE: { httpStatus: 413 },
  WEBHOOK_BAD_SIGNATURE: { httpStatus: 401 },
  WEBHOOK_UNKNOWN_OA: { httpStatus: 403 },
  NOT_FOUND: { httpStatus: 404 },
  INTERNAL: { httpStatus: 500 },
  SEND_EXPIRED: { httpStatus: 500 },
  TEAM_FILE_INVALID: { httpStatus: 400 },
  TEAM_UNKNOWN: { httpStatus: 404 },
  PRIVACY_UNKNOWN: { httpStatus: 404 },
  PRIVACY_CHANGED: { httpStatus: 409 },
  STAFF_UNKNOWN: { httpStatus: 404 },
  STAFF_CHANGED: { httpStatus: 409 },
  INPUT_REFUSED: { httpStatus: 400 },
  NOT_SIGNED_IN: { httpStatus: 401 },
  NOT_ALLOWED: { httpStatus: 403 },
  FORM_TOKEN_INVALID: { httpStatus: 403 },
  ALREADY_DONE: { httpStatus: 409 },
  TOO_MANY_REQUESTS: { httpStatus: 429 },
  TEAM_CHANGED: { httpStatus: 409 },
  FIELD_LOG_CHANGED: { httpStatus: 409 },
  HELP_CHANGED: { httpStatus: 409 },
  HELP_UNKNOWN: { httpStatus: 404 },
  HELP_NOBODY: { httpStatus: 409 },
  DESK_HELD: { httpStatus: 409 },
  DESK_CHANGED: { httpStatus: 409 },
  MEMBER_UNKNOWN: { httpStatus: 404 },
  MEMBER_FILE_INVALID: { httpStatus: 400 },
  COMMUNE_CHANGE_INVALID: { httpStatus: 400 },
  QUESTION_UNKNOWN: { httpStatus: 404 },
  QUESTION_INVALID: { httpStatus: 400 },
  TIP_UNKNOWN: { httpStatus: 404 },
  TIP_INVALID: { httpStatus: 400 },
  ANNOUNCEMENT_INVALID: { httpStatus: 400 },
  ANNOUNCEMENT_UNKNOWN: { httpStatus: 404 },
  ANNOUNCEMENT_CANCELLED: { httpStatus: 409 },
  ANNOUNCEMENT_CHANGED: { httpStatus: 409 },
  LANE_CHANGED: { httpStatus: 409 },
  INDICATOR_INVALID: { httpStatus: 400 },
  CAMPAIGN_INVALID: { httpStatus: 400 },
  CAMPAIGN_UNKNOWN: { httpStatus: 404 },
  CAMPAIGN_OVER: { httpStatus: 409 },
  INDICATORS_DIFFER: { httpStatus: 500 },
  PICTURE_NOT_DRAWN: { httpStatus: 500 },
  HANDOUT_FAILED: { httpStatus: 500 },
  CHART_FAILED: { httpStatus: 500 },
  MEDIA_REFUSED: { httpStatus: 502 },
  MEDIA_UNREACHABLE: { httpStatus: 502 },
  CLI_USAGE: { httpStatus: 400 },
  DEMAND_GROUP_UNKNOWN: { httpStatus: 404 },
  RECORDING_UNREACHABLE: { httpStatus: 503 },
  RECORDING_INVALID: { httpStatus: 400 },
  RECORDING_RESIDENT_UNCLEAR: { httpStatus: 400 },
  RECORDING_WITHOUT_WALK: { httpStatus: 400 },
  FLOW_STEP_INVALID: { httpStatus: 400 },
} as const;

export type ErrorCode = keyof typeof errorRegistry;

/**
 * Every error this product raises on purpose. The message says what happened (with the value), what was expected and
 * what to do; it never carries a secret or a resident's words. `cause` keeps the original error.
 */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }

  /** Status for an HTTP client. */
  get httpStatus(): number {
    return errorRegistry[this.code].httpStatus;
  }
}

/** The stable code of any thrown value; strangers are `INTERNAL`. */
export function codeOf(error: unknown): string {
  if (error !== null && typeof error === 'object' && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return 'INTERNAL';
}

/**
 * A problem of the bench or chaos harness itself, or a bot that cannot be measured at all (does not start, never
 * answers). A bot that answers wrongly is not an error: it is a figure in the report.
 */
export class HarnessError extends Error {
  readonly code: string;

  /** @param code stable, upper case, starts with `LOAD_`; @param message what happened, what was expected, what to do. */
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'HarnessError';
    this.code = code;
  }
}

import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * Fields that must never reach a log, at the top and one level down (pino's `*` covers one level only, measured
 * 2026-11-22). Code logs ids, codes and counts; this list is the net below that habit.
 */
const SECRET_FIELDS = [
  'text',
  'body',
  'payload',
  'message.text',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'secret',
  'appSecret',
  'oaSecret',
  'password',
  'phone',
  'authorization',
  'cookie',
];

/** What a logger needs; `destination` defaults to standard output. */
export interface LoggerOptions {
  readonly level: string;
  readonly destination?: DestinationStream;
}

/** JSON lines on standard output. Residents appear as pseudonyms only; their words never. */
export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...SECRET_FIELDS, ...SECRET_FIELDS.map((field) => `*.${field}`)], censor: '[đã che]' },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

/** A logger that says nothing, for tests and tools that print their own output. */
export const silentLogger: Logger = pino({ level: 'silent' });

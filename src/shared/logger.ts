import { pino, type DestinationStream, type Logger } from 'pino';
import { scrubLine } from './log-scrub.ts';

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
  /** Secrets of this installation, covered wherever they stand in a line. Default: none are known. */
  readonly secrets?: readonly (string | undefined)[];
}

/** Shorter ones are words that stand in any line. */
const SHORTEST_SECRET = 8;

/** JSON lines on standard output. Residents appear as pseudonyms only; their words never. */
export function createLogger(options: LoggerOptions): Logger {
  const known = (options.secrets ?? []).filter(
    (secret): secret is string => secret !== undefined && secret.length >= SHORTEST_SECRET,
  );
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...SECRET_FIELDS, ...SECRET_FIELDS.map((field) => `*.${field}`)], censor: '[đã che]' },
    // Below what is named above: any depth, texts of errors, addresses.
    hooks: { streamWrite: (line: string) => scrubLine(line, known) },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

/** A logger that says nothing, for tests and tools that print their own output. */
export const silentLogger: Logger = pino({ level: 'silent' });

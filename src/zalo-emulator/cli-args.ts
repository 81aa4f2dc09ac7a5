import { parseArgs } from 'node:util';
import type { OaType } from './options.ts';

/** What `zalo-emulator` without a subcommand was asked to do. */
export interface ServeArguments {
  readonly command: 'serve';
  readonly port: number;
  readonly host: string;
  readonly webhookUrl: string | undefined;
  readonly oaType: OaType | undefined;
  /** Ids, secrets and tokens that were given; keys as in `EmulatorOptions`. */
  readonly identity: Readonly<
    Partial<Record<'appId' | 'appSecret' | 'oaId' | 'oaSecret' | 'accessToken' | 'refreshToken', string>>
  >;
  /** File to start from. */
  readonly snapshotFile: string | undefined;
  /** File to write at the end. */
  readonly saveFile: string | undefined;
  /** How many residents to start with; undefined = the three of the chat page. */
  readonly residentCount: number | undefined;
  readonly isQuiet: boolean;
}

/** What the command line asks for; `wrong` carries the sentence to print before exit code 2. */
export type CliArguments =
  | ServeArguments
  | { readonly command: 'help' }
  | { readonly command: 'wrong'; readonly problem: string };

/** What `--help` prints. */
export const helpText = `zalo-emulator: a local Zalo Official Account with a chat page

Usage: npx zalo-emulator [options]
       npx zalo-emulator replay <session.json> --webhook <url>   (a recorded session as a test; see replay --help)

  --port <number>          port of the API and the chat page (default 4000; 0 = any free port)
  --host <address>         address to listen on (default 127.0.0.1; there is no login, so keep it local)
  --webhook <url>          where the bot takes events, e.g. http://127.0.0.1:3000/webhook/zalo
  --oa-type <2|4>          2 = business (sends through v3), 4 = state agency (sends through v2); default 2
  --app-id, --app-secret, --oa-id, --oa-secret <text>
                           ids and secrets the bot is configured with (default: made-up ones, printed at the start)
  --access-token, --refresh-token <text>
                           the pair valid at the start (default: fresh ones, printed at the start)
  --residents <number>     start with this many residents instead of three
  --snapshot <file.json>   start from a saved state, with its ids, tokens, residents and messages
  --save <file.json>       write the state to this file on exit (SIGINT, SIGTERM)
  --quiet                  print nothing but errors
  --help                   print this
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

const optionTypes = {
  port: text,
  host: text,
  webhook: text,
  'oa-type': text,
  'app-id': text,
  'app-secret': text,
  'oa-id': text,
  'oa-secret': text,
  'access-token': text,
  'refresh-token': text,
  snapshot: text,
  save: text,
  residents: text,
  quiet: flag,
  help: flag,
} as const;

const MAX_RESIDENTS = 100_000;

/** Reads the words after the program's name. */
export function readArguments(words: readonly string[]): CliArguments {
  try {
    const { values } = parseArgs({ args: [...words], options: optionTypes, strict: true, allowPositionals: false });
    if (values.help) return { command: 'help' };
    const clash = (['access-token', 'refresh-token', 'residents'] as const).find((name) => values[name] !== undefined);
    if (values.snapshot !== undefined && clash !== undefined) {
      throw new Error(`--${clash} and --snapshot are both given. Expected one of them: a snapshot brings its own.`);
    }
    return {
      command: 'serve',
      port: values.port === undefined ? 4000 : readCount('port', values.port, 65_535),
      host: values.host ?? '127.0.0.1',
      webhookUrl: values.webhook === undefined ? undefined : readUrl(values.webhook),
      oaType: values['oa-type'] === undefined ? undefined : readOaType(values['oa-type']),
      identity: withoutUndefined({
        appId: values['app-id'],
        appSecret: values['app-secret'],
        oaId: values['oa-id'],
        oaSecret: values['oa-secret'],
        accessToken: values['access-token'],
        refreshToken: values['refresh-token'],
      }),
      snapshotFile: values.snapshot,
      saveFile: values.save,
      residentCount:
        values.residents === undefined ? undefined : readCount('residents', values.residents, MAX_RESIDENTS),
      isQuiet: values.quiet,
    };
  } catch (error) {
    return { command: 'wrong', problem: error instanceof Error ? error.message : String(error) };
  }
}

function readCount(name: string, value: string, max: number): number {
  if (/^\d{1,6}$/.test(value) && Number(value) <= max) return Number(value);
  throw new Error(`--${name} is "${value}". Expected a whole number from 0 to ${max}.`);
}

function readUrl(value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new Error(`--webhook is "${value}". Expected a URL such as http://127.0.0.1:3000/webhook/zalo.`);
}

function readOaType(value: string): OaType {
  if (value === '2' || value === '4') return value === '2' ? 2 : 4;
  throw new Error(`--oa-type is "${value}". Expected 2 (business) or 4 (state agency).`);
}

function withoutUndefined<Key extends string>(
  values: Readonly<Record<Key, string | undefined>>,
): Partial<Record<Key, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<
    Record<Key, string>
  >;
}

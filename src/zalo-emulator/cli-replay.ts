import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { EmulatorError } from './errors.ts';
import { loadMedia } from './recording/media-box.ts';
import type { ReplayClock } from './recording/apply-start.ts';
import type { Recording } from './recording/model.ts';
import { checkRecording, formatRecording } from './recording/read-recording.ts';
import { replay } from './recording/replay.ts';
import type { ReplayReport } from './recording/replay-report.ts';
import { startEmulator } from './start-emulator.ts';
import type { StartEmulatorOptions } from './start-emulator.ts';

/** What `zalo-emulator replay` was asked to do. */
export interface ReplayArguments {
  readonly file: string;
  readonly emulator: StartEmulatorOptions & { readonly webhookUrl: string };
  readonly ignoreText: readonly RegExp[];
  readonly timeoutMs: number;
  readonly settleMs: number;
  readonly clock: ReplayClock;
  readonly isUpdate: boolean;
  readonly isQuiet: boolean;
}

/** What `replay --help` prints. */
export const replayHelpText = `zalo-emulator replay: play a recorded session against a bot and compare its answers

Usage: npx zalo-emulator replay <session.json> --webhook <url> [options]

  --webhook <url>          where the bot takes events, e.g. http://127.0.0.1:3000/webhook/zalo
  --port <number>          port of the API the bot calls (default 4000)
  --host <address>         address to listen on (default 127.0.0.1)
  --app-id, --app-secret, --oa-id, --oa-secret, --access-token, --refresh-token <text>
                           what the bot is configured with; a bot that is running already must know the tokens
  --ignore <regex>         what it finds in texts, titles and payloads is not compared; may be given several times
  --timeout <ms>           how long an answer may take, beyond its time in the recording (default 10000)
  --settle <ms>            how long the bot must be quiet to count as done (default 250)
  --clock <recorded|running>
                           time of the recording (default), or the present time for bots that refuse old events
  --update                 write the answers that came into the file
  --quiet                  print nothing but differences
  --help                   print this

Ends with 0 when everything is as recorded (or was updated), 1 when not, 2 for a wrong call or an unreadable file.
`;

const EXIT = { same: 0, different: 1, wrongCall: 2 } as const;
const PROBE_EVERY_MS = 200;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const optionTypes = {
  ...{ webhook: text, port: text, host: text, timeout: text, settle: text, clock: text },
  ...{ 'app-id': text, 'app-secret': text, 'oa-id': text, 'oa-secret': text },
  ...{ 'access-token': text, 'refresh-token': text },
  ignore: { type: 'string', multiple: true, default: [] as string[] },
  ...{ update: flag, quiet: flag, help: flag },
} as const;

/**
 * Reads the words after `replay`.
 *
 * @throws Error with the sentence to print before exit code 2
 */
export function readReplayArguments(words: readonly string[]): ReplayArguments | 'help' {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: optionTypes,
    strict: true,
    allowPositionals: true,
  });
  if (values.help) return 'help';
  const [file, second] = positionals;
  if (file === undefined || second !== undefined) {
    throw new Error(`${positionals.length} files are given. Expected one: replay <session.json> --webhook <url>.`);
  }
  const identity = {
    ...{ host: values.host, appId: values['app-id'], appSecret: values['app-secret'] },
    ...{ oaId: values['oa-id'], oaSecret: values['oa-secret'] },
    ...{ accessToken: values['access-token'], refreshToken: values['refresh-token'] },
  };
  return {
    file,
    emulator: {
      ...(Object.fromEntries(
        Object.entries(identity).filter(([, value]) => value !== undefined),
      ) as Partial<StartEmulatorOptions>),
      port: readCount('port', values.port ?? '4000', 65_535),
      webhookUrl: readWebhook(values.webhook),
    },
    ignoreText: values.ignore.map(readPattern),
    timeoutMs: readCount('timeout', values.timeout ?? '10000', 3_600_000),
    settleMs: readCount('settle', values.settle ?? '250', 3_600_000),
    clock: readClock(values.clock ?? 'recorded'),
    isUpdate: values.update,
    isQuiet: values.quiet,
  };
}

/** Where the command writes. */
export interface CommandOutput {
  readonly print: (text: string) => void;
  readonly complain: (problem: string) => void;
}

/**
 * Runs `zalo-emulator replay` and resolves to the exit code.
 *
 * @throws what the listener throws, such as a port in use (rejects)
 */
export async function runReplay(words: readonly string[], output: CommandOutput): Promise<number> {
  let args: ReplayArguments | 'help';
  let recording: Recording;
  let media: ReadonlyMap<string, Buffer>;
  try {
    args = readReplayArguments(words);
    if (args === 'help') {
      output.print(replayHelpText);
      return EXIT.same;
    }
    recording = readRecording(args.file);
    media = filesBeside(args.file, recording);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const code = error instanceof EmulatorError ? `${error.code}: ` : '';
    output.complain(`${code}${problem}\nRun with "replay --help" for all options.`);
    return EXIT.wrongCall;
  }
  const running = await startEmulator(args.emulator);
  const { emulator } = running;
  try {
    if (!(await isReachable(() => emulator.probeWebhook(), args.timeoutMs))) {
      const { webhookUrl } = args.emulator;
      output.complain(`The bot does not answer at ${webhookUrl}. Start it first, or correct --webhook.`);
      return EXIT.different;
    }
    const { ignoreText, timeoutMs, settleMs, clock } = args;
    const readMedia = (file: string) => media.get(file) ?? Buffer.alloc(0);
    const report = await replay(recording, { emulator, ignoreText, timeoutMs, settleMs, clock, readMedia });
    return args.isUpdate ? update(args, report, output) : tell(args, report, output);
  } finally {
    await running.close();
  }
}

/** Zalo's console posts an unsigned `{}` too; whatever the bot answers, it is there. */
async function isReachable(probe: () => Promise<number | undefined>, patienceMs: number): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += PROBE_EVERY_MS) {
    if ((await probe()) !== undefined) return true;
    if (waitedMs >= patienceMs) return false;
    await pause(PROBE_EVERY_MS);
  }
}

function tell({ isQuiet }: ReplayArguments, report: ReplayReport, { print }: CommandOutput): number {
  const { isEqual, differences, counts, notes } = report;
  if (isEqual) {
    if (!isQuiet) print(`Khớp: ${counts.steps} bước, ${counts.received} việc của OA.\n`);
    return EXIT.same;
  }
  const heading = isQuiet ? [] : [`Khác ${differences.length} chỗ:`];
  const hints = isQuiet ? [] : notes.map((note) => `(${note})`);
  print(`${[...heading, ...differences.map(({ line }) => line), ...hints].join('\n')}\n`);
  return EXIT.different;
}

/** What the bot said is taken over; what people could not do, or a bot that was down, is nothing to take over. */
function update(args: ReplayArguments, report: ReplayReport, output: CommandOutput): number {
  const { counts, differences, updated } = report;
  const isDead = counts.expected > 0 && counts.received === 0;
  const blocking = differences.filter(({ kind }) => kind === 'step' || kind === 'stopped');
  if (isDead || blocking.length > 0) {
    tell(args, report, output);
    output.complain(`${args.file} was not changed: the session did not run to its end.`);
    return EXIT.different;
  }
  if (!report.isEqual) writeWhole(args.file, formatRecording(updated));
  if (!args.isQuiet) {
    output.print(
      report.isEqual ? 'Khớp, tệp giữ nguyên.\n' : `Đã ghi ${differences.length} chỗ khác vào ${args.file}.\n`,
    );
  }
  return EXIT.same;
}

function readRecording(file: string): Recording {
  const content = readFileSync(file, 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmulatorError(
      'EMULATOR_INPUT_INVALID',
      `${file} is not JSON: ${reason}. Expected a recording as the chat page saves it.`,
    );
  }
  return checkRecording(parsed);
}

/** Read before anything starts; a recording from elsewhere must not reach outside its folder. */
function filesBeside(recordingFile: string, { media }: Recording): ReadonlyMap<string, Buffer> {
  const folder = resolve(dirname(recordingFile));
  const files = new Map<string, Buffer>();
  loadMedia(media, (file) => {
    const path = resolve(folder, file);
    if (!path.startsWith(`${folder}${sep}`)) {
      throw new EmulatorError(
        'EMULATOR_INPUT_INVALID',
        `The recording names the file "${file}". Expected one below its own folder. Move it there.`,
      );
    }
    const bytes = readFileSync(path);
    files.set(file, bytes);
    return bytes;
  });
  return files;
}

/** A process killed while it writes must not leave half a file where a whole one was. */
function writeWhole(file: string, content: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

function readWebhook(value: string | undefined): string {
  if (value === undefined) throw new Error('--webhook is missing. Expected the URL where the bot takes events.');
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new Error(`--webhook is "${value}". Expected a URL such as http://127.0.0.1:3000/webhook/zalo.`);
}

function readCount(name: string, value: string, max: number): number {
  if (/^\d{1,7}$/.test(value) && Number(value) <= max) return Number(value);
  throw new Error(`--${name} is "${value}". Expected a whole number from 0 to ${max}.`);
}

function readPattern(value: string): RegExp {
  try {
    return new RegExp(value, 'u');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`--ignore is "${value}". Expected a regular expression: ${reason}.`, { cause: error });
  }
}

function readClock(value: string): ReplayClock {
  if (value === 'recorded' || value === 'running') return value;
  throw new Error(`--clock is "${value}". Expected "recorded" or "running".`);
}

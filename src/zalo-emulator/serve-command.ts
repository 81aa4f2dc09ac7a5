import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ServeArguments } from './cli-args.ts';
import type { StartingResident } from './options.ts';
import { checkSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { startEmulator } from './start-emulator.ts';
import type { RunningEmulator, StartEmulatorOptions } from './start-emulator.ts';

/** A served emulator and the way to end it. */
export interface ServedEmulator {
  readonly running: RunningEmulator;
  /** Writes the state when a file was named, and ends. */
  stop(): Promise<void>;
}

/**
 * Serves an emulator as the command line asks; `print` gets what the developer needs to start a bot.
 *
 * @throws EmulatorError EMULATOR_SNAPSHOT_INVALID, and the file system's or the listener's own errors
 */
export async function serve(args: ServeArguments, print: (text: string) => void): Promise<ServedEmulator> {
  const snapshot = args.snapshotFile === undefined ? undefined : readSnapshot(args.snapshotFile);
  const options: StartEmulatorOptions = {
    port: args.port,
    host: args.host,
    ...args.identity,
    ...(args.webhookUrl === undefined ? {} : { webhookUrl: args.webhookUrl }),
    ...(args.oaType === undefined ? {} : { oaType: args.oaType }),
    ...(args.residentCount === undefined ? {} : { residents: inventResidents(args.residentCount) }),
    ...(snapshot === undefined ? {} : { snapshot }),
  };
  const running = await startEmulator(options);
  if (args.oaType !== undefined) running.emulator.account.update({ type: args.oaType });
  if (!args.isQuiet) print(describe(running));
  return {
    running,
    async stop() {
      if (args.saveFile !== undefined) writeWhole(args.saveFile, JSON.stringify(running.emulator.snapshot()));
      await running.close();
    },
  };
}

/** The chat page's address and the environment of a bot, as lines to copy. */
export function describe({ url, emulator }: RunningEmulator): string {
  const { appId, appSecret, oaId, oaSecret } = emulator.options;
  const { accessToken, refreshToken } = emulator.tokens();
  const webhookUrl = emulator.webhook().url;
  return `${[
    `Chat page: ${url}/`,
    `Webhook:   ${webhookUrl ?? 'none yet (give one with --webhook or on the chat page)'}`,
    '',
    'Environment of a bot:',
    `ZALO_API_URL=${url}`,
    `ZALO_OAUTH_URL=${url}`,
    `ZALO_APP_ID=${appId}`,
    `ZALO_APP_SECRET=${appSecret}`,
    `ZALO_OA_ID=${oaId}`,
    `ZALO_OA_SECRET=${oaSecret}`,
    `ZALO_ACCESS_TOKEN=${accessToken}`,
    `ZALO_REFRESH_TOKEN=${refreshToken}`,
  ].join('\n')}\n`;
}

function readSnapshot(file: string): Snapshot {
  const content = readFileSync(file, 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    parsed = undefined;
  }
  return checkSnapshot(parsed);
}

/** A process killed while it writes must not leave half a file where a whole one was. */
function writeWhole(file: string, content: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
}

const familyNames = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Phan', 'Vũ', 'Đặng', 'Bùi'];
const givenNames = ['An', 'Bình', 'Chi', 'Dũng', 'Hạnh', 'Hòa', 'Lan', 'Minh', 'Nga', 'Phúc', 'Tâm', 'Yến'];

/** The n-th resident has the same name and user id on every start. */
function inventResidents(count: number): StartingResident[] {
  return Array.from({ length: count }, (_, index) => {
    const family = familyNames[index % familyNames.length] ?? '';
    const given = givenNames[Math.floor(index / familyNames.length) % givenNames.length] ?? '';
    return { name: `${family} ${given} ${index + 1}`, id: `36914702583${String(index + 1).padStart(8, '0')}` };
  });
}

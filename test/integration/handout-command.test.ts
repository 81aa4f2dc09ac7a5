import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandResult, productionEnv, runBot } from '../support/bot-command.ts';
import { readPdf } from '../support/pdf-text.ts';
import { shippedCatalogue } from '../support/shipped-content.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const SLUG = 'vneid-register-level-2';
const ALL_TIMEOUT_MS = 120_000;

describe('bot handout', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  beforeEach(() => {
    folder = makeTempDir();
    dataDir = path.join(folder.dir, 'data');
  });
  afterEach(() => folder[Symbol.dispose]());

  const inFolder = (name: string): string => path.join(folder.dir, name);
  const bot = (env: Record<string, string>, ...args: string[]): Promise<CommandResult> =>
    runBot(['handout', ...args], { dataDir, env: { ...productionEnv, ...env } });
  const textOf = (file: string): string =>
    readPdf(readFileSync(inFolder(file)))
      .pages.map(({ text }) => text)
      .join(' ');

  it('prints a card for a team, with a code that leads to its page', async () => {
    const teams = inFolder('teams.csv');
    writeFileSync(teams, 'code,name,province,commune,hamlet\nLN03,Tổ công nghệ số ấp 3,75,25270,Ấp 3\n');
    await runBot(['teams', 'import', '--file', teams], { dataDir, env: productionEnv });
    const { out, err, exitCode } = await bot(
      { PUBLIC_URL: 'https://example.vn/' },
      ...[SLUG, '--size', 'A6', '--team', 'ln03', '--out', inFolder('the.pdf')],
    );
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
    expect(out).toContain('the.pdf');
    expect(textOf('the.pdf')).toContain('Nhắn "TO LN03" cho Zalo Trợ lý số');
    expect(textOf('the.pdf').replaceAll(' ', '')).toContain(`example.vn/t/LN03/${SLUG}`);
  });

  it('says that there is no code without PUBLIC_URL, on paper too', async () => {
    const { out } = await bot({}, SLUG, '--size', 'a6', '--out', inFolder('the.pdf'));
    expect(out).toContain('PUBLIC_URL chưa đặt nên không có mã QR');
    expect(textOf('the.pdf')).toContain('Mở Zalo, tìm:');
  });

  it('prints all cards into a folder', { timeout: ALL_TIMEOUT_MS }, async () => {
    const { exitCode } = await bot({}, '--all', '--size', 'a6', '--out', inFolder('in'));
    expect(exitCode).toBe(0);
    const slugs = shippedCatalogue()
      .cards()
      .map(({ slug }) => `${slug}-a6.pdf`);
    expect(readdirSync(inFolder('in')).toSorted()).toEqual(slugs.toSorted());
  });

  it('prints the invitation of a team, named after it', async () => {
    const teams = inFolder('teams.csv');
    writeFileSync(teams, 'code,name,province,commune,hamlet\nLN03,Tổ công nghệ số ấp 3,75,25270,Ấp 3\n');
    await runBot(['teams', 'import', '--file', teams], { dataDir, env: productionEnv });
    const env = { PUBLIC_URL: 'https://example.vn' };
    const { out, err, exitCode } = await bot(env, '--invite', '--team', 'ln03', '--out', inFolder('in/moi.pdf'));
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
    expect(out).toContain('in/moi.pdf');
    expect(textOf('in/moi.pdf').replaceAll('\u00a0', ' ')).toContain('TO LN03');
  });

  it.each([
    [['--invite'], 'CLI_USAGE: --team is missing', 2],
    [['--invite', '--team', 'LN99'], 'TEAM_UNKNOWN: There is no team "LN99"', 1],
    [['--invite', '--team', 'LN03', '--size', 'a5'], 'CLI_USAGE: --size "a5" is unknown for --invite', 2],
    [['no-such-card'], 'CLI_USAGE: There is no card "no-such-card"', 2],
    [[], 'CLI_USAGE: There is no card ""', 2],
    [[SLUG, '--size', 'a3'], 'CLI_USAGE: --size "a3" is unknown', 2],
    [[SLUG, '--team', 'LN99'], 'TEAM_UNKNOWN: There is no team "LN99"', 1],
  ] as const)('refuses %j and says what was expected', async (args, message, expected) => {
    const { err, exitCode } = await bot({}, ...args, '--out', inFolder('x.pdf'));
    expect({ exitCode, said: err.startsWith(message) }).toEqual({ exitCode: expected, said: true });
    expect(readdirSync(folder.dir).filter((name) => name.endsWith('.pdf'))).toEqual([]);
  });
});

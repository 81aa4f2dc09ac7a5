import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandResult, productionEnv, runBot } from '../support/bot-command.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const COMMANDS_TIMEOUT_MS = 60_000;

describe('bot groups', { timeout: COMMANDS_TIMEOUT_MS }, () => {
  let folder: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  beforeEach(async () => {
    folder = makeTempDir();
    dataDir = path.join(folder.dir, 'data');
    const teams = path.join(folder.dir, 'teams.csv');
    writeFileSync(teams, 'code,name,province,commune,hamlet\nLN03,Tổ công nghệ số ấp 3,75,25270,Ấp 3\n');
    await runBot(['teams', 'import', '--file', teams], { dataDir, env: productionEnv });
  });
  afterEach(() => folder[Symbol.dispose]());

  const groups = (...args: string[]): Promise<CommandResult> =>
    runBot(['groups', ...args], { dataDir, env: productionEnv });

  it('is off at first, is switched on with a name, links groups to teams and lists them', async () => {
    expect((await groups()).out).toContain('Đang tắt');
    expect((await groups('on', '--name', 'Xã Lộc Ninh')).out).toContain('Đã bật');
    expect((await groups('link', '8800', 'ln03')).out).toContain('Tổ công nghệ số ấp 3 (LN03)');
    const { out } = await groups('list');
    expect(out).toContain('Đang bật');
    expect(out).toContain('Tên được gọi thêm: Xã Lộc Ninh');
    expect(out).toContain('8800\tLN03\tchưa trả lời lần nào');
    expect((await groups('unlink', '8800')).out).toContain('Đã bỏ nhóm 8800');
    expect((await groups('off')).out).toContain('Đã tắt');
    expect((await groups('list')).out).not.toContain('8800');
  });

  it.each([
    [['link', '8800', 'LN99'], 'TEAM_UNKNOWN: There is no team "LN99"', 1],
    [['link', '8800'], 'CLI_USAGE: "groups link 8800" is incomplete', 2],
    [['link', '../x', 'LN03'], 'CLI_USAGE: "groups link ../x" is incomplete', 2],
    [['read'], 'CLI_USAGE: "groups read" is unknown', 2],
  ] as const)('refuses %j and says what was expected', async (args, message, expected) => {
    const { err, exitCode } = await groups(...args);
    expect({ exitCode, said: err.startsWith(message) }).toEqual({ exitCode: expected, said: true });
  });
});

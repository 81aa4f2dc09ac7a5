import { describe, expect, it } from 'vitest';
import { formatByFile, inFileOrder, type LintProblem } from '../../../src/catalog/problems.ts';
import { runScript } from '../../support/bot-command.ts';

const problem = (file: string, line: number, column: number): LintProblem => ({
  file,
  line,
  column,
  severity: 'error',
  rule: 'dangling-next',
  problem: 'bước "a" dẫn tới "b", nhưng không có bước này',
  fix: 'viết một trong: a, c',
});

describe('formatByFile', () => {
  it('names each file once, then place, severity, rule, and below it what to write', () => {
    const problems = inFileOrder([
      problem('flows/b.yaml', 9, 1),
      problem('flows/a.yaml', 7, 3),
      problem('flows/b.yaml', 2, 5),
    ]);
    expect(formatByFile(problems)).toBe(
      [
        'flows/a.yaml',
        '  7:3  error  bước "a" dẫn tới "b", nhưng không có bước này  [dangling-next]',
        '      → viết một trong: a, c',
        '',
        'flows/b.yaml',
        '  2:5  error  bước "a" dẫn tới "b", nhưng không có bước này  [dangling-next]',
        '      → viết một trong: a, c',
        '  9:1  error  bước "a" dẫn tới "b", nhưng không có bước này  [dangling-next]',
        '      → viết một trong: a, c',
        '',
      ].join('\n'),
    );
  });
});

describe('bot check-content', () => {
  const run = (...args: string[]) => runScript('src/cli.ts', ['check-content', ...args], { env: {} });

  it('prints one JSON array for editors and nothing else', { timeout: 60_000 }, async () => {
    const { out, err, exitCode } = await run('--json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual([]);
    expect(exitCode).toBe(0);
  });

  it('says what was counted when nothing is wrong', { timeout: 60_000 }, async () => {
    const { out, exitCode } = await run();
    expect(out).toMatch(/^\{"cards":\d+,"flows":\d+,"steps":\d+,"asks":\d+\} errors: 0, warnings: 0\n$/u);
    expect(exitCode).toBe(0);
  });

  it('ends with 2 for an option it does not know', { timeout: 60_000 }, async () => {
    const { err, exitCode } = await run('--jason');
    expect(err).toMatch(/^CLI_USAGE: /u);
    expect(exitCode).toBe(2);
  });
});

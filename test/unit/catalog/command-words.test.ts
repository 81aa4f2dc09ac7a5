import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandWords, stopWords } from '../../../src/catalog/command-words.ts';
import { parseFieldWords } from '../../../src/conversation/field-log/words.ts';
import { parseWish } from '../../../src/conversation/wishes.ts';
import { parseCommand } from '../../../src/understanding/commands.ts';
import { rootDir } from '../../support/shipped-content.ts';

/** The texts between quotes in a constant of a source file. */
function wordsOf(file: string, constant: string): string[] {
  const source = readFileSync(path.join(rootDir, file), 'utf8');
  const from = source.indexOf(`const ${constant}`);
  const body = source.slice(from, source.indexOf('\n};', from));
  return [...body.matchAll(/'([a-z ]+)'/gu)].map(([, words = '']) => words);
}

describe('the words of orders', () => {
  it.each([...commandWords, ...stopWords].filter((words) => !/^(?:dung|huy|thoi)$/u.test(words)))(
    '"%s" is obeyed',
    (words) => expect(parseCommand(words) ?? parseWish(words) ?? parseFieldWords(words)).toBeDefined(),
  );

  it.each(['dừng', 'hủy', 'thôi'])('"%s" is obeyed', (words) => expect(parseCommand(words)).toEqual({ type: 'stop' }));

  it('hold every order the bot obeys', () => {
    const obeyed = [
      ...wordsOf('src/understanding/commands.ts', 'WORDS'),
      ...wordsOf('src/conversation/wishes.ts', 'PLAIN'),
    ].filter((words) => parseCommand(words) ?? parseWish(words));
    expect(obeyed.length).toBeGreaterThan(80);
    expect(obeyed.filter((words) => !commandWords.has(words) && !stopWords.has(words))).toEqual([]);
  });
});

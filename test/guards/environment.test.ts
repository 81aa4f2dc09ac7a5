import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../../src/config.ts';
import { readRepositoryFile } from './repository.ts';

interface Line {
  readonly name: string;
  readonly value: string;
  readonly comment: string;
}

function readExample(): Line[] {
  const lines = readRepositoryFile('.env.example').split('\n');
  return lines.flatMap((line, index): Line[] => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/u.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value: value ?? '', comment: lines[index - 1] ?? '' }];
  });
}

describe('.env.example', () => {
  const example = readExample();
  const known = Object.keys(environmentSchema.shape);

  it('names every variable the product reads, once, and no other', () => {
    expect(example.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  });

  it('explains each variable in one sentence above it', () => {
    expect(example.filter(({ comment }) => !/^# [A-Z].*\.$/u.test(comment)).map(({ name }) => name)).toEqual([]);
  });

  it('shows the defaults of the product and leaves everything else empty', () => {
    const defaults = environmentSchema.parse({}) as Record<string, unknown>;
    const expected = Object.fromEntries(known.map((name) => [name, String(defaults[name] ?? '')]));
    expect(Object.fromEntries(example.map(({ name, value }) => [name, value]))).toEqual(expected);
  });
});

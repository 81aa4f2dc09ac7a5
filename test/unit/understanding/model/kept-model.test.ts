import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keptModel } from '../../../../src/understanding/model/kept-model.ts';
import type { LinearModel } from '../../../../src/understanding/model/linear-model.ts';
import { type Example, trainModel } from '../../../../src/understanding/model/train.ts';
import { toyExamples } from './toy-examples.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kept-model-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Everything the examples say: what a kept model is known by. */
const sourcesOf = (examples: readonly Example[]): string[] =>
  examples.flatMap(({ label, words }) => [label, words.join(' ')]);

const toySources = sourcesOf(toyExamples);

const trainer = (examples = toyExamples) => vi.fn<() => LinearModel>(() => trainModel(examples));

describe('a kept model', () => {
  test('is trained once and the same at the next start', () => {
    const [first, second] = [trainer(), trainer()];
    const model = keptModel(folder, toySources, first);
    expect(keptModel(folder, toySources, second)).toEqual(model);
    expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
  });

  test.each([
    ['another word', toyExamples.with(0, { label: 'account', words: ['khac'] })],
    ['another label', toyExamples.with(0, { label: 'shop', words: toyExamples[0]?.words ?? [] })],
    ['one example less', toyExamples.slice(1)],
  ])('is trained again after a change: %s', (_what, changed) => {
    keptModel(folder, toySources, trainer());
    const again = trainer(changed);
    expect(keptModel(folder, sourcesOf(changed), again)).toEqual(trainModel(changed));
    expect(again).toHaveBeenCalledOnce();
  });

  test('replaces the one kept before, and leaves other files of the folder alone', () => {
    writeFileSync(path.join(folder, 'catalogue-1.json'), '{}');
    keptModel(folder, toySources, trainer());
    keptModel(folder, sourcesOf(toyExamples.slice(1)), trainer());
    const files = readdirSync(folder);
    expect(files).toContain('catalogue-1.json');
    expect(files.filter((name) => name.startsWith('model-'))).toHaveLength(1);
    expect(files).toHaveLength(2);
  });

  test.each([
    ['broken', Buffer.from('not a model')],
    ['empty', Buffer.alloc(0)],
  ])('is trained again and mended when its file is %s', (_what, bytes) => {
    const model = keptModel(folder, toySources, trainer());
    const [file = ''] = readdirSync(folder);
    writeFileSync(path.join(folder, file), bytes);
    const again = trainer();
    expect(keptModel(folder, toySources, again)).toEqual(model);
    expect(again).toHaveBeenCalledOnce();
    const after = trainer();
    expect(keptModel(folder, toySources, after)).toEqual(model);
    expect(after).not.toHaveBeenCalled();
  });

  test('is trained every time where the folder cannot be made or written', () => {
    const notAFolder = path.join(folder, 'file');
    writeFileSync(notAFolder, '');
    const train = trainer();
    for (const place of [notAFolder, path.join(notAFolder, 'below')]) {
      expect(keptModel(place, toySources, train)).toEqual(trainModel(toyExamples));
    }
    expect(train).toHaveBeenCalledTimes(2);
  });

  test('makes its folder when there is none', () => {
    const deeper = path.join(folder, 'a/b');
    keptModel(deeper, toySources, trainer());
    expect(readdirSync(deeper)).toHaveLength(1);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fold } from '../../../../src/shared/vietnamese.ts';
import { readShortForms } from '../../../../src/understanding/text/short-forms.ts';
import { rootDir } from '../../../support/shipped-content.ts';

const header = 'form\texpansion\twhen\tnote\n';

describe('the table of short forms', () => {
  test('is read folded on both sides', () =>
    expect([...readShortForms(`${header}Đc\tĐược\talways\t\n`)]).toEqual([['dc', 'duoc']]));

  test('gives a form the first meaning it has', () =>
    expect(readShortForms(`${header}tk\ttài khoản\ntk\tthằng\n`).get('tk')).toBe('tai khoan'));

  test.each(['', 'form\texpansion', `${header}\n\n`, `${header}ko\n`, `${header}\tkhông\n`, `${header}!!!\tkhông\n`])(
    'has no row in %j',
    (tsv) => expect(readShortForms(tsv).size).toBe(0),
  );

  test('as shipped has only folded words, of which at least a hundred are short forms', () => {
    const shipped = readShortForms(readFileSync(path.join(rootDir, 'content/language/short-forms.tsv'), 'utf8'));
    expect(shipped.size).toBeGreaterThan(100);
    for (const [form, expansion] of shipped) expect([form, expansion]).toEqual([fold(form), fold(expansion)]);
    expect([...shipped.values()]).not.toContain('');
  });
});

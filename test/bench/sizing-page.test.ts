import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRecords } from './record.ts';
import { measuredOf, pageWith, SCALES, SIZING_FILE } from './sizing-page.ts';

const page = readFileSync(SIZING_FILE, 'utf8');

describe('the sizing page', () => {
  it('shows what the recorded figures give', () => {
    const [before, now] = [page, pageWith(page, readRecords())];
    expect(before === now ? 'as calculated' : 'stale: npm run bench -- sizing --record').toBe('as calculated');
  });

  it('changes when a figure changes', () => {
    const slower = readRecords().map((one) =>
      one.command === 'turns' ? { ...one, figures: { ...one.figures, cpuMsPerMessage: 99 } } : one,
    );
    expect(pageWith(page, slower)).not.toBe(page);
  });

  it('names the bench to run for a figure nobody measured', () => {
    expect(() => measuredOf([], 'embedded')).toThrow('npm run bench -- turns --record');
    const withoutDisk = readRecords().filter(({ name }) => name !== 'disk');
    expect(() => measuredOf(withoutDisk, 'shared')).toThrow('npm run bench -- disk --database postgres --record');
  });

  it('takes a province for the 34th and a commune for the 3,321st part of the country', () => {
    expect(SCALES.province).toEqual({ teams: 2_189, residents: 588_235, eventsPerDay: 294_118 });
    expect(SCALES.commune).toEqual({ teams: 22, residents: 6_022, eventsPerDay: 3_011 });
  });
});

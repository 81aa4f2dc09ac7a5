import { describe, expect, it } from 'vitest';
import { lastMondays, mondayOf, waitFigures } from '../../../../src/console/help-desk/figures.ts';

const wait = (waitedMinutes: number | undefined, count = 1) => ({
  ...{ day: '2026-11-22', communeCode: '1', count },
  ...(waitedMinutes === undefined ? {} : { waitedMinutes }),
});

describe('waiting figures', () => {
  it('are those of the single waits, however they were grouped', () => {
    const minutes = [5, 1, 9, 9, 2, 30, 4, 4, 4, 120];
    const grouped = [wait(4, 3), wait(9, 2), ...[5, 1, 2, 30, 120].map((one) => wait(one))];
    expect(waitFigures(grouped)).toEqual(waitFigures(minutes.map((one) => wait(one))));
    expect(waitFigures(grouped)).toEqual({ asked: 10, taken: 10, median: 4, ninetieth: 30 });
  });

  it('leave out of the percentiles whom nobody has taken, and count them', () => {
    expect(waitFigures([wait(undefined, 3), wait(7)])).toEqual({ asked: 4, taken: 1, median: 7, ninetieth: 7 });
    expect(waitFigures([wait(undefined)])).toEqual({ asked: 1, taken: 0 });
    expect(waitFigures([])).toEqual({ asked: 0, taken: 0 });
  });

  it('belong to weeks that begin on Monday', () => {
    expect(['2026-11-22', '2026-11-23', '2027-01-01'].map(mondayOf)).toEqual([
      '2026-11-16',
      '2026-11-23',
      '2026-12-28',
    ]);
    expect(lastMondays(Date.parse('2026-11-22T23:30:00+07:00'), 2)).toEqual(['2026-11-16', '2026-11-09']);
  });
});

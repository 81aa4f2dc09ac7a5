import { beforeAll, describe, expect, test } from 'vitest';
import { loadLanguage } from '../../../../src/understanding/language.ts';
import {
  type DemandGroup,
  type DemandGrouping,
  findDemandGroup,
  groupDemand,
  nearestToGroup,
} from '../../../../src/understanding/demand/groups.ts';
import { loadDemandGrouping } from '../../../../src/understanding/demand/load.ts';
import { CACHE_DIR } from '../../../../src/config.ts';
import { rootDir, shippedCatalogue } from '../../../support/shipped-content.ts';

let grouping: DemandGrouping;
beforeAll(() => {
  grouping = loadDemandGrouping(shippedCatalogue().entries(), rootDir, CACHE_DIR);
});

const group = (...texts: string[]): DemandGroup[] =>
  groupDemand(
    texts.map((text, index) => ({ id: index + 1, text })),
    grouping,
  );

describe('questions nobody answered', () => {
  test('are put together by what they want, however they are typed, the largest group first', () => {
    const groups = group(
      'lắp nước sạch cho nhà mới ở ấp 3',
      'làm sao hoàn thuế thu nhập cá nhân trên etax mobile',
      'hoan thue tncn o dau',
      'xin hoàn thuế thu nhập qua etax được không',
      'muốn lắp đồng hồ nước sạch thì gọi ai',
      'con chó nhà hàng xóm sủa cả đêm',
      'hoàn lại thuế thu nhập',
    );
    expect(groups.map(({ id, ids }) => [id, ids])).toEqual([
      ['n2', [2, 3, 4, 7]],
      ['n1', [1, 5]],
      ['n6', [6]],
    ]);
    expect(groups[0]?.keywords.join(' ')).toMatch(/thuế/u);
    expect(groups[1]?.keywords).toEqual(expect.arrayContaining([expect.stringMatching(/nước|sạch/u)]));
  });

  test('show each wording once, with marks where anybody typed them, and count everybody', () => {
    const [only] = group('hoan thue bao lu', 'Hoàn thuế bão lũ?', 'HOÀN THUẾ BÃO LŨ', 'tiền hoàn thuế bão lũ');
    expect(only).toMatchObject({ ids: [1, 2, 3, 4] });
    expect(only?.texts.toSorted()).toEqual(['Hoàn thuế bão lũ?', 'tiền hoàn thuế bão lũ']);
  });

  test('of common words alone are no group with each other', () => {
    expect(group('làm sao em ơi', 'cho tôi hỏi với', 'Làm sao em ơi').map(({ ids }) => ids)).toEqual([[1, 3], [2]]);
  });

  test('give the same groups whatever order they come in', () => {
    const asked = loadLanguage(rootDir)
      .examples.slice(0, 400)
      .map(({ text }, index) => ({ id: index * 3 + 1, text }));
    expect(groupDemand(asked.toReversed(), grouping)).toEqual(groupDemand(asked, grouping));
  });

  test('none of them are no groups', () => {
    expect(groupDemand([], grouping)).toEqual([]);
  });

  test('keep the name of their group when newer ones join, and are found by the number of any', () => {
    const before = group('lắp nước sạch cho nhà mới', 'lịch chiếu phim');
    const after = group('lắp nước sạch cho nhà mới', 'lịch chiếu phim', 'lắp nước sạch nhà mới ở đâu');
    expect(before[0]?.id).toBe('n1');
    expect(after[0]).toMatchObject({ id: 'n1', ids: [1, 3] });
    expect(findDemandGroup(after, 'N3')?.id).toBe('n1');
    for (const unknown of ['n4', '3', 'n', 'x3', '']) expect(findDemandGroup(after, unknown)).toBeUndefined();
  });

  test('have nearest guides with the mean confidence of their typical wordings, at most three', () => {
    const [water] = group('lắp nước sạch', 'lắp nước sạch cho nhà');
    const entries = shippedCatalogue().entries();
    const hit = (index: number, confidence: number) => ({ entry: entries[index] ?? entries[0]!, confidence });
    const nearest = (text: string) =>
      text.includes('nhà') ? [hit(0, 0.2), hit(1, 0.6)] : [hit(2, 0.5), hit(0, 0.8), hit(3, 0.1)];
    expect(nearestToGroup(water!, { nearest }).map(({ entry, confidence }) => [entry.id, confidence])).toEqual([
      [entries[0]?.id, 0.5],
      [entries[1]?.id, 0.3],
      [entries[2]?.id, 0.25],
    ]);
  });

  test('by thousands are grouped in seconds, a flood of one question too', () => {
    const asked = loadLanguage(rootDir)
      .examples.slice(0, 5_000)
      .map(({ text }, index) => ({ id: index + 1, text }));
    const flood = asked.map(({ id }) => ({
      id,
      text: `hoàn thuế thu nhập trên etax năm ${id} cho bà tôi ở ấp ${id % 9}`,
    }));
    const startedAt = process.cpuUsage();
    expect(groupDemand(asked, grouping).length).toBeGreaterThan(500);
    expect(groupDemand(flood, grouping).length).toBeLessThan(20);
    const { user, system } = process.cpuUsage(startedAt);
    // Measured 2026-11-22: 1.4 to 1.7 s and 0.5 s of one core.
    expect((user + system) / 1_000_000).toBeLessThan(8);
  });
});

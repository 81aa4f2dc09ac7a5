import { describe, expect, it } from 'vitest';
import { createHandouts, type HandoutsOptions } from '../../../src/handouts/index.ts';
import type { HandoutSize, Sheet } from '../../../src/handouts/sheet.ts';
import { publicCard } from '../../support/public-site.ts';

const TEAM = { code: 'LN03', name: 'Tổ công nghệ số ấp 3' };
const MORNING = Date.parse('2026-11-22T08:00:00+07:00');

/** A hand-out office whose printer only notes what it is given. */
function office(over: Partial<HandoutsOptions> = {}) {
  const orders: { readonly sheet: Sheet; readonly size: HandoutSize }[] = [];
  const asked: number[] = [];
  const clock = { now: () => MORNING, after: () => () => {} };
  const handouts = createHandouts({
    clock,
    publicUrl: () => 'https://example.vn',
    oaName: 'Trợ lý số',
    stepPicture: async (_slug, step) => {
      asked.push(step);
      return Buffer.from(`picture ${step}`);
    },
    printSheet: async (sheet, size) => {
      orders.push({ sheet, size });
      return Buffer.from(`${size} ${orders.length}`);
    },
    ...over,
  });
  return { handouts, orders, asked, clock };
}

describe('createHandouts', () => {
  it('leads the code to the card, or to the page of the team that hands it out', async () => {
    const { handouts, orders } = office();
    await handouts.print(publicCard(), 'a6');
    await handouts.print(publicCard(), 'a6', TEAM);
    expect(orders.map(({ sheet }) => sheet.pageUrl)).toEqual([
      'https://example.vn/h/make-account',
      'https://example.vn/t/LN03/make-account',
    ]);
  });

  it('has no address to lead to where the server has none', async () => {
    const { handouts, orders } = office({ publicUrl: () => undefined });
    await handouts.print(publicCard(), 'a6');
    expect(orders[0]?.sheet.pageUrl).toBeUndefined();
  });

  it('dates a sheet by the day in Viet Nam', async () => {
    const lateEvening = Date.parse('2026-11-22T17:30:00Z');
    const { handouts, orders } = office({ clock: { now: () => lateEvening, after: () => () => {} } });
    await handouts.print(publicCard(), 'a4');
    expect(orders[0]?.sheet.printedOn).toBe('2026-11-23');
  });

  it('gives pictures to A4 sheets alone, of four steps at most', async () => {
    const screen = { app: 'Ứng dụng', title: 'Mục', press: 'Nút' };
    const card = publicCard({ steps: Array.from({ length: 6 }, () => ({ text: 'Bấm "Nút".', screen })) });
    const { handouts, orders, asked } = office();
    await handouts.print(card, 'a5');
    expect(asked).toEqual([]);
    await handouts.print(card, 'a4');
    expect(asked).toEqual([1, 2, 3, 4]);
    expect([...(orders[1]?.sheet.pictures.keys() ?? [])]).toEqual([1, 2, 3, 4]);
  });

  it('makes the same sheet once, and another one for another card, day or team', async () => {
    const { handouts, orders } = office();
    await Promise.all([handouts.print(publicCard(), 'a4'), handouts.print(publicCard(), 'a4')]);
    expect(orders).toHaveLength(1);
    await handouts.print(publicCard({ hash: 'ffffffffffff' }), 'a4');
    await handouts.print(publicCard(), 'a4', TEAM);
    expect(orders).toHaveLength(3);
  });

  it('tries again what failed, and goes on with the next meanwhile', async () => {
    let failures = 1;
    const { handouts } = office({
      printSheet: async (_sheet, size) => {
        failures -= 1;
        if (failures >= 0) throw new Error('no paper');
        return Buffer.from(size);
      },
    });
    const [first, second] = await Promise.allSettled([
      handouts.print(publicCard(), 'a4'),
      handouts.print(publicCard(), 'a5'),
    ]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
    await expect(handouts.print(publicCard(), 'a4')).resolves.toEqual(Buffer.from('a4'));
  });
});

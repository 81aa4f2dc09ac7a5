/** The console's dashboard as `bench dashboard` opens it: whole pages, from their reads to their markup. */
import { ADMIN } from '../support/console-stage.ts';
import { dashboardFeature } from '../../src/console/dashboard/feature.ts';
import type { ConsoleDeps } from '../../src/console/deps.ts';
import { createPageContext } from '../../src/console/page-context.ts';
import { checkInput } from '../../src/console/problems.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { rootDir, shippedCatalogue } from '../support/shipped-content.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { BENCH_OA, communeCode, GUIDES, LAST_DAY, teamCode } from './dashboard-data.ts';

type View = (storage: Storage) => Promise<unknown>;

/** Pages with everything in their addresses. */
const PAGES: Readonly<Record<string, readonly [path: string, input: Readonly<Record<string, string>>]>> = {
  'console: today': ['/', {}],
  'console: trends, 30 days': ['/so-lieu', {}],
  'console: trends, 90 days': ['/so-lieu', { range: '90' }],
  'console: trends, 12 months': ['/so-lieu', { range: '12m' }],
  'console: heat map': ['/so-lieu/nhiet-do', {}],
  'console: heat map of a commune': ['/so-lieu/nhiet-do', { commune: communeCode(7) }],
  'console: funnel': ['/so-lieu/pheu/:id', { id: GUIDES[0] ?? '' }],
  'console: map': ['/ban-do', {}],
  'console: commune': ['/xa/:code', { code: communeCode(7) }],
  'console: team': ['/to/:code/so-lieu', { code: teamCode(7) }],
  'console: scams, 7 days': ['/lua-dao', {}],
  'console: scams, 30 days': ['/lua-dao', { days: '30' }],
  'console: content': ['/noi-dung', {}],
};

/** A view a page. Charts are apart: they are drawn in a thread, after the page. */
export function consoleViews(): Readonly<Record<string, View>> {
  const catalogue = shippedCatalogue();
  const clock = createManualClock(Date.parse(`${LAST_DAY}T20:00:00+07:00`));
  const depsOf = (storage: Storage): ConsoleDeps =>
    ({
      ...{ oaId: BENCH_OA, mode: 'production', storage, clock, logger: silentLogger, rootDir, dataDir: '' },
      catalogue: () => catalogue,
      // The communes of the data are made up.
      places: {
        province: (code: string) => ({ code, name: 'Đồng Nai' }),
        commune: (code: string) => ({ code, name: `Xã ${code}`, provinceCode: '75' }),
      },
      departmentName: 'Sở Khoa học và Công nghệ',
      publicUrl: () => 'https://tro-ly.example.vn',
      randomId: () => 'id',
    }) as unknown as ConsoleDeps;
  return Object.fromEntries(
    Object.entries(PAGES).map(([name, [path, input]]) => {
      const page = dashboardFeature.pages.find((one) => one.path === path);
      if (!page) throw new Error(`the dashboard has no page ${path}`);
      const open: View = async (storage) => {
        const parts = { deps: depsOf(storage), actor: ADMIN, csrfToken: 'x', state: undefined, notice: undefined };
        const shown = await page.render(createPageContext(parts), checkInput(page.input, input));
        return 'body' in shown ? shown.body.toString().length : 0;
      };
      return [name, open];
    }),
  );
}

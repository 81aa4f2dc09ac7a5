import * as z from 'zod';
import { thingNames } from '../../teams/indicators.ts';
import { topicName } from '../../teams/report.ts';
import type { ChartSpec, ChartWidth } from '../charts/spec.ts';
import { MOST_BARS } from '../charts/spec.ts';
import { definePage, type PageContext } from '../page.ts';
import { Refusal } from '../action.ts';
import { readPlaces, readService, readTrends } from './figures.ts';
import { filterQuery } from './filters.ts';
import { readFunnel } from './guides.ts';
import { indicatorName } from './tables.ts';
import { percentText, periodLabel } from './words.ts';

const query = filterQuery.extend({
  name: z.string().max(40),
  size: z.enum(['phone', 'desk']).catch('desk').default('desk'),
  id: z.string().max(100).catch('').default(''),
});
type Query = z.output<typeof query>;

type Draw = (context: PageContext, query: Query, width: ChartWidth) => Promise<ChartSpec>;

const charts: Readonly<Record<string, Draw>> = {
  async 'xu-huong'({ read, deps }, filters, width) {
    const view = await read(readTrends, filters);
    const thingName = thingNames(deps.catalogue());
    const codes = view.topic === '' ? ['reached', 'started', 'finished'] : ['started', 'finished', 'stuck'];
    return {
      ...{
        kind: 'lines',
        width,
        unit: 'tài khoản, lượt',
        labels: view.periods.map(({ period }) => periodLabel(period)),
      },
      series: codes.map((code) => ({
        name: indicatorName(code, thingName),
        values: view.periods.map(({ values }) => values[code] ?? 0),
      })),
    };
  },
  async 'linh-vuc'({ read }, filters, width) {
    const view = await read(readTrends, filters);
    const bars = view.topics.map(({ topic, values }) => ({ name: topicName(topic), value: values['started'] ?? 0 }));
    return { kind: 'bars', width, unit: 'lượt', bars };
  },
  async 'dia-ban'({ read }, filters, width) {
    const view = await read(readPlaces, filters);
    const bars = view.rows.map(({ name, values }) => ({ name, value: values['reached'] ?? 0 }));
    return {
      ...{ kind: 'bars', width, unit: 'tài khoản' },
      bars: bars.toSorted((a, b) => b.value - a.value).slice(0, MOST_BARS),
    };
  },
  async 'toc-do'({ read }, _filters, width) {
    const { days } = await read(readService, {});
    const share = (part: number, whole: number): number | null =>
      whole === 0 ? null : Math.round((1000 * part) / whole) / 10;
    return {
      ...{ kind: 'lines', width, unit: '% tin nhắn', most: 100, labels: days.map(({ day }) => periodLabel(day)) },
      series: [
        { name: 'Trong 2 giây', values: days.map(({ within2, total }) => share(within2, total)) },
        { name: 'Trong 10 giây', values: days.map(({ within10, total }) => share(within10, total)) },
      ],
    };
  },
  async pheu({ read }, filters, width) {
    const { guide } = await read(readFunnel, filters);
    const bar = (name: string, value: number) => ({
      ...{ name, value, note: `${value.toLocaleString('vi-VN')} (${percentText(value, guide.started)})` },
    });
    return {
      ...{ kind: 'bars', width, unit: 'lượt' },
      bars: [
        bar('Bắt đầu', guide.started),
        // Of a card everybody who began stands at step 1: the bar would say the same twice.
        ...guide.steps
          .slice(guide.kind === 'card' ? 1 : 0)
          .map((one, index) =>
            bar(guide.kind === 'card' ? `Đến bước ${one.step}` : `Qua bước ${index + 1}`, one.reached),
          ),
        bar('Đi hết', guide.finished),
      ].slice(0, MOST_BARS),
    };
  },
};

/** A chart as a picture: the same filters and the same rights as the page it stands on. */
export const chartPage = definePage({
  path: '/bieu-do/:name',
  permission: 'dashboard.view',
  input: query,
  async render(context, filters) {
    const name = filters.name.replace(/\.svg$/u, '');
    const draw = Object.hasOwn(charts, name) ? charts[name] : undefined;
    if (!draw || !filters.name.endsWith('.svg')) throw new Refusal('Không có biểu đồ này.');
    const spec = await draw(context, filters, filters.size);
    return { type: 'image/svg+xml; charset=utf-8', bytes: await context.deps.charts.svg(spec) };
  },
});

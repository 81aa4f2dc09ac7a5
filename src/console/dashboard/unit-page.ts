import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html } from '../../shared/html.ts';
import { thingNames } from '../../teams/indicators.ts';
import { filterForm, selectField } from '../form-parts.ts';
import { definePage, type PageBody, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { figureBox, figures } from '../table-parts.ts';
import { readPlaces, readTrends } from './figures.ts';
import { type Filters, filterQuery, monthChoices } from './filters.ts';
import { chartFigure, notesOf, shownTable } from './show.ts';
import { trendTable, unitTable } from './tables.ts';
import { placesPart, queryOf } from './trends-page.ts';
import { address, numberText, periodLabel } from './words.ts';

const state = undefined;

/** Figures with a target or a comparison that stand on top. */
const TOP = ['reached', 'finished', 'outcomes', 'visits'] as const;

async function render(context: PageContext, filters: Filters): Promise<PageBody> {
  const { at, actor, deps, read } = context;
  const { commune, team } = filters;
  const view = await read(readPlaces, filters);
  const trends = await read(readTrends, { commune, team, range: '90' });
  const thingName = thingNames(deps.catalogue());
  const table = unitTable(view, thingName);
  const trend = trendTable(trends, thingName);
  const query = queryOf(filters);
  const isCommune = view.unit.scope === 'c';
  const nameOf = (code: string): string =>
    String(table.table.rows.find((_row, index) => TABLE_CODES[index] === code)?.[0]);
  return {
    title: view.unit.name,
    isWide: true,
    body: html`${filterForm(
      isCommune ? `/xa/${view.unit.code}` : `/to/${view.unit.code}/so-lieu`,
      selectField({ state, name: 'month', label: 'Tháng', choices: monthChoices(vietnamDay(at)), value: view.month }),
    )}
    <section><h2>Tháng ${periodLabel(view.month)}</h2>${figures(
      TOP.map((code) => {
        const [value, target] = [view.values[code] ?? 0, view.targets[code]];
        const note =
          target === undefined || target === 0
            ? `tháng trước: ${numberText(view.before[code] ?? 0)}`
            : `${Math.floor((100 * value) / target)}% chỉ tiêu ${numberText(target)}`;
        return figureBox(nameOf(code), value, note);
      }),
    )}${shownTable({ name: 'chi-so', query, table, actor })}${notesOf(table)}</section>
    <section><h2>90 ngày qua</h2>${chartFigure('xu-huong', `Biểu đồ các lượt trò chuyện của ${view.unit.name}, 90 ngày qua.`, { name: 'xu-huong', query: { ...query, range: '90', month: undefined }, table: trend, actor })}</section>
    ${isCommune && (await placesPart(context, filters))}
    <section><h2>Xem tiếp</h2><ul class="links">
    ${!isCommune && may(actor, 'teams.view') && html`<li><a href="/console/to/${view.unit.code}">Tổ và thành viên</a></li>`}
    ${isCommune && may(actor, 'teams.view') && html`<li><a href="${address('/to', { commune: view.unit.code })}">Các tổ của xã</a></li>`}
    ${isCommune && may(actor, 'announcements.write') && html`<li><a href="${address('/thong-bao/moi', { xa: view.unit.code })}">Soạn thông báo cho xã này</a></li>`}
    ${isCommune && actor.role === 'commune-officer' && may(actor, 'announcements.view') && html`<li><a href="/console/thong-bao">Thông báo liên quan đến xã</a></li>`}
    ${isCommune && may(actor, 'settings.view') && html`<li><a href="/console/cai-dat/xa/${view.unit.code}">Số liên hệ của xã</a></li>`}
    ${isCommune && html`<li><a href="${address('/so-lieu/nhiet-do', { commune: view.unit.code })}">Bước bà con bị vướng</a></li><li><a href="${address('/lua-dao', { commune: view.unit.code })}">Lừa đảo ở xã này</a></li>`}
    <li><a href="${address('/so-lieu', { commune, team })}">Số liệu theo lĩnh vực và thời gian</a></li>
    ${may(actor, 'export') && html`<li><a href="${address('/bao-cao', { commune, team })}">Báo cáo tháng, quý</a></li>`}</ul></section>`,
  };
}

/** In the order of `unitTable`. */
const TABLE_CODES = ['reached', 'started', 'finished', 'stuck-rate', 'outcomes', 'visits', 'help-asked'];

const input = filterQuery.pick({ month: true }).extend({ code: z.string().trim().max(20) });
const filtersOf = (month: string | undefined): Filters => ({
  ...{ range: '30', topic: '', indicator: 'reached' },
  ...(month === undefined ? {} : { month }),
});

export const communePage = definePage({
  path: '/xa/:code',
  permission: 'dashboard.view',
  input,
  render: (context, { code, month }) => render(context, { ...filtersOf(month), commune: code }),
});

export const teamPage = definePage({
  path: '/to/:code/so-lieu',
  permission: 'dashboard.view',
  input,
  render: (context, { code, month }) => render(context, { ...filtersOf(month), team: code }),
});

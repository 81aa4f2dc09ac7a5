import { vietnamDay } from '../../shared/clock.ts';
import { type Html, html } from '../../shared/html.ts';
import { thingNames } from '../../teams/indicators.ts';
import { filterForm, hidden, selectField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { readAudience, readPlaces, readTrends } from './figures.ts';
import { filterQuery, type Filters, monthChoices, rangeChoices } from './filters.ts';
import { servicePart } from './home-page.ts';
import { chartFigure, notesOf, type Query, shownTable } from './show.ts';
import { audienceTable, placeTable, topicTable, trendTable } from './tables.ts';
import { address, topicChoices } from './words.ts';

/** Said where a split by kind of people is looked for. */
export const NO_SEGMENTS =
  'Số đo được không tách theo đối tượng (người cao tuổi, tiểu thương…): trợ lý không ghi ai thuộc nhóm nào vào số đếm. Chỉ sổ ghi nhận của tổ có nhóm.';

const state = undefined;

/** The filters that differ from the ordinary, for addresses. */
export const queryOf = (filters: Partial<Filters>): Query => ({
  range: filters.range === '30' ? undefined : filters.range,
  commune: filters.commune,
  team: filters.team,
  topic: filters.topic,
  month: filters.month,
  indicator: filters.indicator === 'reached' ? undefined : filters.indicator,
});

export const trendsPage = definePage({
  path: '/so-lieu',
  permission: 'dashboard.view',
  input: filterQuery,
  async render(context, filters) {
    const { at, actor, deps } = context;
    const query = queryOf(filters);
    const view = await context.read(readTrends, filters);
    const trend = trendTable(view, thingNames(deps.catalogue()));
    const topics = topicTable(view);
    const isWhole = view.unit.scope === 'p';
    return {
      title: 'Số liệu',
      isWide: true,
      body: html`<p class="lead">${view.unit.name}</p>${filterForm(
        '/so-lieu',
        selectField({ state, name: 'range', label: 'Khoảng thời gian', choices: rangeChoices, value: filters.range }),
        selectField({ state, name: 'topic', label: 'Lĩnh vực', choices: topicChoices, value: filters.topic }),
        selectField({
          ...{ state, name: 'month', label: 'Tháng của bảng theo địa bàn', choices: monthChoices(vietnamDay(at)) },
          value: filters.month,
        }),
        filters.commune !== undefined && filters.commune !== '' && hidden('commune', filters.commune),
        filters.team !== undefined && filters.team !== '' && hidden('team', filters.team),
      )}
      <section><h2>Theo thời gian</h2>${chartFigure('xu-huong', 'Biểu đồ các lượt trò chuyện theo thời gian.', { name: 'xu-huong', query, table: trend, actor })}${notesOf(trend)}</section>
      ${filters.topic === '' && html`<section><h2>Theo lĩnh vực</h2>${chartFigure('linh-vuc', 'Biểu đồ số lượt bắt đầu hướng dẫn của năm lĩnh vực.', { name: 'linh-vuc', query, table: topics, actor })}</section>`}
      ${view.unit.scope !== 't' && (await placesPart(context, filters))}
      ${await audiencePart(context, filters)}
      ${isWhole && (await servicePart(context))}
      <section><h2>Tải báo cáo</h2><p><a href="${address('/bao-cao', { commune: filters.commune, team: filters.team })}">Báo cáo tháng, quý để nộp lên cấp trên</a></p></section>`,
    };
  },
});

/** Communes of the province or teams of a commune, each with the way to its own page. */
export async function placesPart(context: PageContext, filters: Filters): Promise<Html> {
  const view = await context.read(readPlaces, filters);
  const table = placeTable(view, thingNames(context.deps.catalogue()));
  const isProvince = view.unit.scope === 'p';
  const query = queryOf(filters);
  const head = (row: number, text: string): Html => {
    const code = view.rows[row]?.code ?? '';
    return code === ''
      ? html`${text}`
      : html`<a href="${address(isProvince ? `/xa/${code}` : `/to/${code}/so-lieu`)}">${text}</a>`;
  };
  const shown = { name: 'dia-ban', query, table, actor: context.actor, head };
  return html`<section><h2>${isProvince ? 'Theo xã, phường' : 'Theo tổ'}</h2>
  ${view.rows.length > 1 ? chartFigure('dia-ban', `Biểu đồ số tài khoản trò chuyện của ${isProvince ? 'các xã, phường' : 'các tổ'} nhiều nhất.`, shown) : shownTable(shown)}${notesOf(table)}</section>`;
}

async function audiencePart(context: PageContext, filters: Filters): Promise<Html> {
  if (filters.team !== undefined && filters.team !== '') return html``;
  const view = await context.read(readAudience, filters);
  const table = audienceTable(view);
  return html`<section><h2>Theo đối tượng</h2><p>${NO_SEGMENTS}</p>
  ${shownTable({ name: 'doi-tuong', query: queryOf(filters), table, actor: context.actor })}${notesOf(table)}</section>`;
}

import { vietnamDay } from '../../shared/clock.ts';
import type * as z from 'zod';
import { type Html, html } from '../../shared/html.ts';
import { thingNames } from '../../teams/indicators.ts';
import { filterForm, linkButton, selectField } from '../form-parts.ts';
import { drawingOf, mapLegend, mapPart } from '../map/map-part.ts';
import { definePage } from '../page.ts';
import { type Actor, may } from '../permissions.ts';
import { dataTable, emptyState, figureBox, figures, noteBox, tag } from '../table-parts.ts';
import { filterQuery, monthChoices } from './filters.ts';
import { readMap } from './map.ts';
import { notesOf, type Query, saveLinks } from './show.ts';
import { indicatorName, mapTable, STANDINGS } from './tables.ts';
import { queryOf } from './trends-page.ts';
import { address, numberText, periodLabel } from './words.ts';

const state = undefined;
const TAGS = { good: 'good', near: 'warn', low: 'bad', none: 'plain' } as const;
/** Indicators a target is usually set for; those with one stand in front. */
const USUAL = ['reached', 'finished', 'outcomes', 'visits', 'help-response'];

export const mapPage = definePage({
  path: '/ban-do',
  permission: 'dashboard.view',
  input: filterQuery.pick({ month: true, indicator: true }),
  async render({ read, actor, at, deps }, filters) {
    const view = await read(readMap, filters);
    const thingName = thingNames(deps.catalogue());
    const drawing = view.provinceCode === undefined ? undefined : drawingOf(deps.rootDir, view.provinceCode);
    const title = `Bản đồ ${view.provinceName}`;
    if (!drawing) {
      return {
        title: 'Bản đồ',
        body: emptyState(
          'Chưa biết vẽ tỉnh nào.',
          'Bản đồ theo tỉnh của các tổ. Nhập danh sách tổ trước đã.',
          html`<p>${linkButton('Xem các tổ', '/console/to', 'primary')}</p>`,
        ),
      };
    }
    const codes = [...new Set([...view.withTargets.map(({ code }) => code), ...USUAL, view.indicator.code])];
    const count = (standing: keyof typeof STANDINGS): number =>
      view.communes.filter((one) => one.standing === standing).length;
    const units = view.communes.map((one) => ({
      ...{ code: one.code, name: one.name, standing: one.standing, to: `/xa/${one.code}` as const },
      words:
        one.percent === undefined
          ? `${numberText(one.value)} ${view.indicator.unit}, ${STANDINGS[one.standing]}`
          : `${numberText(one.percent)}% chỉ tiêu, ${STANDINGS[one.standing]}`,
    }));
    const named = new Set(units.map(({ code }) => code));
    // Communes of others: their names alone.
    const others = drawing.communes.flatMap(({ code }) =>
      named.has(code)
        ? []
        : [{ code, name: deps.places.commune(code)?.name ?? code, standing: 'none' as const, words: 'xã khác' }],
    );
    const table = mapTable(view);
    return {
      title,
      isWide: true,
      body: html`${filterForm(
        '/ban-do',
        selectField({
          ...{ state, name: 'indicator', label: 'Chỉ số', value: view.indicator.code },
          choices: codes.map((code) => ({ value: code, label: indicatorName(code, thingName) })),
        }),
        selectField({ state, name: 'month', label: 'Tháng', choices: monthChoices(vietnamDay(at)), value: view.month }),
      )}
      ${view.communes.every(({ standing }) => standing === 'none') && noteBox('info', html`<p>Chưa đặt chỉ tiêu cho chỉ số này.${may(actor, 'targets.manage') && html` <a href="/console/chi-tieu">Đặt chỉ tiêu</a>`}</p>`)}
      ${figures(
        figureBox('Đúng tiến độ', count('good'), 'xã, phường'),
        figureBox('Hơi chậm', count('near'), 'xã, phường'),
        figureBox('Chậm nhiều', count('low'), 'xã, phường'),
        figureBox('Chưa đặt chỉ tiêu', count('none'), 'xã, phường'),
      )}
      <p><a href="#danh-sach">Bỏ qua bản đồ, đến danh sách</a></p>
      <div class="map-and-list"><section aria-label="Bản đồ"><h2>${view.indicator.name}, tháng ${periodLabel(view.month)}</h2>
      ${mapLegend({ good: 'Đúng tiến độ', near: 'Hơi chậm (từ 60% tiến độ)', low: 'Chậm nhiều', none: 'Chưa đặt chỉ tiêu' })}
      ${mapPart(drawing, [...units, ...others], `Bản đồ ${view.provinceName}: ${view.indicator.name} theo xã, phường`)}
      <p class="hint">Bấm vào một xã để xem. Dùng bàn phím: Tab để vào bản đồ, phím mũi tên để sang xã bên cạnh, Enter để mở.</p></section>
      <section id="danh-sach" aria-label="Danh sách"><h2>Danh sách</h2>${listPart(view, queryOf(filters), actor)}${notesOf(table)}</section></div>`,
    };
  },
});

/** The same as a list, furthest first, for phones, keyboards and print. */
function listPart(view: z.output<typeof readMap.output>, query: Query, actor: Actor): Html {
  return html`${dataTable({
    caption: `${view.indicator.name}, ${view.indicator.unit}`,
    columns: [
      { label: 'Xã, phường' },
      { label: 'Đạt được', kind: 'number' },
      { label: '% chỉ tiêu', kind: 'number' },
      { label: 'Tiến độ' },
    ],
    rows: view.communes.map(({ code, name, value, target, percent, standing }) => [
      code === '' ? name : html`<a href="${address(`/xa/${code}`)}">${name}</a>`,
      target === undefined ? numberText(value) : `${numberText(value)} / ${numberText(target)}`,
      percent === undefined ? '–' : `${numberText(percent)}%`,
      tag(STANDINGS[standing], TAGS[standing]),
    ]),
    empty: emptyState('Chưa có xã nào.', 'Nhập danh sách tổ để có các xã của tỉnh.'),
  })}${saveLinks('ban-do', query, actor)}`;
}

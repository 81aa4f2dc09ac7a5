import type * as z from 'zod';
import { type Html, html } from '../../shared/html.ts';
import { NOT_OUTCOMES, thingNames } from '../../teams/indicators.ts';
import { dayText } from '../../teams/report-period.ts';
import { linkButton } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { emptyState, figureBox, figures, noteBox } from '../table-parts.ts';
import { readService, readTrends } from './figures.ts';
import { filterQuery } from './filters.ts';
import { readOverview } from './overview.ts';
import { waitingWords } from '../waiting.ts';
import { chartFigure, notesOf, saveLinks } from './show.ts';
import { indicatorName, serviceTable, trendTable } from './tables.ts';
import { numberText, percentText, periodLabel } from './words.ts';

type Overview = z.output<typeof readOverview.output>;

/** What waits, most urgent first: what it is, where it is done. */
const NEEDS = [
  ['help', 'Bà con đang chờ người giúp', '/console/tro-giup'],
  ['announcements', 'Thông báo chờ bạn duyệt', '/console/thong-bao?xem=nhap'],
  ['privacy', 'Yêu cầu về dữ liệu cá nhân', '/console/du-lieu-ca-nhan'],
  ['communeQuestions', 'Câu hỏi của tổ chờ xã trả lời', '/console/hoi-tuyen-tren'],
  ['provinceQuestions', 'Câu hỏi của tổ chờ tỉnh trả lời', '/console/cau-hoi/to'],
  ['members', 'Người chờ duyệt vào tổ', '/console/thanh-vien'],
  ['fieldLog', 'Mục ghi nhận cần xem lại', '/console/so-ghi-nhan'],
  ['staleCards', 'Thẻ nội dung quá hạn xem lại', '/console/noi-dung'],
  ['questions', 'Câu hỏi chưa có câu trả lời', '/console/nhu-cau'],
  ['failedSends', 'Tin gửi hỏng', undefined],
  ['unknownSends', 'Tin chưa rõ đã tới chưa', undefined],
] as const;

export const homePage = definePage({
  path: '/',
  permission: 'dashboard.view',
  input: filterQuery.pick({ commune: true }),
  async render(context, { commune }) {
    const query = { commune };
    const view = await context.read(readOverview, query);
    const title = `Hôm nay ${dayText(view.day)}`;
    if (!view.hasFigures) return { title, body: html`${needsPart(view)}${freshPart(view)}` };
    return {
      title,
      body: html`<p class="lead">${view.unit.name}</p>${needsPart(view)}${todayPart(context, view)}${await monthPart(context, query)}${await servicePart(context)}${furtherPart(context)}`,
    };
  },
});

function todayPart({ deps, actor }: PageContext, view: Overview): Html {
  const thingName = thingNames(deps.catalogue());
  const valueOf = (code: string, value: number | undefined): string =>
    value === undefined ? '–' : `${numberText(value)}${code === 'stuck-rate' ? '%' : ''}`;
  return html`<section><h2>Số liệu trong ngày</h2>${figures(
    view.figures.map(({ code, today, lastWeek }) =>
      figureBox(
        indicatorName(code, thingName),
        valueOf(code, today),
        html`${periodLabel(view.lastWeek)} cả ngày: ${valueOf(code, lastWeek)}`,
      ),
    ),
  )}<p class="hint">${NOT_OUTCOMES} So với cùng thứ của tuần trước, tính cả ngày hôm đó.</p>
  ${saveLinks('hom-nay', { commune: view.unit.scope === 'c' ? view.unit.code : undefined }, actor)}</section>`;
}

function needsPart({ needs }: Overview): Html {
  const waiting = NEEDS.flatMap(([key, label, to]) => {
    const count = needs[key] ?? 0;
    const shown = key === 'failedSends' || key === 'unknownSends' ? count : waitingWords(count);
    return count === 0 ? [] : [figureBox(label, shown, to === undefined ? undefined : 'Mở để xử lý', to)];
  });
  return html`<section><h2>Cần làm ngay</h2>${
    waiting.length === 0 ? noteBox('good', html`<p>Không có việc nào đang chờ.</p>`) : figures(waiting)
  }</section>`;
}

/** A fresh installation: what to do first. */
const freshPart = ({ hasTeams }: Overview): Html =>
  emptyState(
    'Chưa có số liệu nào.',
    hasTeams
      ? 'Số liệu hiện ra khi có bà con đầu tiên nhắn cho trợ lý. Mời các tổ chia sẻ mã tổ của mình.'
      : 'Bắt đầu bằng danh sách tổ công nghệ số cộng đồng: nhập từ tệp Excel, rồi mời bà con nhắn mã tổ cho trợ lý.',
    html`<p>${linkButton(hasTeams ? 'Xem các tổ' : 'Nhập danh sách tổ', '/console/to', 'primary')}</p>`,
  );

async function monthPart(context: PageContext, query: { readonly commune: string | undefined }): Promise<Html> {
  const view = await context.read(readTrends, query);
  const table = trendTable(view, thingNames(context.deps.catalogue()));
  const shown = { name: 'xu-huong', query, table, actor: context.actor };
  const sum = (code: string): string =>
    numberText(view.periods.reduce((all, { values }) => all + (values[code] ?? 0), 0));
  return html`<section><h2>30 ngày qua</h2>
  <p>${sum('started')} lượt bắt đầu hướng dẫn, ${sum('finished')} lượt đi hết, ${sum('outcomes')} lượt bà con báo làm được.</p>
  ${chartFigure('xu-huong', 'Biểu đồ số tài khoản trò chuyện, lượt bắt đầu và lượt đi hết hướng dẫn theo ngày, 30 ngày qua.', shown)}
  <p><a href="/console/so-lieu">Xem thêm số liệu</a></p></section>`;
}

/** Shares of messages answered in time, with the chart of 30 days. */
export async function servicePart(context: PageContext): Promise<Html> {
  const view = await context.read(readService, {});
  if (view.month.total === 0) return html``;
  const box = (label: string, { total, within2, within10 }: typeof view.today): Html =>
    figureBox(
      label,
      percentText(within2, total),
      html`trong 10 giây: ${percentText(within10, total)}; ${numberText(total)} tin nhắn`,
    );
  const table = serviceTable(view);
  return html`<section><h2>Trả lời trong 2 giây</h2>${figures(
    box('Hôm nay', view.today),
    box('7 ngày qua', view.week),
    box('30 ngày qua', view.month),
  )}${chartFigure('toc-do', 'Biểu đồ phần trăm tin nhắn được trả lời trong 2 giây và trong 10 giây, theo ngày.', { name: 'toc-do', query: {}, table, actor: context.actor })}${notesOf(table)}</section>`;
}

const furtherPart = ({ actor }: PageContext): Html => html`<section><h2>Xem kỹ hơn</h2><ul class="links">
<li><a href="/console/ban-do">Bản đồ các xã so với chỉ tiêu</a></li>
<li><a href="/console/so-lieu/nhiet-do">Bà con vướng ở bước nào</a></li>
<li><a href="/console/lua-dao">Đợt lừa đảo theo xã</a></li>
${may(actor, 'export') && html`<li><a href="/console/bao-cao">Báo cáo tháng, quý</a></li>`}</ul></section>`;

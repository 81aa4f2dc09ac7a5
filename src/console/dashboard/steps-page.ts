import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { type Html, html, type Piece } from '../../shared/html.ts';
import { filterForm, hidden, selectField } from '../form-parts.ts';
import { definePage } from '../page.ts';
import { emptyState, figureBox, figures, noteBox } from '../table-parts.ts';
import { filterQuery, monthChoices } from './filters.ts';
import { ENOUGH_AT_STEP, type GuideWay, readFunnel, readSteps } from './guides.ts';
import { chartFigure, notesOf, type Query, saveLinks } from './show.ts';
import { funnelTable, stepsTable } from './tables.ts';
import { address, numberText, percentText, topicChoices } from './words.ts';

const state = undefined;
/** Cards in the heat map; the file has all. */
const MOST_CARDS = 40;
/** Shares of stuck people from which a cell is darker: 5, 10, 20, 35 in a hundred. */
const HEAT = [0.05, 0.1, 0.2, 0.35];

/** 0 (nobody) to 5. */
export const heatOf = (stuck: number, reached: number): number =>
  stuck === 0 || reached === 0 ? 0 : 1 + HEAT.filter((from) => stuck / reached >= from).length;

/** Said while the past is still being added up. */
export const incompletePart = (isComplete: boolean): Html =>
  isComplete
    ? html``
    : noteBox('warn', html`<p>Số của những ngày cũ đang được cộng lại. Mời xem lại sau vài phút để có đủ.</p>`);

export const stepsPage = definePage({
  path: '/so-lieu/nhiet-do',
  permission: 'dashboard.view',
  input: filterQuery.pick({ commune: true, topic: true, month: true }),
  async render({ read, actor, at }, filters) {
    const view = await read(readSteps, filters);
    const query: Query = { ...filters };
    const cards = view.guides.filter(({ kind }) => kind === 'card');
    const flows = view.guides.filter(({ kind }) => kind === 'flow');
    return {
      title: 'Bà con vướng ở bước nào',
      isWide: true,
      body: html`<p class="lead">${view.unit.name}. Phần trăm người đến bước đó bấm "Chưa làm được". Ô càng đậm càng nhiều người vướng.</p>
      ${filterForm(
        '/so-lieu/nhiet-do',
        selectField({ state, name: 'month', label: 'Tháng', choices: monthChoices(vietnamDay(at)), value: view.month }),
        selectField({ state, name: 'topic', label: 'Lĩnh vực', choices: topicChoices, value: filters.topic }),
        filters.commune !== undefined && filters.commune !== '' && hidden('commune', filters.commune),
      )}${incompletePart(view.isComplete)}
      ${
        cards.length === 0
          ? emptyState('Tháng này chưa có ai đi theo thẻ nào.', 'Chọn tháng khác, hoặc mời bà con hỏi trợ lý.')
          : html`${heatTable(cards.slice(0, MOST_CARDS), query)}
      ${cards.length > MOST_CARDS && html`<p class="hint">Đang hiện ${MOST_CARDS} thẻ có nhiều người vướng nhất, trên ${cards.length} thẻ.</p>`}
      ${notesOf(stepsTable(view))}<p class="hint">Chỉ tính bà con tự làm, không tính khi thành viên tổ làm cùng tại nhà.</p>
      ${saveLinks('nhiet-do', query, actor)}`
      }
      ${flows.length > 0 && html`<h2>Luồng hỏi đáp</h2><ul class="links">${flows.map((flow) => html`<li><a href="${address(`/so-lieu/pheu/${flow.id}`, query)}">${flow.title}</a>: ${numberText(flow.started)} lượt bắt đầu, ${percentText(flow.finished, flow.started)} đi hết</li>`)}</ul>`}`,
    };
  },
});

function heatTable(cards: readonly GuideWay[], query: Query): Html {
  const most = Math.max(...cards.map(({ steps }) => steps.length));
  const columns = Array.from({ length: most }, (_, index) => index);
  return html`<div class="table-box heat"><table><caption>Thẻ và các bước, thẻ nhiều người vướng đứng trước</caption>
  <thead><tr><th scope="col">Thẻ</th><th scope="col" class="number">Bắt đầu</th>${columns.map((index) => html`<th scope="col" class="number">Bước ${index + 1}</th>`)}</tr></thead>
  <tbody>${cards.map(
    (card) => html`<tr><th scope="row"><a href="${address(`/so-lieu/pheu/${card.id}`, query)}">${card.title}</a></th>
  <td class="number" data-label="Bắt đầu">${numberText(card.started)}</td>${columns.map((index) => heatCell(card.steps[index], index))}</tr>`,
  )}</tbody></table></div>`;
}

function heatCell(step: GuideWay['steps'][number] | undefined, index: number): Html {
  if (step === undefined) return html`<td class="number none"></td>`;
  const words: Piece =
    step.reached < ENOUGH_AT_STEP
      ? html`<span class="hint">ít người</span>`
      : html`${percentText(step.stuck, step.reached)}<span class="unseen"> (${step.stuck} trên ${step.reached} người)</span>`;
  const heat = step.reached < ENOUGH_AT_STEP ? 0 : heatOf(step.stuck, step.reached);
  return html`<td class="number heat-${heat}" data-label="Bước ${index + 1}">${words}</td>`;
}

export const funnelPage = definePage({
  path: '/so-lieu/pheu/:id',
  permission: 'dashboard.view',
  input: filterQuery.pick({ commune: true, month: true }).extend({ id: z.string().max(100) }),
  async render({ read, actor, at }, filters) {
    const { unit, month, isComplete, guide } = await read(readFunnel, filters);
    const table = funnelTable({ month, guide });
    const query: Query = { id: guide.id, commune: filters.commune, month: filters.month };
    const worst = guide.steps
      .filter(({ reached }) => reached >= ENOUGH_AT_STEP)
      .toSorted((a, b) => b.stuck / b.reached - a.stuck / a.reached)[0];
    return {
      title: guide.title,
      body: html`<p class="lead">${unit.name}. ${guide.kind === 'card' ? 'Thẻ hướng dẫn' : 'Luồng hỏi đáp'}: từ lúc bắt đầu đến khi xong.</p>
      ${filterForm(
        `/so-lieu/pheu/${guide.id}`,
        selectField({ state, name: 'month', label: 'Tháng', choices: monthChoices(vietnamDay(at)), value: month }),
        filters.commune !== undefined && filters.commune !== '' && hidden('commune', filters.commune),
      )}${incompletePart(isComplete)}
      ${figures(
        figureBox('Bắt đầu', guide.started),
        figureBox('Đi hết', guide.finished, percentText(guide.finished, guide.started)),
        figureBox('Xin gặp người', guide.handovers),
      )}
      ${worst && worst.stuck > 0 && noteBox('info', html`<p>Vướng nhiều nhất ở bước ${worst.step} (${percentText(worst.stuck, worst.reached)}): ${worst.text}</p>`)}
      ${
        guide.started === 0
          ? emptyState('Tháng này chưa có ai bắt đầu.', 'Chọn tháng khác để xem.')
          : chartFigure(
              'pheu',
              `Biểu đồ số lượt còn lại sau từng bước của "${guide.title}".`,
              { name: 'pheu', query, table, actor },
              true,
            )
      }${notesOf(table)}
      <p><a href="${address('/so-lieu/nhiet-do', { commune: filters.commune, month: filters.month })}">Về bảng các bước bị vướng</a></p>`,
    };
  },
});

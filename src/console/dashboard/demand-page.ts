import * as z from 'zod';
import { html } from '../../shared/html.ts';
import { dayText } from '../../teams/report-period.ts';
import { submit } from '../form-parts.ts';
import { defineForm, definePage, type PageContext } from '../page.ts';
import { details, emptyState, facts } from '../table-parts.ts';
import { dismissDemand, readDemand } from './demand.ts';
import { notesOf, saveLinks } from './show.ts';
import { demandTable } from './tables.ts';

type Group = z.output<typeof readDemand.output>['groups'][number];

/** Groups on one page; smaller ones come up when these are settled. */
const MOST_GROUPS = 30;
const WORDINGS = 3;

export const demandPage = definePage({
  path: '/nhu-cau',
  permission: 'demand.work',
  input: z.object({}),
  async render(context) {
    const view = await context.read(readDemand, {});
    return {
      title: 'Câu hỏi chưa có câu trả lời',
      body:
        view.groups.length === 0
          ? emptyState(
              'Không còn câu nào đang mở.',
              'Khi trợ lý chưa biết và bà con bấm "Ghi lại câu hỏi này", câu hỏi hiện ở đây, đã che số điện thoại và mật khẩu.',
            )
          : html`<p class="lead">${view.questions} câu trong ${view.days} ngày, xếp thành ${view.groups.length} nhóm, nhóm đông đứng trước.</p>
      ${notesOf(demandTable(view))}${view.isFull && html`<p class="hint">Chỉ xếp ${view.questions} câu mới nhất; xử lý xong sẽ thấy câu cũ hơn.</p>`}
      ${saveLinks('nhu-cau', {}, context.actor)}
      ${view.groups.slice(0, MOST_GROUPS).map((group) => groupPart(context, group))}
      ${view.groups.length > MOST_GROUPS && html`<p class="hint">Còn ${view.groups.length - MOST_GROUPS} nhóm nhỏ hơn; tệp tải về có đủ.</p>`}`,
    };
  },
});

function groupPart(context: PageContext, group: Group) {
  const { id, size, keywords, texts, nearest, nearestTitle, communes, firstDay, lastDay } = group;
  const wording = (text: string) => html`<li>${text}</li>`;
  const command = `npm run bot -- demand to-asks ${id} ${nearest === '' ? '--new' : `--card ${nearest}`}`;
  return html`<section class="demand-group" id="${id}"><h2>${keywords.length > 0 ? keywords.join(', ') : (texts[0] ?? id)} <span class="hint">${size} câu</span></h2>
  <ul class="quotes">${texts.slice(0, WORDINGS).map(wording)}</ul>
  ${texts.length > WORDINGS && details(`Và ${texts.length - WORDINGS} cách hỏi khác`, html`<ul class="quotes">${texts.slice(WORDINGS, 50).map(wording)}</ul>`)}
  ${facts(
    ['Thẻ gần nhất', nearestTitle === '' ? 'Chưa có thẻ nào gần' : nearestTitle],
    [
      'Từ',
      communes
        .slice(0, 3)
        .map((one) => `${one.name} (${one.count})`)
        .join(', '),
    ],
    ['Hỏi trong', firstDay === lastDay ? dayText(firstDay) : `${dayText(firstDay)} – ${dayText(lastDay)}`],
  )}
  ${details('Thêm câu trả lời cho nhóm này', html`<p>Người soạn nội dung chạy lệnh này (thử trước bằng <code>--dry-run</code>), xem lại rồi đưa nội dung mới lên:</p><p><code>${command}</code></p>`)}
  ${context.form(`/nhu-cau/${id}/bo`, html`<p class="button-row">${submit('Không phải việc của trợ lý, bỏ nhóm này', { kind: 'plain' })}</p>`)}</section>`;
}

export const dismissForm = defineForm({
  path: '/nhu-cau/:id/bo',
  action: dismissDemand,
  on: demandPage,
  done: ({ settled }) => ({ to: '/console/nhu-cau', notice: `Đã bỏ nhóm: ${settled} câu.` }),
});

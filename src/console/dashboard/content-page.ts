import * as z from 'zod';
import { html } from '../../shared/html.ts';
import { topicName } from '../../teams/report.ts';
import { dayText } from '../../teams/report-period.ts';
import { definePage } from '../page.ts';
import { dataTable, emptyState, figureBox, figures } from '../table-parts.ts';
import { readContent } from './content.ts';
import { notesOf, saveLinks, shownTable } from './show.ts';
import { CONTENT_PARTS, unansweredTable } from './tables.ts';

const WHY = {
  overdue: 'Thẻ vẫn trả lời, nhưng bà con thấy lời báo nội dung đang được kiểm tra.',
  dueSoon: 'Đến hạn trong 60 ngày tới.',
  unsure: 'Mới có một nguồn, hoặc chưa có nguồn chính thức.',
  withoutPicture: 'Có bước bảo bấm nút mà không bước nào có hình màn hình.',
  fewAsks: 'Ít cách hỏi thì trợ lý khó nhận ra câu của bà con.',
} as const;

/** Rows of one part on the page; the file has all. */
const MOST = 30;

export const contentPage = definePage({
  path: '/noi-dung',
  permission: 'content.view',
  input: z.object({}),
  async render({ read, actor, deps }) {
    const view = await read(readContent, {});
    const unanswered = unansweredTable(view);
    const site = deps.publicUrl();
    const name = (id: string, title: string) =>
      site === undefined ? title : html`<a href="${site}/h/${id}">${title}</a>`;
    return {
      title: 'Nội dung cần xem lại',
      body: html`<p class="lead">${view.cards} thẻ đang trả lời bà con.</p>
      ${figures(CONTENT_PARTS.map(([part, title]) => figureBox(title, view[part].length, undefined, `#${part}`)))}
      ${saveLinks('noi-dung', {}, actor)}
      ${CONTENT_PARTS.map(
        ([part, title]) =>
          html`<section id="${part}"><h2>${title}</h2><p>${WHY[part]}</p>${dataTable({
            caption: title,
            isCaptionShown: false,
            columns: [{ label: 'Thẻ' }, { label: 'Lĩnh vực' }, { label: 'Hạn xem lại' }],
            rows: view[part]
              .slice(0, MOST)
              .map((card) => [name(card.id, card.title), topicName(card.topic), dayText(card.reviewAfter)]),
            empty: html`<p class="hint">Không có thẻ nào.</p>`,
          })}${view[part].length > MOST && html`<p class="hint">Đang hiện ${MOST} trên ${view[part].length} thẻ; tệp tải về có đủ.</p>`}</section>`,
      )}
      <section><h2>Bà con hỏi mà chưa có thẻ trả lời</h2>${shownTable({
        ...{ name: 'chua-tra-loi', query: {}, table: unanswered, actor, most: MOST },
        empty: emptyState(
          '90 ngày qua câu nào cũng có thẻ trả lời.',
          'Khi có câu chưa trả lời được, số lượt hiện ở đây.',
        ),
      })}${notesOf(unanswered)}</section>`,
    };
  },
});

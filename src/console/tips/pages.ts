import * as z from 'zod';
import { vietnamDay, vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { monthOf, nextPeriod } from '../../shared/periods.ts';
import { MAX_TIP_TEXT, MAX_TIP_TITLE } from '../../broadcasts/tip-message.ts';
import {
  buttonRow,
  hidden,
  linkButton,
  selectField,
  submit,
  textArea,
  textField,
  tickField,
  typed,
} from '../form-parts.ts';
import type { Choice } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, details, emptyState, figureBox, figures, noteBox, tag } from '../table-parts.ts';
import { count, monthText } from '../teams/words.ts';
import { getTip, listTips } from './actions.ts';

const STATE_TAGS = { draft: tag('Bản nháp'), sending: tag('Đã gửi', 'good'), stopped: tag('Đã dừng', 'warn') } as const;

/** Tips, and the form for a new one. */
export const tipsPage = definePage({
  path: '/meo',
  permission: 'teams.view',
  input: z.object({}),
  async render(context) {
    const { tips } = await context.read(listTips, {});
    const mayRun = may(context.actor, 'announcements.run');
    return {
      title: 'Mẹo tháng cho thành viên tổ',
      body: html`<p>Mẹo gửi tới thành viên đã nhắn trong 7 ngày, từ 7 giờ đến 21 giờ, mỗi người mỗi tuần nhiều nhất một mẹo.</p>
      ${dataTable({
        caption: 'Các mẹo, mới nhất ở trên',
        columns: [
          { label: 'Mẹo' },
          { label: 'Tháng' },
          { label: 'Tình trạng' },
          { label: 'Đã gửi', kind: 'number' },
          { label: 'Đã đọc', kind: 'number' },
        ],
        rows: tips.map(({ id, title, month, state, given, read }) => [
          mayRun ? html`<a href="/console/meo/${id}">${title}</a>` : title,
          monthText(month),
          STATE_TAGS[state],
          given === undefined ? '—' : count(given),
          read === undefined ? '—' : count(read),
        ]),
        empty: emptyState(
          'Chưa có mẹo nào.',
          'Mỗi tháng một chủ đề, vài dòng là đủ. Ai bấm đã đọc thì tổ nhắn được thêm 7 ngày.',
        ),
      })}
      ${may(context.actor, 'announcements.write') && html`<h2>Viết mẹo mới</h2>${tipForm(context)}`}`,
    };
  },
});

function tipForm(context: PageContext, tip?: z.output<typeof getTip.output>): Html {
  const state = context.stateOf('/meo');
  const id = typed({ state, name: 'id' }, tip?.id);
  const cards = [
    { value: '', label: 'Không kèm hướng dẫn' },
    ...context.deps
      .catalogue()
      .cards()
      .map(({ slug, title }) => ({ value: slug, label: title })),
  ];
  return context.form(
    '/meo',
    html`${id !== '' && hidden('id', id)}
    ${textField({ state, name: 'title', label: 'Tiêu đề', value: tip?.title, maxLength: MAX_TIP_TITLE, required: true })}
    ${textArea({ state, name: 'text', label: 'Nội dung', value: tip?.text, maxLength: MAX_TIP_TEXT, rows: 5, required: true })}
    ${selectField({ state, name: 'card', label: 'Hướng dẫn kèm theo (nút Thử ngay)', choices: cards, value: tip?.card ?? '' })}
    ${selectField({ state, name: 'month', label: 'Của tháng', choices: monthsAhead(monthOf(vietnamDay(context.at)), tip?.month), value: tip?.month ?? monthOf(vietnamDay(context.at)) })}
    ${submit('Lưu bản nháp')}`,
  );
}

/** This month and the five after it, and the one it is of already. */
function monthsAhead(now: string, own: string | undefined): readonly Choice[] {
  let month = now;
  const months = Array.from({ length: 6 }, () => {
    const one = month;
    month = nextPeriod('m', month);
    return one;
  });
  const all = own === undefined || months.includes(own) ? months : [own, ...months];
  return all.map((value) => ({ value, label: `Tháng ${value.slice(5)}/${value.slice(0, 4)}` }));
}

/** One tip: how it reads, whom it reaches, send, stop. */
export const tipPage = definePage({
  path: '/meo/:id',
  permission: 'announcements.run',
  input: z.object({ id: z.string().max(60) }),
  async render(context, { id }) {
    const tip = await context.read(getTip, { id });
    const { plan } = tip;
    return {
      title: tip.title,
      body: html`<p>${STATE_TAGS[tip.state]} Tháng ${monthText(tip.month)}${tip.cardTitle !== '' && html`, kèm hướng dẫn: ${tip.cardTitle}`}</p>
      <h2>Thành viên đọc thấy</h2>
      <div class="note">${tip.message.split('\n').map((line) => html`<p>${line}</p>`)}</div>
      ${figures(
        figureBox('Đã gửi', tip.given ?? 0),
        figureBox('Đã bấm đọc', tip.read ?? 0),
        tip.state !== 'stopped' && figureBox('Gửi được lúc này', plan.reachable),
        tip.state !== 'stopped' &&
          figureBox('Cần gọi điện', plan.unreachable, 'quá 7 ngày chưa nhắn', '/console/thanh-vien?state=unreachable'),
      )}
      ${tip.state !== 'stopped' && sending(context, tip)}
      ${tip.state === 'draft' && may(context.actor, 'announcements.write') && details('Sửa bản nháp', tipForm(context, tip))}
      <p>${linkButton('Về danh sách mẹo', '/console/meo')}</p>`,
    };
  },
});

function sending(context: PageContext, { id, state, plan }: z.output<typeof getTip.output>): Html {
  const stop = `/meo/${id}/dung` as const;
  return html`<p class="hint">Không gửi: đã có mẹo này ${count(plan.hasIt)}, đã nhận mẹo khác trong 7 ngày ${count(plan.thisWeek)}, không muốn nhận ${count(plan.refuses)}. Bắt đầu gửi từ ${vietnamTime(plan.dueAt)}.</p>
    ${
      plan.reachable > 0
        ? buttonRow(
            context.form(
              `/meo/${id}/gui`,
              submit(
                state === 'draft'
                  ? `Gửi cho ${count(plan.reachable)} người`
                  : `Gửi thêm cho ${count(plan.reachable)} người`,
              ),
            ),
          )
        : noteBox(
            'info',
            html`<p>Lúc này chưa gửi thêm được cho ai. Vài ngày nữa bạn xem lại: ai vừa nhắn cho trợ lý thì gửi được.</p>`,
          )
    }
    ${state === 'sending' && details('Dừng gửi mẹo này', context.form(stop, html`${tickField({ state: context.stateOf(stop), name: 'confirmed', label: 'Ai chưa nhận thì không nhận nữa; dừng rồi không gửi lại được', value: 'yes' })}${submit('Dừng gửi', { kind: 'danger' })}`))}`;
}

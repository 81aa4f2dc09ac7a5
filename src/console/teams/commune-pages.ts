import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html } from '../../shared/html.ts';
import { Refusal } from '../action.ts';
import { buttonRow, hidden, linkButton, selectField, submit, textField } from '../form-parts.ts';
import { definePage } from '../page.ts';
import { dataTable, details, emptyState, noteBox } from '../table-parts.ts';
import { listCommuneChanges, previewCommunes } from './commune-actions.ts';
import { communeChoices } from './communes.ts';
import { count, dayText } from './words.ts';

/** Communes that became others, and the form for one more. */
export const communesPage = definePage({
  path: '/xa',
  permission: 'communes.manage',
  input: z.object({}),
  async render(context) {
    const { changes } = await context.read(listCommuneChanges, {});
    const choices = await communeChoices(context.deps);
    const field = (name: string, label: string) =>
      choices.length === 0
        ? textField({ state: undefined, name, label, hint: 'Mã xã, năm chữ số.', inputMode: 'numeric' })
        : selectField({ state: undefined, name, label, choices: [{ value: '', label: 'Chọn…' }, ...choices] });
    return {
      title: 'Xã sáp nhập, đổi mã',
      body: html`<p>Xã chỉ đổi tên mà giữ mã thì không cần làm gì. Khi xã nhập vào xã khác, hoặc có mã mới: chọn xã cũ, xã mới, ngày bắt đầu, rồi xem trước.</p>
      <form method="get" action="/console/xa/xem-truoc">
      ${field('from', 'Xã cũ')}
      ${field('to', 'Thành xã')}
      ${textField({ state: undefined, name: 'day', label: 'Từ ngày', type: 'date', value: vietnamDay(context.at), max: vietnamDay(context.at) })}
      ${submit('Xem trước')}</form>
      <h2>Đã ghi</h2>
      ${dataTable({
        caption: 'Các xã đã thành xã khác',
        columns: [{ label: 'Xã cũ' }, { label: 'Thành xã' }, { label: 'Từ ngày' }],
        rows: changes.map((one) => [
          `${one.fromName} (${one.fromCode})`,
          `${one.toName} (${one.toCode})`,
          dayText(one.day),
        ]),
        empty: emptyState(
          'Chưa ghi xã nào sáp nhập hay đổi mã.',
          'Khi có quyết định, bạn ghi ở trên đúng ngày có hiệu lực.',
        ),
      })}`,
    };
  },
});

const text = z.string().max(120).catch('');

/** What one change moves, before it is made. */
export const communeChangePage = definePage({
  path: '/xa/xem-truoc',
  permission: 'communes.manage',
  input: z.object({ from: text, to: text, day: text }),
  async render(context, asked) {
    const title = 'Xem trước khi ghi';
    const back = linkButton('Quay lại', '/console/xa');
    const typed = context.stateOf('/xa')?.fields.texts;
    const input = {
      from: typed?.['from']?.at(-1) ?? asked.from,
      to: typed?.['to']?.at(-1) ?? asked.to,
      day: typed?.['day']?.at(-1) ?? asked.day,
    };
    try {
      const { from, to, day, teams, members, accounts } = await context.read(previewCommunes, input);
      return {
        title,
        body: html`${noteBox(
          'warn',
          html`<p><strong>${from.name} (${from.code}) thành ${to.name} (${to.code}) từ ngày ${dayText(day)}.</strong></p>
          <ul><li>${count(teams.length)} tổ, ${count(members)} thành viên và bà con của xã cũ chuyển theo.</li>
          <li>${count(accounts)} tài khoản cán bộ xã ở bảng điều hành sang xã mới.</li>
          <li>Số liệu đã đếm giữ dưới mã cũ; khi xem xã mới thì cộng cả hai.</li></ul>
          <p>Việc này không hoàn tác được.</p>`,
        )}
        ${teams.length > 0 && details(`${teams.length} tổ chuyển theo`, html`<ul>${teams.map(({ code, name }) => html`<li>${name} (${code})</li>`)}</ul>`)}
        ${context.form('/xa', html`${hidden('from', from.code)}${hidden('to', to.code)}${hidden('day', day)}${buttonRow(submit('Ghi và chuyển', { kind: 'danger' }), back)}`)}`,
      };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const lines = Object.values(error.fields);
      return {
        title,
        status: 400,
        body: html`${noteBox('bad', html`<p>${error.message}</p>`, html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`)}<p>${back}</p>`,
      };
    }
  },
});

import * as z from 'zod';
import { vietnamDay, vietnamTime } from '../../shared/clock.ts';
import { html } from '../../shared/html.ts';
import { filterForm, linkButton, selectField, textField } from '../form-parts.ts';
import { definePage } from '../page.ts';
import { dataTable, emptyState, exportLinks, noteBox, pager } from '../table-parts.ts';
import { DEED_KINDS, deedName, detailWords, subjectName } from './deed-words.ts';
import { checkAudit, exportAudit, listAudit } from './audit-actions.ts';

const filter = {
  actor: z.string().max(80).optional().catch(undefined),
  action: z.string().max(80).optional().catch(undefined),
  day: z.iso.date().optional().catch(undefined),
};

const query = (asked: Readonly<Record<string, string | number | undefined>>): string => {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
};

export const auditPage = definePage({
  path: '/nhat-ky',
  permission: 'audit.view',
  input: z.object({ ...filter, before: z.coerce.number().int().positive().optional().catch(undefined) }),
  async render(context, { before, ...asked }) {
    const { deps } = context;
    const { lines, next } = await context.read(listAudit, { ...asked, before });
    const staff = await deps.storage.listStaff({ oaId: deps.oaId });
    const people = [
      { value: '', label: 'Mọi người' },
      ...staff.map(({ id, name, login }) => ({ value: id, label: `${name} (${login})` })),
      { value: 'command-line', label: 'Dòng lệnh' },
      { value: 'system', label: 'Máy chủ' },
    ];
    return {
      title: 'Nhật ký',
      isWide: true,
      body: html`<p>Mọi thay đổi và lần tải dữ liệu đều được ghi lại. Không ai sửa hay xóa được các dòng này.</p>
      ${filterForm(
        '/nhat-ky',
        selectField({ state: undefined, name: 'actor', label: 'Người làm', choices: people, value: asked.actor }),
        selectField({
          ...{ state: undefined, name: 'action', label: 'Việc', value: asked.action },
          choices: [{ value: '', label: 'Mọi việc' }, ...DEED_KINDS],
        }),
        textField({
          state: undefined,
          name: 'day',
          label: 'Ngày',
          type: 'date',
          value: asked.day,
          max: vietnamDay(context.at),
        }),
      )}
      ${dataTable({
        caption: 'Các việc đã làm, mới nhất trước',
        columns: [
          ...[
            { label: 'Lúc' },
            { label: 'Người làm' },
            { label: 'Việc' },
            { label: 'Đối tượng' },
            { label: 'Chi tiết' },
          ],
          { label: 'Số', kind: 'number' },
        ],
        rows: lines.map(({ seq, at, actorName, action, subject, detail }) => [
          ...[vietnamTime(at), actorName, deedName(action), subjectName(subject)],
          detailWords(detail),
          seq,
        ]),
        empty: emptyState('Không có dòng nào.', 'Bạn chọn người khác hoặc ngày khác rồi bấm «Lọc».'),
      })}
      ${pager(before === undefined ? undefined : `/console/nhat-ky${query(asked)}`, next === undefined ? undefined : `/console/nhat-ky${query({ ...asked, before: next })}`)}
      ${exportLinks(['CSV (mở bằng Excel)', `/console/nhat-ky/tai-ve${query(asked)}`])}
      <p>${linkButton('Kiểm tra nhật ký còn nguyên vẹn', '/console/nhat-ky/kiem-tra')}</p>`,
    };
  },
});

export const auditExportPage = definePage({
  path: '/nhat-ky/tai-ve',
  permission: 'audit.view',
  input: z.object(filter),
  async render(context, asked) {
    const { csv } = await context.read(exportAudit, asked);
    return { type: 'text/csv; charset=utf-8', bytes: csv, fileName: `nhat-ky-${vietnamDay(context.at)}.csv` };
  },
});

export const auditCheckPage = definePage({
  path: '/nhat-ky/kiem-tra',
  permission: 'audit.view',
  input: z.object({}),
  async render(context) {
    const { lines, lastHash, brokenSeq } = await context.read(checkAudit, {});
    return {
      title: 'Kiểm tra nhật ký',
      body: html`${
        brokenSeq === undefined
          ? noteBox(
              'good',
              html`<p>Nhật ký còn nguyên vẹn: ${lines.toLocaleString('vi-VN')} dòng, dòng nào cũng khớp với dòng trước.</p>`,
            )
          : noteBox(
              'bad',
              html`<p role="alert">Nhật ký đã bị sửa hoặc mất dòng, bắt đầu từ dòng số ${brokenSeq}. Bạn báo ngay người phụ trách an toàn thông tin.</p>`,
            )
      }
      ${lines > 0 && html`<p>Mã niêm phong của dòng ${lines}: <code>${lastHash}</code>. Ghi lại mã này ở nơi khác: lần sau chạy <code>bot audit verify ${lines}:${lastHash.slice(0, 16)}</code> thì biết cả khi phần cuối bị cắt.</p>`}
      <p>${linkButton('Về nhật ký', '/console/nhat-ky')}</p>`,
    };
  },
});

import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html } from '../../shared/html.ts';
import { codeListCsv, lastDayText, ROLE_NAMES } from '../../teams/code-list.ts';
import { printedCode } from '../../teams/registry.ts';
import { linkButton } from '../form-parts.ts';
import { definePage } from '../page.ts';
import { dataTable, emptyState, exportLinks, noteBox } from '../table-parts.ts';
import { keptCodes } from './codes.ts';

const input = z.object({ id: z.string().max(100) });
/** Codes shown on the page; longer lists are read from the file. */
const SHOWN = 50;

/** Join codes, for whoever made them and for half an hour. */
export const codesPage = definePage({
  path: '/ma-moi/:id',
  permission: 'teams.manage',
  input,
  async render({ deps, actor }, { id }) {
    const kept = keptCodes(deps, actor, id);
    if (!kept) {
      return {
        title: 'Mã mời',
        body: emptyState(
          'Mã không còn hiện ở đây.',
          'Mã mời chỉ hiện trong 30 phút cho người làm ra nó; máy chủ không giữ mã. Nếu mất mã, bạn mở tổ, tìm tên người được mời và bấm Làm mã khác.',
          linkButton('Về danh sách tổ', '/console/to', 'primary'),
        ),
      };
    }
    const { codes, backTo } = kept;
    return {
      title: codes.length === 1 ? 'Mã mời đã sẵn sàng' : `${codes.length} mã mời đã sẵn sàng`,
      isWide: true,
      body: html`${noteBox('warn', html`<p><strong>Chép hoặc tải ngay.</strong> Mã chỉ hiện trong 30 phút; máy chủ không giữ mã. In ra, cắt phát từng người, rồi xóa tệp.</p>`)}
      ${exportLinks([`Danh sách ${codes.length} mã (CSV, mở bằng Excel)`, `/console/ma-moi/${id}/tai`])}
      ${dataTable({
        caption:
          codes.length > SHOWN
            ? `${SHOWN} mã đầu; đủ ${codes.length} mã ở tệp tải về`
            : 'Mỗi người một mã, dùng một lần',
        columns: [
          { label: 'Họ tên' },
          { label: 'Vai trò' },
          { label: 'Nơi' },
          { label: 'Nhắn cho trợ lý trên Zalo' },
          { label: 'Dùng đến hết' },
        ],
        rows: codes
          .slice(0, SHOWN)
          .map(({ name, role, placeName, teamCode, code, expiresAt }) => [
            name,
            ROLE_NAMES[role],
            teamCode === '' ? placeName : `${placeName} (${teamCode})`,
            html`VÀO TỔ <span class="secret">${printedCode(code)}</span>`,
            lastDayText(expiresAt),
          ]),
        empty: html``,
      })}
      <p>${linkButton('Xong', `/console${backTo}`, 'primary')}</p>`,
    };
  },
});

/** The same as a file. */
export const codesFile = definePage({
  path: '/ma-moi/:id/tai',
  permission: 'teams.manage',
  input,
  async render({ deps, actor, at }, { id }) {
    const kept = keptCodes(deps, actor, id);
    if (!kept) return { to: `/console/ma-moi/${id}` };
    return {
      type: 'text/csv; charset=utf-8',
      bytes: codeListCsv(kept.codes),
      fileName: `ma-moi-${vietnamDay(at)}.csv`,
    };
  },
});

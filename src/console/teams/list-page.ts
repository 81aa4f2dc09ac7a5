import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { filterForm, linkButton, buttonRow, selectField, textField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, pager, tag } from '../table-parts.ts';
import { communeFilter } from './communes.ts';
import { listTeams } from './list-actions.ts';
import { count, dayText } from './words.ts';

const STATES = [
  { value: 'active', label: 'Đang hoạt động' },
  { value: 'waiting', label: 'Có người chờ duyệt' },
  { value: 'without-leader', label: 'Chưa có tổ trưởng' },
  { value: 'dissolved', label: 'Đã giải thể' },
] as const;

const query = z.object({
  search: z.string().max(80).catch(''),
  commune: z.string().max(5).catch(''),
  state: z.enum(['active', 'dissolved', 'without-leader', 'waiting']).catch('active'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

type Query = z.output<typeof query>;

const addressOf = ({ search, commune, state }: Query, page: number): string =>
  `/console/to?${new URLSearchParams({ search, commune, state, page: String(page) }).toString()}`;

/** The list of teams, with its search. */
export const teamsPage = definePage({
  path: '/to',
  permission: 'teams.view',
  input: query,
  async render(context, asked) {
    const { search, commune, state, page } = asked;
    const found = await context.read(listTeams, { search, communeCode: commune, state, page });
    const communes = await communeFilter(context.deps, context.actor);
    const filters = filterForm(
      '/to',
      textField({ state: undefined, name: 'search', label: 'Tìm theo mã, tên, ấp', value: search, type: 'search' }),
      communes &&
        selectField({ state: undefined, name: 'commune', label: 'Xã, phường', choices: communes, value: commune }),
      selectField({ state: undefined, name: 'state', label: 'Tình trạng', choices: STATES, value: state }),
    );
    return {
      title: 'Tổ công nghệ số cộng đồng',
      isWide: true,
      body: html`${tools(context)}${filters}
      ${dataTable({
        caption: `${count(found.total)} tổ${found.pages > 1 ? `, trang ${page}/${found.pages}` : ''}`,
        columns: [
          { label: 'Tổ' },
          { label: 'Xã, phường' },
          { label: 'Thôn, ấp' },
          { label: 'Số hộ', kind: 'number' },
          { label: 'Thành viên', kind: 'number' },
          { label: 'Tổ trưởng' },
        ],
        rows: found.teams.map((team) => [
          html`<a href="/console/to/${team.code}">${team.name}</a> <span class="hint">${team.code}</span>`,
          team.communeName,
          team.hamlet,
          team.households === undefined ? '—' : count(team.households),
          html`${count(team.members)}${team.waiting > 0 && html` ${tag(`${team.waiting} chờ duyệt`, 'warn')}`}`,
          team.dissolvedAt === undefined
            ? (team.leader ?? tag('Chưa có', 'warn'))
            : html`${tag(`Giải thể ${dayText(vietnamDay(team.dissolvedAt))}`)}${team.successorCode !== undefined && html` Tổ thay: <a href="/console/to/${team.successorCode}">${team.successorCode}</a>`}`,
        ]),
        empty: nothing(context, asked),
      })}
      ${pager(page > 1 ? addressOf(asked, page - 1) : undefined, page < found.pages ? addressOf(asked, page + 1) : undefined)}`,
    };
  },
});

function tools({ actor }: PageContext): Html {
  const isAllowed = may(actor, 'teams.manage');
  return buttonRow(
    isAllowed && linkButton('Thêm một tổ', '/console/to/moi', 'primary'),
    isAllowed && linkButton('Nhập danh sách từ Excel', '/console/nhap-danh-sach'),
    may(actor, 'communes.manage') && linkButton('Xã sáp nhập, đổi mã', '/console/xa'),
    may(actor, 'settings.view') && linkButton('Nhóm chat của tổ', '/console/nhom-chat'),
  );
}

function nothing({ actor }: PageContext, { search, commune, state }: Query): Html {
  if (search !== '' || commune !== '' || state !== 'active') {
    return emptyState('Không có tổ nào như vậy.', 'Bạn bớt chữ tìm, hoặc chọn lại xã và tình trạng.');
  }
  return emptyState(
    'Chưa có tổ nào.',
    'Cách nhanh nhất: lấy tệp Excel mẫu, điền danh sách tổ, rồi nhập một lần cho cả tỉnh.',
    may(actor, 'teams.manage') && linkButton('Nhập danh sách từ Excel', '/console/nhap-danh-sach', 'primary'),
  );
}

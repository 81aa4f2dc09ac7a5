import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { ROLE_NAMES } from '../../teams/code-list.ts';
import {
  buttonRow,
  filterForm,
  hidden,
  linkButton,
  radioField,
  selectField,
  submit,
  textField,
} from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { details, emptyState, facts, noteBox, pager } from '../table-parts.ts';
import { communeField } from '../teams/change-pages.ts';
import { communeFilter } from '../teams/communes.ts';
import { memberTable, reach } from '../teams/member-table.ts';
import { count, STATE_NAMES } from '../teams/words.ts';
import { getMember, listMembers } from './actions.ts';

const STATES = [
  { value: 'pending', label: 'Chờ duyệt' },
  { value: 'active', label: 'Đang làm' },
  { value: 'officers', label: 'Cán bộ xã' },
  { value: 'unreachable', label: 'Quá 7 ngày chưa nhắn, cần gọi điện' },
  { value: 'left', label: 'Đã thôi' },
] as const;

const query = z.object({
  search: z.string().max(80).catch(''),
  commune: z.string().max(5).catch(''),
  state: z.enum(['pending', 'active', 'officers', 'unreachable', 'left']).catch('pending'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

type Query = z.output<typeof query>;

const EMPTY: Readonly<Record<Query['state'], readonly [string, string]>> = {
  pending: ['Không có ai chờ duyệt.', 'Người mới vào bằng mã mời sẽ hiện ở đây để bạn duyệt.'],
  active: ['Chưa có thành viên nào.', 'Mở một tổ để làm mã mời, hoặc nhập cả danh sách từ Excel.'],
  officers: ['Chưa có cán bộ xã nào dùng trợ lý trên Zalo.', 'Làm mã mời cho cán bộ xã ở dưới.'],
  unreachable: ['Ai cũng nhắn được.', 'Mọi thành viên đều đã nhắn cho trợ lý trong 7 ngày qua.'],
  left: ['Chưa ai thôi làm.', 'Người rời tổ hoặc bị đưa ra sẽ hiện ở đây, và có thể nhận lại.'],
};

/** People of teams, those who wait first. */
export const membersPage = definePage({
  path: '/thanh-vien',
  permission: 'teams.view',
  input: query,
  async render(context, asked) {
    const { search, commune, state, page } = asked;
    const { total, pages, members } = await context.read(listMembers, { search, communeCode: commune, state, page });
    const communes = await communeFilter(context.deps, context.actor);
    const label = STATES.find(({ value }) => value === state)?.label ?? '';
    const [title, text] =
      search === '' ? EMPTY[state] : ['Không tìm thấy ai.', 'Bạn bớt chữ tìm, hoặc chọn tình trạng khác.'];
    const addressOf = (other: number): string =>
      `/console/thanh-vien?${new URLSearchParams({ search, commune, state, page: String(other) }).toString()}`;
    return {
      title: 'Thành viên các tổ',
      isWide: true,
      body: html`${filterForm(
        '/thanh-vien',
        textField({ state: undefined, name: 'search', label: 'Tìm theo tên, mã tổ', value: search, type: 'search' }),
        communes &&
          selectField({ state: undefined, name: 'commune', label: 'Xã, phường', choices: communes, value: commune }),
        selectField({ state: undefined, name: 'state', label: 'Tình trạng', choices: STATES, value: state }),
      )}
      ${memberTable(context, {
        caption: `${label}: ${count(total)} người${pages > 1 ? `, trang ${page}/${pages}` : ''}`,
        rows: members,
        mayChange: may(context.actor, 'teams.manage'),
        isLocated: true,
        empty: emptyState(title, text),
      })}
      ${pager(page > 1 ? addressOf(page - 1) : undefined, page < pages ? addressOf(page + 1) : undefined)}
      ${may(context.actor, 'teams.manage') && context.actor.role !== 'commune-officer' && (await inviteOfficer(context))}`,
    };
  },
});

async function inviteOfficer(context: PageContext): Promise<Html> {
  const state = context.stateOf('/thanh-vien/moi-can-bo');
  return details(
    'Làm mã mời cho một cán bộ xã',
    context.form(
      '/thanh-vien/moi-can-bo',
      html`${hidden('role', 'officer')}
      ${textField({ state, name: 'name', label: 'Họ tên cán bộ', hint: 'Không ghi số điện thoại.', maxLength: 60, required: true })}
      ${await communeField(context, state)}
      ${submit('Làm mã mời')}`,
    ),
  );
}

/** One person with everything that may be done about them. */
export const memberPage = definePage({
  path: '/thanh-vien/:ref',
  permission: 'teams.view',
  input: z.object({ ref: z.string().max(20) }),
  async render(context, { ref }) {
    const one = await context.read(getMember, { ref });
    const back = one.teamCode === '' ? '/console/thanh-vien?state=officers' : `/console/to/${one.teamCode}`;
    const mayChange =
      may(context.actor, 'teams.manage') && !(one.role === 'officer' && context.actor.role === 'commune-officer');
    const problem = ['duyet', 'tu-choi', 'dua-ra', 'nhan-lai']
      .map((deed) => context.stateOf(`/thanh-vien/${ref}/${deed}`)?.summary)
      .find((summary) => summary !== undefined);
    return {
      title: one.name,
      body: html`${problem !== undefined && noteBox('bad', html`<p role="alert">${problem}</p>`)}
      ${facts(
        ['Vai trò', ROLE_NAMES[one.role]],
        ['Nơi làm', one.teamCode === '' ? one.communeName : `${one.teamName} (${one.teamCode}), ${one.communeName}`],
        ['Tình trạng', STATE_NAMES[one.state]],
        ['Vào từ', vietnamTime(one.joinedAt)],
        ['Liên lạc', reach(one)],
      )}
      ${mayChange && deeds(context, one)}
      <p>${linkButton('Quay lại', back)}</p>`,
    };
  },
});

function deeds(context: PageContext, { ref, state, role, name }: z.output<typeof getMember.output>): Html {
  const path = (deed: string) => `/thanh-vien/${ref}/${deed}` as const;
  if (state === 'pending') {
    return buttonRow(
      context.form(path('duyet'), submit('Duyệt')),
      context.form(path('tu-choi'), submit('Không duyệt', { kind: 'plain' })),
    );
  }
  if (state === 'left') return buttonRow(context.form(path('nhan-lai'), submit('Nhận lại vào tổ')));
  return html`${
    role !== 'officer' &&
    html`<h2>Đổi vai trò</h2>${context.form(
      path('vai-tro'),
      html`${radioField({
        state: context.stateOf(path('vai-tro')),
        name: 'role',
        label: `Vai trò mới của ${name}`,
        choices:
          role === 'leader'
            ? [{ value: 'member', label: 'Thành viên', hint: 'Tổ sẽ chưa có tổ trưởng cho đến khi chọn người khác.' }]
            : [{ value: 'leader', label: 'Tổ trưởng', hint: 'Tổ trưởng hiện nay trở thành thành viên.' }],
        value: role === 'leader' ? 'member' : 'leader',
      })}${submit('Đổi vai trò')}`,
    )}`
  }
  <h2>Đưa ra khỏi tổ</h2>
  <p>Người này không xem được việc của tổ nữa, vẫn hỏi trợ lý như mọi bà con. Nhầm thì bấm Nhận lại.</p>
  ${context.form(path('dua-ra'), submit('Đưa ra khỏi tổ', { kind: 'danger' }))}`;
}

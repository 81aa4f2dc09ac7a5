import * as z from 'zod';
import { vietnamDay, vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { lastDayText, ROLE_NAMES } from '../../teams/code-list.ts';
import { NOT_OUTCOMES } from '../../teams/indicators.ts';
import { buttonRow, hidden, linkButton, radioField, submit, textField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, details, emptyState, exportLinks, facts, noteBox } from '../table-parts.ts';
import { teamLinks } from './links-action.ts';
import { figuresTable } from './figures-table.ts';
import { getTeam } from './get-action.ts';
import { memberTable } from './member-table.ts';
import { count, dayText, EVENT_NAMES, monthText } from './words.ts';

type TeamShown = z.output<typeof getTeam.output>;

/** One team. */
export const teamPage = definePage({
  path: '/to/:code',
  permission: 'teams.view',
  input: z.object({ code: z.string().max(12) }),
  async render(context, { code }) {
    const team = await context.read(getTeam, { code });
    const isOpen = team.dissolvedAt === undefined;
    const mayChange = isOpen && may(context.actor, 'teams.manage');
    return {
      title: team.name,
      isWide: true,
      body: html`
      ${team.dissolvedAt !== undefined && noteBox('warn', html`<p>Tổ này đã giải thể ngày ${dayText(vietnamDay(team.dissolvedAt))}.${team.successorCode !== undefined && html` Tổ thay: <a href="/console/to/${team.successorCode}">${team.successorCode}</a>.`} Số liệu cũ vẫn giữ.</p>`)}
      ${facts(
        ['Mã tổ', team.code],
        ['Xã, phường', may(context.actor, 'dashboard.view') ? html`<a href="/console/xa/${team.communeCode}">${team.communeName}</a>` : team.communeName],
        ['Thôn, ấp', team.hamlet],
        [
          'Số hộ',
          team.households === undefined ? 'Chưa rõ (biểu dương sẽ tính theo mức chung)' : count(team.households),
        ],
        ['Bà con đang theo tổ', `${count(team.credited)} tài khoản`],
      )}
      ${mayChange && changes(context, team)}
      ${people(context, team, mayChange)}
      ${isOpen && (await sharing(context, team))}
      <h2>Kết quả tháng ${monthText(team.month)}</h2>
      ${figuresTable(`Tháng ${monthText(team.month)}, so với tháng trước`, team.figures)}
      <p class="hint">${NOT_OUTCOMES}</p>
      ${may(context.actor, 'dashboard.view') && html`<p><a href="/console/to/${code}/so-lieu">Biểu đồ và số liệu của tổ</a></p>`}
      ${history(team)}`,
    };
  },
});

const changes = ({ actor }: PageContext, { code }: TeamShown): Html =>
  buttonRow(
    linkButton('Sửa tên, ấp, số hộ', `/console/to/${code}/sua`),
    actor.role !== 'commune-officer' && linkButton('Chuyển sang xã khác', `/console/to/${code}/chuyen-xa`),
    linkButton('Giải thể tổ', `/console/to/${code}/giai-the`),
  );

function people(context: PageContext, team: TeamShown, mayChange: boolean): Html {
  const waiting = team.members.filter(({ state }) => state === 'pending');
  const active = team.members.filter(({ state }) => state === 'active');
  const left = team.members.filter(({ state }) => state === 'left');
  return html`<h2>Thành viên</h2>
    ${waiting.length > 0 && memberTable(context, { caption: `${waiting.length} người chờ duyệt`, rows: waiting, mayChange, isLocated: false })}
    ${
      active.length === 0
        ? emptyState(
            'Chưa có ai làm ở tổ này.',
            'Làm mã mời cho tổ trưởng trước. Người có mã tổ trưởng vào là làm được ngay.',
          )
        : memberTable(context, {
            caption: `${active.length} người đang làm`,
            rows: active,
            mayChange,
            isLocated: false,
          })
    }
    ${mayChange && invitations(context, team)}
    ${left.length > 0 && details(`${left.length} người đã thôi`, memberTable(context, { caption: 'Người đã thôi làm ở tổ', rows: left, mayChange, isLocated: false }))}`;
}

function invitations(context: PageContext, { code, invites }: TeamShown): Html {
  const path = `/to/${code}/moi` as const;
  const state = context.stateOf(path);
  const choices = [
    { value: 'member', label: 'Thành viên', hint: 'Tổ trưởng hoặc cán bộ duyệt sau khi vào.' },
    { value: 'leader', label: 'Tổ trưởng', hint: 'Tổ chưa có tổ trưởng thì vào là làm được ngay.' },
  ];
  const rows = invites.map(({ ref, name, role, expiresAt }) => [
    name,
    ROLE_NAMES[role],
    `hết ngày ${lastDayText(expiresAt)}`,
    html`<div class="button-row">${context.form(`/to/${code}/ma-moi/${ref}/lam-lai`, submit('Làm mã khác', { kind: 'plain' }))}
    ${context.form(`/to/${code}/ma-moi/${ref}/huy`, submit('Hủy mã', { kind: 'plain' }))}</div>`,
  ]);
  return html`<h3>Mời vào tổ</h3>
    ${rows.length > 0 && dataTable({ caption: `${rows.length} mã mời chưa dùng`, columns: [{ label: 'Mời ai' }, { label: 'Vai trò' }, { label: 'Dùng đến' }, { label: 'Việc', kind: 'actions' }], rows, empty: html`` })}
    ${details(
      'Làm mã mời cho một người',
      context.form(
        path,
        html`${hidden('team', code)}
        ${textField({ state, name: 'name', label: 'Họ tên người được mời', hint: 'Không ghi số điện thoại.', maxLength: 60, required: true })}
        ${radioField({ state, name: 'role', label: 'Vai trò', choices, value: 'member' })}
        ${submit('Làm mã mời')}`,
      ),
      ...(state === undefined ? [] : [html`<p class="problem">Chưa làm được mã mời: xem các dòng trên.</p>`]),
    )}`;
}

async function sharing(context: PageContext, { code, name }: TeamShown): Promise<Html> {
  const { page, invitations: sheets, handouts } = await context.read(teamLinks, { code });
  const sizes = { a6: 'Thẻ mời khổ A6 (PDF, có mã QR)', a4: 'Tờ mời khổ A4 (PDF, có mã QR)' } as const;
  return html`<h2>Chia sẻ với bà con</h2>
    <p>Trang của ${name}: <a href="${page}">${page}</a></p>
    ${exportLinks(...sheets.map(({ size, address }) => [sizes[size], address] as const))}
    ${details(
      `Tờ hướng dẫn khổ A5 có mã tổ (${handouts.length} tờ)`,
      html`<ul class="plain">${handouts.map(({ title, address }) => html`<li><a href="${address}">${title}</a></li>`)}</ul>`,
    )}`;
}

function history({ events }: TeamShown): Html {
  return html`<h2>Lịch sử của tổ</h2>${dataTable({
    caption: 'Việc mới nhất ở trên',
    columns: [{ label: 'Lúc' }, { label: 'Việc' }, { label: 'Ai' }, { label: 'Người làm' }],
    rows: events.map(({ at, kind, name, by, detail }) => [
      vietnamTime(at),
      html`${EVENT_NAMES[kind as keyof typeof EVENT_NAMES] ?? kind}${detail !== '' && `: ${detail}`}`,
      name === '' ? '—' : name,
      by === '' ? '—' : by,
    ]),
    empty: emptyState(
      'Chưa có việc nào được ghi.',
      'Khi tổ được lập, đổi tên, có người vào hay ra, trang này ghi lại.',
    ),
  })}`;
}

import type * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { ROLE_NAMES } from '../../teams/code-list.ts';
import { linkButton, submit } from '../form-parts.ts';
import type { PageContext } from '../page.ts';
import { dataTable, tag } from '../table-parts.ts';
import { communeName } from './communes.ts';
import type { memberRow } from './get-action.ts';
import { dayText } from './words.ts';

type Row = z.output<typeof memberRow>;

export interface MemberTable {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly mayChange: boolean;
  /** Shows where each belongs. */
  readonly isLocated: boolean;
  readonly empty?: Html;
}

/** People of teams with what may be done about each. */
export function memberTable(context: PageContext, { caption, rows, mayChange, isLocated, empty }: MemberTable): Html {
  const where = ({ teamCode, communeCode }: Row): Html =>
    teamCode === ''
      ? html`${communeName(context.deps, communeCode)}`
      : html`<a href="/console/to/${teamCode}">${teamCode}</a>, ${communeName(context.deps, communeCode)}`;
  return dataTable({
    caption,
    columns: [
      { label: 'Họ tên' },
      { label: 'Vai trò' },
      ...(isLocated ? [{ label: 'Tổ' }] : []),
      { label: 'Liên lạc' },
      ...(mayChange ? [{ label: 'Việc', kind: 'actions' } as const] : []),
    ],
    rows: rows.map((one) => [
      one.name,
      ROLE_NAMES[one.role],
      ...(isLocated ? [where(one)] : []),
      reach(one),
      ...(mayChange ? [deeds(context, one)] : []),
    ]),
    empty: empty ?? html``,
  });
}

/** Whether the assistant may write to somebody, or who has to telephone. */
export const reach = ({ canBeMessaged, lastInteractionAt }: Row): Html =>
  canBeMessaged
    ? tag('Nhắn được', 'good')
    : html`${tag('Gọi điện', 'warn')} <span class="hint">${lastInteractionAt === 0 ? 'chưa nhắn lần nào' : `nhắn lần cuối ${dayText(vietnamDay(lastInteractionAt))}`}</span>`;

function deeds(context: PageContext, { ref, state, role }: Row): Html {
  const path = (deed: string) => `/thanh-vien/${ref}/${deed}` as const;
  if (role === 'officer' && context.actor.role === 'commune-officer') return html`Do tỉnh quản lý`;
  if (state === 'pending') {
    return html`<div class="button-row">${context.form(path('duyet'), submit('Duyệt'))}
    ${context.form(path('tu-choi'), submit('Không duyệt', { kind: 'plain' }))}</div>`;
  }
  if (state === 'left') return context.form(path('nhan-lai'), submit('Nhận lại', { kind: 'plain' }));
  return linkButton('Đổi vai trò, đưa ra', `/console/thanh-vien/${ref}`);
}

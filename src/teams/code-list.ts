import { vietnamDay } from '../shared/clock.ts';
import { csvCell } from '../shared/spreadsheet-text.ts';
import type { MemberRole } from '../storage/team-ports.ts';
import { type InviteFor, printedCode } from './registry.ts';

/** An invitation as it is handed over on paper: the one time that its code is seen. */
export interface HandedCode extends InviteFor {
  readonly code: string;
  readonly expiresAt: number;
  /** Name of the team, or of the commune for an officer. */
  readonly placeName: string;
}

export const ROLE_NAMES: Readonly<Record<MemberRole, string>> = {
  member: 'Thành viên',
  leader: 'Tổ trưởng',
  officer: 'Cán bộ xã',
};

/** The last day of an invitation, `06/12/2026`. */
export const lastDayText = (expiresAt: number): string =>
  vietnamDay(expiresAt - 1)
    .split('-')
    .toReversed()
    .join('/');

/** The list of join codes to print and cut apart, as CSV that Excel opens with its marks. */
export function codeListCsv(codes: readonly HandedCode[]): string {
  const rows = codes.map(({ teamCode, communeCode, placeName, name, role, code, expiresAt }) => [
    teamCode === '' ? communeCode : teamCode,
    placeName,
    name,
    ROLE_NAMES[role],
    `VÀO TỔ ${printedCode(code)}`,
    lastDayText(expiresAt),
  ]);
  const heading = ['Mã tổ', 'Tên tổ', 'Họ tên', 'Vai trò', 'Nhắn cho trợ lý số trên Zalo', 'Dùng đến hết ngày'];
  return `\uFEFF${[heading, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

import { STAFF_ROLES, type StaffAccount, type StaffRole } from '../../storage/staff-ports.ts';
import type { Choice } from '../form-parts.ts';
import { isLocked } from '../access/lockout.ts';

const ROLES: Readonly<Record<StaffRole, readonly [string, string]>> = {
  admin: ['Quản trị viên', 'Làm được mọi việc, quản lý tài khoản và thiết lập.'],
  editor: ['Biên tập', 'Soạn thông báo, quản lý tổ, chỉ tiêu, chiến dịch.'],
  approver: ['Người duyệt', 'Như biên tập, thêm quyền duyệt thông báo.'],
  analyst: ['Phân tích số liệu', 'Xem và tải số liệu, xem nhật ký; không thay đổi gì.'],
  'help-desk': ['Trực hỗ trợ', 'Trả lời bà con, giải quyết yêu cầu về dữ liệu.'],
  'commune-officer': ['Cán bộ xã', 'Làm việc trong phạm vi một xã.'],
};

export const roleName = (role: StaffRole): string => ROLES[role][0];

export const roleChoices: readonly Choice[] = STAFF_ROLES.map((value) => {
  const [label, hint] = ROLES[value];
  return { value, label, hint };
});

/** What can be said about an account in one word. */
export type AccountState = 'active' | 'locked' | 'disabled';

export const stateOf = (account: StaffAccount, at: number): AccountState =>
  account.disabledAt === undefined ? (isLocked(account, at) ? 'locked' : 'active') : 'disabled';

export const STATES = {
  active: ['Đang dùng', 'good'],
  locked: ['Tạm khóa', 'warn'],
  disabled: ['Đã ngừng', 'plain'],
} as const satisfies Record<AccountState, readonly [string, string]>;

import type { StaffRole } from '../storage/staff-ports.ts';

/**
 * Everything somebody may be allowed to do, and who is. The one table: pages, forms, actions and scopes of the API name
 * a permission, never a role. What is not listed is refused.
 * A commune officer has each of theirs within their own commune only; actions see to it (`withinCommune`).
 */
export const permissions = {
  'dashboard.view': ['admin', 'editor', 'approver', 'analyst', 'help-desk', 'commune-officer'],
  export: ['admin', 'analyst', 'approver', 'commune-officer'],
  'content.view': ['admin', 'editor', 'approver', 'analyst', 'help-desk'],
  'demand.work': ['admin', 'editor', 'help-desk'],
  'announcements.view': ['admin', 'editor', 'approver', 'analyst', 'commune-officer'],
  'announcements.write': ['admin', 'editor', 'approver'],
  'announcements.approve': ['admin', 'approver'],
  'announcements.run': ['admin', 'editor', 'approver'],
  'help.work': ['admin', 'help-desk', 'commune-officer'],
  'teams.view': ['admin', 'editor', 'approver', 'analyst', 'help-desk', 'commune-officer'],
  'teams.manage': ['admin', 'editor', 'commune-officer'],
  'communes.manage': ['admin'],
  'targets.manage': ['admin', 'editor'],
  'campaigns.manage': ['admin', 'editor'],
  'privacy.work': ['admin', 'help-desk'],
  'settings.view': ['admin', 'editor', 'approver'],
  'settings.manage': ['admin'],
  'accounts.manage': ['admin'],
  'audit.view': ['admin', 'analyst'],
  'keys.manage': ['admin'],
  'oas.manage': ['admin'],
  self: ['admin', 'editor', 'approver', 'analyst', 'help-desk', 'commune-officer'],
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>;

export type Permission = keyof typeof permissions;

/** Each permission as an administrator chooses it for a key of the API. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  'dashboard.view': 'Xem số liệu, bản đồ',
  export: 'Tải số liệu và báo cáo',
  'content.view': 'Xem tình trạng nội dung',
  'demand.work': 'Xem và trả lời câu hỏi chưa có câu trả lời',
  'announcements.view': 'Xem thông báo',
  'announcements.write': 'Soạn thông báo',
  'announcements.approve': 'Duyệt thông báo',
  'announcements.run': 'Gửi, tạm dừng, hủy thông báo',
  'help.work': 'Trả lời người dân',
  'teams.view': 'Xem tổ và thành viên',
  'teams.manage': 'Quản lý tổ và thành viên',
  'communes.manage': 'Ghi xã sáp nhập, đổi mã',
  'targets.manage': 'Đặt chỉ tiêu',
  'campaigns.manage': 'Lập chiến dịch',
  'privacy.work': 'Giải quyết yêu cầu về dữ liệu cá nhân',
  'settings.view': 'Xem cài đặt',
  'settings.manage': 'Sửa cài đặt',
  'accounts.manage': 'Quản lý tài khoản cán bộ',
  'audit.view': 'Xem nhật ký',
  'keys.manage': 'Quản lý khóa API',
  'oas.manage': 'Thêm, tạm dừng, gỡ OA',
  self: 'Xem và sửa tài khoản của chính mình',
};

/** Who asks. `scopes` is set for keys of the API, which may do what they name and their account may. */
export interface Actor {
  /** Id of the account, or `key:<id>`. */
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Set for commune officers. */
  readonly communeCode?: string;
  /** The OA they work for now; absent = the only one. */
  readonly oaId?: string;
  /** May work for every OA of the installation, one at a time. */
  readonly everyOa?: boolean;
  readonly scopes?: readonly string[];
  /** Hash of the session, for browsers: which of the sessions listed is this one. */
  readonly sessionHash?: string;
}

/** What concerns all OAs is for who works for all of them. */
const OF_EVERY_OA: ReadonlySet<Permission> = new Set(['oas.manage']);

/** Whether the actor has the permission. Unknown permissions and roles are refused. */
export function may(actor: Actor, permission: Permission): boolean {
  const roles: readonly string[] = permissions[permission] ?? [];
  if (OF_EVERY_OA.has(permission) && actor.everyOa !== true) return false;
  return roles.includes(actor.role) && (actor.scopes === undefined || actor.scopes.includes(permission));
}

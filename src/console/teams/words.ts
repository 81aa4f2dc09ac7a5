import type { Member } from '../../storage/team-ports.ts';
import type { TeamEventKind } from '../../storage/registry-ports.ts';

/** A number as people of Viet Nam write it. */
export const count = (value: number): string => value.toLocaleString('vi-VN');

/** `2026-11-22` as `22/11/2026`. */
export const dayText = (day: string): string => day.split('-').toReversed().join('/');

/** `2026-11` as `11/2026`. */
export const monthText = (month: string): string => `${month.slice(5)}/${month.slice(0, 4)}`;

/** Where somebody's place stands. */
export const STATE_NAMES: Readonly<Record<Member['state'], string>> = {
  active: 'Đang làm',
  pending: 'Chờ duyệt',
  left: 'Đã thôi',
};

/** What happened to a team. */
export const EVENT_NAMES: Readonly<Record<TeamEventKind, string>> = {
  created: 'Lập tổ',
  renamed: 'Đổi tên tổ',
  invited: 'Làm mã mời',
  asked: 'Xin vào tổ',
  joined: 'Vào tổ',
  approved: 'Được duyệt',
  refused: 'Không được duyệt',
  left: 'Rời tổ',
  removed: 'Bị đưa ra khỏi tổ',
  restored: 'Được nhận lại',
  transferred: 'Thành tổ trưởng',
  'role-changed': 'Đổi vai trò',
  dissolved: 'Giải thể',
  'moved-commune': 'Chuyển xã',
};

import { PLAN_SETTING_KEYS } from '../../broadcasts/plan-settings.ts';
import { ANNOUNCEMENT_HOURS_KEYS } from '../../delivery/quiet-hours.ts';
import { APPROVAL_ABOVE_KEY, DEFAULT_APPROVAL_ABOVE } from '../../broadcasts/lifecycle.ts';
import type { Choice } from '../form-parts.ts';
import { wholeTyped } from '../typed-numbers.ts';
import { WORKING_HOURS_KEYS } from '../help-desk/working-hours.ts';
import { DEPARTMENT_NAME_KEY, OFFICE_ADDRESS_KEY, OFFICE_HOTLINE_KEY } from '../../storage/settings-ports.ts';

/** One value of the province, kept as text under a key of `readMeta`. An empty box means the default. */
export interface SettingValue {
  readonly key: string;
  /** Name of the box. */
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly kind: 'text' | 'whole' | 'decimal' | 'hour' | 'phone' | 'choice';
  /** Of `choice`: the first is the default. */
  readonly choices?: readonly Choice[];
  readonly min?: number;
  readonly max?: number;
}

export interface SettingGroup {
  readonly id: 'co-quan' | 'thong-bao' | 'gio-truc';
  readonly title: string;
  readonly lead: string;
  readonly values: readonly SettingValue[];
}

/** Every single value that can be set, by page. */
export const settingGroups: readonly SettingGroup[] = [
  {
    id: 'co-quan',
    title: 'Tên cơ quan và số liên hệ',
    lead: 'Tên này đứng trên báo cáo, bảng điều hành và lời chào của cán bộ.',
    values: [
      {
        key: DEPARTMENT_NAME_KEY,
        name: 'department',
        label: 'Tên cơ quan',
        hint: 'Ví dụ: Sở Khoa học và Công nghệ tỉnh Tây Ninh',
        kind: 'text',
        max: 120,
      },
      {
        key: OFFICE_HOTLINE_KEY,
        name: 'hotline',
        label: 'Số điện thoại của tỉnh',
        hint: 'Người dân gọi khi xã chưa có số riêng. Lưu trang này nghĩa là bạn đã kiểm tra số hôm nay; người dân thấy ngày này bên cạnh số.',
        kind: 'phone',
      },
      {
        key: OFFICE_ADDRESS_KEY,
        name: 'address',
        label: 'Địa chỉ liên hệ',
        hint: 'Ghi trên phiếu trả lời yêu cầu về dữ liệu cá nhân.',
        kind: 'text',
        max: 200,
      },
    ],
  },
  {
    id: 'thong-bao',
    title: 'Giờ gửi, ngân sách và duyệt thông báo',
    lead: 'Áp dụng cho các thông báo bắt đầu gửi từ lúc lưu.',
    values: [
      {
        key: ANNOUNCEMENT_HOURS_KEYS.from,
        name: 'from',
        label: 'Gửi từ mấy giờ',
        hint: 'Mặc định 7:00. Zalo chỉ cho gửi bài viết từ 6:00.',
        kind: 'hour',
      },
      {
        key: ANNOUNCEMENT_HOURS_KEYS.to,
        name: 'to',
        label: 'Gửi đến mấy giờ',
        hint: 'Mặc định 21:00, muộn nhất 22:00.',
        kind: 'hour',
      },
      {
        key: APPROVAL_ABOVE_KEY,
        name: 'approvalFrom',
        label: 'Cần người thứ hai duyệt khi gửi cho hơn bao nhiêu người',
        hint: `Mặc định ${DEFAULT_APPROVAL_ABOVE}. Thông báo khẩn luôn cần hai người duyệt.`,
        kind: 'whole',
        min: 1,
        max: 10_000_000,
      },
      {
        key: PLAN_SETTING_KEYS.perSecond,
        name: 'perSecond',
        label: 'Số tin gửi mỗi giây',
        hint: 'Mặc định 40, để trả lời người dân không bị chậm. Zalo nhận nhiều nhất khoảng 66.',
        kind: 'decimal',
        min: 0.1,
        max: 1_000,
      },
      {
        key: PLAN_SETTING_KEYS.paidMessageVnd,
        name: 'paidMessageVnd',
        label: 'Giá một tin ngoài 48 giờ (đồng)',
        hint: 'Mặc định 55 (giá tham khảo 2026). Xem lại trong Zalo OA.',
        kind: 'whole',
        min: 0,
        max: 100_000,
      },
      {
        key: PLAN_SETTING_KEYS.zbsMessageVnd,
        name: 'zbsMessageVnd',
        label: 'Giá một tin mẫu ZBS (đồng)',
        hint: 'Để trống khi tỉnh không dùng tin mẫu.',
        kind: 'whole',
        min: 0,
        max: 100_000,
      },
      {
        key: PLAN_SETTING_KEYS.articleReviewHours,
        name: 'articleReviewHours',
        label: 'Zalo duyệt bài trong bao nhiêu giờ',
        hint: 'Mặc định 24. Dùng để tính giờ người cuối cùng nhận được.',
        kind: 'decimal',
        min: 0,
        max: 240,
      },
      {
        key: PLAN_SETTING_KEYS.articlesPerMonth,
        name: 'articlesPerMonth',
        label: 'Mỗi người nhận nhiều nhất mấy bài một tháng',
        hint: 'Theo gói dịch vụ của OA. Mặc định 1.',
        kind: 'whole',
        min: 0,
        max: 31,
      },
    ],
  },
  {
    id: 'gio-truc',
    title: 'Giờ trực trả lời người dân',
    lead: 'Dùng để tính “đã chờ bao lâu trong giờ làm việc” ở mục Trợ giúp. Ngày lễ tính như ngày thường.',
    values: [
      {
        key: WORKING_HOURS_KEYS.lastDay,
        name: 'lastDay',
        label: 'Ngày trực trong tuần',
        hint: 'Mặc định thứ Hai đến thứ Sáu.',
        kind: 'choice',
        choices: [
          { value: '', label: 'Thứ Hai đến thứ Sáu' },
          { value: '6', label: 'Thứ Hai đến thứ Bảy' },
          { value: '7', label: 'Cả tuần' },
        ],
      },
      {
        key: WORKING_HOURS_KEYS.morningFrom,
        name: 'morningFrom',
        label: 'Buổi sáng từ mấy giờ',
        hint: 'Mặc định 7:30.',
        kind: 'hour',
      },
      {
        key: WORKING_HOURS_KEYS.morningTo,
        name: 'morningTo',
        label: 'Buổi sáng đến mấy giờ',
        hint: 'Mặc định 11:30.',
        kind: 'hour',
      },
      {
        key: WORKING_HOURS_KEYS.afternoonFrom,
        name: 'afternoonFrom',
        label: 'Buổi chiều từ mấy giờ',
        hint: 'Mặc định 13:00.',
        kind: 'hour',
      },
      {
        key: WORKING_HOURS_KEYS.afternoonTo,
        name: 'afternoonTo',
        label: 'Buổi chiều đến mấy giờ',
        hint: 'Mặc định 17:00.',
        kind: 'hour',
      },
    ],
  },
];

export const groupOf = (id: string): SettingGroup | undefined => settingGroups.find((group) => group.id === id);

const decimal = (text: string): number => Number(text.replaceAll(/\s/gu, '').replace(',', '.'));

/** Text to keep for what was typed, or the sentence for the officer. '' = back to the default. */
export function readValue(
  { kind, min = 0, max = Number.MAX_SAFE_INTEGER, label, choices = [] }: SettingValue,
  typed: string,
): { readonly keep: string } | { readonly problem: string } {
  const text = typed.trim();
  if (text === '') return { keep: '' };
  if (kind === 'choice') {
    return choices.some(({ value }) => value === text)
      ? { keep: text }
      : { problem: `“${label}”: chọn một trong danh sách.` };
  }
  if (kind === 'text') {
    return text.length <= max ? { keep: text } : { problem: `“${label}” dài nhất ${max} ký tự.` };
  }
  if (kind === 'phone') {
    const digits = text.replaceAll(/[\s.]/gu, '');
    return /^\d{3,12}$/u.test(digits) ? { keep: digits } : { problem: 'Số điện thoại chỉ gồm chữ số, từ 3 đến 12 số.' };
  }
  if (kind === 'hour') {
    const match = /^(\d{1,2})(?:[:hg](\d{2}))?$/u.exec(text);
    const minute = Number(match?.[1]) * 60 + Number(match?.[2] ?? 0);
    if (!match || Number(match[2] ?? 0) > 59 || minute < 6 * 60 || minute > 22 * 60) {
      return { problem: 'Ghi giờ từ 6:00 đến 22:00, ví dụ 7:30.' };
    }
    return { keep: String(minute) };
  }
  const value = kind === 'whole' ? Number(wholeTyped(text)) : decimal(text);
  if (!Number.isFinite(value) || value < min || value > max || (kind === 'whole' && !Number.isInteger(value))) {
    return {
      problem: `Ghi một số ${kind === 'whole' ? 'nguyên ' : ''}từ ${min.toLocaleString('vi-VN')} đến ${max.toLocaleString('vi-VN')}.`,
    };
  }
  return { keep: String(value) };
}

/** What stands in the box for a kept text. */
export function showValue({ kind }: SettingValue, kept: string | undefined): string {
  if (kept === undefined || kept === '') return '';
  if (kind !== 'hour') return kept;
  const minute = Number(kept);
  return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
}

/** The value for who may only read it. */
export function shownValue(value: SettingValue, kept: string | undefined): string {
  if (value.choices) return value.choices.find((one) => one.value === (kept ?? ''))?.label ?? kept ?? '';
  const text = showValue(value, kept);
  if (text === '') return value.kind === 'text' || value.kind === 'phone' ? 'Chưa có' : 'Theo mặc định';
  return value.kind === 'whole' ? Number(text).toLocaleString('vi-VN') : text;
}

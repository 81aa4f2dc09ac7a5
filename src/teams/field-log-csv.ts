import type { FieldLog } from '../catalog/field-log.ts';
import { vietnamTime } from '../shared/clock.ts';
import { csvCell } from '../shared/spreadsheet-text.ts';
import type { FieldEntry } from '../storage/field-log-ports.ts';

/** What of an entry people read as words. */
export const FLAG_WORDS: Readonly<Record<FieldEntry['flag'], string>> = {
  '': '',
  'too-many': 'chờ xem lại',
  'to-correct': 'tổ trưởng nhờ sửa',
  confirmed: 'tổ trưởng xác nhận',
};

/** Whether an entry counts. */
export const ENTRY_STATES: Readonly<Record<FieldEntry['state'], string>> = {
  kept: 'đang tính',
  replaced: 'đã sửa',
  withdrawn: 'đã rút',
};

const HEADINGS = [
  ...['Ngày', 'Mã tổ', 'Tên tổ', 'Xã/phường', 'Mã việc', 'Việc (tổ tự báo)', 'Số lượng', 'Đơn vị', 'Cho ai'],
  ...['Nơi làm', 'Ghi chú', 'Người ghi', 'Lúc ghi', 'Tình trạng', 'Xem lại', 'Ảnh', 'Mã mục', 'Sửa mục'],
];

/** Names that stand for codes in a file. */
export interface FieldLogNames {
  readonly fieldLog: FieldLog;
  teamName(code: string): string;
  communeName(code: string): string;
  /** '' for somebody who was erased. */
  authorName(userId: string | undefined): string;
}

/** Entries as CSV, the oldest first. UTF-8 with a byte-order mark, because Excel reads Vietnamese only with one. */
export function fieldLogCsv(entries: readonly FieldEntry[], names: FieldLogNames): string {
  const { fieldLog } = names;
  const rows = entries.toReversed().map((entry) => {
    const kind = fieldLog.kinds[entry.kind];
    return [
      ...[entry.day, entry.teamCode, names.teamName(entry.teamCode), names.communeName(entry.communeCode)],
      ...[entry.kind, kind?.title ?? entry.kind, entry.quantity, kind?.unit ?? ''],
      ...[fieldLog.groups[entry.group]?.title ?? '', entry.place, entry.note, names.authorName(entry.userId)],
      ...[vietnamTime(entry.createdAt), ENTRY_STATES[entry.state], FLAG_WORDS[entry.flag]],
      ...[entry.photo ?? '', entry.id, entry.replacesId ?? ''],
    ];
  });
  return `\uFEFF${[HEADINGS, ...rows].map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

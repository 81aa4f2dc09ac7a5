import {
  numberColumn as number,
  type ReportCell,
  type ReportTable,
  textColumn as words,
} from '../shared/report-document.ts';
import type { FieldEntry } from '../storage/field-log-ports.ts';
import type { PeriodReport, ReportOffice } from './period-report-types.ts';
import { dayText } from './report-period.ts';

const FLAGS: Readonly<Record<FieldEntry['flag'], string>> = {
  '': '',
  'too-many': 'chờ tổ trưởng xem',
  'to-correct': 'cần sửa lại',
  confirmed: 'tổ trưởng xác nhận',
};

/**
 * What was written down, a row an entry. Who wrote it, notes and photos stay out: a report is read by many. Where it was
 * done stands in the team's own report alone.
 */
export function entriesTable({ scope, entries }: PeriodReport, office: ReportOffice): ReportTable {
  const isCommune = scope === 'c';
  return {
    columns: [
      words('Ngày', 15),
      ...(isCommune ? [words('Tổ', 30)] : []),
      words('Việc', 40),
      number('Số lượng', 9),
      words('Đơn vị', 12),
      words('Nhóm', 16),
      ...(isCommune ? [] : [words('Nơi làm', 22)]),
      words('Ghi chú', 18),
    ],
    rows: entries.map((entry): ReportCell[] => {
      const { title, unit } = office.kindName(entry.kind);
      return [
        dayText(entry.day),
        ...(isCommune ? [office.teamName(entry.teamCode)] : []),
        ...[title, entry.quantity, unit, entry.group === '' ? '' : office.groupName(entry.group)],
        ...(isCommune ? [] : [entry.place]),
        FLAGS[entry.flag],
      ];
    }),
  };
}

const logKinds = (figures: readonly Readonly<Record<string, number>>[]): string[] =>
  [...new Set(figures.flatMap((values) => Object.keys(values)))]
    .filter((code) => code.startsWith('log:') && figures.some((values) => (values[code] ?? 0) !== 0))
    .toSorted();

/** What each part of the unit wrote down, a row a kind. */
export function unitKindsTable({ scope, units }: PeriodReport, office: ReportOffice): ReportTable {
  const codes = logKinds(units.map(({ values }) => values));
  return {
    columns: [
      words(scope === 'p' ? 'Xã, phường' : 'Tổ', 40),
      words('Việc', 40),
      number('Số lượng', 10),
      words('Đơn vị', 12),
    ],
    rows: units.flatMap(({ name, values }) =>
      codes.flatMap((code): ReportCell[][] => {
        const value = values[code] ?? 0;
        const { title, unit } = office.kindName(code.slice('log:'.length));
        return value === 0 ? [] : [[name, title, value, unit]];
      }),
    ),
  };
}

const PER_DAY = [
  ['reached', 'Tài khoản trò chuyện (1)'],
  ['started', 'Bắt đầu hướng dẫn (1)'],
  ['finished', 'Đi hết hướng dẫn (1)'],
  ['stuck', 'Báo bị vướng (1)'],
  ['outcomes', 'Báo làm được (1)'],
  ['visits', 'Lượt tại nhà (2)'],
  ['visit-finished', 'Đi hết tại nhà (2)'],
  ['visit-outcomes', 'Làm được tại nhà (2)'],
] as const;

/** A row a day. No row adds up the accounts: who wrote on two days is one account. */
export function daysTable({ days }: PeriodReport, office: ReportOffice): ReportTable {
  const kinds = logKinds(days.map(({ values }) => values));
  return {
    columns: [
      words('Ngày', 13),
      ...PER_DAY.map(([, title]) => number(title, 13)),
      ...kinds.map((code) => {
        const { title, unit } = office.kindName(code.slice('log:'.length));
        return number(`${title}, ${unit} (3)`, 18);
      }),
    ],
    rows: days.map(({ period, values }) => [
      dayText(period),
      ...[...PER_DAY.map(([code]) => code), ...kinds].map((code) => values[code] ?? 0),
    ]),
  };
}

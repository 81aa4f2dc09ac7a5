import type * as z from 'zod';
import type { Action } from '../action.ts';
import { numberColumn, type ReportTable, textColumn } from '../../shared/report-document.ts';
import { indicatorOf, NOT_OUTCOMES, SELF_REPORTED, type ThingName } from '../../teams/indicators.ts';
import { topicName } from '../../teams/report.ts';
import { dayText } from '../../teams/report-period.ts';
import { readContent } from './content.ts';
import { readDemand } from './demand.ts';
import { readAudience, readPlaces, readService, readTrends, TREND_CODES } from './figures.ts';
import type { Filters } from './filters.ts';
import { ENOUGH_AT_STEP, type GuideWay, readFunnel, readSteps } from './guides.ts';
import { readMap } from './map.ts';
import { readOverview } from './overview.ts';
import { readWaves } from './waves.ts';
import { periodLabel } from './words.ts';

type Output<A> = A extends Action<infer _I, infer O> ? z.output<O> : never;

/** A table as it stands on a page and in a file. */
export interface NamedTable {
  readonly title: string;
  readonly notes: readonly string[];
  readonly table: ReportTable;
}

const text = textColumn;
const number = (title: string): ReturnType<typeof numberColumn> => numberColumn(title, 12);

/** What an indicator is called where this content is served. */
export const indicatorName = (code: string, thingName: ThingName): string =>
  code === 'unanswered' ? 'Câu hỏi chưa trả lời được' : (indicatorOf(code, thingName)?.name ?? code);

/** The same at the head of a column or row of figures, where nothing else says what they are. */
const columnName = (code: string, thingName: ThingName): string =>
  `${indicatorName(code, thingName)}${indicatorOf(code, thingName)?.unit === '%' ? ' (%)' : ''}`;

export const overviewTable = (view: Output<typeof readOverview>, thingName: ThingName): NamedTable => ({
  title: `Hôm nay ${dayText(view.day)}, ${view.unit.name}`,
  notes: [NOT_OUTCOMES],
  table: {
    columns: [text('Chỉ số', 36), number('Hôm nay'), number(`Cả ngày ${periodLabel(view.lastWeek)}`)],
    rows: view.figures.map(({ code, today, lastWeek }) => [
      columnName(code, thingName),
      today ?? null,
      lastWeek ?? null,
    ]),
  },
});

export function trendTable(view: Output<typeof readTrends>, thingName: ThingName): NamedTable {
  const codes = TREND_CODES.filter((code) => view.topic === '' || code !== 'reached');
  return {
    title: `Xu hướng, ${view.unit.name}`,
    notes: [NOT_OUTCOMES, ...(view.topic === '' ? [] : [`Lĩnh vực: ${topicName(view.topic)}.`])],
    table: {
      columns: [
        text(view.span === 'd' ? 'Ngày' : 'Tháng', 14),
        ...codes.map((code) => number(columnName(code, thingName))),
      ],
      rows: view.periods.map(({ period, values }) => [
        view.span === 'd' ? dayText(period) : periodLabel(period),
        ...codes.map((code) => values[code] ?? 0),
      ]),
    },
  };
}

export const topicTable = (view: Output<typeof readTrends>): NamedTable => ({
  title: `Theo lĩnh vực, ${view.unit.name}`,
  notes: [NOT_OUTCOMES],
  table: {
    columns: [
      text('Lĩnh vực', 26),
      ...['Bắt đầu', 'Đi hết', 'Báo bị vướng', 'Vướng (%)', 'Báo làm được', 'Xin gặp người'].map(number),
    ],
    rows: view.topics.map(({ topic, values }) => [
      topicName(topic),
      ...['started', 'finished', 'stuck'].map((code) => values[code] ?? 0),
      values['stuck-rate'] ?? null,
      ...['outcomes', 'handovers'].map((code) => values[code] ?? 0),
    ]),
  },
});

export const audienceTable = (view: Output<typeof readAudience>): NamedTable => ({
  title: `Theo đối tượng (tổ tự ghi), ${view.unit.name}`,
  notes: [SELF_REPORTED],
  table: {
    columns: [text('Đối tượng', 26), number('Lần ghi'), number('Lượt người')],
    rows: view.rows.map(({ group, entries, people }) => [group, entries, people]),
  },
});

const PLACE_CODES = ['reached', 'started', 'finished', 'stuck-rate', 'outcomes', 'visits', 'help-asked'] as const;

export const placeTable = (view: Output<typeof readPlaces>, thingName: ThingName): NamedTable => ({
  title: `${view.unit.scope === 'p' ? 'Theo xã, phường' : 'Theo tổ'}, tháng ${periodLabel(view.month)}`,
  notes: [NOT_OUTCOMES, 'Điểm là đề xuất: chưa có bộ tiêu chí chính thức.'],
  table: {
    columns: [
      text(view.unit.scope === 'p' ? 'Xã, phường' : 'Tổ', 34),
      ...PLACE_CODES.map((code) => number(columnName(code, thingName))),
      number('Điểm'),
    ],
    rows: view.rows.map(({ name, values, score }) => [
      name,
      ...PLACE_CODES.map((code) => values[code] ?? (code === 'stuck-rate' ? null : 0)),
      score,
    ]),
  },
});

export const unitTable = (view: Output<typeof readPlaces>, thingName: ThingName): NamedTable => ({
  title: `${view.unit.name}, tháng ${periodLabel(view.month)}`,
  notes: [NOT_OUTCOMES],
  table: {
    columns: [text('Chỉ số', 36), number('Tháng này'), number('Tháng trước'), number('Chỉ tiêu')],
    rows: PLACE_CODES.map((code) => [
      columnName(code, thingName),
      ...[view.values, view.before].map((values) => values[code] ?? (code === 'stuck-rate' ? null : 0)),
      view.targets[code] ?? null,
    ]),
  },
});

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((1000 * part) / whole) / 10;

export const serviceTable = (view: Output<typeof readService>): NamedTable => ({
  title: 'Tốc độ trả lời, 30 ngày',
  notes: ['Từ lúc tin nhắn của bà con đến cho tới lúc Zalo nhận câu trả lời đầu tiên. Cả OA, không tách theo xã.'],
  table: {
    columns: [text('Ngày', 14), number('Tin nhắn'), number('Trong 2 giây (%)'), number('Trong 10 giây (%)')],
    rows: view.days.map(({ day, total, within2, within10 }) => [
      dayText(day),
      ...[total, share(within2, total), share(within10, total)],
    ]),
  },
});

export function stepsTable(view: Output<typeof readSteps>): NamedTable {
  const cards = view.guides.filter(({ kind }) => kind === 'card');
  const most = Math.max(1, ...cards.map(({ steps }) => steps.length));
  return {
    title: `Bước bị vướng, tháng ${periodLabel(view.month)}, ${view.unit.name}`,
    notes: [
      `Mỗi ô: bao nhiêu phần trăm người đến bước đó bấm "Chưa làm được". Dưới ${ENOUGH_AT_STEP} người thì không tính.`,
    ],
    table: {
      columns: [
        text('Thẻ', 44),
        number('Bắt đầu'),
        number('Đi hết'),
        ...Array.from({ length: most }, (_, index) => number(`Bước ${index + 1} (%)`)),
      ],
      rows: cards.map(({ title, started, finished, steps }) => [
        ...[title, started, finished],
        ...Array.from({ length: most }, (_, index) => {
          const one = steps[index];
          return one === undefined || one.reached < ENOUGH_AT_STEP ? null : share(one.stuck, one.reached);
        }),
      ]),
    },
  };
}

const clipped = (words: string): string => (words.length > 90 ? `${words.slice(0, 89)}…` : words);

export function funnelTable({ month, guide }: { readonly month: string; readonly guide: GuideWay }): NamedTable {
  const isCard = guide.kind === 'card';
  return {
    title: `${guide.title}, tháng ${periodLabel(month)}`,
    notes: [NOT_OUTCOMES],
    table: {
      columns: [
        text('Bước', 50),
        number(isCard ? 'Đến bước này' : 'Đã qua'),
        number('So với lúc bắt đầu (%)'),
        ...(isCard ? [number('Chưa làm được'), number('Vướng (%)')] : []),
      ],
      rows: [
        ['Bắt đầu', guide.started, 100, ...(isCard ? [null, null] : [])],
        ...guide.steps.map((one, index) => [
          `${isCard ? `Bước ${one.step}` : `${index + 1}`}. ${clipped(one.text)}`,
          ...[one.reached, share(one.reached, guide.started)],
          ...(isCard ? [one.stuck, share(one.stuck, one.reached)] : []),
        ]),
        ['Đi hết', guide.finished, share(guide.finished, guide.started), ...(isCard ? [null, null] : [])],
      ],
    },
  };
}

export const STANDINGS = {
  good: 'đúng tiến độ',
  near: 'hơi chậm',
  low: 'chậm nhiều',
  none: 'chưa đặt chỉ tiêu',
} as const;

export const mapTable = (view: Output<typeof readMap>): NamedTable => ({
  title: `${view.indicator.name} theo xã, phường, tháng ${periodLabel(view.month)}`,
  notes: [NOT_OUTCOMES],
  table: {
    columns: [
      text('Xã, phường', 34),
      number('Đạt được'),
      number('Chỉ tiêu'),
      number('% chỉ tiêu'),
      text('So với tiến độ', 18),
    ],
    rows: view.communes.map(({ name, value, target, percent, standing }) => [
      ...[name, value, target ?? null, percent ?? null, STANDINGS[standing]],
    ]),
  },
});

export const wavesTable = (view: Output<typeof readWaves>): NamedTable => ({
  title: `Tin có dấu hiệu lừa đảo, ${dayText(view.fromDay)} đến ${dayText(view.toDay)}`,
  notes: ['Đây là số lượt bà con gửi hỏi, không phải số người bị lừa.'],
  table: {
    columns: [
      text('Xã, phường', 30),
      text('Kiểu lừa đảo', 36),
      number('Lượt hỏi'),
      number('Kỳ trước'),
      text('Đợt mới', 10),
    ],
    rows: view.waves.map((one) => [one.communeName, one.kindName, one.count, one.before, one.isNew ? 'Đợt mới' : null]),
  },
});

const CONTENT_PARTS = [
  ['overdue', 'Quá hạn xem lại'],
  ['dueSoon', 'Sắp đến hạn xem lại'],
  ['unsure', 'Chưa thật chắc nguồn'],
  ['withoutPicture', 'Có bấm nút mà chưa có hình'],
  ['fewAsks', 'Ít cách hỏi'],
] as const;
export { CONTENT_PARTS };

export const contentTable = (view: Output<typeof readContent>): NamedTable => ({
  title: `Nội dung cần xem lại, ngày ${dayText(view.day)}`,
  notes: [],
  table: {
    columns: [text('Việc', 26), text('Thẻ', 44), text('Lĩnh vực', 22), text('Hạn xem lại', 12)],
    rows: CONTENT_PARTS.flatMap(([part, title]) =>
      view[part].map((card) => [title, card.title, topicName(card.topic), dayText(card.reviewAfter)]),
    ),
  },
});

export const unansweredTable = (view: Output<typeof readContent>): NamedTable => ({
  title: 'Bà con hỏi mà chưa có thẻ trả lời, 90 ngày',
  notes: ['Chỉ là số lượt; trợ lý không giữ câu chữ khi bà con không bấm ghi lại.'],
  table: {
    columns: [text('Gần với', 44), text('Lĩnh vực', 22), number('Lượt')],
    rows: view.demand.map(({ title, topic, count }) => [
      title === '' ? 'Không gần thẻ nào' : title,
      topic === '' ? 'Chưa rõ' : topicName(topic),
      count,
    ]),
  },
});

export const demandTable = (view: Output<typeof readDemand>): NamedTable => ({
  title: `Câu hỏi chưa có câu trả lời, ${view.days} ngày`,
  notes: ['Bà con đã bấm đồng ý ghi lại. Số điện thoại, mật khẩu, số giấy tờ đã che.'],
  table: {
    columns: [
      text('Nhóm', 10),
      number('Số câu'),
      text('Từ chung', 26),
      text('Câu tiêu biểu', 60),
      text('Thẻ gần nhất', 34),
    ],
    rows: view.groups.map(({ id, size, keywords, texts, nearestTitle }) => [
      ...[id, size, keywords.join(', '), texts[0] ?? null, nearestTitle === '' ? null : nearestTitle],
    ]),
  },
});

/** Reads a view with the rights of whoever asks. */
export type Reader = <I extends z.ZodType, O extends z.ZodType>(
  action: Action<I, O>,
  input: z.input<I>,
) => Promise<z.output<O>>;

export interface TableRequest {
  readonly read: Reader;
  readonly thingName: ThingName;
  readonly filters: Filters & { readonly id?: string | undefined; readonly days?: number | undefined };
}

/** Every table that can be saved, by the name in its address. */
export const namedTables: Readonly<Record<string, (request: TableRequest) => Promise<NamedTable>>> = {
  'hom-nay': async ({ read, thingName, filters }) => overviewTable(await read(readOverview, filters), thingName),
  'xu-huong': async ({ read, thingName, filters }) => trendTable(await read(readTrends, filters), thingName),
  'linh-vuc': async ({ read, filters }) => topicTable(await read(readTrends, filters)),
  'doi-tuong': async ({ read, filters }) => audienceTable(await read(readAudience, filters)),
  'dia-ban': async ({ read, thingName, filters }) => placeTable(await read(readPlaces, filters), thingName),
  'chi-so': async ({ read, thingName, filters }) => unitTable(await read(readPlaces, filters), thingName),
  'toc-do': async ({ read }) => serviceTable(await read(readService, {})),
  'nhiet-do': async ({ read, filters }) => stepsTable(await read(readSteps, filters)),
  pheu: async ({ read, filters }) => funnelTable(await read(readFunnel, { ...filters, id: filters.id ?? '' })),
  'ban-do': async ({ read, filters }) => mapTable(await read(readMap, filters)),
  'lua-dao': async ({ read, filters }) => wavesTable(await read(readWaves, { ...filters, days: filters.days ?? 7 })),
  'noi-dung': async ({ read }) => contentTable(await read(readContent, {})),
  'chua-tra-loi': async ({ read }) => unansweredTable(await read(readContent, {})),
  'nhu-cau': async ({ read }) => demandTable(await read(readDemand, {})),
};

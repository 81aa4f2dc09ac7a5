import type { PeriodFigures, UnitFigures } from '../storage/indicator-ports.ts';

/**
 * Where a figure comes from. `measured`: the bot saw it in conversations. `visit`: the bot saw it while a team member walked
 * for somebody else. `self-reported`: a team wrote it down. The three are never added up.
 */
export type IndicatorSource = 'measured' | 'visit' | 'self-reported';

/** One indicator of the proposed set. No official set has been issued for these teams, so every choice here may be changed. */
export interface Indicator {
  readonly code: string;
  /** As people read it. */
  readonly name: string;
  readonly unit: string;
  readonly source: IndicatorSource;
  /** `down`: less is better. */
  readonly better: 'up' | 'down';
  /** `distinct`: accounts, counted once a span; `rate`: worked out of two others, never added up. Default a sum. */
  readonly kind?: 'distinct' | 'rate';
}

const measured = (code: string, name: string, unit: string, more: Partial<Indicator> = {}): Indicator => ({
  code,
  name,
  unit,
  source: 'measured',
  better: 'up',
  ...more,
});

/**
 * Every indicator with a fixed code, in the order in which people read them. Families follow by code: `outcome:<code>` and
 * `visit-outcome:<code>` (things of content/outcomes.yaml, seen by the bot), `log:<kind>` (the field log).
 */
export const INDICATORS: readonly Indicator[] = [
  measured('reached', 'Tài khoản đã trò chuyện', 'tài khoản', { kind: 'distinct' }),
  measured('credited', 'Tài khoản mới theo tổ', 'tài khoản'),
  measured('started', 'Lượt bắt đầu hướng dẫn', 'lượt'),
  measured('finished', 'Lượt đi hết hướng dẫn', 'lượt'),
  measured('steps', 'Bước đã xem', 'bước'),
  measured('stuck', 'Lượt báo bị vướng', 'lượt', { better: 'down' }),
  measured('stuck-rate', 'Tỷ lệ bước bị vướng', '%', { better: 'down', kind: 'rate' }),
  measured('outcomes', 'Lượt bà con báo làm được việc', 'lượt'),
  measured('handovers', 'Lượt xin gặp người hỗ trợ', 'lượt', { better: 'down' }),
  measured('shared', 'Lượt lấy tin để chia sẻ vào nhóm', 'lượt'),
  measured('help-asked', 'Yêu cầu chuyển tới tổ', 'yêu cầu', { better: 'down' }),
  measured('help-answered', 'Yêu cầu có người nhận', 'yêu cầu'),
  measured('help-minutes', 'Tổng số phút chờ có người nhận', 'phút', { better: 'down' }),
  measured('help-desk', 'Yêu cầu chuyển cán bộ trực', 'yêu cầu', { better: 'down' }),
  measured('help-response', 'Thời gian chờ trung bình', 'phút', { better: 'down', kind: 'rate' }),
  measured('lessons', 'Bài học thành viên đã xong', 'bài'),
  measured('certificates', 'Chứng nhận thành viên đã đạt', 'chứng nhận'),
  measured('visits', 'Lượt hỗ trợ tại nhà', 'lượt', { source: 'visit' }),
  measured('visit-finished', 'Hướng dẫn đi hết khi hỗ trợ tại nhà', 'lượt', { source: 'visit' }),
  measured('visit-outcomes', 'Lượt làm được việc khi hỗ trợ tại nhà', 'lượt', { source: 'visit' }),
];

/** Which list names the things of a family: content/outcomes.yaml or content/field-log.yaml. */
type ThingList = 'outcome' | 'log';

const FAMILIES: readonly {
  readonly prefix: string;
  readonly source: IndicatorSource;
  readonly list: ThingList;
}[] = [
  { prefix: 'outcome:', source: 'measured', list: 'outcome' },
  { prefix: 'visit-outcome:', source: 'visit', list: 'outcome' },
  { prefix: 'log:', source: 'self-reported', list: 'log' },
];

const byCode = new Map(INDICATORS.map((indicator) => [indicator.code, indicator]));

/** What a thing of one of the lists is called; undefined = there is none of this code. */
export type ThingName = (
  list: ThingList,
  code: string,
) => { readonly title: string; readonly unit: string } | undefined;

/** Names from the lists of one content. */
export const thingNames =
  (content: {
    readonly outcomes: Readonly<Record<string, { readonly title: string; readonly unit: string }>>;
    readonly fieldLog: { readonly kinds: Readonly<Record<string, { readonly title: string; readonly unit: string }>> };
  }): ThingName =>
  (list, code) =>
    list === 'log' ? content.fieldLog.kinds[code] : content.outcomes[code];

/** The indicator of a code; undefined for one that cannot be. */
export function indicatorOf(code: string, thingName: ThingName): Indicator | undefined {
  const known = byCode.get(code);
  const family = FAMILIES.find(({ prefix }) => code.startsWith(prefix));
  if (known || !family) return known;
  const thing = thingName(family.list, code.slice(family.prefix.length));
  return thing && { code, name: thing.title, unit: thing.unit, source: family.source, better: 'up' };
}

/** Every code there is with these things. */
export const indicatorCodes = (outcomes: readonly string[], logKinds: readonly string[]): string[] => [
  ...byCode.keys(),
  ...FAMILIES.flatMap(({ prefix, list }) => (list === 'log' ? logKinds : outcomes).map((code) => `${prefix}${code}`)),
];

/** Said wherever figures of conversations are shown. */
export const NOT_OUTCOMES =
  'Số lượt trò chuyện không phải kết quả ngoài đời: đây là lượt dùng trợ lý, không phải số người đã tự làm được.';

/** Said wherever self-reported figures are shown. */
export const SELF_REPORTED = 'Tổ tự ghi nhận, không cộng vào số đo được.';

type Figures = UnitFigures['values'];

/** The figures with the rates worked out; a rate of nothing is absent. */
export function withRates(values: Figures): Figures {
  const rates: Record<string, number> = {};
  if ((values['steps'] ?? 0) > 0) rates['stuck-rate'] = percent(values['stuck'] ?? 0, values['steps'] ?? 0);
  if ((values['help-answered'] ?? 0) > 0) {
    rates['help-response'] = Math.round((values['help-minutes'] ?? 0) / (values['help-answered'] ?? 1));
  }
  return { ...values, ...rates };
}

const percent = (part: number, whole: number): number => Math.round((1000 * part) / whole) / 10;

/** Figures of several units (a commune and those it was made of) as one. Rates are left out: they do not add up. */
export function sumFigures(rows: readonly Pick<UnitFigures | PeriodFigures, 'values'>[]): Figures {
  const sums: Record<string, number> = {};
  for (const { values } of rows) {
    for (const [code, value] of Object.entries(values)) sums[code] = (sums[code] ?? 0) + value;
  }
  return sums;
}

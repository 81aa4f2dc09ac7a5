import type { ThingName } from './teams/indicators.ts';
import { indicatorOf, INDICATORS, type IndicatorSource, NOT_OUTCOMES, SELF_REPORTED } from './teams/indicators.ts';
import { type IndicatorView, type UnitRow, viewIndicators } from './teams/indicator-view.ts';
import type { Praised } from './teams/praise.ts';
import { checkWeights, PROPOSED_WEIGHTS, WEIGHTS_KEY } from './teams/score.ts';
import { AppError } from './shared/errors.ts';
import { daysOfPeriod, periodOf, periodsBetween, type Span } from './shared/periods.ts';
import type { Scope } from './storage/indicator-ports.ts';
import type { Storage } from './storage/ports.ts';
import type { Places } from './teams/places.ts';

export interface IndicatorPlace {
  readonly storage: Storage;
  readonly places: Pick<Places, 'commune'>;
  readonly oaId: string;
  readonly thingName: ThingName;
  /** Today in Viet Nam, `2026-11-22`. */
  readonly today: string;
  /** Before the first write. */
  claim(): Promise<void>;
  say(text: string): void;
}

/** As typed; which of `team`, `commune` and which of `day`, `week`, `month` is given decides. */
export interface UnitOptions {
  readonly team?: string | undefined;
  readonly commune?: string | undefined;
  readonly day?: string | undefined;
  readonly week?: string | undefined;
  readonly month?: string | undefined;
  readonly province?: boolean;
}

/** Tallies folded at once before a command reads, so that it shows what has been counted up to now. */
const FOLD_AT_ONCE = 2_000;

/** Brings the totals up to date: the command may run while no server does. */
export async function foldAll(storage: Pick<Storage, 'rollTallies'>): Promise<void> {
  while ((await storage.rollTallies({ limit: FOLD_AT_ONCE })).more);
}

/** Whose figures are meant. Throws CLI_USAGE, or TEAM_UNKNOWN for a team that is none. */
export async function readUnit(options: UnitOptions, place: IndicatorPlace): Promise<{ scope: Scope; unit: string }> {
  const { team, commune, province } = options;
  if ([team !== undefined, commune !== undefined, province === true].filter(Boolean).length > 1) {
    throw new AppError('CLI_USAGE', '--team, --commune and --province exclude each other. Give one of them.');
  }
  if (team !== undefined) {
    const code = team.toUpperCase();
    const found = await place.storage.findTeam({ oaId: place.oaId, code });
    if (!found) throw new AppError('TEAM_UNKNOWN', `There is no team "${code}". See "bot teams list" for the codes.`);
    return { scope: 't', unit: code };
  }
  if (commune === undefined) return { scope: 'p', unit: '' };
  if (!place.places.commune(commune)) {
    throw new AppError(
      'CLI_USAGE',
      `--commune "${commune}" is not one of the 3,321 commune codes (five digits, keep leading zeros).`,
    );
  }
  return { scope: 'c', unit: commune };
}

const EXAMPLES: Readonly<Record<Span, string>> = { d: '--day 2026-11-22', w: '--week 2026-W47', m: '--month 2026-11' };

/** Which period is meant; default this month. Throws CLI_USAGE. */
export function readPeriod(options: UnitOptions, today: string): { span: Span; period: string } {
  const given = (
    [
      ['d', options.day],
      ['w', options.week],
      ['m', options.month],
    ] as const
  ).filter(([, period]) => period !== undefined);
  if (given.length > 1)
    throw new AppError('CLI_USAGE', '--day, --week and --month exclude each other. Give one of them.');
  const [span, period] = given[0] ?? (['m', periodOf('m', today)] as const);
  if (period === undefined || !daysOfPeriod(span, period)) {
    throw new AppError('CLI_USAGE', `"${period ?? ''}" is no period. Expected ${EXAMPLES[span]}.`);
  }
  return { span, period };
}

/**
 * `bot indicators [recount | codes | weights]`. Throws CLI_USAGE for another word, and what the one of them throws.
 * `codes`: of every indicator.
 */
export async function doIndicators(
  [action, word]: readonly string[],
  options: UnitOptions & { readonly json: boolean; readonly check: boolean; readonly repair: boolean },
  place: IndicatorPlace,
  codes: readonly string[],
): Promise<void> {
  if (action === undefined) return tellIndicators(options, place);
  if (action === 'codes') return tellCodes(codes, place);
  if (action === 'weights') return tellWeights(word, place);
  if (action === 'recount' && options.check !== options.repair) return recountAll(options, place);
  throw new AppError(
    'CLI_USAGE',
    `"indicators ${action}" cannot be done so. Expected recount --check, recount --repair, codes, weights, or nothing.`,
  );
}

/** One period of a team, a commune or the OA. */
export async function tellIndicators(
  options: UnitOptions & { readonly json: boolean },
  place: IndicatorPlace,
): Promise<void> {
  const { storage, oaId, thingName, say } = place;
  const { scope, unit } = await readUnit(options, place);
  const { span, period } = readPeriod(options, place.today);
  await foldAll(storage);
  const view = await viewIndicators({ storage, thingName, oaId, scope, unit, span, period });
  const name = await unitName(scope, unit, place);
  if (options.json) return say(JSON.stringify({ scope, unit, name, span, period, ...view, note: NOT_OUTCOMES }));
  say(
    [
      `${name}, ${periodText(span, period)}`,
      ...figureLines(view, thingName),
      ...(await partLines(scope, view, place)),
    ].join('\n'),
  );
  say(`\n${NOT_OUTCOMES}`);
}

const dayText = (day: string): string => day.split('-').toReversed().join('/');

/** A period as people say it. */
export function periodText(span: Span, period: string): string {
  const days = daysOfPeriod(span, period);
  if (span === 'd' || !days) return `ngày ${dayText(period)}`;
  if (span === 'm') return `tháng ${period.slice(5)}/${period.slice(0, 4)}`;
  return `tuần ${period.slice(6)}/${period.slice(0, 4)} (${dayText(days.fromDay)} đến ${dayText(days.toDay)})`;
}

/** What a unit is called. */
export async function unitName(scope: Scope, unit: string, place: IndicatorPlace): Promise<string> {
  if (scope === 'p') return 'Toàn tỉnh';
  if (scope === 'c')
    return unit === '' ? 'Chưa rõ xã' : `${place.places.commune(unit)?.name ?? 'Xã, phường'} (${unit})`;
  return `${(await place.storage.findTeam({ oaId: place.oaId, code: unit }))?.name ?? 'Tổ'} (${unit})`;
}

const HEADINGS: readonly (readonly [IndicatorSource, string])[] = [
  ['measured', 'Trợ lý đếm được trong trò chuyện'],
  ['visit', 'Thành viên hỗ trợ tại nhà, trợ lý đếm được (không cộng vào phần trên)'],
  ['self-reported', `Tổ ghi nhận (${SELF_REPORTED.toLocaleLowerCase('vi').replace(/\.$/u, '')})`],
];

function figureLines(view: Pick<IndicatorView, 'values' | 'before' | 'targets'>, thingName: ThingName): string[] {
  const order = INDICATORS.map(({ code }) => code);
  const rank = (code: string): number => (order.includes(code) ? order.indexOf(code) : order.length);
  const codes = [...new Set([...Object.keys(view.values), ...Object.keys(view.targets)])].toSorted(
    (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1),
  );
  const lines = HEADINGS.flatMap(([source, heading]) => {
    const own = codes.flatMap((code) => {
      const indicator = indicatorOf(code, thingName);
      if (indicator?.source !== source) return [];
      const { [code]: value = 0 } = view.values;
      const target = view.targets[code];
      const aim = target === undefined ? '' : `, chỉ tiêu ${count(target)}`;
      return [
        `- ${indicator.name}: ${count(value)} ${indicator.unit} (kỳ trước ${count(view.before[code] ?? 0)}${aim})`,
      ];
    });
    return own.length === 0 ? [] : ['', heading, ...own];
  });
  return lines.length === 0 ? ['', 'Chưa có số liệu trong kỳ này.'] : lines;
}

const count = (value: number): string => value.toLocaleString('vi-VN');

async function partLines(scope: Scope, { rows, praise }: IndicatorView, place: IndicatorPlace): Promise<string[]> {
  if (rows.length === 0) return [];
  const partScope = scope === 'p' ? 'c' : 't';
  const nameOf = (unit: string): Promise<string> => unitName(partScope, unit, place);
  const lines = await Promise.all(
    rows.map(async ({ unit, values, score }: UnitRow) =>
      [
        await nameOf(unit),
        ...['reached', 'finished', 'outcomes', 'visits'].map((code) => count(values[code] ?? 0)),
        score.toLocaleString('vi-VN'),
      ].join('\t'),
    ),
  );
  return [
    '',
    `${scope === 'p' ? 'Xã, phường' : 'Tổ'}\tTài khoản\tĐi hết\tLàm được\tTại nhà\tĐiểm (đề xuất)`,
    ...lines,
    ...(await praiseLines(praise, nameOf)),
  ];
}

/** The praise list with the rule by which it was made. */
export async function praiseLines(
  praise: readonly Praised[],
  nameOf: (unit: string) => Promise<string>,
  what = 'tài khoản',
): Promise<string[]> {
  if (praise.length === 0) return [];
  const lines = await Promise.all(
    praise.map(
      async ({ rank, unit, per100, value }) =>
        `${rank}. ${await nameOf(unit)}: ${per100.toLocaleString('vi-VN')} ${what} trên 100 hộ (${count(value)})`,
    ),
  );
  return ['', 'Biểu dương (tính trên 100 hộ; dưới 50 hộ tính như 50 hộ; từ 3 trở lên)', ...lines];
}

/** `bot indicators codes`: every code that may be aimed at. */
function tellCodes(codes: readonly string[], { thingName, say }: IndicatorPlace): void {
  for (const code of codes) {
    const found = indicatorOf(code, thingName);
    if (found) say(`${code}\t${found.name}\t${found.unit}\t${found.source}`);
  }
}

/** `bot indicators weights [reached=30,finished=25 | default]`: shows or sets what weighs in the score. */
export async function tellWeights(text: string | undefined, place: IndicatorPlace): Promise<void> {
  const { storage, thingName, say } = place;
  if (text !== undefined) {
    const weights = text === 'default' ? PROPOSED_WEIGHTS : checkWeights(readPairs(text), thingName);
    await place.claim();
    await storage.writeMeta({ key: WEIGHTS_KEY, value: JSON.stringify(weights) });
  }
  const kept = await storage.readMeta({ key: WEIGHTS_KEY });
  const weights = kept === undefined ? PROPOSED_WEIGHTS : (JSON.parse(kept) as Record<string, number>);
  for (const [code, weight] of Object.entries(weights)) {
    say(`${code}\t${weight}\t${indicatorOf(code, thingName)?.name ?? code}`);
  }
  say('Bộ trọng số này là đề xuất: chưa có bộ tiêu chí chính thức. Chỉ tỷ lệ giữa các số có ý nghĩa.');
}

/** `reached=30,finished=25` as pairs. Throws CLI_USAGE. */
export function readPairs(text: string): Record<string, number> {
  const pairs = text.split(',').map((pair) => /^\s*([\w:-]+)\s*=\s*(\d{1,10})\s*$/u.exec(pair));
  const wrong = pairs.indexOf(null);
  if (wrong !== -1) {
    throw new AppError(
      'CLI_USAGE',
      `"${text.split(',')[wrong] ?? ''}" cannot be read. Expected <indicator>=<whole number>, such as reached=10000, with commas between.`,
    );
  }
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]));
}

/**
 * `bot indicators recount --check|--repair`: counts every period anew and compares. Throws INDICATORS_DIFFER when a check
 * found differences, so that the exit code says so.
 */
export async function recountAll(
  { repair, json }: { readonly repair: boolean; readonly json: boolean },
  { storage, oaId, say }: IndicatorPlace,
): Promise<void> {
  await foldAll(storage);
  const days = await storage.indicatorDays({ oaId });
  if (!days) return say(json ? JSON.stringify({ checked: 0, differing: 0 }) : 'Chưa có số liệu nào để đếm lại.');
  const periods = (['d', 'w', 'm'] as const).flatMap((span) =>
    periodsBetween(span, periodOf(span, days.fromDay), periodOf(span, days.toDay)).map((period) => ({ span, period })),
  );
  const campaigns = (await storage.listCampaigns({ oaId })).map(({ id }) => ({ span: id, period: '' }));
  let [checked, differing] = [0, 0];
  for (const { span, period } of [...periods, ...campaigns]) {
    const result = await storage.recountIndicators({ oaId, span, period, repair });
    checked += result.checked;
    differing += result.differing;
    if (json) continue;
    for (const { scope, unit, topic, indicator, counted, truth } of result.differences) {
      say(`${span} ${period} ${scope} ${unit} ${topic} ${indicator}: đang là ${counted}, đếm lại được ${truth}`);
    }
  }
  if (json) say(JSON.stringify({ fromDay: days.fromDay, toDay: days.toDay, checked, differing, repaired: repair }));
  else
    say(
      `Đã đếm lại ${count(checked)} số liệu từ ${dayText(days.fromDay)} đến ${dayText(days.toDay)}: ${count(differing)} sai khác${repair && differing > 0 ? ', đã sửa' : ''}.`,
    );
  if (differing > 0 && !repair) {
    throw new AppError(
      'INDICATORS_DIFFER',
      `${differing} figures differ from what was counted. "bot indicators recount --repair" puts them right.`,
    );
  }
}

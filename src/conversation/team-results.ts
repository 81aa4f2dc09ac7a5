import { vietnamDay } from '../shared/clock.ts';
import { monthOf, nextPeriod } from '../shared/periods.ts';
import { type IndicatorView, viewIndicators } from '../teams/indicator-view.ts';
import { indicatorOf, thingNames } from '../teams/indicators.ts';
import { dayText, monthText } from '../teams/report-period.ts';
import { fillMessage, type Plan, reply, type TeamReads } from './plan.ts';
import { sayStanding } from './team-join.ts';
import { placeNameOf, sayOfTeam, type Standing, standingOf, teamOption } from './team-standing.ts';

/** What a short answer says of each source; the three are never added up. */
const MEASURED = ['reached', 'finished', 'outcomes'];
const VISITED = ['visits', 'visit-outcomes'];
/** Bars of the picture. */
const DRAWN = ['reached', 'finished', 'visits'];
/** Kinds of the field log that are named; a report has them all. */
const MAX_LOGGED = 5;
const MAX_NAMED = 5;

/**
 * "KẾT QUẢ TỔ", "KẾT QUẢ XÃ": this month so far beside the month before, as a short text and a picture. Leaders and
 * officers see targets and who is praised as well.
 */
export async function sayResults(plan: Plan, teams: TeamReads, of: 'team' | 'commune'): Promise<void> {
  const standing = await standingOf(plan, teams);
  if (!standing) return reply(plan, plan.messages.teamResultsNone, { numbered: false });
  const { me } = standing;
  if (me.state === 'pending') return sayStanding(plan, standing);
  if (of === 'commune' && me.role !== 'officer') {
    const instead = teamOption(plan.messages.teamResultsTitle, 'results');
    return sayOfTeam(plan, plan.messages.teamResultsOfficers, {}, [instead]);
  }
  const month = monthOf(vietnamDay(plan.now));
  const view = await viewOf(plan, teams, me.role === 'officer' ? ['c', me.communeCode] : ['t', me.teamCode], month);
  if (isNothing(view)) {
    const text = me.role === 'officer' ? plan.messages.teamResultsEmptyCommune : plan.messages.teamResultsEmpty;
    return sayOfTeam(plan, text, { tổ: standing.placeName, tháng: monthText(month) });
  }
  const blocks = [
    ...resultLines(plan, standing, view, month),
    ...(await praiseLines(plan, teams, standing, view, month)),
    plan.messages.teamResultsNote,
  ];
  const picture = chartOf(plan, standing, view, month);
  reply(plan, fillMessage(plan, blocks.join('\n')), { numbered: false, ...(picture === undefined ? {} : { picture }) });
}

const viewOf = (
  plan: Plan,
  teams: TeamReads,
  [scope, unit]: readonly ['t' | 'c', string],
  period: string,
): Promise<IndicatorView> =>
  viewIndicators({
    storage: teams,
    thingName: thingNames(plan.deps.catalogue),
    ...{ oaId: plan.oaId, scope, unit, span: 'm', period },
  });

const isNothing = ({ values }: IndicatorView): boolean => Object.values(values).every((value) => value === 0);

const seesTargets = ({ me }: Standing): boolean => me.role !== 'member';

function resultLines(plan: Plan, standing: Standing, view: IndicatorView, month: string): string[] {
  const { messages } = plan;
  const logged = Object.keys({ ...view.values, ...(seesTargets(standing) ? view.targets : {}) })
    .filter((code) => code.startsWith('log:'))
    .toSorted((a, b) => (view.values[b] ?? 0) - (view.values[a] ?? 0) || (a < b ? -1 : 1))
    .slice(0, MAX_LOGGED);
  const lines = (codes: readonly string[]): string[] => codes.flatMap((code) => lineOf(plan, standing, view, code));
  const head = fillMessage(plan, messages.teamResults, {
    ...{ tổ: standing.placeName, tháng: monthText(month), ngày: dayText(vietnamDay(plan.now)).slice(0, 5) },
    'tháng trước': monthText(nextPeriod('m', month, -1)),
  });
  return [
    head,
    ...[messages.teamResultsMeasured, ...lines(MEASURED)],
    ...[messages.teamResultsVisits, ...lines(VISITED)],
    ...[messages.teamResultsLogged, ...(logged.length === 0 ? [messages.teamResultsNotLogged] : lines(logged))],
  ];
}

const count = (value: number): string => value.toLocaleString('vi-VN');

function lineOf(plan: Plan, standing: Standing, view: IndicatorView, code: string): string[] {
  const indicator = indicatorOf(code, thingNames(plan.deps.catalogue));
  if (!indicator) return [];
  const target = seesTargets(standing) ? view.targets[code] : undefined;
  const text = target === undefined ? plan.messages.teamResultsLine : plan.messages.teamResultsLineTarget;
  return [
    fillMessage(plan, text, {
      ...{ 'chỉ số': indicator.name, 'đơn vị': indicator.unit, nay: count(view.values[code] ?? 0) },
      ...{ trước: count(view.before[code] ?? 0), 'chỉ tiêu': count(target ?? 0) },
    }),
  ];
}

/** Who is praised among the teams of the commune; and to officers, which teams have nothing yet. */
async function praiseLines(
  plan: Plan,
  teams: TeamReads,
  standing: Standing,
  view: IndicatorView,
  month: string,
): Promise<string[]> {
  if (!seesTargets(standing)) return [];
  const { me } = standing;
  const commune = me.role === 'officer' ? view : await viewOf(plan, teams, ['c', me.communeCode], month);
  const nameOf = (teamCode: string): Promise<string> =>
    placeNameOf(plan, teams, { teamCode, communeCode: me.communeCode });
  const praised = await Promise.all(
    commune.praise.slice(0, MAX_NAMED).map(async ({ rank, unit, per100 }) =>
      fillMessage(plan, plan.messages.teamResultsPraised, {
        ...{ hạng: String(rank), tổ: await nameOf(unit), số: count(per100) },
      }),
    ),
  );
  const still = me.role === 'officer' ? commune.rows.filter(({ values }) => (values['reached'] ?? 0) === 0) : [];
  const named = await Promise.all(still.slice(0, MAX_NAMED).map(({ unit }) => nameOf(unit)));
  const rest = still.length > named.length ? [`… (+${still.length - named.length})`] : [];
  return [
    ...(praised.length === 0 ? [] : [plan.messages.teamResultsPraise, ...praised]),
    ...(still.length === 0
      ? []
      : [fillMessage(plan, plan.messages.teamResultsStill, { danh: [...named, ...rest].join(', ') })]),
  ];
}

function chartOf(plan: Plan, standing: Standing, view: IndicatorView, month: string): string | undefined {
  const thingName = thingNames(plan.deps.catalogue);
  const before = nextPeriod('m', month, -1);
  const nameOfMonth = (one: string): string => `tháng ${Number(one.slice(5))}`;
  return plan.deps.chartUrl?.({
    title: standing.placeName,
    period: `tháng ${monthText(month)}, đến ngày ${dayText(vietnamDay(plan.now)).slice(0, 2)}`,
    now: nameOfMonth(month),
    before: nameOfMonth(before),
    bars: DRAWN.map((code) => {
      const target = seesTargets(standing) ? view.targets[code] : undefined;
      return {
        name: indicatorOf(code, thingName)?.name ?? code,
        now: view.values[code] ?? 0,
        before: view.before[code] ?? 0,
        ...(target === undefined ? {} : { target }),
      };
    }),
  });
}

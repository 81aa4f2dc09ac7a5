import type { Span } from '../shared/periods.ts';
import { nextPeriod } from '../shared/periods.ts';
import type { Scope, Target, UnitFigures } from '../storage/indicator-ports.ts';
import type { Storage, Team } from '../storage/ports.ts';
import { type ThingName, sumFigures, withRates } from './indicators.ts';
import { praiseList, type Praised } from './praise.ts';
import { parseWeights, scoreUnits, type Weights, WEIGHTS_KEY } from './score.ts';

export type IndicatorStore = Pick<
  Storage,
  | 'indicatorTable'
  | 'listTargets'
  | 'listTeams'
  | 'listCommuneLine'
  | 'listCommuneChanges'
  | 'readMeta'
  | 'campaignProgress'
>;

export interface IndicatorRequest {
  readonly storage: IndicatorStore;
  readonly thingName: ThingName;
  readonly oaId: string;
  readonly scope: Scope;
  /** Code of the team or commune; '' for the whole OA. */
  readonly unit: string;
  readonly span: Span;
  readonly period: string;
}

/** A row among others: of a team within a commune, or of a commune within the province. */
export interface UnitRow {
  readonly unit: string;
  readonly values: UnitFigures['values'];
  /** 0–100 among these units. */
  readonly score: number;
  readonly households?: number;
}

/** One period of one unit, with its parts. */
export interface IndicatorView {
  readonly values: UnitFigures['values'];
  /** The period before, for comparison. */
  readonly before: UnitFigures['values'];
  /** Targets of this unit by indicator. */
  readonly targets: Readonly<Record<string, number>>;
  /** Teams of a commune, communes of the province, by score; empty for a team. */
  readonly rows: readonly UnitRow[];
  /** Teams (of a commune) or communes to be praised for accounts reached. */
  readonly praise: readonly Praised[];
  readonly weights: Weights;
}

/** How many stand on a praise list. */
const PRAISED = 10;

/** Reads one period of a team, a commune (with those it was made of) or the OA, the period before, and its parts. */
export async function viewIndicators(request: IndicatorRequest): Promise<IndicatorView> {
  const { storage, thingName, oaId, scope, unit, span, period } = request;
  const units = scope === 'c' ? await storage.listCommuneLine({ oaId, communeCode: unit }) : [unit];
  const read = async (of: string): Promise<UnitFigures['values']> =>
    withRates(sumFigures(await storage.indicatorTable({ oaId, scope, span, period: of, units })));
  const targets = await storage.listTargets({ oaId, span });
  const weights = parseWeights(await storage.readMeta({ key: WEIGHTS_KEY }), thingName);
  const parts = scope === 't' ? [] : await readParts(request, await storage.listTeams({ oaId }));
  const partScope = scope === 'p' ? 'c' : 't';
  const scores = scoreUnits(parts, {
    weights,
    thingName,
    target: (one, indicator) => targetOf(targets, partScope, one, indicator),
  });
  return {
    values: await read(period),
    before: await read(nextPeriod(span, period, -1)),
    targets: targetsOf(targets, scope, unit),
    rows: parts
      .map((part) => ({ ...part, score: scores.get(part.unit) ?? 0 }))
      .toSorted((a, b) => b.score - a.score || (a.unit < b.unit ? -1 : 1)),
    praise: praiseList(
      parts.map((part) => ({
        unit: part.unit,
        value: part.values['reached'] ?? 0,
        ...(part.households === undefined ? {} : { households: part.households }),
      })),
      PRAISED,
    ),
    weights,
  };
}

type Part = Omit<UnitRow, 'score'>;

async function readParts(request: IndicatorRequest, teams: readonly Team[]): Promise<Part[]> {
  const { storage, oaId, scope, unit, span, period } = request;
  if (scope === 'p') return communeParts(request, teams);
  const own = teams.filter(({ communeCode }) => communeCode === unit);
  const units = own.map(({ code }) => code);
  const figures = new Map(
    (await storage.indicatorTable({ oaId, scope: 't', span, period, units })).map((row) => [row.unit, row.values]),
  );
  // A team that has nothing this month stands there with nothing; one that was dissolved only with what it had.
  return own
    .filter(({ code, dissolvedAt }) => dissolvedAt === undefined || figures.has(code))
    .map(({ code, households }) => ({
      unit: code,
      values: withRates(figures.get(code) ?? {}),
      ...(households === undefined ? {} : { households }),
    }));
}

/** A row a commune, with what was counted under the codes of those it was made of. */
async function communeParts(request: IndicatorRequest, teams: readonly Team[]): Promise<Part[]> {
  const { storage, oaId, span, period } = request;
  const became = new Map(
    (await storage.listCommuneChanges({ oaId })).map(({ fromCode, toCode }) => [fromCode, toCode]),
  );
  const todayOf = (code: string, steps = 0): string => {
    const next = became.get(code);
    return next === undefined || steps > became.size ? code : todayOf(next, steps + 1);
  };
  const figures = Map.groupBy(await storage.indicatorTable({ oaId, scope: 'c', span, period }), (row) =>
    todayOf(row.unit),
  );
  const teamsOf = Map.groupBy(
    teams.filter(({ dissolvedAt }) => dissolvedAt === undefined),
    ({ communeCode }) => communeCode,
  );
  const communes = [...new Set([...figures.keys(), ...teamsOf.keys()])];
  return communes.map((code) => {
    const households = sumHouseholds(teamsOf.get(code) ?? []);
    return {
      unit: code,
      values: withRates(sumFigures(figures.get(code) ?? [])),
      ...(households === undefined ? {} : { households }),
    };
  });
}

/** Households of a commune: known only where every team's are. */
function sumHouseholds(teams: readonly Team[]): number | undefined {
  if (teams.length === 0 || teams.some(({ households }) => households === undefined)) return undefined;
  return teams.reduce((sum, { households = 0 }) => sum + households, 0);
}

/** What a unit is to reach: its own target, else that of every unit of its scope. */
export function targetOf(
  targets: readonly Target[],
  scope: Scope,
  unit: string,
  indicator: string,
): number | undefined {
  const own = targets.filter((one) => one.scope === scope && one.indicator === indicator);
  return (own.find((one) => one.unit === unit) ?? own.find((one) => one.unit === '*'))?.value;
}

function targetsOf(targets: readonly Target[], scope: Scope, unit: string): Record<string, number> {
  const codes = new Set(targets.filter((one) => one.scope === scope).map(({ indicator }) => indicator));
  return Object.fromEntries(
    [...codes].flatMap((code) => {
      const value = targetOf(targets, scope, unit, code);
      return value === undefined ? [] : [[code, value]];
    }),
  );
}

import { AppError } from './shared/errors.ts';
import type { Storage } from './storage/ports.ts';
import type { Places } from './teams/places.ts';
import { findScamWaves, scamPeriods, type ScamPeriods, type ScamWave, WAVE_FROM } from './teams/scam-waves.ts';
import { SCAM_FLOWS, scamKindName } from './understanding/scam/kinds.ts';

export interface ScamWavesOptions {
  readonly storage: Pick<Storage, 'listTotals'>;
  readonly places: Pick<Places, 'commune'>;
  readonly oaId: string;
  /** Today in Viet Nam, `2026-11-22`. */
  readonly today: string;
  /** As typed; default 7. */
  readonly days?: string | undefined;
  /** Code of a commune, as typed; default all. */
  readonly commune?: string | undefined;
  /** True = one JSON object instead of lines. */
  readonly json: boolean;
  say(text: string): void;
}

const DEFAULT_DAYS = 7;
const MOST_DAYS = 90;

/**
 * `bot scam-waves`: what kinds of scams residents have had checked, by commune, against the same number of days before.
 * Throws CLI_USAGE for days or a commune that are none.
 */
export async function tellScamWaves(options: ScamWavesOptions): Promise<void> {
  const { storage, places, oaId, today, json, say } = options;
  const days = readDays(options.days);
  const communeCode = options.commune;
  if (communeCode !== undefined && !places.commune(communeCode)) {
    throw new AppError(
      'CLI_USAGE',
      `--commune "${communeCode}" is not one of the 3,321 commune codes (five digits, keep leading zeros).`,
    );
  }
  const periods = scamPeriods(today, days);
  const totals = await storage.listTotals({
    oaId,
    flows: SCAM_FLOWS,
    fromDay: periods.beforeFromDay,
    toDay: periods.toDay,
    ...(communeCode === undefined ? {} : { communeCode }),
  });
  const waves = findScamWaves(totals, periods);
  const nameOf = (code: string): string =>
    code === '' ? 'Chưa rõ xã' : `${places.commune(code)?.name ?? 'Xã, phường'} (${code})`;
  say(json ? toJson(waves, periods, days, nameOf) : toLines(waves, periods, days, nameOf).join('\n'));
}

function readDays(text: string | undefined): number {
  if (text === undefined) return DEFAULT_DAYS;
  const days = Number(text);
  if (/^\d{1,2}$/u.test(text) && days >= 1 && days <= MOST_DAYS) return days;
  throw new AppError('CLI_USAGE', `--days "${text}" cannot be used. Expected a whole number from 1 to ${MOST_DAYS}.`);
}

const toJson = (
  waves: readonly ScamWave[],
  periods: ScamPeriods,
  days: number,
  nameOf: (code: string) => string,
): string => {
  const lines = waves.map((wave) => ({
    ...wave,
    communeName: nameOf(wave.communeCode),
    kindName: scamKindName(wave.kind),
  }));
  return JSON.stringify({ days, ...periods, waves: lines });
};

const dayText = (day: string): string => day.split('-').toReversed().join('/');

function toLines(
  waves: readonly ScamWave[],
  { fromDay, toDay }: ScamPeriods,
  days: number,
  nameOf: (code: string) => string,
): string[] {
  const span = `từ ${dayText(fromDay)} đến ${dayText(toDay)}`;
  if (waves.length === 0)
    return [`Chưa có ai hỏi về tin có dấu hiệu lừa đảo, ${span}, và trong ${days} ngày trước đó.`];
  const communes = [...new Set(waves.map(({ communeCode }) => communeCode))];
  return [
    `Tin có dấu hiệu lừa đảo mà bà con hỏi, ${span} (trong ngoặc: ${days} ngày trước đó)`,
    ...communes.flatMap((commune) => [
      '',
      nameOf(commune),
      ...waves
        .filter(({ communeCode }) => communeCode === commune)
        .map(
          ({ kind, count, before, isNew }) =>
            `- ${scamKindName(kind)}: ${count} lượt (${before})${isNew ? '  ĐỢT MỚI' : ''}`,
        ),
    ]),
    '',
    `Đợt mới: từ ${WAVE_FROM} lượt trở lên và ít nhất gấp đôi trước đó. Đây là số lượt hỏi, không phải số người bị lừa.`,
  ];
}

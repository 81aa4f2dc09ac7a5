import type { Scope } from '../../storage/indicator-ports.ts';
import type { Team } from '../../storage/ports.ts';
import { type ActionContext, communeFor, Refusal, withinCommune } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';

/** Whose figures are shown: all of the OA, a commune, or a team. */
export interface Unit {
  readonly scope: Scope;
  /** '' for the OA. */
  readonly code: string;
  readonly name: string;
  /** Codes under which its past was counted: a commune has those it was made of. */
  readonly codes: readonly string[];
  /** For reads by commune: its codes, undefined for the whole OA. */
  readonly communeCodes: readonly string[] | undefined;
  /** The commune of a team, or the commune itself. */
  readonly communeCode?: string;
}

/** The province in which most teams are; undefined while there is no team. */
export function provinceCodeOf(teams: readonly Pick<Team, 'provinceCode' | 'dissolvedAt'>[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { provinceCode, dissolvedAt } of teams) {
    if (dissolvedAt === undefined) counts.set(provinceCode, (counts.get(provinceCode) ?? 0) + 1);
  }
  return [...counts].toSorted(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))[0]?.[0];
}

/** What the whole OA is called: its province, as reports have it. */
export async function provinceNameOf({ storage, oaId, places }: ConsoleDeps): Promise<string> {
  const code = provinceCodeOf(await storage.listTeams({ oaId }));
  return (code === undefined ? undefined : places.province(code)?.name) ?? 'Toàn tỉnh';
}

/** Name of a commune; its code where it is none of the list. */
export const communeName = ({ places }: Pick<ConsoleDeps, 'places'>, code: string): string =>
  code === '' ? 'Chưa rõ xã' : (places.commune(code)?.name ?? `Xã, phường ${code}`);

/**
 * The unit that was asked for, as far as this actor may see it: a commune officer sees their commune and its teams.
 * Throws `Refusal` for a team or commune that is none, or another's.
 */
export async function unitOf(
  { actor, deps }: Pick<ActionContext, 'actor' | 'deps'>,
  asked: { readonly commune?: string | undefined; readonly team?: string | undefined },
): Promise<Unit> {
  const { storage, oaId, places } = deps;
  if (asked.team !== undefined && asked.team !== '') {
    const team = await storage.findTeam({ oaId, code: asked.team.toUpperCase() });
    if (!team) throw new Refusal(`Không có tổ mang mã ${asked.team}.`, { team: 'Không có tổ này.' });
    withinCommune(actor, team.communeCode);
    const { code, communeCode } = team;
    return { scope: 't', code, name: `${team.name} (${code})`, codes: [code], communeCodes: [], communeCode };
  }
  const code = communeFor(actor, asked.commune);
  if (code === undefined) {
    return { scope: 'p', code: '', name: await provinceNameOf(deps), codes: [''], communeCodes: undefined };
  }
  if (asked.commune !== undefined && asked.commune !== '') withinCommune(actor, asked.commune);
  if (!places.commune(code)) throw new Refusal(`Không có xã, phường mang mã ${code}.`, { commune: 'Không có xã này.' });
  const codes = await storage.listCommuneLine({ oaId, communeCode: code });
  return { scope: 'c', code, name: communeName(deps, code), codes, communeCodes: codes, communeCode: code };
}

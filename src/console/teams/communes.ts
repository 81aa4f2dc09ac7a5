import { fold } from '../../shared/vietnamese.ts';
import { readCommune, readProvince } from '../../teams/place-cells.ts';
import { type Commune, readPlaceUnits } from '../../teams/places.ts';
import { Refusal } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { Choice } from '../form-parts.ts';
import type { Actor } from '../permissions.ts';

/** Most communes a list to choose from has: two large provinces. */
const MOST_CHOICES = 400;

/** What a commune is called; its code where it is not known any more. */
export const communeName = ({ places }: Pick<ConsoleDeps, 'places'>, code: string): string =>
  code === '' ? 'Chưa rõ xã' : (places.commune(code)?.name ?? `Xã mã ${code}`);

/**
 * The commune somebody means: its code, "Phường Lộc Ninh" where it is the only one of the provinces at work, or
 * "Phường Lộc Ninh, Đồng Nai". Throws `Refusal` beside `field` with what to write instead.
 */
export async function readCommuneField(
  deps: Pick<ConsoleDeps, 'places' | 'storage' | 'oaId'>,
  text: string,
  field: string,
): Promise<Commune> {
  const { places } = deps;
  const refuse = (problem: string): Refusal => new Refusal('Chưa rõ xã, phường nào.', { [field]: `${problem}.` });
  const known = places.commune(text.trim());
  if (known) return known;
  const comma = text.lastIndexOf(',');
  const province = comma === -1 ? undefined : readProvince(text.slice(comma + 1).trim(), places, false);
  if (province && 'problem' in province) throw refuse(province.problem);
  const name = comma === -1 ? text.trim() : text.slice(0, comma).trim();
  const provinces = province ? [province.code] : await provincesAtWork(deps);
  if (provinces.length === 0) throw refuse('Ghi mã xã (năm chữ số), hoặc tên xã kèm tên tỉnh, cách nhau bằng dấu phẩy');
  let problem = '';
  for (const code of provinces) {
    const found = readCommune(name, code, places, false);
    const commune = 'code' in found ? places.commune(found.code) : undefined;
    if (commune) return commune;
    if ('problem' in found) problem = found.problem;
  }
  throw refuse(problem);
}

/** Provinces in which there are teams. */
async function provincesAtWork({ storage, oaId }: Pick<ConsoleDeps, 'storage' | 'oaId'>): Promise<readonly string[]> {
  return [...new Set((await storage.listTeams({ oaId })).map(({ provinceCode }) => provinceCode))];
}

/** Every commune of the provinces at work, by name; empty where there are none yet, or too many for a list. */
export async function communeChoices(
  deps: Pick<ConsoleDeps, 'storage' | 'oaId' | 'rootDir'>,
): Promise<readonly Choice[]> {
  const provinces = await provincesAtWork(deps);
  const units = provinces.length === 0 ? [] : unitsOf(deps.rootDir);
  const own = units.filter(({ level, provinceCode }) => level === 'commune' && provinces.includes(provinceCode));
  if (own.length > MOST_CHOICES) return [];
  return own
    .toSorted((a, b) => bareName(a.name).localeCompare(bareName(b.name), 'vi'))
    .map(({ code, name }) => ({ value: code, label: `${name} (${code})` }));
}

const bareName = (name: string): string => name.replace(/^(?:Xã|Phường|Đặc khu) /u, '');

const unitsByRoot = new Map<string, ReturnType<typeof readPlaceUnits>>();

function unitsOf(rootDir: string): ReturnType<typeof readPlaceUnits> {
  const known = unitsByRoot.get(rootDir) ?? readPlaceUnits(rootDir);
  unitsByRoot.set(rootDir, known);
  return known;
}

/** Communes that have teams, for a filter; undefined for somebody who sees one commune alone. */
export async function communeFilter(
  deps: Pick<ConsoleDeps, 'storage' | 'oaId' | 'places'>,
  actor: Actor,
): Promise<readonly Choice[] | undefined> {
  if (actor.role === 'commune-officer') return undefined;
  const codes = new Set((await deps.storage.listTeams({ oaId: deps.oaId })).map(({ communeCode }) => communeCode));
  const named = [...codes].map((value) => ({ value, label: communeName(deps, value) }));
  return [
    { value: '', label: 'Cả tỉnh' },
    ...named.toSorted((a, b) => bareName(a.label).localeCompare(bareName(b.label), 'vi')),
  ];
}

/** Whether every word of a search stands in one of the texts, marks or not. */
export function isFound(search: string, ...texts: readonly string[]): boolean {
  if (search.trim() === '') return true;
  const text = ` ${fold(texts.join(' '))} `;
  return fold(search)
    .split(' ')
    .every((word) => text.includes(` ${word}`) || word === '');
}

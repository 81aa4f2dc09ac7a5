import { fold } from '../../shared/vietnamese.ts';
import { isNamed, isWritten, saysKind } from '../places.ts';
import { engineTexts } from '../texts.ts';
import type { Turn } from '../turn.ts';
import type { Frame, PlaceUnit } from '../types.ts';

/** Candidates shown as buttons at once. */
const maxOffers = 4;

/** What an answer to a place question comes to: the commune, or a narrower question. */
export type PlaceAnswer =
  | { readonly kind: 'commune'; readonly unit: PlaceUnit }
  | { readonly kind: 'narrowed'; readonly place: NonNullable<Frame['place']>; readonly lead?: string };

const placeOf = (turn: Turn): NonNullable<Frame['place']> => turn.stack.at(-1)?.place ?? {};

const unitOf = (turn: Turn, code: string | undefined): PlaceUnit | undefined =>
  code === undefined ? undefined : turn.places?.unit(code);

/** The narrower question that is open; undefined while it is still the author's. */
export function placeQuestion(turn: Turn): string | undefined {
  const { province, commune, offers } = placeOf(turn);
  if (offers !== undefined && offers.length > 0) return engineTexts.choosePlace;
  const known = unitOf(turn, province);
  if (known) return engineTexts.askCommune.replace('{place}', () => known.name);
  return commune === undefined ? undefined : engineTexts.askProvince;
}

/** The candidates as buttons; communes of several provinces are told apart by theirs. */
export function offeredPlaces(turn: Turn): readonly { title: string; value: string }[] {
  const units = (placeOf(turn).offers ?? []).flatMap((code) => unitOf(turn, code) ?? []);
  const isWide = new Set(units.map(({ provinceCode }) => provinceCode)).size > 1;
  return units.map((unit) => {
    const province = unit.level === 'commune' && isWide ? unitOf(turn, unit.provinceCode)?.name : undefined;
    return { title: province === undefined ? unit.name : `${unit.name}, ${province}`, value: unit.code };
  });
}

/** The commune asked for next, in this province; the name remembered from before may already decide it. */
function inProvince(turn: Turn, province: PlaceUnit, name: string | undefined): PlaceAnswer {
  const communes = name === undefined ? [] : (turn.places?.communes(name, province.code) ?? []);
  const [only] = communes;
  if (only && communes.length === 1) return { kind: 'commune', unit: only };
  if (communes.length > 1) {
    const offers = communes.slice(0, maxOffers).map(({ code }) => code);
    return { kind: 'narrowed', place: { province: province.code, offers } };
  }
  const lead = engineTexts.communeNotFound.replace('{place}', () => province.name);
  return { kind: 'narrowed', place: { province: province.code }, ...(name !== undefined && { lead }) };
}

function offered(units: readonly PlaceUnit[], province: string | undefined): PlaceAnswer {
  const offers = units.slice(0, maxOffers).map(({ code }) => code);
  return { kind: 'narrowed', place: { ...(province !== undefined && { province }), offers } };
}

/** A commune's name that stands in too many provinces: which province? */
function anywhere(turn: Turn, text: string): PlaceAnswer | undefined {
  const provinces = saysKind(text, 'commune') ? [] : (turn.places?.provinces(text) ?? []);
  const communes = saysKind(text, 'province') ? [] : (turn.places?.communes(text) ?? []);
  const named = communes.filter((unit) => isNamed(unit, text));
  const [written, ...others] = named.filter((unit) => isWritten(unit, text));
  if (written && others.length === 0) return { kind: 'commune', unit: written };
  const [province] = provinces;
  if (province && (isNamed(province, text) || named.length === 0) && provinces.length === 1) {
    return inProvince(turn, province, placeOf(turn).commune);
  }
  const found = named.length > 0 ? named : communes;
  const units = [...provinces, ...found];
  const [only] = units;
  if (only && units.length === 1) {
    return only.level === 'commune' ? { kind: 'commune', unit: only } : inProvince(turn, only, undefined);
  }
  if (units.length > 1 && units.length <= maxOffers) return offered(units, undefined);
  if (named.length > maxOffers) return { kind: 'narrowed', place: { commune: fold(text).slice(0, 60) } };
  return units.length > 1 ? offered(units, undefined) : undefined;
}

/** Reads "xã X tỉnh Y", a province, or a commune; undefined when the finder knows nothing like it. */
export function readPlaceText(turn: Turn, text: string): PlaceAnswer | undefined {
  const { places } = turn;
  if (!places) return undefined;
  const split = places.splitProvince(text);
  if (split) {
    const communes = places.communes(split.rest, split.province.code);
    if (communes.length > 0 || places.communes(text).length === 0) {
      return inProvince(turn, split.province, split.rest);
    }
  }
  const known = unitOf(turn, placeOf(turn).province);
  if (!known) return anywhere(turn, text);
  const communes = places.communes(text, known.code);
  if (communes.length > 0) return inProvince(turn, known, text);
  // Somebody who has named the wrong province names another one.
  const other = places.provinces(text).find((unit) => isNamed(unit, text));
  return other && other.code !== known.code ? inProvince(turn, other, undefined) : undefined;
}

/** A candidate's button; undefined for one that is not on offer. */
export function choosePlace(turn: Turn, code: string): PlaceAnswer | undefined {
  const { offers = [], commune } = placeOf(turn);
  const unit = offers.includes(code) ? unitOf(turn, code) : undefined;
  if (!unit) return undefined;
  return unit.level === 'commune' ? { kind: 'commune', unit } : inProvince(turn, unit, commune);
}

import type { Card } from '../catalog/catalogue.ts';

/** The paper a hand-out is for: a sheet to keep, one for the refrigerator door, a card with a QR code. */
export const HANDOUT_SIZES = ['a4', 'a5', 'a6'] as const;

export type HandoutSize = (typeof HANDOUT_SIZES)[number];

/** The team in whose name a sheet is handed out. */
export interface HandoutTeam {
  readonly code: string;
  readonly name: string;
  /** The real OA it belongs to; absent = that of the installation. */
  readonly oaId?: string;
}

/** At most this many steps of an A4 sheet have their picture. */
export const SHEET_PICTURES = 4;

/** Everything that is printed on one hand-out. Plain data: it is handed to another thread. */
export interface Sheet {
  readonly card: Card;
  /** Day of printing in Viet Nam, `2026-11-22`; also decides whether the card is under review. */
  readonly printedOn: string;
  /** Name under which residents find the OA on Zalo. */
  readonly oaName: string;
  /** Id of the real OA, for `zalo.me/<id>`; undefined in the demo. */
  readonly oaId?: string;
  readonly team?: HandoutTeam;
  /** Full address of the page the QR code opens; undefined = no code, but what to type into Zalo. */
  readonly pageUrl?: string;
  /** PNGs of drawn screens, 16:9, by number of the step (from 1). */
  readonly pictures: ReadonlyMap<number, Uint8Array>;
}

/** `22/11/2026` of `2026-11-22`. */
export const printedDay = (day: string): string => day.split('-').toReversed().join('/');

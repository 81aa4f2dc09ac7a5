import type { Catalogue } from '../../catalog/catalogue.ts';
import type { DrawnRef } from '../../pictures/index.ts';
import type { Html } from '../../shared/html.ts';

/** Pixels of a picture: covers have the shape that shared links show, drawings that of a screen. */
export const pictureSize = ({ kind }: DrawnRef): { readonly width: number; readonly height: number } =>
  kind === 'cover' || kind === 'topic' ? { width: 1200, height: 630 } : { width: 1280, height: 720 };

/** A team that shares a page: the page says so, and its hand-outs carry the code. */
export interface SharingTeam {
  readonly code: string;
  readonly name: string;
  /** The real OA it belongs to; undefined in the demo. */
  readonly oaId?: string;
  /** Name of the dissolved team whose code was in the address and whose work this one took over. */
  readonly tookOverFrom?: string;
}

/** What the pages know of the installation at the time of a request. */
export interface Site {
  readonly catalogue: Catalogue;
  /** Day in Viet Nam, `2026-11-22`: decides which cards are under review. */
  readonly today: string;
  /** `https://trolyso.example.vn`, without a slash at the end; undefined = addresses in full are left out. */
  readonly publicUrl?: string;
  /** Id of the real OA; undefined in the demo, whose OA nobody finds on Zalo. */
  readonly oaId?: string;
  /** Name under which residents find the OA on Zalo. */
  readonly oaName: string;
  /** QR code of the OA's address on Zalo; undefined in the demo. */
  readonly oaQr?: Html;
  /** Name of the file under `/pictures/`, undefined for a picture that does not exist. */
  picture(ref: DrawnRef): string | undefined;
}

/** Cards have an address below `/h`, or below the team that shares them, so that the credit stays. */
export const cardPath = (slug: string, team?: SharingTeam): string => (team ? `/t/${team.code}/${slug}` : `/h/${slug}`);

/** The list of all cards, or the one a team shares. */
export const listPath = (team?: SharingTeam): string => (team ? `/t/${team.code}` : '/h');

/** Address of the emergency card. No card has this slug: slugs are English. */
export const URGENT_PATH = '/h/khan-cap';

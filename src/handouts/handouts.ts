import type { Card } from '../catalog/catalogue.ts';
import { type Clock, vietnamDay } from '../shared/clock.ts';
import { inviteCard, type InviteSheet, type InviteSize } from './invite.ts';
import { printSheet } from './print-sheet.ts';
import { type HandoutSize, type HandoutTeam, type Sheet, SHEET_PICTURES } from './sheet.ts';

export interface HandoutsOptions {
  readonly clock: Clock;
  /** `https://…` without a slash at the end; undefined = sheets say what to type instead of carrying a QR code. */
  publicUrl(): string | undefined;
  /** The real OA; undefined in the demo. */
  readonly oaId?: string;
  /** Name under which residents find the OA on Zalo. */
  readonly oaName: string;
  /** PNG of the drawn screen of a step (from 1), 16:9. */
  stepPicture(slug: string, step: number): Promise<Uint8Array | undefined>;
  /** Makes the file. Default: in this thread, which the chat must not share (see `createPrinter`). */
  readonly printSheet?: (sheet: Sheet, size: HandoutSize) => Promise<Buffer>;
  /** The same for invitations. */
  readonly printInvite?: (invite: InviteSheet, size: InviteSize) => Promise<Buffer>;
}

export interface Handouts {
  /**
   * The PDF of a card: black on white, fonts inside, dated today. The same content, day and team give the same bytes.
   * The last ones are kept in memory; one is made at a time, so that a village that prints does not hold up the chat.
   */
  print(card: Card, size: HandoutSize, team?: HandoutTeam): Promise<Buffer>;
  /** The invitation of a team: QR code of its page, three steps, its code in large letters. Kept and made in the same way. */
  invite(team: HandoutTeam, size: InviteSize): Promise<Buffer>;
}

/** Sheets kept: at about 60 kB each some 4 MB. */
const KEPT = 64;

/** Hand-outs of one installation. */
export function createHandouts(options: HandoutsOptions): Handouts {
  const kept = new Map<string, Promise<Buffer>>();
  let last: Promise<unknown> = Promise.resolve();

  const sheetOf = (card: Card, printedOn: string, team?: HandoutTeam): Sheet => {
    const publicUrl = options.publicUrl();
    const oaId = team?.oaId ?? options.oaId;
    const path = team ? `/t/${team.code}/${card.slug}` : `/h/${card.slug}`;
    return {
      card,
      printedOn,
      oaName: options.oaName,
      ...(oaId === undefined ? {} : { oaId }),
      ...(team ? { team: { code: team.code, name: team.name } } : {}),
      ...(publicUrl === undefined ? {} : { pageUrl: `${publicUrl}${path}` }),
      pictures: new Map(),
    };
  };
  const picturesOf = async ({ slug, steps }: Card): Promise<ReadonlyMap<number, Uint8Array>> => {
    const pictures = new Map<number, Uint8Array>();
    for (const [index, { screen }] of steps.entries()) {
      if (pictures.size === SHEET_PICTURES) break;
      const picture = screen && (await options.stepPicture(slug, index + 1));
      if (picture) pictures.set(index + 1, picture);
    }
    return pictures;
  };
  const make = async (sheet: Sheet, size: HandoutSize): Promise<Buffer> => {
    const print = options.printSheet ?? printSheet;
    return print(size === 'a4' ? { ...sheet, pictures: await picturesOf(sheet.card) } : sheet, size);
  };

  const inviteOf = (team: HandoutTeam, printedOn: string): InviteSheet => {
    const publicUrl = options.publicUrl();
    const oaId = team.oaId ?? options.oaId;
    return {
      team: { code: team.code, name: team.name },
      printedOn,
      oaName: options.oaName,
      ...(oaId === undefined ? {} : { oaId }),
      ...(publicUrl === undefined ? {} : { pageUrl: `${publicUrl}/t/${team.code}` }),
    };
  };
  const once = (key: string, work: () => Promise<Buffer>): Promise<Buffer> => {
    const known = kept.get(key);
    if (known) return known;
    const printed = last.then(work);
    // The next one waits for this one, whether it succeeds or not.
    last = printed.catch(() => undefined);
    kept.set(key, printed);
    printed.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return printed;
  };

  return {
    print(card, size, team) {
      const sheet = sheetOf(card, vietnamDay(options.clock.now()), team);
      return once(JSON.stringify([card.slug, card.hash, size, sheet]), () => make(sheet, size));
    },
    invite(team, size) {
      const sheet = inviteOf(team, vietnamDay(options.clock.now()));
      return once(JSON.stringify(['invite', size, sheet]), () => (options.printInvite ?? inviteCard)(sheet, size));
    },
  };
}

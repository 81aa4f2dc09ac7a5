import { ownPicturePath } from './broadcasts/lanes/pictures.ts';
import type { Config } from './config.ts';
import type { ConversationDeps } from './conversation/plan.ts';
import { ASSISTANT_NAME, createHandouts, type Printer } from './handouts/index.ts';
import type { OaBook } from './oa-book.ts';
import type { Pictures } from './pictures/index.ts';
import type { Clock } from './shared/clock.ts';
import type { Logger } from './shared/logger.ts';
import type { Storage } from './storage/ports.ts';
import { isPublic, type PublicAnnouncement } from './web/pages/announcement-page.ts';
import type { CertificateRoutesOptions } from './web/pages/certificate-routes.ts';
import type { TeamOfOa } from './web/pages/find-team.ts';
import type { PagesOptions } from './web/pages/routes.ts';

/** What the public pages need of the rest of the product. */
export interface PublicPagesParts {
  readonly config: Pick<Config, 'mode'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly storage: Storage;
  readonly deps: Pick<ConversationDeps, 'catalogue'>;
  readonly oas: Pick<OaBook, 'all' | 'find'>;
  readonly pictures: Pictures;
  readonly printer: Printer;
  publicUrl(): string | undefined;
}

/**
 * The pages and hand-outs anybody may read, of every OA: what a team shares leads to the team's own OA, everything else
 * to the first. Hand-outs are made in a thread of their own, which ends with the server.
 */
export function publicPages(parts: PublicPagesParts): PagesOptions & CertificateRoutesOptions {
  const { config, clock, logger, storage, deps, oas, pictures, printer, publicUrl } = parts;
  const [first] = oas.all();
  const site = {
    clock,
    publicUrl,
    oaName: ASSISTANT_NAME,
    // Nobody finds the demo's OA on Zalo.
    ...(config.mode === 'production' && first ? { oaId: first.oaId } : {}),
  };
  const named = (oaId: string): { readonly oaId?: string } => (config.mode === 'production' ? { oaId } : {});
  const handouts = createHandouts({
    ...site,
    stepPicture: async (slug, step) => {
      const name = pictures.fileName({ kind: 'screen', slug, step });
      // A sheet without a picture still helps.
      return name === undefined ? undefined : pictures.read(name).catch(() => undefined);
    },
    printSheet: (sheet, size) => printer.print(sheet, size),
    printInvite: (invite, size) => printer.printInvite(invite, size),
  });
  /** What the first OA that has any has. */
  const inOrder = async <T>(ask: (oaId: string) => Promise<T | undefined>): Promise<T | undefined> => {
    for (const { oaId } of oas.all()) {
      const found = await ask(oaId);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    ...site,
    logger,
    content: () => deps.catalogue,
    picture: (ref) => pictures.fileName(ref),
    findTeam: (code) =>
      inOrder<TeamOfOa>(async (oaId) => {
        const team = await storage.findTeam({ oaId, code });
        return team && { ...team, ...named(oaId) };
      }),
    listTeams: async () => {
      const lists = await Promise.all(
        oas
          .all()
          .map(async ({ oaId }) => (await storage.listTeams({ oaId })).map((team) => ({ ...team, ...named(oaId) }))),
      );
      return lists.flat();
    },
    findAnnouncement: (id) => findPublicAnnouncement(parts, id),
    handout: (card, size, team) => handouts.print(card, size, team),
    invitation: (team, size) => handouts.invite(team, size),
    findCertificate: (code) => inOrder((oaId) => storage.findCertificate({ oaId, code })),
    printCertificate: (sheet, size) => printer.printCertificate(sheet, size),
  };
}

/** An announcement that anybody may read, with the word that brings people back. */
async function findPublicAnnouncement(
  { storage, oas, clock, config }: PublicPagesParts,
  id: string,
): Promise<PublicAnnouncement | undefined> {
  const announcement = await storage.findAnnouncement({ id });
  if (!announcement || !oas.find(announcement.oaId) || !isPublic(announcement)) return undefined;
  const { oaId } = announcement;
  const job = await storage.findLaneJob({ oaId, announcementId: id, lane: 'cascade' });
  const picturePath = ownPicturePath(announcement, clock.now());
  return {
    announcement,
    ...(config.mode === 'production' ? { oaId } : {}),
    ...(job?.lane === 'cascade' ? { word: job.detail.word } : {}),
    ...(picturePath === undefined ? {} : { picturePath }),
  };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Card, Catalogue } from '../../catalog/catalogue.ts';
import {
  HANDOUT_SIZES,
  handoutFileName,
  type HandoutSize,
  INVITE_SIZES,
  inviteFileName,
  type InviteSize,
} from '../../handouts/index.ts';
import type { DrawnRef } from '../../pictures/index.ts';
import { type Clock, vietnamDay } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import { announcementPage, type PublicAnnouncement } from './announcement-page.ts';
import { cardPage } from './card-page.ts';
import { type CardFinder, createCardFinder } from './find-cards.ts';
import { createTeamFinder, type FoundByCode, type TeamOfOa } from './find-team.ts';
import { flowPage } from './flow-page.ts';
import type { Html } from '../../shared/html.ts';
import { layout, opensChat, type Page } from './layout.ts';
import { listPage } from './list-page.ts';
import { notFoundPage, troubledPage, unknownTeamPage, urgentPage } from './other-pages.ts';
import { qrSvg } from './qr-svg.ts';
import { send, SHARED, UNKEPT } from './send.ts';
import { type SharingTeam, type Site, URGENT_PATH } from './site.ts';
import { goneNote, type TeamView } from './team-block.ts';
import { words } from './words.ts';

export interface PagesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** What is served now; asked at each request, because authors change it while the server runs. */
  content(): Catalogue;
  /** `https://…` without a slash at the end, in the demo the local address; undefined where none is known. */
  publicUrl(): string | undefined;
  /** The real OA, of several the first; undefined in the demo. */
  readonly oaId?: string;
  readonly oaName: string;
  /** Name of the file under `/pictures/`, undefined for a picture that does not exist. */
  picture(ref: DrawnRef): string | undefined;
  findTeam(code: string): Promise<TeamOfOa | undefined>;
  /** Every team, for codes that were mistyped. */
  listTeams(): Promise<readonly TeamOfOa[]>;
  /** An announcement that anybody may read; undefined for any other. Default: there are none. */
  findAnnouncement?(id: string): Promise<PublicAnnouncement | undefined>;
  /** The sheet of a card as PDF. */
  handout(card: Card, size: HandoutSize, team?: SharingTeam): Promise<Buffer>;
  /** The invitation of a team as PDF. */
  invitation(team: SharingTeam, size: InviteSize): Promise<Buffer>;
}

interface CardParams {
  readonly slug: string;
}
interface TeamParams {
  readonly code: string;
}
interface AnnouncementParams {
  readonly id: string;
}

const SHEET = new RegExp(`^(${HANDOUT_SIZES.join('|')})\\.pdf$`, 'u');

/**
 * The pages anybody may read and share: `GET /h` (all cards, `?q=` to search), `/h/<slug>`, `/h/khan-cap`,
 * `/h/<slug>/a4.pdf`, `/a5.pdf` and `/a6.pdf` (`?to=<team code>`), and the same as a team shares them, `/t/<code>`,
 * `/t/<code>/<slug>` and `/t/<code>/the-moi.pdf` (`?kho=a4`). Announcements that are public anyway: `/tb/<id>`, and
 * `/t/<code>/tb/<id>` as a team passes one on. Flows have a page that says how to begin them. No cookie,
 * no script, and nothing of a visit is logged or kept; `?chat=1` on a team's page brings Zalo's chat frame, for whoever
 * asks for it.
 */
export async function pagesPlugin(fastify: FastifyInstance, options: PagesOptions): Promise<void> {
  const { clock, logger } = options;
  let finder: { readonly catalogue: Catalogue; readonly find: CardFinder } | undefined;
  const findIn = (catalogue: Catalogue): CardFinder => {
    if (finder?.catalogue !== catalogue) finder = { catalogue, find: createCardFinder(catalogue) };
    return finder.find;
  };
  const oaQrs = new Map<string, Html>();
  const drawQr = async (oaId: string | undefined): Promise<void> => {
    if (oaId === undefined || oaQrs.has(oaId)) return;
    oaQrs.set(oaId, await qrSvg(`https://zalo.me/${oaId}`, words.qrOfOa));
  };
  const findTeam = createTeamFinder(options);
  const siteNow = (oaId = options.oaId): Site => {
    const oaQr = oaId === undefined ? undefined : oaQrs.get(oaId);
    const publicUrl = options.publicUrl();
    return {
      catalogue: options.content(),
      today: vietnamDay(clock.now()),
      oaName: options.oaName,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(oaId === undefined ? {} : { oaId }),
      ...(oaQr ? { oaQr } : {}),
      picture: (ref) => options.picture(ref),
    };
  };
  const page = (request: FastifyRequest, reply: FastifyReply, shown: Page, site: Site): FastifyReply =>
    send(request, reply, {
      type: 'text/html; charset=utf-8',
      body: layout(shown, site),
      cache: SHARED,
      opensChat: opensChat(shown, site),
    });
  const unkept = (request: FastifyRequest, reply: FastifyReply, shown: Page, status: number): FastifyReply => {
    const site = siteNow();
    return send(request, reply, {
      type: 'text/html; charset=utf-8',
      body: layout(shown, site),
      cache: UNKEPT,
      opensChat: opensChat(shown, site),
      status,
    });
  };
  const notFound = (request: FastifyRequest, reply: FastifyReply, wanted: string): FastifyReply => {
    const site = siteNow();
    return unkept(request, reply, notFoundPage(site, findIn(site.catalogue).nearest(wanted)), 404);
  };

  fastify.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    // Neither the address nor the query: what people look for is theirs.
    if (status === 500) logger.error({ err: { name: error.name, stack: error.stack } }, 'a public page failed');
    return unkept(request, reply, troubledPage(), status);
  });

  const list = (request: FastifyRequest, reply: FastifyReply, view?: TeamView, note?: Html): FastifyReply => {
    const site = siteNow(view?.team.oaId);
    const { q } = request.query as Readonly<Record<string, unknown>>;
    if (typeof q !== 'string' || q.trim() === '')
      return page(request, reply, listPage(site, undefined, view, note), site);
    return unkept(request, reply, listPage(site, findIn(site.catalogue).search(q), view, note), 200);
  };
  const guide = (
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    view?: TeamView,
    note?: Html,
  ): FastifyReply => {
    const site = siteNow(view?.team.oaId);
    const card = site.catalogue.card(id);
    if (card) return page(request, reply, cardPage(card, site, view, note), site);
    const flow = site.catalogue.flow(id);
    return flow ? page(request, reply, flowPage(flow, site, view, note), site) : notFound(request, reply, id);
  };

  for (const path of ['/h', '/h/']) fastify.get(path, async (request, reply) => list(request, reply));
  fastify.get(URGENT_PATH, async (request, reply) => {
    const site = siteNow();
    return page(request, reply, urgentPage(site), site);
  });
  fastify.get<{ Params: CardParams }>('/h/:slug', async (request, reply) => guide(request, reply, request.params.slug));
  fastify.get<{ Params: CardParams & { sheet: string } }>('/h/:slug/:sheet', async (request, reply) => {
    const { slug, sheet } = request.params;
    const [, size] = SHEET.exec(sheet) ?? [];
    const found = options.content().card(slug);
    if (!found || size === undefined) return notFound(request, reply, slug);
    const { to } = request.query as Readonly<Record<string, unknown>>;
    const by: FoundByCode | undefined = typeof to === 'string' ? await findTeam(to) : undefined;
    const team = by?.kind === 'team' ? by.team : undefined;
    if (to !== undefined && !team) return unkept(request, reply, unknownTeamPage(found, maybeOf(by)), 404);
    const body = await options.handout(found, size as HandoutSize, team);
    const fileName = handoutFileName(slug, size as HandoutSize, team);
    return send(request, reply, { type: 'application/pdf', body, cache: SHARED, fileName });
  });
  fastify.get('/h/*', async (request, reply) => notFound(request, reply, request.url.split(/[?/]/u)[2] ?? ''));

  /** What a team shares; of a team that is no more the plain page, with a word on it. */
  const shared = async (
    request: FastifyRequest,
    reply: FastifyReply,
    code: string,
    show: (view?: TeamView, note?: Html) => FastifyReply,
    card?: Card,
  ): Promise<FastifyReply> => {
    const found = await findTeam(code);
    await drawQr(found.kind === 'team' ? found.team.oaId : options.oaId);
    if (found.kind === 'unknown') return unkept(request, reply, unknownTeamPage(card, found.maybe), 404);
    if (found.kind === 'gone') return show(undefined, goneNote(found.name));
    const { chat } = request.query as Readonly<Record<string, unknown>>;
    return show({ team: found.team, isChatOpen: chat === '1' });
  };

  fastify.get<{ Params: TeamParams }>('/t/:code', async (request, reply) =>
    shared(request, reply, request.params.code, (view, note) => list(request, reply, view, note)),
  );
  fastify.get<{ Params: TeamParams }>('/t/:code/the-moi.pdf', async (request, reply) => {
    const found = await findTeam(request.params.code);
    const { kho = 'a6' } = request.query as Readonly<Record<string, unknown>>;
    const size = INVITE_SIZES.find((one) => one === kho);
    if (found.kind !== 'team' || size === undefined) {
      return unkept(request, reply, unknownTeamPage(undefined, maybeOf(found)), 404);
    }
    const body = await options.invitation(found.team, size);
    return send(request, reply, {
      type: 'application/pdf',
      body,
      cache: SHARED,
      fileName: inviteFileName(found.team, size),
    });
  });
  const announced = async (id: string): Promise<PublicAnnouncement | undefined> => options.findAnnouncement?.(id);
  fastify.get<{ Params: AnnouncementParams }>('/tb/:id', async (request, reply) => {
    const found = await announced(request.params.id);
    await drawQr(found?.oaId ?? options.oaId);
    const site = siteNow(found?.oaId);
    return found ? page(request, reply, announcementPage(found, site), site) : notFound(request, reply, '');
  });
  fastify.get<{ Params: TeamParams & AnnouncementParams }>('/t/:code/tb/:id', async (request, reply) => {
    const { code, id } = request.params;
    const found = await announced(id);
    if (!found) return notFound(request, reply, '');
    return shared(request, reply, code, (view, note) => {
      const site = siteNow(view?.team.oaId ?? found.oaId);
      return page(request, reply, announcementPage(found, site, view, note), site);
    });
  });
  fastify.get<{ Params: TeamParams & CardParams }>('/t/:code/:slug', async (request, reply) => {
    const { code, slug } = request.params;
    const card = options.content().card(slug);
    return shared(request, reply, code, (view, note) => guide(request, reply, slug, view, note), card);
  });
}

const maybeOf = (found: FoundByCode | undefined): readonly SharingTeam[] =>
  found?.kind === 'unknown' ? found.maybe : [];

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Card, Catalogue } from '../../catalog/catalogue.ts';
import { HANDOUT_SIZES, handoutFileName, type HandoutSize } from '../../handouts/index.ts';
import type { DrawnRef } from '../../pictures/index.ts';
import { type Clock, vietnamDay } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { Team } from '../../storage/ports.ts';
import { cardPage } from './card-page.ts';
import { type CardFinder, createCardFinder } from './find-cards.ts';
import { layout, type Page } from './layout.ts';
import { listPage } from './list-page.ts';
import { notFoundPage, troubledPage, unknownTeamPage, urgentPage } from './other-pages.ts';
import { send, SHARED, UNKEPT } from './send.ts';
import { type SharingTeam, type Site, URGENT_PATH } from './site.ts';

export interface PagesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** What is served now; asked at each request, because authors change it while the server runs. */
  content(): Catalogue;
  /** `https://…` without a slash at the end, in the demo the local address; undefined where none is known. */
  publicUrl(): string | undefined;
  /** The real OA; undefined in the demo. */
  readonly oaId?: string;
  readonly oaName: string;
  /** Name of the file under `/pictures/`, undefined for a picture that does not exist. */
  picture(ref: DrawnRef): string | undefined;
  findTeam(code: string): Promise<Team | undefined>;
  /** The sheet of a card as PDF. */
  handout(card: Card, size: HandoutSize, team?: SharingTeam): Promise<Buffer>;
}

interface CardParams {
  readonly slug: string;
}
interface TeamParams {
  readonly code: string;
}

/** What a code looks like; anything else is not looked up. */
const TEAM_CODE = /^[A-Za-z0-9]{2,12}$/u;
const SHEET = new RegExp(`^(${HANDOUT_SIZES.join('|')})\\.pdf$`, 'u');

/**
 * The pages anybody may read and share: `GET /h` (all cards, `?q=` to search), `/h/<slug>`, `/h/khan-cap`,
 * `/h/<slug>/a4.pdf`, `/a5.pdf` and `/a6.pdf` (`?to=<team code>`), and the same cards as a team shares them,
 * `/t/<code>` and `/t/<code>/<slug>`. No cookie, no script, and nothing of a visit is logged or kept.
 */
export async function pagesPlugin(fastify: FastifyInstance, options: PagesOptions): Promise<void> {
  const { clock, logger } = options;
  let finder: { readonly catalogue: Catalogue; readonly find: CardFinder } | undefined;
  const findIn = (catalogue: Catalogue): CardFinder => {
    if (finder?.catalogue !== catalogue) finder = { catalogue, find: createCardFinder(catalogue) };
    return finder.find;
  };
  const siteNow = (): Site => {
    const publicUrl = options.publicUrl();
    return {
      catalogue: options.content(),
      today: vietnamDay(clock.now()),
      oaName: options.oaName,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(options.oaId === undefined ? {} : { oaId: options.oaId }),
      picture: (ref) => options.picture(ref),
    };
  };
  const page = (request: FastifyRequest, reply: FastifyReply, shown: Page, site: Site): FastifyReply =>
    send(request, reply, { type: 'text/html; charset=utf-8', body: layout(shown, site), cache: SHARED });
  const unkept = (request: FastifyRequest, reply: FastifyReply, shown: Page, status: number): FastifyReply =>
    send(request, reply, {
      type: 'text/html; charset=utf-8',
      body: layout(shown, siteNow()),
      cache: UNKEPT,
      status,
    });
  const notFound = (request: FastifyRequest, reply: FastifyReply, wanted: string): FastifyReply => {
    const site = siteNow();
    return unkept(request, reply, notFoundPage(site, findIn(site.catalogue).nearest(wanted)), 404);
  };
  const teamOf = async (code: string): Promise<SharingTeam | undefined> =>
    TEAM_CODE.test(code) ? options.findTeam(code.toUpperCase()) : undefined;

  fastify.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    // Neither the address nor the query: what people look for is theirs.
    if (status === 500) logger.error({ err: { name: error.name, stack: error.stack } }, 'a public page failed');
    return unkept(request, reply, troubledPage(), status);
  });

  const list = (request: FastifyRequest, reply: FastifyReply, team?: SharingTeam): FastifyReply => {
    const site = siteNow();
    const { q } = request.query as Readonly<Record<string, unknown>>;
    if (typeof q !== 'string' || q.trim() === '') return page(request, reply, listPage(site, undefined, team), site);
    return unkept(request, reply, listPage(site, findIn(site.catalogue).search(q), team), 200);
  };
  const card = (request: FastifyRequest, reply: FastifyReply, slug: string, team?: SharingTeam): FastifyReply => {
    const site = siteNow();
    const found = site.catalogue.card(slug);
    return found ? page(request, reply, cardPage(found, site, team), site) : notFound(request, reply, slug);
  };

  for (const path of ['/h', '/h/']) fastify.get(path, async (request, reply) => list(request, reply));
  fastify.get(URGENT_PATH, async (request, reply) => {
    const site = siteNow();
    return page(request, reply, urgentPage(site), site);
  });
  fastify.get<{ Params: CardParams }>('/h/:slug', async (request, reply) => card(request, reply, request.params.slug));
  fastify.get<{ Params: CardParams & { sheet: string } }>('/h/:slug/:sheet', async (request, reply) => {
    const { slug, sheet } = request.params;
    const [, size] = SHEET.exec(sheet) ?? [];
    const found = options.content().card(slug);
    if (!found || size === undefined) return notFound(request, reply, slug);
    const { to } = request.query as Readonly<Record<string, unknown>>;
    const team = typeof to === 'string' ? await teamOf(to) : undefined;
    if (to !== undefined && !team) return unkept(request, reply, unknownTeamPage(found), 404);
    const body = await options.handout(found, size as HandoutSize, team);
    const fileName = handoutFileName(slug, size as HandoutSize, team);
    return send(request, reply, { type: 'application/pdf', body, cache: SHARED, fileName });
  });
  fastify.get('/h/*', async (request, reply) => notFound(request, reply, request.url.split(/[?/]/u)[2] ?? ''));

  fastify.get<{ Params: TeamParams }>('/t/:code', async (request, reply) => {
    const team = await teamOf(request.params.code);
    return team ? list(request, reply, team) : unkept(request, reply, unknownTeamPage(), 404);
  });
  fastify.get<{ Params: TeamParams & CardParams }>('/t/:code/:slug', async (request, reply) => {
    const { code, slug } = request.params;
    const team = await teamOf(code);
    if (!team) return unkept(request, reply, unknownTeamPage(options.content().card(slug)), 404);
    return card(request, reply, slug, team);
  });
}

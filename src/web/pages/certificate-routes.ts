import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { topicTitle, type Topic } from '../../catalog/catalogue.ts';
import { CERTIFICATE_SIZES, type CertificateSheet, type CertificateSize } from '../../handouts/index.ts';
import { vietnamDay } from '../../shared/clock.ts';
import type { Certificate } from '../../storage/learning-ports.ts';
import { readCode } from '../../teams/codes.ts';
import { printedCode } from '../../teams/registry.ts';
import { certificatePage, checkPage, noCertificatePage } from './certificate-page.ts';
import { layout, type Page } from './layout.ts';
import { troubledPage } from './other-pages.ts';
import type { PagesOptions } from './routes.ts';
import { send, UNKEPT } from './send.ts';
import type { Site } from './site.ts';

export interface CertificateRoutesOptions
  extends Pick<PagesOptions, 'clock' | 'logger' | 'content' | 'publicUrl' | 'oaId' | 'oaName' | 'picture'> {
  findCertificate(code: string): Promise<Certificate | undefined>;
  /** The paper as PDF. */
  printCertificate(sheet: CertificateSheet, size: CertificateSize): Promise<Buffer>;
}

interface Params {
  readonly code: string;
}

/**
 * `GET /c/<code>`: what the certificate of a team member says, in any spelling of its code; `/c/<code>/giay.pdf` is the
 * paper (`?kho=a4`; A5 otherwise), `/c` says how to check one. Kept by nobody and not to be indexed: it names a person,
 * and is gone with them.
 */
export async function certificatePlugin(fastify: FastifyInstance, options: CertificateRoutesOptions): Promise<void> {
  const { clock, logger } = options;
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
  const show = (request: FastifyRequest, reply: FastifyReply, page: Page, status = 200): FastifyReply => {
    void reply.header('x-robots-tag', 'noindex');
    const body = layout(page, siteNow());
    return send(request, reply, { type: 'text/html; charset=utf-8', body, cache: UNKEPT, status });
  };
  const find = async (typed: string): Promise<{ readonly found?: Certificate; readonly mistyped: boolean }> => {
    const read = readCode(typed);
    if (!read || !('code' in read)) return { mistyped: true };
    const found = await options.findCertificate(read.code);
    return { mistyped: false, ...(found ? { found } : {}) };
  };

  fastify.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) logger.error({ err: { name: error.name, stack: error.stack } }, 'a certificate page failed');
    return show(request, reply, troubledPage(), status);
  });

  for (const path of ['/c', '/c/']) {
    fastify.get(path, async (request, reply) => show(request, reply, checkPage(siteNow())));
  }
  fastify.get<{ Params: Params }>('/c/:code', async (request, reply) => {
    const { found, mistyped } = await find(request.params.code);
    if (!found) return show(request, reply, noCertificatePage(mistyped), 404);
    return show(request, reply, certificatePage(found, siteNow()));
  });
  fastify.get<{ Params: Params }>('/c/:code/giay.pdf', async (request, reply) => {
    const { kho = 'a5' } = request.query as Readonly<Record<string, unknown>>;
    const size = CERTIFICATE_SIZES.find((one) => one === kho);
    const { found, mistyped } = await find(request.params.code);
    if (!found || size === undefined) return show(request, reply, noCertificatePage(mistyped), 404);
    const publicUrl = options.publicUrl();
    const sheet: CertificateSheet = {
      name: found.name,
      placeName: found.placeName,
      learnt: topicTitle(options.content().messages, found.topic as Topic),
      day: found.day,
      code: printedCode(found.code),
      oaName: options.oaName,
      ...(publicUrl === undefined ? {} : { pageUrl: `${publicUrl}/c/${found.code}` }),
    };
    const body = await options.printCertificate(sheet, size);
    void reply.header('x-robots-tag', 'noindex');
    const fileName = `giay-ghi-nhan-${found.code.toLowerCase()}-${size}.pdf`;
    return send(request, reply, { type: 'application/pdf', body, cache: UNKEPT, fileName });
  });
}

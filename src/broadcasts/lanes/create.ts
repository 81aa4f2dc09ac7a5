import type { ArticleCalls, BroadcastCalls, TemplateCalls } from 'zalo-oa-sdk';
import type { Catalogue } from '../../catalog/catalogue.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { Metrics } from '../../shared/metrics.ts';
import type { Announcement } from '../../storage/announcement-ports.ts';
import type { Storage } from '../../storage/ports.ts';
import { provincesOf } from '../plan-announcement.ts';
import { readAnnouncementHours } from '../../delivery/quiet-hours.ts';
import { zaloCitiesOf } from '../zalo-cities.ts';
import { articleDraft } from './article-draft.ts';
import { createArticleLane } from './article-lane.ts';
import { type CascadeLaneOptions, createCascadeLane } from './cascade.ts';
import { createLaneWorker, type LaneWorker } from './worker.ts';
import { createZbsLane } from './zbs.ts';

export interface LanesOptions {
  readonly oaId: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The calls to Zalo that the lanes make. */
  readonly zalo: {
    readonly articles: Pick<ArticleCalls, 'create' | 'verify' | 'list' | 'remove'>;
    readonly broadcasts: BroadcastCalls;
    readonly templates: Pick<TemplateCalls, 'sendToUser'>;
  };
  catalogue(): Pick<Catalogue, 'card' | 'flow'>;
  /** Who speaks in an article. */
  readonly author: string;
  /** `https://…` without a slash at the end; undefined while none is known. */
  publicUrl(): string | undefined;
  /** Address of the picture of an announcement, or of the drawn one for its kind; undefined while none is known. */
  pictureOf(announcement: Announcement): string | undefined;
  /** Makes a cascade's event durable and queues it, once for its key. */
  readonly call: CascadeLaneOptions['call'];
  /** Province of a commune, by code. */
  provinceOf(communeCode: string): string | undefined;
  /** A whole number from 0 to `below` - 1 that cannot be foreseen. */
  random(below: number): number;
}

/** Article, cascade and template messages of one OA, with the worker that drives them. */
export function createLanes(options: LanesOptions): LaneWorker {
  const { oaId, storage, clock, logger, metrics, zalo, provinceOf } = options;
  const common = { storage, clock, logger, metrics };
  const quietHours = () => readAnnouncementHours(storage);
  return createLaneWorker({
    ...common,
    oaId,
    random: (below) => options.random(below),
    citiesOf: async ({ content }) => zaloCitiesOf(await provincesOf({ storage, oaId, content, provinceOf })),
    lanes: {
      article: createArticleLane({
        ...common,
        articles: zalo.articles,
        broadcasts: zalo.broadcasts,
        draftOf(announcement) {
          const publicUrl = options.publicUrl();
          const coverUrl = options.pictureOf(announcement);
          if (publicUrl === undefined || coverUrl === undefined) return undefined;
          return articleDraft(announcement.content, {
            publicUrl,
            coverUrl,
            author: options.author,
            guideTitle: ({ kind, id }) => {
              const catalogue = options.catalogue();
              return (kind === 'card' ? catalogue.card(id) : catalogue.flow(id))?.title;
            },
          });
        },
      }),
      cascade: createCascadeLane({ ...common, quietHours, call: (key, call) => options.call(key, call) }),
      zbs: createZbsLane({
        ...common,
        quietHours,
        templates: zalo.templates,
        pageOf(announcementId) {
          const publicUrl = options.publicUrl();
          return publicUrl === undefined ? undefined : `${publicUrl}/tb/${announcementId}`;
        },
      }),
    },
  });
}

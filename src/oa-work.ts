import { randomInt } from 'node:crypto';
import type { Announcement } from './storage/announcement-ports.ts';
import { createLanes } from './broadcasts/lanes/create.ts';
import { drawnPictureOf } from './broadcasts/lanes/pictures.ts';
import { mergeValuesOf } from './broadcasts/merge-fields.ts';
import type { PictureStore } from './broadcasts/picture-store.ts';
import { renderAnnouncement } from './broadcasts/render.ts';
import { createPictureTaker } from './broadcasts/take-picture.ts';
import { acceptOwn, type OwnEventsOptions } from './conversation/own-events.ts';
import type { ConversationDeps } from './conversation/plan.ts';
import { createTeamNews } from './conversation/team-news.ts';
import type { QueuedEvent } from './conversation/turns.ts';
import type { Coordination } from './coordination/ports.ts';
import type { CallCount } from './delivery/call-budget.ts';
import { createAnnouncementLane } from './delivery/announcements.ts';
import { ASSISTANT_NAME } from './handouts/index.ts';
import type { OaConnection } from './oa-connection.ts';
import type { Clock } from './shared/clock.ts';
import type { Logger } from './shared/logger.ts';
import type { Metrics } from './shared/metrics.ts';
import type { IncomingEvent, Storage } from './storage/ports.ts';
import { createGuideRollup } from './teams/guide-rollup.ts';
import type { Places } from './teams/places.ts';
import { createCatchUp } from './web/catch-up.ts';
import type { WebhookWatch } from './web/webhook-watch.ts';

/** What the background of every OA needs of the rest of the product. */
export interface OaWorkParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly coordination: Coordination;
  readonly deps: ConversationDeps;
  readonly ownEvents: OwnEventsOptions;
  readonly announcementPictures: PictureStore;
  places(): Places;
  publicUrl(): string | undefined;
  /** Address of the picture of an announcement; undefined where it has none. */
  ownPicture(announcement: Announcement): string | undefined;
  pseudonymOf(oaId: string, userId: string): string;
  /** Told of an event that is durable now and waits to be handled. */
  onAccepted(id: number, event: IncomingEvent, incoming: QueuedEvent['incoming']): void;
  /** What answers leave of this minute's calls of the OA's app; undefined = nobody counts them. */
  callsOf(oaId: string): CallCount | undefined;
  /** Missed messages older than this stay unanswered, ms; 0 = nobody looks for any. */
  readonly catchUpMs: number;
}

export interface OaWorkOptions extends OaWorkParts {
  readonly oaId: string;
  /** The store with the settings of this OA. */
  readonly storage: Storage;
  readonly connection: OaConnection;
  readonly watch: WebhookWatch;
}

/** The background of one OA, under way. */
export interface OaWork {
  /** Recipients may be waiting from now on. */
  nudge(): void;
  /** Ends it; a new one may be begun at any time, here or on another server. */
  stop(): Promise<void>;
}

/**
 * Begins everything that an OA does by itself: announcements and their lanes at a pace of its own, news about members,
 * missed messages, figures of days that are over. One server at a time runs it.
 */
export function startOaWork(options: OaWorkOptions): OaWork {
  const { oaId, storage, clock, logger, metrics, coordination, deps, connection, ownEvents } = options;
  const { client, announcementClient } = connection;
  const calls = options.callsOf(oaId);
  const lane = createAnnouncementLane({
    ...{ oaId, storage, clock, logger, metrics },
    sender: { send: (...args) => connection.sendAnnouncement(...args) },
    ...(coordination.isShared
      ? { pace: (perSecond) => coordination.budget.perSecond(oaId, 'announcement', perSecond) }
      : {}),
    ...(calls ? { calls } : {}),
    render: (announcement, recipient) =>
      renderAnnouncement(
        announcement.content,
        mergeValuesOf(recipient, (code) => options.places().commune(code)?.name),
        { catalogue: deps.catalogue, refuseWords: deps.catalogue.messages.optOutFooter },
      ),
    prepare: createPictureTaker({
      pictures: options.announcementPictures,
      upload: (bytes, fileName) => announcementClient.uploads.uploadImage(oaId, { bytes, fileName }),
      now: () => clock.now(),
    }),
  });
  const lanes = createLanes({
    ...{ oaId, storage, clock, logger, metrics, zalo: client },
    catalogue: () => deps.catalogue,
    author: ASSISTANT_NAME,
    publicUrl: options.publicUrl,
    pictureOf: (announcement) => options.ownPicture(announcement) ?? deps.pictureUrl?.(drawnPictureOf(announcement)),
    call: async (key, { announcementId: id, what, ...to }) =>
      void (await acceptOwn(ownEvents, key, { type: 'notice', ...to, notice: { kind: 'cascade', what, id } })),
    provinceOf: (code) => deps.places?.unit(code)?.provinceCode,
    random: (below) => randomInt(below),
  });
  const teamNews = createTeamNews({ ...ownEvents, storage, oaId });
  const catchUp = createCatchUp({
    ...{ oaId, storage, clock, logger, metrics, maxAgeMs: options.catchUpMs },
    conversations: client.conversations,
    pseudonymOf: (of, userId) => options.pseudonymOf(of, userId),
    accept: (event) => ownEvents.accept(event),
    onAccepted: (id, event, incoming) => options.onAccepted(id, event, incoming),
    lastWebhookAt: () => options.watch.lastAt(),
  });
  const guideRollup = createGuideRollup({ storage, oaId, clock, logger });
  const works = [lane, lanes, teamNews, catchUp, guideRollup];
  for (const work of works) work.start();
  return {
    nudge: () => lane.nudge(),
    async stop() {
      for (const work of works.toReversed()) await work.stop();
    },
  };
}

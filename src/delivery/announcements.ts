import type { Clock } from '../shared/clock.ts';
import { codeOf } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';
import type { Metrics } from '../shared/metrics.ts';
import {
  ANNOUNCEMENT_PRICE_KEY,
  ANNOUNCEMENT_RATE_KEY,
  type Announcement,
  type ClaimedRecipient,
  type RecipientResult,
} from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import type { MessageSender } from './answers.ts';
import type { CallCount } from './call-budget.ts';
import { backoffMs, classify, defaultRetryPolicy, nextMinute, type RetryPolicy } from './outcomes.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { defaultQuietHours, isQuiet, type QuietHours, readAnnouncementHours } from './quiet-hours.ts';
import { createRecorder } from './recorder.ts';

/**
 * Zalo's `message` objects for one person, at least one. What becomes of the first decides; the others follow it when it
 * arrived, and are not repeated. Throws when none can be made: the recipient is then `failed` with that code.
 */
export type RenderAnnouncement = (
  announcement: Announcement,
  recipient: ClaimedRecipient,
) => readonly [unknown, ...unknown[]];

export interface AnnouncementLaneOptions {
  readonly storage: Pick<
    Storage,
    'readMeta' | 'findAnnouncement' | 'claimRecipients' | 'releaseRecipients' | 'recordRecipients'
  >;
  readonly sender: MessageSender;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Default: finished messages alone (tips, the command line). */
  readonly render?: RenderAnnouncement;
  /**
   * What has to be done once before an announcement is sent, such as taking its picture to Zalo; gives it back as it is to
   * be rendered. While it fails, its recipients wait a minute. Default: nothing.
   */
  readonly prepare?: (announcement: Announcement) => Promise<Announcement>;
  /**
   * Sends per second, `Infinity` for no limit. Default: the setting `announcement-per-second`, read every second, else 40:
   * 2,400 of Zalo's 4,000 calls a minute, so that answers keep the rest.
   */
  readonly perSecond?: number;
  /** What keeps the pace. Default: this process by itself; several replicas share one. */
  readonly pace?: (perSecond: number) => Pacer;
  /** What answers leave of the app's calls of this minute. Default: no end of them. */
  readonly calls?: CallCount;
  /** Sends in flight at once. Default: a quarter of a second's worth, 10 to 128. */
  readonly concurrency?: number;
  readonly quietHours?: QuietHours;
  /** Price of a message outside the free hours, VND. Default: as set (`announcement-paid-message-vnd`), else 55. */
  readonly paidMessageVnd?: number;
  readonly retry?: RetryPolicy;
}

/** The slow lane: announcements at a steady pace, inside the allowed hours, never in the way of an answer. */
export interface AnnouncementLane {
  start(): void;
  /** Looks for work now: something was started or resumed. */
  nudge(): void;
  /** Begins no send any more, waits for those under way and records them. */
  stop(): Promise<void>;
}

export const DEFAULT_PER_SECOND = 40;
const MOST_IN_FLIGHT = 128;
const FEWEST_AHEAD = 4;
const MOST_AHEAD = 64;
/** A claim is reckoned to take this long at least, ms. */
const CLAIM_AT_LEAST_MS = 10;
/** With so many results not on disk yet nobody is claimed: the disk is in trouble. */
const MOST_UNRECORDED = 500;
/** How often work is looked for when there is none, ms: what is resumed goes on within it. */
const IDLE_MS = 500;
/** Longer without a call left of the minute, and nobody is held ready for it, ms. */
const SPENT_MS = 1_000;
/** No rest is longer, ms: to the next full minute, or the longest wait of the policy. */
const LONGEST_REST_MS = 120_000;
/** How often the setting of the pace is read, ms. */
const SETTING_MS = 1_000;
/** Zalo's windows and price (fact sheet, section 5): free for 48 hours, 55 VND after them, refused after 7 days. */
const PAID_MESSAGE_VND = 55;
const FREE_MS = 48 * 3_600_000;
const WINDOW_MS = 7 * 24 * 3_600_000;
/** So many refusals of one kind in a row are Zalo or the way there, not the recipients. */
const FRUITLESS_IN_A_ROW = 5;
/** A picture that cannot be taken to Zalo is tried again after this, ms. */
const PREPARE_AGAIN_MS = 60_000;
/** Prepared announcements are read anew after this, ms. */
const KEEP_PREPARED_MS = 600_000;
const KEEP_PREPARED = 50;

/** A setting as stored: a number of 0.1 to 1,000, or `none`. Anything else counts as not set. */
export function readPerSecond(stored: string | undefined): number {
  if (stored === 'none') return Number.POSITIVE_INFINITY;
  const perSecond = Number(stored);
  return stored !== undefined && perSecond >= 0.1 && perSecond <= 1_000 ? perSecond : DEFAULT_PER_SECOND;
}

/** A price as stored: VND from 0 on. Anything else counts as not set. */
function readPrice(stored: string | undefined): number {
  const vnd = Number(stored);
  return stored !== undefined && stored.trim() !== '' && Number.isSafeInteger(vnd) && vnd >= 0 ? vnd : PAID_MESSAGE_VND;
}

const renderReady: RenderAnnouncement = ({ id, content }) => {
  if (content.ready === undefined) throw new TypeError(`Announcement ${id} is not a finished message`);
  return [JSON.parse(content.ready)];
};

interface Ready {
  readonly recipient: ClaimedRecipient;
  readonly announcement: Announcement;
}

export function createAnnouncementLane(options: AnnouncementLaneOptions): AnnouncementLane {
  const { storage, sender, clock, logger, metrics } = options;
  const render = options.render ?? renderReady;
  let paidVnd = options.paidMessageVnd ?? PAID_MESSAGE_VND;
  let quietHours = options.quietHours ?? defaultQuietHours;
  const policy = options.retry ?? defaultRetryPolicy;
  /** The tries that fit in the policy's age at its longest wait: a row knows its tries, not when its turn first came. */
  const maxTries = Math.ceil(policy.maxAgeMs / policy.maxDelayMs);
  let perSecond = options.perSecond ?? DEFAULT_PER_SECOND;
  const pacer = (options.pace ?? createPacer)(perSecond);
  const recorder = createRecorder({ storage, clock, logger, policy, onWritten: () => pump() });
  const prepared = new Map<string, { readonly at: number; readonly announcement: Promise<Announcement | undefined> }>();
  const underWay = new Set<Promise<unknown>>();
  const ready: Ready[] = [];
  let inFlight = 0;
  /** Messages that follow a text and wait for the pace. */
  let following = 0;
  let claiming = false;
  /** How long a claim has taken of late, ms. */
  let claimMs = 0;
  let stopped = false;
  /** Nobody was due when last looked: the pace begins anew with the next one. */
  let resting = true;
  let settingReadAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = 0;
  /** Sends in a row that certainly did not arrive, and how often the lane has rested for it. */
  let fruitless = 0;
  let rests = 0;
  let timer: { readonly at: number; readonly cancel: () => void } | undefined;

  const concurrency = (): number =>
    options.concurrency ?? Math.min(MOST_IN_FLIGHT, Math.max(10, Math.ceil(Math.min(perSecond, 1_000) / 4)));

  const track = (work: Promise<unknown>): void => {
    const done = work
      .catch((error: unknown) => logger.error({ err: error }, 'the announcement lane failed a round'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };

  /** Until a call may begin, by the pace and by what is left of the minute, ms. */
  const paceWaitMs = (now: number): number => Math.max(pacer.waitMs(now), options.calls?.waitMs(now) ?? 0);
  const hasBegun = (now: number): void => {
    pacer.take(now);
    options.calls?.take(now);
  };

  const wakeAt = (at: number): void => {
    if (stopped || (timer && timer.at <= at)) return;
    timer?.cancel();
    const cancel = clock.after(Math.max(0, at - clock.now()), () => {
      timer = undefined;
      pump();
    });
    timer = { at, cancel };
  };

  /** Whether the lane rests. A rest that would be longer than any was begun before the machine's clock was set back. */
  const isResting = (now: number): boolean => {
    if (pausedUntil - now > Math.max(LONGEST_REST_MS, policy.maxDelayMs)) pausedUntil = 0;
    return now < pausedUntil;
  };

  const release = (recipients: readonly ClaimedRecipient[]): void => {
    if (recipients.length > 0) track(storage.releaseRecipients({ recipients, at: clock.now() }));
  };
  const releaseReady = (): void => release(ready.splice(0).map(({ recipient }) => recipient));

  const readSetting = async (): Promise<void> => {
    settingReadAt = clock.now();
    if (options.quietHours === undefined) quietHours = await readAnnouncementHours(storage);
    if (options.paidMessageVnd === undefined)
      paidVnd = readPrice(await storage.readMeta({ key: ANNOUNCEMENT_PRICE_KEY }));
    const wanted = readPerSecond(await storage.readMeta({ key: ANNOUNCEMENT_RATE_KEY }));
    if (wanted === perSecond) return;
    perSecond = wanted;
    pacer.setLimit(perSecond);
  };

  const prepare = async ({ announcementId }: ClaimedRecipient): Promise<Announcement | undefined> => {
    const found = await storage.findAnnouncement({ id: announcementId });
    return found && options.prepare ? options.prepare(found) : found;
  };

  const announcementOf = (recipient: ClaimedRecipient): Promise<Announcement | undefined> => {
    const name = `${recipient.announcementId} ${recipient.version}`;
    const known = prepared.get(name);
    if (known && clock.now() - known.at < KEEP_PREPARED_MS) return known.announcement;
    const announcement = prepare(recipient);
    if (prepared.size >= KEEP_PREPARED) prepared.clear();
    prepared.set(name, { at: clock.now(), announcement });
    announcement.catch(() => prepared.delete(name));
    return announcement;
  };

  const makeReady = async (recipient: ClaimedRecipient): Promise<void> => {
    try {
      const announcement = await announcementOf(recipient);
      if (announcement) ready.push({ recipient, announcement });
      else settle(recipient, { state: 'failed', code: 'ANNOUNCEMENT_UNKNOWN' });
    } catch (error) {
      logger.warn({ err: error, announcementId: recipient.announcementId }, 'an announcement could not be prepared');
      settle(recipient, { state: 'pending', dueAt: clock.now() + PREPARE_AGAIN_MS, code: codeOf(error) });
    }
  };

  /** False when nobody is due. */
  const claim = async (limit: number): Promise<boolean> => {
    const at = clock.now();
    if (options.perSecond === undefined && Math.abs(at - settingReadAt) >= SETTING_MS) await readSetting();
    const { recipients, examined } = await storage.claimRecipients({
      ...{ at, limit, windowStart: at - WINDOW_MS, freeSince: at - FREE_MS },
      paidVnd,
      emergencyOnly: isQuiet(at, quietHours),
    });
    claimMs += (clock.now() - at - claimMs) / 8;
    if (recipients.length > 0 && resting) pacer.resume(clock.now());
    resting = examined === 0 && inFlight === 0 && ready.length === 0;
    for (const recipient of recipients) await makeReady(recipient);
    return examined > 0;
  };

  const settle = (recipient: ClaimedRecipient, outcome: RecipientResult['outcome']): void => {
    const { oaId, announcementId, userId } = recipient;
    recorder.add({ oaId, announcementId, userId, outcome });
    metrics.sends.inc({ lane: 'announcement', result: outcome.state === 'pending' ? 'retried' : outcome.state });
  };

  /** Rests, longer each time, when nobody has been reached for a while. */
  const noteOutcome = (outcome: RecipientResult['outcome'], at: number): void => {
    if (outcome.state === 'sent') [fruitless, rests] = [0, 0];
    if (outcome.state !== 'pending') return;
    if (outcome.code === '-32') pausedUntil = Math.max(pausedUntil, nextMinute(at));
    if (isResting(at)) return;
    fruitless += 1;
    if (fruitless < FRUITLESS_IN_A_ROW) return;
    fruitless = 0;
    rests += 1;
    pausedUntil = at + backoffMs(rests, policy);
  };

  const outcomeOf = (error: unknown, tries: number): RecipientResult['outcome'] => {
    const at = clock.now();
    const outcome = classify({ error, attempts: tries, createdAt: at, at }, policy);
    if (outcome.state !== 'sent') metrics.zaloErrors.inc({ code: outcome.code });
    if (outcome.state === 'pending' && tries >= maxTries) return { state: 'failed', code: 'SEND_EXPIRED' };
    return outcome;
  };

  const send = async ({ recipient, announcement }: Ready): Promise<void> => {
    let outcome: RecipientResult['outcome'];
    let messages: readonly [unknown, ...unknown[]];
    try {
      messages = render(announcement, recipient);
    } catch (error) {
      logger.error(
        { err: error, announcementId: announcement.id },
        'an announcement could not be written for somebody',
      );
      return settle(recipient, { state: 'failed', code: codeOf(error) });
    }
    try {
      const { messageId } = await sender.send(recipient.oaId, recipient.userId, messages[0]);
      outcome = { state: 'sent', messageId };
    } catch (error) {
      outcome = outcomeOf(error, recipient.attempts + 1);
      logger.debug({ announcementId: announcement.id, state: outcome.state }, 'an announcement send did not succeed');
    }
    noteOutcome(outcome, clock.now());
    settle(recipient, outcome);
    if (outcome.state === 'sent') await sendRest(recipient, messages.slice(1));
  };

  const sendRest = async (
    { oaId, userId, announcementId }: ClaimedRecipient,
    rest: readonly unknown[],
  ): Promise<void> => {
    for (const message of rest) {
      following += 1;
      for (let waitMs = paceWaitMs(clock.now()); waitMs > 0; waitMs = paceWaitMs(clock.now()))
        await new Promise<void>((resolve) => clock.after(waitMs, resolve));
      following -= 1;
      try {
        const call = sender.send(oaId, userId, message);
        hasBegun(clock.now());
        await call;
      } catch (error) {
        logger.warn({ err: error, announcementId }, 'what follows the text of an announcement did not arrive');
      }
    }
  };

  const begin = (next: Ready): void => {
    inFlight += 1;
    track(
      send(next).finally(() => {
        inFlight -= 1;
        pump();
      }),
    );
    hasBegun(clock.now());
  };

  const sendReady = (): void => {
    // What follows a text comes before the next person's.
    while (inFlight < concurrency() && following === 0) {
      const next = ready[0];
      if (!next) return;
      const now = clock.now();
      const waitMs = paceWaitMs(now);
      if (waitMs > 0) return wakeAt(now + waitMs);
      ready.shift();
      if (!next.announcement.content.emergency && isQuiet(now, quietHours)) release([next.recipient]);
      else begin(next);
    }
  };

  /** People claimed before their call begins: so many as are sent while the next ones are being claimed. */
  const ahead = (): number => {
    const inTime = Math.ceil((perSecond * Math.max(CLAIM_AT_LEAST_MS, 2 * claimMs)) / 1_000);
    return Math.min(MOST_AHEAD, Math.max(FEWEST_AHEAD, inTime));
  };

  const claimAndGoOn = async (batch: number): Promise<void> => {
    let goesOn = false;
    try {
      goesOn = await claim(batch);
    } finally {
      claiming = false;
      if (!goesOn) wakeAt(clock.now() + IDLE_MS);
    }
    if (goesOn) pump();
  };

  /** Claims stay few: a kill leaves these unknown and not one more, and a pause is felt after them. */
  const claimMore = (): void => {
    const batch = Math.min(ahead(), concurrency() - inFlight - ready.length);
    if (recorder.waiting() > MOST_UNRECORDED || ready.length > ahead() / 2) return;
    if (claiming || batch < 1) return;
    claiming = true;
    track(claimAndGoOn(batch));
  };

  const pump = (): void => {
    if (stopped) return releaseReady();
    const now = clock.now();
    const spentMs = options.calls?.waitMs(now) ?? 0;
    if (spentMs > SPENT_MS) pausedUntil = Math.max(pausedUntil, now + spentMs);
    if (isResting(now)) {
      releaseReady();
      resting = true;
      return wakeAt(pausedUntil);
    }
    sendReady();
    claimMore();
  };

  return {
    start: () => wakeAt(clock.now()),
    nudge: () => wakeAt(clock.now()),
    async stop() {
      stopped = true;
      timer?.cancel();
      releaseReady();
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
      releaseReady();
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
      await recorder.stop();
    },
  };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { accept, refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { CardElement, ChatMessage, Resident } from '../chat-model.ts';
import type { Feature } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { echoEvent } from '../webhook-events.ts';
import type { ArticleShelf } from './articles.ts';
import { broadcastTargetShape, isTargeted } from './broadcast-target.ts';
import { readFields, zaloId } from './field-reading.ts';
import type { BroadcastCounts } from './quotas.ts';
import { vietnamDay, vietnamHour, vietnamMonth } from './vietnam-time.ts';

/** Broadcasts of articles to followers. */
export interface Broadcasts extends Feature, BroadcastCounts {
  /** Answers a v2 send whose recipient has a `target`; undefined for every other body. */
  trySend(body: unknown): ApiAnswer | undefined;
  /** Resolves when no delivery is under way; broadcasts waiting for their processing do not count. */
  idle(): Promise<void>;
}

/** So many followers get their message before other work has its turn. */
const BATCH_SIZE = 500;

/** Broadcasts go out from 06:00 to 21:59. Source: Zalo docs, "Điều kiện gửi tin". */
const [FIRST_HOUR, LAST_HOUR] = [6, 21];

const requestShape = z.object({
  recipient: z.object({ target: broadcastTargetShape }),
  message: z.object({
    attachment: z.object({
      type: z.literal('template').optional(),
      payload: z.object({
        template_type: z.literal('media'),
        elements: z
          .array(z.object({ media_type: z.literal('article'), attachment_id: zaloId }))
          .min(1)
          .max(5),
      }),
    }),
  }),
});

const jobShape = z.object({
  messageId: z.string(),
  target: broadcastTargetShape,
  elements: z.array(
    z.object({ title: z.string(), subtitle: z.string(), imageUrl: z.string().optional(), url: z.string() }),
  ),
  startAtMs: z.number(),
  /** Followers up to here are done. */
  nextIndex: z.int(),
});
const countShape = z.object({ day: z.int(), today: z.int(), month: z.int(), thisMonth: z.int() });
const stateShape = z.object({ jobs: z.array(jobShape), counts: z.array(z.tuple([z.string(), countShape])) });

type Job = z.infer<typeof jobShape>;
type Count = z.infer<typeof countShape>;

/**
 * `POST /v2.0/oa/message` with `recipient.target`, for every type of OA: one to five articles to the followers meant.
 * Each gets at most `broadcastsPerDay` a day and `broadcastsPerMonth` a month; the others are passed over in silence.
 *
 * Source: Zalo docs, "Gửi tin Truyền thông Broadcast".
 */
export function createBroadcasts(parts: EmulatorParts, articles: ArticleShelf): Broadcasts {
  const { options, book, sender, eventContext } = parts;
  const { settings, now, newId } = options;
  let jobs = new Set<Job>();
  let counts = new Map<string, Count>();
  const underWay = new Set<Promise<void>>();

  function countsOf(residentId: string): { readonly today: number; readonly thisMonth: number } {
    const count = counts.get(residentId);
    return {
      today: count?.day === vietnamDay(now()) ? count.today : 0,
      thisMonth: count?.month === vietnamMonth(now()) ? count.thisMonth : 0,
    };
  }

  function send(body: unknown): ApiAnswer {
    const read = readFields(settings, requestShape, body);
    if (!read.ok) return read.refusal;
    const { recipient, message } = read.value;
    const hour = vietnamHour(now());
    if (hour < FIRST_HOUR || hour > LAST_HOUR) return refuse(-234);
    const elements: Job['elements'] = [];
    for (const { attachment_id: articleId } of message.attachment.payload.elements) {
      const article = articles.find(articleId);
      if (article === undefined) return refuseField(settings.invalidFieldCode, 'attachment_id');
      if (article === 'processing') return refuse(-214);
      if (article.fields.status === 'hide') return refuseField(settings.hiddenArticleCode, 'attachment_id');
      const { title, description } = article.fields;
      const picture = article.thumb === '' ? {} : { imageUrl: article.thumb };
      elements.push({ title, subtitle: description, url: article.link, ...picture });
    }
    const startAtMs = now() + settings.broadcastProcessingMs;
    const job: Job = { messageId: newId('message'), target: recipient.target, elements, startAtMs, nextIndex: 0 };
    begin(job);
    return accept({ message_id: job.messageId });
  }

  function begin(job: Job): void {
    jobs.add(job);
    const start = () => {
      // a snapshot loaded since has other jobs
      if (!jobs.has(job)) return;
      const delivery = deliver(job).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    };
    const delayMs = job.startAtMs - now();
    if (delayMs > 0) options.schedule(start, delayMs);
    else start();
  }

  async function deliver(job: Job): Promise<void> {
    const residents = book.residents();
    while (job.nextIndex < residents.length && jobs.has(job)) {
      const batch = residents.slice(job.nextIndex, job.nextIndex + BATCH_SIZE);
      for (const resident of batch) deliverTo(job, resident);
      job.nextIndex += batch.length;
      await nextTurn();
    }
    jobs.delete(job);
  }

  function deliverTo(job: Job, listed: Resident): void {
    // the list is from the start of the broadcast: the person may have left since
    const resident = book.find(listed.id);
    if (resident === undefined || !resident.follows || resident.refusalCode !== undefined) return;
    const { today, thisMonth } = countsOf(resident.id);
    if (today >= settings.broadcastsPerDay || thisMonth >= settings.broadcastsPerMonth) return;
    if (!isTargeted(job.target, resident.traits ?? {}, settings.broadcastToUnknownTraits)) return;
    const nowMs = now();
    counts.set(resident.id, {
      day: vietnamDay(nowMs),
      today: today + 1,
      month: vietnamMonth(nowMs),
      thisMonth: thisMonth + 1,
    });
    const message: ChatMessage = {
      id: newId('message'),
      residentId: resident.id,
      from: 'oa',
      kind: 'article',
      sentAtMs: nowMs,
      elements: job.elements as readonly CardElement[],
      state: 'received',
    };
    book.append(message);
    if (settings.broadcastEchoes) emitEcho(resident, message);
  }

  function emitEcho(resident: Resident, message: ChatMessage): void {
    const attachments = (message.elements ?? []).map(({ title, imageUrl, url }) => ({
      payload: { thumbnail: imageUrl ?? '', description: title, url: url ?? '' },
      type: 'link',
    }));
    const echoed = { attachments, msg_id: message.id };
    sender.emit(echoEvent(eventContext(), resident, settings.broadcastEchoEvent, echoed, true), resident.id);
  }

  return {
    key: 'broadcasts',
    // the path is shared with reactions and consultations, which `OaSends` tells apart
    routes: [],
    trySend: (body) => (hasTarget(body) ? send(body) : undefined),
    countsOf,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    dump: () => ({ jobs: [...jobs].map((job) => ({ ...job })), counts: [...counts] }),
    load(state) {
      const saved = stateShape.parse(state);
      counts = new Map(saved.counts);
      jobs = new Set();
      for (const job of saved.jobs) begin(job);
    },
  };
}

function hasTarget(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('recipient' in body)) return false;
  const { recipient } = body;
  return typeof recipient === 'object' && recipient !== null && 'target' in recipient;
}

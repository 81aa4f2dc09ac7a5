import * as z from 'zod';
import { DESK_OUTCOMES } from '../../storage/desk-ports.ts';

/** The shapes of the help desk, for its actions and for the API. Times are epoch milliseconds. */
const matter = {
  topic: z.string(),
  topicTitle: z.string(),
  guide: z.string(),
  guideTitle: z.string(),
  step: z.string(),
  isUrgent: z.boolean(),
};

export const inboxRow = z.object({
  kind: z.enum(['help', 'waiting']),
  ref: z.string(),
  place: z.enum(['desk', 'team']),
  ...matter,
  askedAt: z.number(),
  waitedMinutes: z.number(),
  workingMinutes: z.number(),
  communeCode: z.string(),
  communeName: z.string(),
  teamCode: z.string(),
  teamName: z.string(),
  state: z.string(),
  stateWords: z.string(),
  holder: z.string(),
  isMine: z.boolean(),
  isOpen: z.boolean(),
});

export const contactShape = z.object({
  lastInteractionAt: z.number(),
  reach: z.enum(['free', 'paid', 'closed']),
  until: z.number(),
  silencedUntil: z.number().optional(),
});

export const holderShape = z.object({ name: z.string(), since: z.number(), until: z.number(), isMine: z.boolean() });

export const historyLine = z.object({ at: z.number(), name: z.string(), deed: z.string(), words: z.string() });

export const outcomeInput = z.enum(DESK_OUTCOMES, { error: 'Bạn chọn kết quả.' });

/** Text of an answer as typed; the length is checked with everything around it. */
export const answerText = z
  .string({ error: 'Chưa có câu trả lời.' })
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.string().min(2, { error: 'Câu trả lời quá ngắn.' }).max(4_000, { error: 'Câu trả lời quá dài.' }));

/** How many answers the case had when this one was written: nobody is answered twice. */
export const answersSeen = z.coerce.number({ error: 'Thiếu số câu đã trả lời.' }).int().min(0).max(10_000);

/** Id of a request or question. */
export const refInput = z.string().regex(/^[\w-]{1,64}$/u, { error: 'Mã này không đúng.' });

export const cardInput = z
  .string()
  .regex(/^[a-z0-9-]{1,80}$/u, { error: 'Không có hướng dẫn này.' })
  .optional();

/** A box that was ticked, or `true` from a program. */
export const ticked = z
  .union([z.boolean(), z.enum(['1', 'true', '']).transform((value) => value !== '')])
  .default(false);

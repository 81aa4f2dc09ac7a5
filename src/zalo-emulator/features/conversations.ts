import * as z from 'zod';
import { accept, refuse } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { Feature } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { toConversationItem } from './conversation-items.ts';
import { readFields, wholeNumber, zaloId } from './field-reading.ts';
import { findKnownUser } from './known-users.ts';

/** Most items of one answer. Source: Zalo docs, "Lấy danh sách các hội thoại gần nhất". */
export const CONVERSATION_PAGE_LIMIT = 10;

const pageShape = z.object({ offset: wholeNumber.default(0), count: wholeNumber });
const stateShape = z.array(z.tuple([z.string(), z.object({ id: z.string(), sentAtMs: z.number() })]));

/**
 * `GET /v2.0/oa/listrecentchat`: the last message of each chat, latest chat first. `GET /v2.0/oa/conversation`: one
 * person's messages in both directions, latest first, as far back as the chat book keeps them.
 */
export function createConversations(parts: EmulatorParts): Feature {
  const { book, live, options } = parts;
  const { settings } = options;
  /** The last message of each chat, latest chat last: a map keeps the order of insertion. */
  const recent = new Map<string, { readonly id: string; readonly sentAtMs: number }>();

  live.subscribe((update) => {
    if (update.type !== 'message') return;
    const { id, residentId, sentAtMs } = update.message;
    const last = recent.get(residentId);
    // a message that only changed its state does not bring the chat to the top
    if (last !== undefined && (last.id === id || last.sentAtMs > sentAtMs)) return;
    recent.delete(residentId);
    recent.set(residentId, { id, sentAtMs });
  });

  function readPage<T extends { readonly offset: number; readonly count: number }>(
    shape: z.ZodType<T>,
    data: unknown,
  ): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: ApiAnswer } {
    const read = readFields(settings, shape, data);
    if (!read.ok || read.value.count <= CONVERSATION_PAGE_LIMIT) return read;
    return { ok: false, refusal: refuse(settings.listLimitCode) };
  }

  function listRecent(data: unknown): ApiAnswer {
    const read = readPage(pageShape, data);
    if (!read.ok) return read.refusal;
    const { offset, count } = read.value;
    const page = [...recent.keys()].toReversed().slice(offset, offset + count);
    return accept(
      page.flatMap((residentId) => {
        const resident = book.find(residentId);
        const last = resident === undefined ? undefined : book.history(residentId).at(-1);
        return resident === undefined || last === undefined ? [] : [toConversationItem(parts, last, resident)];
      }),
    );
  }

  function listConversation(data: unknown): ApiAnswer {
    const read = readPage(pageShape.extend({ user_id: zaloId }), data);
    if (!read.ok) return read.refusal;
    const { user_id: userId, offset, count } = read.value;
    const known = findKnownUser(parts, userId);
    if (!known.ok) return known.refusal;
    const page = book
      .history(userId)
      .toReversed()
      .slice(offset, offset + count);
    return accept(page.map((message) => toConversationItem(parts, message, known.resident)));
  }

  return {
    key: 'conversations',
    routes: [
      { method: 'GET', path: '/v2.0/oa/listrecentchat', answer: ({ data }) => listRecent(data) },
      { method: 'GET', path: '/v2.0/oa/conversation', answer: ({ data }) => listConversation(data) },
    ],
    // the messages themselves are the chat book's
    dump: () => [...recent],
    load(state) {
      const saved = stateShape.parse(state);
      recent.clear();
      for (const [residentId, last] of saved) recent.set(residentId, last);
    },
  };
}

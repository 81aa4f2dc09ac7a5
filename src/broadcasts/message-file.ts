import { buttons, buttonsMessage, type OutgoingMessage, textMessage, type ZaloButton } from 'zalo-oa-sdk';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Catalogue } from '../catalog/catalogue.ts';
import { AppError } from '../shared/errors.ts';

/** An announcement ready to send. */
export interface AnnouncementMessage {
  readonly title: string;
  readonly message: OutgoingMessage;
}

const schema = z
  .strictObject({
    /** Said first, in one line; names the announcement in lists. */
    title: z.string().trim().min(3).max(100),
    text: z.string().trim().min(10).max(1_700),
    /** A guide to start by one press. */
    card: z.string().optional(),
    flow: z.string().optional(),
    link: z.strictObject({ title: z.string().min(1).max(100), url: z.url({ protocol: /^https$/u }) }).optional(),
  })
  .refine(({ card, flow }) => card === undefined || flow === undefined, {
    error: 'card and flow exclude each other: one guide to start',
    path: ['flow'],
  });

/**
 * Reads `message.yaml`: `title`, `text`, and at most one of `card`/`flow` (a guide to start) and a `link` (full https
 * address). The way to refuse further announcements is added at the end.
 * Throws ANNOUNCEMENT_INVALID naming the field.
 */
export function readAnnouncementFile(
  text: string,
  catalogue: Pick<Catalogue, 'card' | 'flow' | 'messages'>,
): AnnouncementMessage {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new AppError(
      'ANNOUNCEMENT_INVALID',
      `The message file is not YAML: ${error instanceof Error ? error.message : 'unreadable'}. Expected title and text.`,
      { cause: error },
    );
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`)
      .join('; ');
    throw new AppError(
      'ANNOUNCEMENT_INVALID',
      `The message file is not usable: ${problems}. Expected title (3–100 characters), text (10–1,700) and perhaps card, flow or link.`,
    );
  }
  const { title, text: body, card, flow, link } = parsed.data;
  const guide = guideButton(card, flow, catalogue);
  const list: ZaloButton[] = [...guide, ...(link ? [buttons.openUrl(link.title, link.url)] : [])];
  const fill = (sentence: string): string => sentence.replaceAll('{bác}', 'bác').replaceAll('{Bác}', 'Bác');
  const full = fill(`${title}\n\n${body}\n\n${catalogue.messages.optOutFooter}`);
  return { title, message: list.length > 0 ? buttonsMessage(full, list) : textMessage(full) };
}

function guideButton(
  card: string | undefined,
  flow: string | undefined,
  catalogue: Pick<Catalogue, 'card' | 'flow'>,
): ZaloButton[] {
  const id = card ?? flow;
  if (id === undefined) return [];
  const guide = card === undefined ? catalogue.flow(id) : catalogue.card(id);
  if (!guide)
    throw new AppError(
      'ANNOUNCEMENT_INVALID',
      `${card === undefined ? 'flow' : 'card'}: "${id}" is not in the catalogue. Expected the slug of a card or the id of a flow.`,
    );
  return [buttons.hideQuery(guide.title, `#${card === undefined ? 'flow' : 'card'}:${id}`)];
}

import type { InboundMedia } from 'zalo-oa-sdk';
import type { Plan } from '../plan.ts';
import { comesFirst } from '../forwarded.ts';
import { dropPhotoOf, type LogDraft } from './draft.ts';
import { askNext } from './questions.ts';

/** Steps at which a picture is meant for the entry: asked for, or sent while it is looked over. */
const TAKES_PHOTO: ReadonlySet<LogDraft['step']> = new Set(['photo', 'summary', 'edit']);

/**
 * A picture for the entry that is being made. It is fetched at once, because Zalo's addresses expire; what cannot be
 * fetched or is no JPEG or PNG never costs the entry. False where no draft takes it.
 */
export async function takeLogPhoto(plan: Plan, { kind, url, caption = '' }: InboundMedia): Promise<boolean> {
  const draft = plan.logDraft;
  const { keepPhoto } = plan.deps;
  if (!draft || !keepPhoto || kind !== 'image' || !TAKES_PHOTO.has(draft.step) || comesFirst(plan, caption))
    return false;
  const photo = url === undefined ? undefined : await keepPhoto(url);
  if (photo === undefined) {
    askNext(plan, { ...draft, photo: draft.photo ?? '' }, plan.messages.logPhotoLost);
    return true;
  }
  dropPhotoOf(plan, draft);
  askNext(plan, { ...draft, photo }, plan.messages.logPhotoKept);
  return true;
}

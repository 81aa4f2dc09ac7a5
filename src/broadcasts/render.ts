import { buttons, buttonsMessage, imageMessage, type OutgoingMessage, type ZaloButton } from 'zalo-oa-sdk';
import type { Catalogue } from '../catalog/catalogue.ts';
import { AppError } from '../shared/errors.ts';
import {
  type AnnouncementButton,
  type AnnouncementContent,
  type GuideReference,
  messagesPerPerson,
} from '../storage/announcement-ports.ts';
import { fillMergeFields, type MergeValues } from './merge-fields.ts';

/** What a press on the last button of every announcement sends: whose category is refused stands behind the colon. */
export const REFUSE_PAYLOAD = '#refuse-news';
/** Words of that button. */
export const REFUSE_TITLE = 'Không nhận loại tin này';

/** What rendering needs beside the content. */
export interface RenderPlace {
  readonly catalogue: Pick<Catalogue, 'card' | 'flow'>;
  /** Said below a picture that comes with its text alone; may hold {bác}. */
  readonly refuseWords: string;
}

/**
 * The messages of an announcement for one person, as Zalo takes them: the text with its buttons and the way to refuse;
 * with a picture the text is its caption, or the picture follows when there are buttons (Zalo has no picture with buttons).
 * Throws ANNOUNCEMENT_INVALID for a guide that is gone or a picture that was not taken to Zalo, ZaloMessageError for what
 * Zalo would refuse.
 */
export function renderAnnouncement(
  content: AnnouncementContent,
  values: MergeValues,
  place: RenderPlace,
): readonly [OutgoingMessage, ...OutgoingMessage[]] {
  if (content.ready !== undefined) return [JSON.parse(content.ready) as OutgoingMessage];
  const text = fillMergeFields(content.text, values);
  const { picture } = content;
  if (picture && messagesPerPerson(content) === 1) {
    const words = fillMergeFields(place.refuseWords, values);
    const caption = `${text}\n\n${words}`;
    return [imageMessage(pictureOf(picture), caption.length <= 2_000 ? caption : text)];
  }
  const spoken = buttonsMessage(text, allButtons(content, place));
  return picture ? [spoken, imageMessage(pictureOf(picture))] : [spoken];
}

function pictureOf({ file, attachmentId }: NonNullable<AnnouncementContent['picture']>): { attachmentId: string } {
  if (attachmentId !== undefined) return { attachmentId };
  throw new AppError(
    'ANNOUNCEMENT_INVALID',
    `The picture "${file}" was not taken to Zalo before sending. Start again.`,
  );
}

function allButtons({ start, buttons: own, category }: AnnouncementContent, place: RenderPlace): ZaloButton[] {
  return [
    ...(start ? [guideButton(titleOf(start, place), start)] : []),
    ...own.map((button) => toButton(button)),
    buttons.hideQuery(REFUSE_TITLE, `${REFUSE_PAYLOAD}:${category}`),
  ];
}

function toButton(button: AnnouncementButton): ZaloButton {
  if (button.kind === 'link') return buttons.openUrl(button.title, button.url);
  if (button.kind === 'phone')
    return buttons.phone(button.title, button.phone.replace(/^\+/u, '').replace(/^0/u, '84'));
  return guideButton(button.title, button.guide);
}

const guideButton = (title: string, { kind, id }: GuideReference): ZaloButton =>
  buttons.hideQuery(title, `#${kind}:${id}`);

function titleOf({ kind, id }: GuideReference, { catalogue }: RenderPlace): string {
  const guide = kind === 'card' ? catalogue.card(id) : catalogue.flow(id);
  if (guide) return guide.title;
  throw new AppError(
    'ANNOUNCEMENT_INVALID',
    `The ${kind} "${id}" is not in the catalogue any more. Choose another one.`,
  );
}

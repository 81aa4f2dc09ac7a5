import type { Html } from '../../shared/html.ts';
import type { AnnouncementButton, AnnouncementPicture, GuideReference } from '../../storage/announcement-ports.ts';
import type { ConsoleDeps } from '../deps.ts';
import { bubble } from './bubble.ts';

/** Address of a kept picture in the console; also the path of its page. */
export const picturePath = (file: string): `/${string}` => `/thong-bao/anh/${file}`;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function guideOf(value: unknown): GuideReference | undefined {
  if (typeof value === 'object' && value !== null && 'kind' in value && 'id' in value) return value as GuideReference;
  const [kind, id] = text(value).split(':');
  return id === undefined || id === '' ? undefined : { kind: kind === 'flow' ? 'flow' : 'card', id };
}

/** The bubble of what stands in the boxes, however unfinished; also of a kept content. Never throws. */
export function previewOf(given: object, deps: ConsoleDeps, picture: AnnouncementPicture | undefined): Html {
  const fields = given as Readonly<Record<string, unknown>>;
  const buttons = Array.isArray(fields['buttons']) ? (fields['buttons'] as readonly { title?: unknown }[]) : [];
  const start = guideOf(fields['start']);
  const isDropped = text(fields['dropPicture']) !== '';
  return bubble(
    {
      text: text(fields['text']) || 'Lời nhắn hiện ở đây khi bạn viết.',
      buttons: buttons
        .map(({ title }) => ({ kind: 'link', title: text(title), url: '' }) satisfies AnnouncementButton)
        .filter(({ title }) => title !== ''),
      ...(start ? { start } : {}),
      ...(picture && !isDropped ? { pictureUrl: `/console${picturePath(picture.file)}`, pictureAlt: picture.alt } : {}),
    },
    deps.catalogue(),
  );
}

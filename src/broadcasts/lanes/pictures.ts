import type { Announcement, AnnouncementCategory } from '../../storage/announcement-ports.ts';

/** The drawn picture that stands for a kind of announcement, as `pictures/refs.ts` names it. */
const DRAWN: Readonly<Record<AnnouncementCategory, string>> = {
  safety: 'topic:scam-safety',
  services: 'topic:public-services',
  training: 'topic:other-platforms',
  news: 'topic:other-platforms',
};

export const drawnPictureOf = ({ content }: Announcement): string => DRAWN[content.category];

/** Path of its own picture on this server, while it may be used; undefined where it has none. */
export function ownPicturePath({ content: { picture } }: Announcement, now: number): string | undefined {
  return picture === undefined || picture.expiresAt <= now ? undefined : `/pictures/${picture.file}`;
}

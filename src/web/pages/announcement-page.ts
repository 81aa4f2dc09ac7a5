import type { Topic } from '../../catalog/catalogue.ts';
import { neutralText } from '../../delivery/neutral-text.ts';
import { type Html, html } from '../../shared/html.ts';
import type {
  Announcement,
  AnnouncementButton,
  AnnouncementCategory,
  GuideReference,
} from '../../storage/announcement-ports.ts';
import { paragraphs, zaloLink } from './card-page.ts';
import type { Page } from './layout.ts';
import { cardPath, type SharingTeam, type Site } from './site.ts';
import { teamBlock, type TeamView } from './team-block.ts';
import { words } from './words.ts';

/** An announcement that anybody may read. */
export interface PublicAnnouncement {
  readonly announcement: Announcement;
  /** The real OA that announced it; undefined in the demo. */
  readonly oaId?: string;
  /** What residents type to come back through it, `TB7K2M`; undefined where no team passes it on. */
  readonly word?: string;
  /** Address of its picture on this server, from the root. */
  readonly picturePath?: string;
}

const COVER_OF: Readonly<Record<AnnouncementCategory, Topic>> = {
  safety: 'scam-safety',
  services: 'public-services',
  training: 'other-platforms',
  news: 'other-platforms',
};

const pathOf = (id: string, team?: SharingTeam): string => (team ? `/t/${team.code}/tb/${id}` : `/tb/${id}`);

/** An announcement as a page, as everybody gets it; with the team that passed it on, how to ask that team. */
export function announcementPage(
  { announcement, word, picturePath }: PublicAnnouncement,
  site: Site,
  view?: TeamView,
  note?: Html,
): Page {
  const { id, content } = announcement;
  const team = view?.team;
  const readers = team ? { teamName: team.name } : {};
  const title = neutralText(content.title, readers);
  const text = neutralText(content.text, readers);
  const typed = team && word !== undefined ? `${word} ${team.code}` : word;
  const shown: TeamView | undefined = view && { ...view, ...(typed === undefined ? {} : { typed }) };
  const body = html`<article>
    <p class="topic">${words.announcement}</p>
    <h1>${title}</h1>
    ${note}${team && html`<div class="note" role="note"><p>${team.name} ${words.announcedBy}</p></div>`}
    ${
      picturePath !== undefined &&
      html`<figure><img src="${picturePath}" loading="lazy" decoding="async" alt="${content.picture?.alt ?? ''}"></figure>`
    }
    <div class="answer">${paragraphs(text)}</div>
    ${content.start && guideLink(content.start, site, team)}
    ${content.buttons.map((button) => buttonLink(button, site, team))}
    ${shown ? teamBlock(shown, site) : zaloLink(site)}
    ${site.publicUrl !== undefined && html`<p class="paper">${words.pageAt} ${site.publicUrl}${pathOf(id, team)}</p>`}
    </article>`;
  return {
    title,
    description: text,
    path: pathOf(id, team),
    cover: { kind: 'topic', topic: COVER_OF[content.category] },
    body,
    ...(shown ? { view: shown } : {}),
  };
}

function guideLink(
  { kind, id }: GuideReference,
  { catalogue }: Site,
  team?: SharingTeam,
  title?: string,
): Html | undefined {
  const guide = kind === 'card' ? catalogue.card(id) : catalogue.flow(id);
  return guide && html`<a class="button" href="${cardPath(id, team)}">${title ?? guide.title}</a>`;
}

function buttonLink(button: AnnouncementButton, site: Site, team?: SharingTeam): Html | undefined {
  switch (button.kind) {
    case 'link':
      return html`<a class="button" href="${button.url}" rel="noopener">${button.title}</a>`;
    case 'phone':
      return html`<a class="button" href="tel:${button.phone}">${button.title}: ${button.phone}</a>`;
    case 'guide':
      return guideLink(button.guide, site, team, button.title);
  }
}

/** Whether anybody may read it: it was started, not taken back, and goes a way on which it is public anyway. */
export function isPublic({ state, content }: Announcement): boolean {
  const isOut = state === 'sending' || state === 'paused' || state === 'sent';
  return isOut && content.ready === undefined && content.lanes.some((lane) => lane !== 'direct');
}

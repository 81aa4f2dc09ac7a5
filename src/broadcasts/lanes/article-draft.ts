import type { ArticleBlock, ArticleDraft } from 'zalo-oa-sdk';
import { neutralText } from '../../delivery/neutral-text.ts';
import type { AnnouncementButton, AnnouncementContent, GuideReference } from '../../storage/announcement-ports.ts';

/** What an article needs beside the announcement. */
export interface ArticleSurroundings {
  /** Who speaks; cut at Zalo's 50 characters. */
  readonly author: string;
  /** `https://…` of this server without a slash at the end. */
  readonly publicUrl: string;
  /** Address of a jpg or png of at most 1 MB that Zalo can fetch. */
  readonly coverUrl: string;
  /** Title of a card or flow; undefined where it is not served any more. */
  guideTitle(guide: GuideReference): string | undefined;
}

/** Zalo allows 150; one public office saw exactly 150 refused. */
const TITLE_LENGTH = 140;
const AUTHOR_LENGTH = 50;
const DESCRIPTION_LENGTH = 300;

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, text.lastIndexOf(' ', length - 2)).slice(0, length - 1)}…`;

/** The announcement as an article that everybody may read, published at once and closed for comments. */
export function articleDraft(content: AnnouncementContent, around: ArticleSurroundings): ArticleDraft {
  const text = neutralText(content.text).trim();
  const paragraphs = text.split(/\n{2,}/u).filter((part) => part.trim() !== '');
  const further = [
    ...(content.start ? guideLine('', content.start, around) : []),
    ...content.buttons.flatMap((button) => buttonLine(button, around)),
  ];
  const body: ArticleBlock[] = [...paragraphs, ...further].map((part) => ({ type: 'text', content: part }));
  return {
    title: articleTitle(content),
    author: cut(around.author, AUTHOR_LENGTH),
    description: cut(text.replaceAll(/\s+/gu, ' '), DESCRIPTION_LENGTH),
    cover: { photoUrl: around.coverUrl },
    body,
    status: 'show',
    comment: 'hide',
  };
}

/** The title under which an article is looked for again when the answer to its making was lost. */
export const articleTitle = ({ title }: AnnouncementContent): string => cut(neutralText(title).trim(), TITLE_LENGTH);

function guideLine(title: string, guide: GuideReference, { publicUrl, guideTitle }: ArticleSurroundings): string[] {
  const name = title === '' ? guideTitle(guide) : title;
  return name === undefined ? [] : [`${name}: ${publicUrl}/h/${guide.id}`];
}

function buttonLine(button: AnnouncementButton, around: ArticleSurroundings): string[] {
  switch (button.kind) {
    case 'link':
      return [`${button.title}: ${button.url}`];
    case 'phone':
      return [`${button.title}: ${button.phone}`];
    case 'guide':
      return guideLine(button.title, button.guide, around);
  }
}

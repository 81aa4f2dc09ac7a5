import type { DrawnRef } from '../../pictures/index.ts';
import { Html, html } from '../../shared/html.ts';
import { chatWidget } from './chat-widget.ts';
import { listPath, pictureSize, type Site, URGENT_PATH } from './site.ts';
import { style } from './style.ts';
import type { TeamView } from './team-block.ts';
import { words } from './words.ts';

/** One page, ready to be framed. */
export interface Page {
  readonly title: string;
  /** For Open Graph and search engines; cut to one or two lines. Absent on pages that nobody shares. */
  readonly description?: string;
  /** Address of the page itself, from the root: what a shared link should name. Absent = not to be shared or found. */
  readonly path?: string;
  readonly cover?: DrawnRef;
  readonly body: Html;
  /** The team that shares the page: named in its link, kept in its navigation. */
  readonly view?: TeamView;
}

/** Facebook and Zalo show about two lines of it. */
const DESCRIPTION_LENGTH = 200;

function cut(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  if (line.length <= DESCRIPTION_LENGTH) return line;
  return `${line.slice(0, line.lastIndexOf(' ', DESCRIPTION_LENGTH - 1))}…`;
}

function sharedPicture(url: string, { title }: Page, cover: DrawnRef): Html {
  const { width, height } = pictureSize(cover);
  return html`<meta property="og:image" content="${url}">
    <meta property="og:image:width" content="${width}">
    <meta property="og:image:height" content="${height}">
    <meta property="og:image:alt" content="${title}">`;
}

/** Open Graph wants addresses in full: without a public address there is nothing to say. */
function openGraph(page: Page, site: Site): Html {
  if (page.path === undefined || page.description === undefined) return html`<meta name="robots" content="noindex">`;
  const team = page.view?.team;
  // Both lines a chat shows say who sends it.
  const title = team ? `${page.title} - ${team.name}` : page.title;
  const description = cut(team ? `Nhắn TO ${team.code} để ${team.name} giúp. ${page.description}` : page.description);
  const url = site.publicUrl === undefined ? undefined : `${site.publicUrl}${page.path}`;
  const file = page.cover && site.picture(page.cover);
  return html`<meta name="description" content="${description}">
    <meta property="og:type" content="article">
    <meta property="og:site_name" content="${words.site}">
    <meta property="og:locale" content="vi_VN">
    <meta property="og:title" content="${title}">
    <meta property="og:description" content="${description}">
    ${
      url !== undefined &&
      html`<meta property="og:url" content="${url}">
    <link rel="canonical" href="${url}">`
    }
    ${page.cover && file !== undefined && site.publicUrl !== undefined && sharedPicture(`${site.publicUrl}/pictures/${file}`, page, page.cover)}`;
}

/** The style sheet is no text: escaped, it would no longer fit the hash of the security policy. */
const styleElement = new Html(`<style>${style}</style>`);

/** Whether this response carries Zalo's chat frame: only where somebody asked for it and there is a real OA. */
export const opensChat = ({ view }: Page, { oaId }: Site): boolean => view?.isChatOpen === true && oaId !== undefined;

/**
 * The whole document: head, way back, the page, the footer. No script, no cookie, nothing from elsewhere, except Zalo's
 * chat frame on a team's page for a reader who asked for it.
 */
export function layout(page: Page, site: Site): string {
  const { title, body } = page;
  const oaId = opensChat(page, site) ? site.oaId : undefined;
  return html`<!doctype html>
    <html lang="vi">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>${title} | ${words.site}</title>
    ${openGraph(page, site)}
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme:light)">
    <meta name="theme-color" content="#121416" media="(prefers-color-scheme:dark)">
    ${styleElement}
    </head>
    <body>
    <a class="skip" href="#noi-dung">${words.skip}</a>
    <header><nav aria-label="${words.path}"><a href="${listPath(page.view?.team)}">${words.allGuides}</a>
    <a class="to-urgent" href="${URGENT_PATH}">${words.urgent}</a></nav></header>
    <main id="noi-dung">${body}</main>
    <footer class="foot"><p>${oaId === undefined ? words.about : words.chatAbout}</p></footer>
    ${oaId !== undefined && chatWidget(oaId)}
    </body>
    </html>
    `.toString();
}

import { type Html, html } from '../../shared/html.ts';
import type { SharingTeam, Site } from './site.ts';
import { words } from './words.ts';

/** Where the reader's own chat frame of Zalo stands once it was asked for. */
const CHAT_ANCHOR = 'khung-chat';

/** What a page of a team knows of the request beside the page itself. */
export interface TeamView {
  readonly team: SharingTeam;
  /** True: the reader pressed the link that opens Zalo's chat frame on this page. */
  readonly isChatOpen: boolean;
  /** What the reader types for this page; default: the code of the team. */
  readonly typed?: string;
}

/** Who sent the link, on the pages a team shares; who took over where that team is no more. */
export const teamNote = (
  { name, code, tookOverFrom }: SharingTeam,
  { oaName }: Site,
): Html => html`<div class="note" role="note">
  ${tookOverFrom !== undefined && html`<p>${tookOverFrom} nay do <strong>${name}</strong> phụ trách.</p>`}
  <p>${name} gửi bác hướng dẫn này. Cần giúp thêm, bác nhắn <strong>TO ${code}</strong> cho Zalo ${oaName}.</p></div>`;

/** A team that is no more and has no successor: the guide is as good as ever. */
export const goneNote = (name: string): Html => html`<div class="note" role="note">
  <p>${name} đã thôi hoạt động. ${words.goneLead}</p></div>`;

/** How to reach the team: steps, the code in large letters, the OA's QR code, the chat frame on request. */
export function teamBlock({ team, isChatOpen, typed }: TeamView, site: Site): Html {
  return html`<section class="team"><h2>${words.askTeam}</h2>
    <ol class="steps" role="list">
    <li><p class="do">${findStep(site)}</p></li>
    <li><p class="do">${words.pressMessage}</p></li>
    <li><p class="do">${words.typeCode}</p><p class="code">${typed ?? `TO ${team.code}`}</p></li></ol>
    ${site.oaId === undefined ? demoNote(site) : reach(site, site.oaId, isChatOpen)}
    <p class="small">${words.groupsUnread}</p></section>`;
}

const findStep = ({ oaId, oaName }: Site): string =>
  oaId === undefined ? `Mở Zalo, tìm ${oaName}.` : `Mở Zalo, tìm ${oaName}, hoặc bấm nút dưới đây.`;

/** Nobody finds the demo's OA on Zalo: its chat page is what there is. */
const demoNote = ({ publicUrl }: Site): Html => html`<div class="note" role="note"><p>${words.demoOa}</p>
  ${publicUrl !== undefined && html`<a class="button main screen" href="${publicUrl}/">${words.demoChat}</a>`}</div>`;

function reach({ oaQr }: Site, oaId: string, isChatOpen: boolean): Html {
  const address = `https://zalo.me/${oaId}`;
  return html`<a class="button main screen" href="${address}" rel="noopener">${words.openZalo}</a>
    ${oaQr && html`<figure>${oaQr}<figcaption>${words.scanOa}</figcaption></figure>`}
    ${isChatOpen ? html`<p id="${CHAT_ANCHOR}">${words.chatIsOpen}</p>` : chatLink}`;
}

const chatLink = html`<div class="screen"><a class="button" href="?chat=1#${CHAT_ANCHOR}">${words.openChat}</a><p class="small">${words.chatIsZalos}</p></div>`;

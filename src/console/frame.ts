import { html, type Piece } from '../shared/html.ts';
import type { ConsoleOa } from './oas/door.ts';
import { groupNav } from './nav.ts';
import type { NavEntry, PageBody } from './page.ts';
import type { Actor } from './permissions.ts';
import { waitingWords } from './waiting.ts';
import type { WaitingCounts } from './waiting-counts.ts';

/** What stands around a page. */
export interface FrameOptions {
  readonly page: PageBody;
  readonly departmentName: string;
  /** Absent before sign-in: no navigation then. */
  readonly actor?: Actor;
  /** What this actor may open. */
  readonly nav?: readonly NavEntry[];
  /** What waits for this actor. */
  readonly waiting?: WaitingCounts;
  /** Path below `/console` of the page shown. */
  readonly path?: string;
  readonly notice?: string;
  /** The form that signs out. */
  readonly signOut?: Piece;
  /** Address of style sheet and scripts, with their tags. */
  readonly assets: AssetPaths;
  /** The OA worked for, where there are several. */
  readonly oa?: ShownOa;
  /** Says that this is the demo. */
  readonly isDemo?: boolean;
}

/** The OA worked for; `choices` and `csrf` for who may work for others. */
export interface ShownOa {
  readonly current: ConsoleOa;
  readonly choices?: readonly ConsoleOa[];
  readonly csrf?: string;
}

export interface AssetPaths {
  readonly css: string;
  readonly js: string;
  readonly htmx: string;
}

const isCurrent = (entry: NavEntry, path: string): boolean =>
  path === entry.path || (entry.path !== '/' && path.startsWith(`${entry.path}/`));

const oaName = ({ name, isPaused }: ConsoleOa): string => (isPaused ? `${name} (tạm dừng)` : name);

/** Which OA this is; a plain form for who may change to another one. */
function oaBar({ current, choices, csrf }: ShownOa): Piece {
  if (!choices || csrf === undefined) return html`<p class="oa-bar">OA: <b>${oaName(current)}</b></p>`;
  const options = choices.map(
    (oa) => html`<option value="${oa.oaId}"${oa.oaId === current.oaId && html` selected`}>${oaName(oa)}</option>`,
  );
  return html`<form method="post" action="/console/oa/chuyen" class="oa-bar"><input type="hidden" name="_csrf" value="${csrf}">
    <label for="oa-dang-lam">OA đang làm việc</label><select id="oa-dang-lam" name="oaId">${options}</select>
    <button type="submit" class="button plain">Chuyển</button></form>`;
}

/** How much waits behind an entry; said in words to who cannot see it. */
function waitingMark({ waits = [] }: NavEntry, waiting: WaitingCounts): Piece {
  const count = waits.reduce((sum, kind) => sum + (waiting[kind] ?? 0), 0);
  return (
    count > 0 && html` <span class="waiting">${waitingWords(count)}<span class="unseen"> việc đang chờ</span></span>`
  );
}

/** The whole document. Holes are escaped; no inline script or style, which the policy refuses anyway. */
export function frame(options: FrameOptions): string {
  const { page, departmentName, actor, nav = [], path = '', notice, signOut, assets, isDemo = false, oa } = options;
  const { waiting = {} } = options;
  const links = groupNav(nav).map(
    ({ label, entries }) =>
      html`${label !== '' && html`<p class="nav-heading">${label}</p>`}<ul>${entries.map(
        (entry) =>
          html`<li><a href="/console${entry.path === '/' ? '' : entry.path}"${isCurrent(entry, path) && html` aria-current="page"`}>${entry.label}${waitingMark(entry, waiting)}</a></li>`,
      )}</ul>`,
  );
  return html`<!doctype html>
    <html lang="vi">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="htmx-config" content='{"includeIndicatorCSS":false}'>
    <title>${page.title} | Bảng điều hành Trợ lý số</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${assets.css}">
    <script src="${assets.htmx}" defer></script>
    <script src="${assets.js}" defer></script>
    </head>
    <body class="${page.isWide === true ? 'wide' : ''}">
    <a class="skip" href="#noi-dung">Đến thẳng nội dung</a>
    <header class="top"><p class="brand"><a href="/console">Trợ lý số</a> <span>${departmentName}</span>${isDemo && html` <span class="tag warn">Bản dùng thử</span>`}</p>
    ${actor && html`<div class="who"><a href="/console/tai-khoan">${actor.name}</a>${signOut}</div>`}${actor && oa && oaBar(oa)}</header>
    ${
      actor &&
      html`<details class="menu phone"><summary>Các mục</summary><nav aria-label="Các mục (điện thoại)">${links}</nav></details>
    <nav class="side" aria-label="Các mục">${links}</nav>`
    }
    <main id="noi-dung" tabindex="-1">
    ${notice !== undefined && html`<div class="note good" role="status">${notice}</div>`}
    <h1>${page.title}</h1>
    ${page.body}
    </main>
    </body>
    </html>
    `.toString();
}

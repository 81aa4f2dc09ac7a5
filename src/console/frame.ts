import { html, type Piece } from '../shared/html.ts';
import { groupNav } from './nav.ts';
import type { NavEntry, PageBody } from './page.ts';
import type { Actor } from './permissions.ts';

/** What stands around a page. */
export interface FrameOptions {
  readonly page: PageBody;
  readonly departmentName: string;
  /** Absent before sign-in: no navigation then. */
  readonly actor?: Actor;
  /** What this actor may open. */
  readonly nav?: readonly NavEntry[];
  /** Path below `/console` of the page shown. */
  readonly path?: string;
  readonly notice?: string;
  /** The form that signs out. */
  readonly signOut?: Piece;
  /** Address of style sheet and scripts, with their tags. */
  readonly assets: AssetPaths;
  /** Says that this is the demo. */
  readonly isDemo?: boolean;
}

export interface AssetPaths {
  readonly css: string;
  readonly js: string;
  readonly htmx: string;
}

const isCurrent = (entry: NavEntry, path: string): boolean =>
  path === entry.path || (entry.path !== '/' && path.startsWith(`${entry.path}/`));

/** The whole document. Holes are escaped; no inline script or style, which the policy refuses anyway. */
export function frame(options: FrameOptions): string {
  const { page, departmentName, actor, nav = [], path = '', notice, signOut, assets, isDemo = false } = options;
  const links = groupNav(nav).map(
    ({ label, entries }) => html`${label !== '' && html`<p class="nav-heading">${label}</p>`}<ul>${entries.map(
      (entry) =>
        html`<li><a href="/console${entry.path === '/' ? '' : entry.path}"${isCurrent(entry, path) && html` aria-current="page"`}>${entry.label}</a></li>`,
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
    ${actor && html`<div class="who"><a href="/console/tai-khoan">${actor.name}</a>${signOut}</div>`}</header>
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

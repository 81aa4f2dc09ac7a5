import { type Html, html, type Piece } from '../shared/html.ts';
import { attribute } from './form-parts.ts';

export interface Column {
  readonly label: string;
  /** Numbers stand to the right. Default text. */
  readonly kind?: 'text' | 'number' | 'actions';
}

export interface TableOptions {
  /** What the table says; read out first. */
  readonly caption: string;
  /** The caption is seen too. Default true. */
  readonly isCaptionShown?: boolean;
  readonly columns: readonly Column[];
  /** The first cell of each row is its head. */
  readonly rows: readonly (readonly Piece[])[];
  /** Shown when there are no rows: what that means and what to do next. */
  readonly empty: Html;
  /** Id of the section, for polling with `hx-select`. */
  readonly id?: string;
}

/** A table that becomes a list of boxes on a phone, each cell with its column's name. */
export function dataTable(options: TableOptions): Html {
  const { caption, isCaptionShown = true, columns, rows, empty, id } = options;
  if (rows.length === 0) return html`<div class="nothing"${attribute('id', id)}>${empty}</div>`;
  const kindOf = (index: number): string => columns[index]?.kind ?? 'text';
  return html`<div class="table-box"${attribute('id', id)}><table><caption${!isCaptionShown && html` class="unseen"`}>${caption}</caption>
    <thead><tr>${columns.map(({ label, kind = 'text' }) => html`<th scope="col" class="${kind}">${label}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (cells) =>
        html`<tr>${cells.map((cell, index) =>
          index === 0
            ? html`<th scope="row" class="${kindOf(0)}">${cell}</th>`
            : html`<td class="${kindOf(index)}" data-label="${columns[index]?.label ?? ''}">${cell}</td>`,
        )}</tr>`,
    )}</tbody></table></div>`;
}

/** A kind word where there is nothing yet, with what to do next. */
export const emptyState = (title: string, text: string, ...actions: readonly Piece[]): Html =>
  html`<div class="empty"><p class="empty-title">${title}</p><p>${text}</p>${actions}</div>`;

/** One figure with its name and, below, what to compare it with. */
export function figureBox(label: string, value: string | number, note?: Piece, to?: string): Html {
  const shown = typeof value === 'number' ? value.toLocaleString('vi-VN') : value;
  const inside = html`<span class="figure-label">${label}</span><span class="figure-value">${shown}</span>${note !== undefined && html`<span class="figure-note">${note}</span>`}`;
  return to === undefined
    ? html`<div class="figure">${inside}</div>`
    : html`<a class="figure" href="${to}">${inside}</a>`;
}

/** Figures side by side. */
export const figures = (...boxes: readonly Piece[]): Html => html`<div class="figures">${boxes}</div>`;

/** A short word in a coloured frame; the word says what the colour says. */
export const tag = (label: string, kind: 'good' | 'warn' | 'bad' | 'busy' | 'plain' = 'plain'): Html =>
  html`<span class="tag ${kind}">${label}</span>`;

/** Names and values below each other. */
export const facts = (...pairs: readonly (readonly [string, Piece])[]): Html =>
  html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** A box that asks for attention. */
export const noteBox = (kind: 'info' | 'warn' | 'bad' | 'good', ...inside: readonly Piece[]): Html =>
  html`<div class="note ${kind}">${inside}</div>`;

/** How far something long has come, as a bar with its words. `label` says what is counted. */
export function progressBar(label: string, done: number, total: number): Html {
  const shown = `${done.toLocaleString('vi-VN')} / ${total.toLocaleString('vi-VN')}`;
  return html`<div class="progress"><span>${label}: ${shown}</span><progress value="${done}" max="${Math.max(total, 1)}" aria-label="${label}">${shown}</progress></div>`;
}

/** Earlier and later pages of a list. */
export const pager = (earlier: string | undefined, later: string | undefined): Html =>
  html`${(earlier !== undefined || later !== undefined) && html`<nav class="pager" aria-label="Các trang">${earlier !== undefined && html`<a href="${earlier}">← Mới hơn</a>`}${later !== undefined && html`<a href="${later}">Cũ hơn →</a>`}</nav>`}`;

/** Where a table can be saved from. */
export const exportLinks = (...links: readonly (readonly [string, string])[]): Html =>
  html`<p class="exports">Tải về: ${links.map(([label, to]) => html`<a href="${to}" download>${label}</a> `)}</p>`;

/** More, opened on demand; open from the start where something inside has to be mended, which must be seen. */
export function details(summary: string, ...inside: readonly Piece[]): Html {
  const content = html`${inside}`;
  const isOpen = /class="problem"|role="alert"/u.test(content.toString());
  return html`<details class="more"${isOpen && html` open`}><summary>${summary}</summary>${content}</details>`;
}

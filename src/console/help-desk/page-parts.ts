import type * as z from 'zod';
import { PAID_MESSAGE_VND } from '../../broadcasts/reach.ts';
import { type Html, html, type Piece } from '../../shared/html.ts';
import { hidden, linkButton, selectField, submit, textArea } from '../form-parts.ts';
import type { FormState, PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, details, noteBox } from '../table-parts.ts';
import { type CannedAnswer, cannedOf } from './cards.ts';
import type { contactShape, historyLine, holderShape } from './shapes.ts';
import { clockWords, holdingWords } from './words.ts';

/** A part of a page that asks for itself every few seconds. What somebody types stands outside of it. */
export const polled = (id: string, path: string, seconds: number, ...inside: readonly Piece[]): Html =>
  html`<div id="${id}" hx-get="/console${path}" hx-trigger="every ${seconds}s" hx-select="#${id}" hx-swap="outerMorph">${inside}</div>`;

/** One entry of the ways through the desk. */
export interface Tab {
  readonly label: string;
  readonly path: string;
  readonly count?: number;
}

/** The ways through the desk with how much waits behind each. */
export const tabs = (current: string, list: readonly Tab[]): Html =>
  html`<nav class="tabs" aria-label="Bàn trợ giúp"><ul>${list.map(
    ({ label, path, count }) =>
      html`<li><a href="/console${path}"${path === current && html` aria-current="page"`}>${label}${count !== undefined && html` <span class="count">(${count})</span>`}</a></li>`,
  )}</ul></nav>`;

/** The tabs of the desk for this actor. `counts` by path. */
export function deskTabs(context: PageContext, current: string, counts: Readonly<Record<string, number>> = {}): Html {
  const all: readonly (Tab & { readonly needs: 'help.work' | 'demand.work' })[] = [
    { label: 'Người chờ giúp', path: '/tro-giup', needs: 'help.work' },
    { label: 'Câu hỏi giữ lại', path: '/cau-hoi', needs: 'demand.work' },
    { label: 'Tổ hỏi tỉnh', path: '/cau-hoi/to', needs: 'demand.work' },
    { label: 'Đã khép lại', path: '/tro-giup/da-xong', needs: 'help.work' },
    { label: 'Thời gian chờ', path: '/tro-giup/so-lieu', needs: 'help.work' },
  ];
  const mine = all.filter(({ needs }) => may(context.actor, needs));
  return tabs(
    current,
    mine.map(({ label, path }) => ({ label, path, ...(counts[path] === undefined ? {} : { count: counts[path] }) })),
  );
}

type Contact = z.output<typeof contactShape>;
type Holder = z.output<typeof holderShape> | undefined;

/** Whether a message reaches the resident, and what it costs. */
export function reachWords({ reach, until, lastInteractionAt }: Contact, at: number): string {
  if (reach === 'free') return `Gửi được, miễn phí đến ${clockWords(until, at)}`;
  if (reach === 'paid') {
    return `Gửi được đến ${clockWords(until, at)}, mất phí khoảng ${PAID_MESSAGE_VND} đồng (quá 48 giờ từ tin cuối của người dân)`;
  }
  return lastInteractionAt === 0
    ? 'Không gửi được: người này chưa nhắn cho OA hoặc đã xóa dữ liệu'
    : 'Không gửi được: đã quá 7 ngày từ tin cuối của người dân. Bạn gọi điện nếu có số, hoặc chuyển cho tổ';
}

/** Who has it in hand, in a box of its own. */
export function holderBox(holder: Holder, at: number): Html {
  if (!holder)
    return noteBox('info', html`<p>Chưa ai nhận. Bạn bấm nhận thì đồng nghiệp thấy ngay, không ai trả lời trùng.</p>`);
  return holder.isMine
    ? noteBox(
        'good',
        html`<p><strong>Bạn đang nhận</strong> từ ${clockWords(holder.since, at)}. Không làm gì thì đến ${clockWords(holder.until, at)} yêu cầu tự trả về.</p>`,
      )
    : noteBox(
        'warn',
        html`<p><strong>${holdingWords(holder.name, holder.since, at)}.</strong> Bạn chưa cần làm gì.</p>`,
      );
}

/** Lines of the history, the latest first. */
export const historyPart = (lines: readonly z.output<typeof historyLine>[], at: number): Html =>
  details(
    'Lịch sử xử lý',
    dataTable({
      caption: 'Lịch sử xử lý',
      isCaptionShown: false,
      columns: [{ label: 'Lúc' }, { label: 'Ai' }, { label: 'Việc' }],
      rows: lines.toReversed().map((line) => [clockWords(line.at, at), line.name, line.words]),
      empty: html`<p>Chưa ai làm gì với việc này.</p>`,
    }),
  );

/** What the page was asked to look for and to put in. */
export interface CardSearch {
  /** Words to search cards with. */
  readonly words: string;
  /** Slug of the card whose answer is to stand in the box. */
  readonly chosen: string;
  readonly found: readonly CannedAnswer[];
}

/** The search for a ready answer, beside the box and never in it: looking does not lose what was typed. */
export const cardSearch = (path: string, { words, found }: CardSearch): Html =>
  html`<form class="filters" method="get" action="/console${path}" role="search" hx-get="/console${path}" hx-target="#cau-co-san" hx-select="#cau-co-san" hx-swap="outerHTML">
    <div class="field"><label for="f-tim">Tìm câu trả lời có sẵn</label>
    <p class="hint" id="f-tim-hint">Gõ vài chữ, không dấu cũng được. Ví dụ: quen mat khau vneid</p>
    <input id="f-tim" name="tim" type="search" value="${words}" autocomplete="off" aria-describedby="f-tim-hint"></div>
    ${submit('Tìm', { kind: 'plain' })}</form>
    <div id="cau-co-san" aria-live="polite">${
      words !== '' &&
      found.length === 0 &&
      html`<p class="nothing">Không có thẻ nào gần với “${words}”. Bạn thử từ khác, hoặc tự viết.</p>`
    }${found.map(
      ({ slug, title, text }) =>
        html`<div class="canned">${details(
          title,
          html`<p>${text}</p><p><a class="button plain" href="/console${path}?tim=${encodeURIComponent(words)}&amp;the=${slug}#tra-loi" data-insert="${text}" data-insert-card="${slug}" data-insert-title="${title}">Chèn câu này</a></p>`,
        )}</div>`,
    )}</div>`;

/** The box for an answer, with the guide that may go along. */
export function answerFields(
  context: PageContext,
  options: {
    readonly state: FormState | undefined;
    readonly answers: number;
    readonly search: CardSearch;
    readonly label: string;
    readonly hint: string;
    readonly cardLabel: string;
    readonly maxLength: number;
    /** Slugs that are offered at first. */
    readonly cards: readonly string[];
  },
): Html {
  const { state, answers, search, cards } = options;
  const catalogue = context.deps.catalogue();
  const typedCard = state?.fields.texts['card']?.at(-1) ?? '';
  const slugs = [...new Set([search.chosen, typedCard, ...cards, ...search.found.map(({ slug }) => slug)])];
  const choices = slugs
    .flatMap((slug) => cannedOf(catalogue.card(slug)))
    .map(({ slug, title }) => ({ value: slug, label: title }));
  const inserted = cannedOf(catalogue.card(search.chosen))[0]?.text;
  return html`${textArea({ state, name: 'text', label: options.label, hint: options.hint, rows: 7, maxLength: options.maxLength, value: inserted })}
    ${selectField({
      ...{ state, name: 'card', label: options.cardLabel, value: search.chosen },
      choices: [{ value: '', label: 'Không kèm hướng dẫn' }, ...choices],
    })}${hidden('answers', answers)}`;
}

/** A form of one button. */
export const oneButton = (
  context: PageContext,
  path: `/${string}`,
  label: string,
  kind: 'primary' | 'plain' | 'danger' = 'plain',
  ...fields: readonly Piece[]
): Html => context.form(path, html`${fields}${submit(label, { kind })}`);

export const backLink = (label: string, path: string): Html => html`<p>${linkButton(label, `/console${path}`)}</p>`;

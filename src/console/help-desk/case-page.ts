import * as z from 'zod';
import { type Html, html } from '../../shared/html.ts';
import { buttonRow, hidden, radioField, submit, textField, tickField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { details, facts, noteBox, tag } from '../table-parts.ts';
import { cannedOf, findCanned } from './cards.ts';
import { getHelp } from './get-action.ts';
import {
  answerFields,
  backLink,
  cardSearch,
  type CardSearch,
  deskTabs,
  historyPart,
  holderBox,
  oneButton,
  polled,
  reachWords,
} from './page-parts.ts';
import { matterWords } from './read.ts';
import { clockWords, OUTCOME_NAMES } from './words.ts';
import { readWorkingHours } from './working-hours.ts';
import { spanWords, type WorkingHours, workingMinutes } from './working-time.ts';

type Shown = z.output<(typeof getHelp)['output']>;

/** Zalo's 2,000 without the signature. */
const ROOM = 1_980;
const EVERY_SECONDS = 5;

/** What stands in a page's address about ready answers. */
export const searchInput = {
  tim: z.string().max(200).optional().catch(undefined),
  the: z
    .string()
    .regex(/^[a-z0-9-]{1,80}$/u)
    .optional()
    .catch(undefined),
};

/** What was looked for, and what is to stand in the box. */
export const searchOf = (
  context: PageContext,
  { tim = '', the = '' }: { readonly tim?: string | undefined; readonly the?: string | undefined },
): CardSearch => ({ words: tim, chosen: the, found: findCanned(context.deps, tim) });

const feedbackNames = { good: 'đã được giúp', bad: 'chưa được giúp' } as const;

const timeLine = (at: number | undefined, since: number, now: number, hours: WorkingHours): string =>
  at === undefined
    ? 'chưa'
    : `${clockWords(at, now)} (sau ${spanWords((at - since) / 60_000)}, ${spanWords(workingMinutes(since, at, hours))} trong giờ làm việc)`;

function factsPart(
  { row, times, contact, outcome, feedback, handedTo, resident, phone, phoneUntil }: Shown,
  now: number,
  hours: WorkingHours,
): Html {
  return facts(
    ['Việc', html`${row.isUrgent && html`${tag('KHẨN: vừa bị lừa', 'bad')} `}${matterWords(row)}`],
    ['Tình trạng', row.stateWords],
    ['Người dân', resident === '' ? 'đã xóa dữ liệu' : `mã ${resident}`],
    ['Xã, tổ', [row.communeName, row.teamName].filter((part) => part !== '').join(', ') || 'chưa rõ'],
    ['Hỏi lúc', `${clockWords(times.asked, now)} (${spanWords((now - times.asked) / 60_000)} trước)`],
    ['Nhận lần đầu', timeLine(times.held, times.asked, now, hours)],
    ['Trả lời lần đầu', timeLine(times.firstAnswer, times.asked, now, hours)],
    ...(times.ended === undefined ? [] : [['Khép lại', timeLine(times.ended, times.asked, now, hours)] as const]),
    ...(outcome === undefined
      ? []
      : [['Kết quả', OUTCOME_NAMES[outcome as keyof typeof OUTCOME_NAMES] ?? outcome] as const]),
    ...(feedback === undefined ? [] : [['Người dân nói', feedbackNames[feedback]] as const]),
    ...(handedTo === undefined ? [] : [['Đã chuyển cho tổ', handedTo] as const]),
    ['Nhắn tin', reachWords(contact, now)],
    ...(phoneUntil === undefined
      ? []
      : [
          [
            'Số điện thoại',
            phone === undefined
              ? 'có, chỉ người đang nhận xem được'
              : html`<a href="tel:${phone.replaceAll(/[^+\d]/gu, '')}">${phone}</a><br><span class="hint">Chỉ gọi vì việc này. Số tự xóa khi xong việc, chậm nhất ${clockWords(phoneUntil, now)}.</span>`,
          ] as const,
        ]),
  );
}

/** What can be done about who has it, by where it is. */
function claimPart(context: PageContext, id: string, { row, state, holder }: Shown): Html {
  if (['done', 'cancelled', 'unanswered'].includes(state)) {
    return html`${noteBox('info', html`<p>Yêu cầu này đã khép lại.</p>`)}${oneButton(context, `/tro-giup/${id}/mo-lai`, 'Mở lại')}`;
  }
  if (state !== 'desk') {
    return html`${noteBox('info', html`<p>Yêu cầu đang ở tổ: ${row.stateWords}.</p>`)}
      ${oneButton(context, `/tro-giup/${id}/nhan`, 'Lấy về bàn trợ giúp')}<p class="hint">Người của tổ được báo là đã có người khác nhận.</p>`;
  }
  if (holder && !holder.isMine) {
    return html`${holderBox(holder, context.at)}${
      context.actor.role === 'admin' &&
      oneButton(context, `/tro-giup/${id}/nhan`, 'Lấy từ đồng nghiệp', 'danger', hidden('takeOver', '1'))
    }`;
  }
  return html`${holderBox(holder, context.at)}${
    holder
      ? buttonRow(
          oneButton(context, `/tro-giup/${id}/nhan`, 'Giữ thêm 15 phút'),
          oneButton(context, `/tro-giup/${id}/tha`, 'Trả lại cho đồng nghiệp'),
        )
      : oneButton(context, `/tro-giup/${id}/nhan`, 'Nhận trả lời', 'primary')
  }`;
}

function botPart(context: PageContext, id: string, { contact }: Shown): Html {
  if (contact.silencedUntil === undefined) return html``;
  return html`${noteBox('info', html`<p>Trợ lý đang im lặng với người này đến ${clockWords(contact.silencedUntil, context.at)}, để không chen vào lời của bạn.</p>`)}
    ${oneButton(context, `/tro-giup/${id}/tra-lai`, 'Trả lại cho trợ lý')}`;
}

/** The button fetches beside the form where scripts run, and leads to a page of its own where they do not. */
const lookPart = (context: PageContext, id: string): Html =>
  html`<h2>Tin gần đây</h2><p class="hint">Đọc trực tiếp từ Zalo, số bí mật đã che, không lưu lại. Mỗi lần xem được ghi vào nhật ký.</p>
  ${context.form(
    `/tro-giup/${id}/xem-tin`,
    html`<button type="submit" class="button plain" hx-post="/console/tro-giup/${id}/xem-tin" hx-target="#tin-gan-day" hx-select="#tin-gan-day" hx-swap="outerHTML">Xem tin gần đây</button>`,
  )}<section id="tin-gan-day" aria-live="polite"></section>`;

function answerPart(context: PageContext, id: string, shown: Shown, search: CardSearch): Html {
  const state = context.stateOf(`/tro-giup/${id}/tra-loi`);
  if (shown.contact.reach === 'closed' && state === undefined) {
    return noteBox('warn', html`<p>${reachWords(shown.contact, context.at)}.</p>`);
  }
  const path = `/tro-giup/${id}`;
  const own = cannedOf(context.deps.catalogue().card(shown.row.guide)).map(({ slug }) => slug);
  return html`<h2 id="tra-loi">Trả lời</h2>${cardSearch(path, search)}
    ${context.form(
      `/tro-giup/${id}/tra-loi`,
      html`${answerFields(context, {
        ...{ state, answers: shown.answers, search, cards: own, maxLength: ROOM },
        label: 'Câu trả lời',
        hint: 'Ngắn, từng việc một. Cuối tin tự có dòng "— Cán bộ hỗ trợ". Không hỏi mật khẩu, mã OTP, số thẻ, số căn cước.',
        cardLabel: 'Kèm nút mở hướng dẫn từng bước',
      })}<p class="hint">${reachWords(shown.contact, context.at)}.</p>${submit('Gửi cho người dân')}`,
    )}`;
}

function endPart(context: PageContext, id: string, shown: Shown): Html {
  const closing = `/tro-giup/${id}/dong` as const;
  const handing = `/tro-giup/${id}/chuyen` as const;
  const [closeState, handState] = [context.stateOf(closing), context.stateOf(handing)];
  const canAsk = shown.contact.reach !== 'closed';
  return html`<h2>Xong hoặc chuyển</h2>
    ${context.form(
      closing,
      html`${radioField({
        ...{ state: closeState, name: 'outcome', label: 'Kết quả', value: 'solved' },
        choices: Object.entries(OUTCOME_NAMES).map(([value, label]) => ({ value, label })),
      })}${canAsk && tickField({ state: closeState, name: 'ask', label: 'Hỏi người dân đã làm được chưa', hint: 'Chỉ hỏi khi kết quả là "Đã giúp được".', isTicked: true })}
      ${submit('Khép lại', { kind: 'plain' })}`,
    )}
    ${handBox(context, id, handState !== undefined)}`;
}

function handBox(context: PageContext, id: string, isOpen: boolean): Html {
  const handing = `/tro-giup/${id}/chuyen` as const;
  const form = context.form(
    handing,
    html`${textField({ state: context.stateOf(handing), name: 'team', label: 'Mã tổ', hint: 'Ví dụ LN03. Người của tổ được hỏi lần lượt, từ 7 giờ đến 21 giờ.', maxLength: 12 })}${submit('Chuyển cho tổ', { kind: 'plain' })}`,
  );
  return isOpen ? html`<h3>Chuyển cho tổ</h3>${form}` : details('Chuyển cho tổ', form);
}

/** One request: who waits for what, who has it, and everything that can be done. */
export const casePage = definePage({
  path: '/tro-giup/:id',
  permission: 'help.work',
  input: z.object({ id: z.string(), ...searchInput }),
  async render(context, { id, ...asked }) {
    const shown = await context.read(getHelp, { id });
    const isMine = shown.state === 'desk' && shown.holder?.isMine === true;
    const isTyping = context.stateOf(`/tro-giup/${id}/tra-loi`) !== undefined;
    const [first] = ['nhan', 'tha', 'mo-lai', 'xem-tin', 'tra-lai'].flatMap(
      (end) => context.stateOf(`/tro-giup/${id}/${end}`) ?? [],
    );
    const body = html`${deskTabs(context, '/tro-giup')}
      ${first && first.summary !== '' && html`<div class="note bad" role="alert">${first.summary}</div>`}
      ${polled('tinh-trang', `/tro-giup/${id}`, EVERY_SECONDS, claimPart(context, id, shown), factsPart(shown, context.at, await readWorkingHours(context.deps.storage)), botPart(context, id, shown))}
      ${(isMine || isTyping) && answerPart(context, id, shown, searchOf(context, asked))}
      ${isMine && html`${lookPart(context, id)}${endPart(context, id, shown)}`}
      ${!isMine && ['open', 'offered', 'desk', 'unanswered'].includes(shown.state) && !shown.holder && handBox(context, id, context.stateOf(`/tro-giup/${id}/chuyen`) !== undefined)}
      ${historyPart(shown.history, context.at)}${backLink('← Về danh sách', '/tro-giup')}`;
    return { title: matterWords(shown.row), body };
  },
});

/** What the latest messages say, for the page they were asked for on. */
export function messagesPart(
  messages: readonly { readonly at?: number | undefined; readonly from: 'oa' | 'resident'; readonly text: string }[],
  now: number,
): Html {
  const lines = messages.map(
    ({ at, from, text }) =>
      html`<li class="${from}"><span class="hint">${from === 'oa' ? 'OA' : 'Người dân'}${at !== undefined && html`, ${clockWords(at, now)}`}</span><p>${text}</p></li>`,
  );
  return html`<section id="tin-gan-day" aria-live="polite">${
    lines.length === 0 ? html`<p>Zalo không có tin nào gần đây.</p>` : html`<ol class="chat-lines">${lines}</ol>`
  }</section>`;
}

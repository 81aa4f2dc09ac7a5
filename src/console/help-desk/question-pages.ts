import * as z from 'zod';
import { type Html, html } from '../../shared/html.ts';
import { selectField, submit, tickField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { details, facts, noteBox } from '../table-parts.ts';
import { cannedOf, findCanned } from './cards.ts';
import { searchInput, searchOf } from './case-page.ts';
import { getKept } from './kept-actions.ts';
import {
  answerFields,
  backLink,
  cardSearch,
  deskTabs,
  historyPart,
  holderBox,
  oneButton,
  reachWords,
} from './page-parts.ts';
import { getTeamQuestion } from './team-question-actions.ts';
import { clockWords } from './words.ts';

/** Zalo's 2,000 without the signature and the question in front of the answer. */
const KEPT_ROOM = 1_760;
const TEAM_ROOM = 1_000;

/** The first problem of a form of one button. */
function troubleOf(context: PageContext, path: string, ends: readonly string[]): Html {
  const [state] = ends.flatMap((end) => context.stateOf(`${path}/${end}`) ?? []);
  return html`${state && state.summary !== '' && html`<div class="note bad" role="alert">${state.summary}</div>`}`;
}

/** One kept question. */
export const keptPage = definePage({
  path: '/cau-hoi/giu/:id',
  permission: 'demand.work',
  input: z.object({ id: z.string(), ...searchInput }),
  async render(context, { id, ...asked }) {
    const { at, deps } = context;
    const shown = await context.read(getKept, { id });
    const path = `/cau-hoi/giu/${id}` as const;
    const nearest = cannedOf(deps.catalogue().card(shown.nearest));
    const search = searchOf(context, { ...asked, tim: asked.tim ?? '' });
    const state = context.stateOf(`${path}/tra-loi`);
    const isMine = shown.holder?.isMine === true;
    const slugs = [...nearest, ...findCanned(deps, shown.text)].map(({ slug }) => slug);
    const answering = html`<h2 id="tra-loi">Trả lời</h2>${cardSearch(path, search)}
      ${context.form(
        `${path}/tra-loi`,
        html`${answerFields(context, {
          ...{ state, answers: shown.answers, search, cards: slugs, maxLength: KEPT_ROOM },
          label: 'Câu trả lời',
          hint: 'Tin tự nhắc lại câu hỏi ở đầu và có dòng "— Cán bộ hỗ trợ" ở cuối.',
          cardLabel: 'Kèm nút mở hướng dẫn từng bước',
        })}${tickField({ state, name: 'keepOpen', label: 'Vẫn để ngỏ để thêm vào cách hỏi của thẻ', hint: 'Câu hỏi rời danh sách này nhưng lệnh "bot demand" còn thấy.' })}
        <p class="hint">${reachWords(shown.contact, at)}.</p>${submit('Gửi cho người hỏi')}`,
      )}`;
    const settle = details(
      'Khép lại, không nhắn',
      context.form(
        `${path}/khep`,
        html`${selectField({
          ...{ state: context.stateOf(`${path}/khep`), name: 'settledAs', label: 'Thẻ nào đã trả lời câu này?' },
          choices: [
            { value: '', label: 'Không thẻ nào, bỏ qua câu này' },
            ...[...new Set(slugs)]
              .flatMap((slug) => cannedOf(deps.catalogue().card(slug)))
              .map((one) => ({ value: one.slug, label: one.title })),
          ],
        })}${submit('Khép lại', { kind: 'plain' })}`,
      ),
    );
    const toAsks = details(
      'Biến thành cách hỏi của một thẻ',
      html`<p>Để lần sau trợ lý tự trả lời, người soạn nội dung chạy trên máy chủ:</p>
        <p><code>npm run bot -- demand</code> (xem tên nhóm của câu này), rồi</p>
        <p><code>npm run bot -- demand to-asks &lt;nhóm&gt; --card ${nearest[0]?.slug ?? '<thẻ>'}</code></p>`,
    );
    const body = html`${deskTabs(context, '/cau-hoi')}${troubleOf(context, path, ['nhan'])}
      <blockquote class="kept">${shown.text}</blockquote>
      ${facts(
        ['Hỏi lúc', clockWords(shown.askedAt, at)],
        ['Xã', shown.communeName === '' ? 'chưa rõ' : shown.communeName],
        ['Người hỏi', 'được giấu tên, như đã hứa khi ghi lại'],
        ...(shown.state === 'open' ? [['Nhắn tin', reachWords(shown.contact, at)] as const] : []),
      )}
      ${
        shown.state === 'open'
          ? html`${holderBox(shown.holder, at)}${!isMine && !shown.holder && oneButton(context, `${path}/nhan`, 'Nhận trả lời', 'primary')}
            ${(isMine || state !== undefined) && (shown.contact.reach === 'closed' && state === undefined ? noteBox('warn', html`<p>${reachWords(shown.contact, at)}.</p>`) : answering)}
            ${(isMine || context.stateOf(`${path}/khep`) !== undefined) && settle}`
          : noteBox('good', html`<p>Câu hỏi này đã ${shown.state === 'answered' ? 'được trả lời' : 'khép lại'}.</p>`)
      }${toAsks}${historyPart(shown.history, at)}${backLink('← Về danh sách', '/cau-hoi')}`;
    return { title: 'Câu hỏi người dân nhờ ghi lại', body };
  },
});

/** One question of a team. */
export const teamQuestionPage = definePage({
  path: '/cau-hoi/to/:id',
  permission: 'demand.work',
  input: z.object({ id: z.string(), ...searchInput }),
  async render(context, { id, ...asked }) {
    const { at, deps } = context;
    const shown = await context.read(getTeamQuestion, { id });
    const path = `/cau-hoi/to/${id}` as const;
    const search = searchOf(context, asked);
    const state = context.stateOf(`${path}/tra-loi`);
    const isMine = shown.holder?.isMine === true;
    const slugs = findCanned(deps, shown.text).map(({ slug }) => slug);
    const answering = html`<h2 id="tra-loi">Trả lời</h2>${cardSearch(path, search)}
      ${context.form(
        `${path}/tra-loi`,
        html`${answerFields(context, {
          ...{ state, answers: shown.answers, search, cards: slugs, maxLength: TEAM_ROOM },
          label: 'Câu trả lời cho tổ',
          hint: 'Người hỏi được báo ngay trong ngày, từ 7 giờ đến 21 giờ. Số riêng và tên tài khoản tự che.',
          cardLabel: 'Thẻ hướng dẫn đi cùng',
        })}${tickField({ state, name: 'share', label: 'Chia sẻ cho các tổ khác', hint: 'Các tổ thấy khi người hỏi bấm Hữu ích.' })}${submit('Lưu câu trả lời')}`,
      )}`;
    const body = html`${deskTabs(context, '/cau-hoi/to')}${troubleOf(context, path, ['nhan'])}
      <blockquote class="kept">${shown.text}</blockquote>
      ${facts(
        ['Hỏi lúc', clockWords(shown.askedAt, at)],
        ['Tổ, xã', [shown.teamCode, shown.communeName].filter((part) => part !== '').join(', ') || 'chưa rõ'],
        ...(shown.answer === '' ? [] : [['Đã trả lời', shown.answer] as const]),
        ...(shown.useful === '' ? [] : [['Người hỏi nói', shown.useful === 'yes' ? 'hữu ích' : 'chưa rõ'] as const]),
      )}
      ${
        shown.state === 'open' && shown.level === 'province'
          ? html`${holderBox(shown.holder, at)}${!shown.holder && oneButton(context, `${path}/nhan`, 'Nhận trả lời', 'primary')}
            ${(isMine || state !== undefined) && answering}`
          : noteBox(
              'info',
              html`<p>${shown.state === 'open' ? 'Câu hỏi đang chờ cán bộ xã.' : 'Câu hỏi đã được trả lời.'}</p>`,
            )
      }${historyPart(shown.history, at)}${backLink('← Về danh sách', '/cau-hoi/to')}`;
    return { title: 'Câu hỏi của tổ', body };
  },
});

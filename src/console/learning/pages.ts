import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { buttonRow, filterForm, linkButton, selectField, submit, textArea, tickField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, facts, noteBox, tag } from '../table-parts.ts';
import { communeFilter } from '../teams/communes.ts';
import { count } from '../teams/words.ts';
import { listMastery } from './mastery-actions.ts';
import { getQuestion, listQuestions } from './question-actions.ts';

/** Who learned what. */
export const masteryPage = definePage({
  path: '/bai-hoc',
  permission: 'teams.view',
  input: z.object({ commune: z.string().max(5).catch(''), team: z.string().max(12).catch('') }),
  async render(context, { commune, team }) {
    const shown = await context.read(listMastery, { communeCode: commune, team });
    const communes = await communeFilter(context.deps, context.actor);
    const linkOf = (code: string): string =>
      shown.of === 'communes' ? `/console/bai-hoc?commune=${code}` : `/console/bai-hoc?team=${code}`;
    return {
      title: 'Bài học và giấy ghi nhận',
      isWide: true,
      body: html`${communes && filterForm('/bai-hoc', selectField({ state: undefined, name: 'commune', label: 'Xã, phường', choices: communes, value: commune }))}
      ${dataTable({
        caption: shown.of === 'people' ? `Người của tổ ${team.toUpperCase()}` : 'Số người có giấy ghi nhận từng phần',
        columns: [
          { label: shown.of === 'communes' ? 'Xã, phường' : shown.of === 'teams' ? 'Tổ' : 'Họ tên' },
          ...(shown.of === 'people'
            ? []
            : [{ label: 'Thành viên', kind: 'number' } as const, { label: 'Đã học', kind: 'number' } as const]),
          { label: 'Bài xong', kind: 'number' },
          ...shown.topics.map(({ name }) => ({ label: name, kind: 'number' }) as const),
        ],
        rows: shown.rows.map(({ code, name, members, learning, lessons, certificates }) => [
          shown.of === 'people' || code === '' ? name : html`<a href="${linkOf(code)}">${name}</a>`,
          ...(shown.of === 'people' ? [] : [count(members), count(learning)]),
          count(lessons),
          ...shown.topics.map(({ topic }) =>
            shown.of === 'people'
              ? (certificates[topic] ?? 0) > 0
                ? tag('có giấy', 'good')
                : '—'
              : count(certificates[topic] ?? 0),
          ),
        ]),
        empty: emptyState('Chưa có thành viên nào.', 'Khi tổ có người và họ nhắn BÀI HỌC, kết quả hiện ở đây.'),
      })}
      <p class="hint">Thành viên nhắn BÀI HỌC để học. Giấy để động viên, không thay giấy tờ nào.</p>`,
    };
  },
});

/** Questions of members. */
export const questionsPage = definePage({
  path: '/hoi-tuyen-tren',
  permission: 'help.work',
  input: z.object({ commune: z.string().max(5).catch(''), state: z.enum(['open', 'answered']).catch('open') }),
  async render(context, { commune, state }) {
    const { questions } = await context.read(listQuestions, { communeCode: commune, state });
    const communes = await communeFilter(context.deps, context.actor);
    return {
      title: 'Câu hỏi của thành viên tổ',
      isWide: true,
      body: html`${filterForm(
        '/hoi-tuyen-tren',
        communes &&
          selectField({ state: undefined, name: 'commune', label: 'Xã, phường', choices: communes, value: commune }),
        selectField({
          state: undefined,
          name: 'state',
          label: 'Tình trạng',
          choices: [
            { value: 'open', label: 'Đang chờ' },
            { value: 'answered', label: 'Đã trả lời' },
          ],
          value: state,
        }),
      )}
      ${dataTable({
        caption: `${count(questions.length)} câu ${state === 'open' ? 'đang chờ' : 'đã trả lời'}`,
        columns: [{ label: 'Câu hỏi' }, { label: 'Lúc' }, { label: 'Từ' }, { label: 'Tình trạng' }],
        rows: questions.map((one) => [
          html`<a href="/console/hoi-tuyen-tren/${one.id}">${one.text === '' ? 'Người hỏi đã xóa dữ liệu' : one.text}</a>`,
          vietnamTime(one.at),
          html`${one.teamCode !== '' && html`<a href="/console/to/${one.teamCode}">${one.teamCode}</a>, `}${one.communeName}`,
          stateOf(one),
        ]),
        empty: emptyState(
          state === 'open' ? 'Không có câu hỏi nào đang chờ.' : 'Chưa có câu nào được trả lời.',
          'Thành viên tổ nhắn HỎI TUYẾN TRÊN kèm câu hỏi; cán bộ xã trả lời trước, rồi đến tỉnh.',
        ),
      })}`,
    };
  },
});

type Question = z.output<typeof getQuestion.output>;

const stateOf = ({ state, level, toldAt, useful }: Question): Html => {
  if (state === 'open') return level === 'province' ? tag('Chờ tỉnh', 'warn') : tag('Chờ xã', 'busy');
  if (toldAt === undefined) return tag('Đã trả lời, chưa báo được');
  return useful === 'yes' ? tag('Hữu ích', 'good') : tag('Đã trả lời', 'good');
};

/** One question, to be answered. */
export const questionPage = definePage({
  path: '/hoi-tuyen-tren/:id',
  permission: 'help.work',
  input: z.object({ id: z.string().max(60) }),
  async render(context, { id }) {
    const one = await context.read(getQuestion, { id });
    return {
      title: 'Câu hỏi của thành viên tổ',
      body: html`<div class="note">${one.text === '' ? 'Người hỏi đã xóa dữ liệu.' : one.text}</div>
      ${facts(
        ['Hỏi lúc', vietnamTime(one.at)],
        ['Từ', `${one.teamCode === '' ? '' : `${one.teamCode}, `}${one.communeName}`],
        ['Tình trạng', stateOf(one)],
        ...(one.state === 'answered' ? [['Câu trả lời', one.answer] as const] : []),
        ...(one.cardTitle === '' ? [] : [['Hướng dẫn kèm theo', one.cardTitle] as const]),
      )}
      ${one.state === 'open' && one.level === 'province' ? atProvince(context) : one.state === 'open' ? answering(context, one) : !one.isShared && context.form(`/hoi-tuyen-tren/${id}/chia-se`, submit('Chia sẻ cho mọi tổ', { kind: 'plain' }))}
      <p>${linkButton('Về danh sách', '/console/hoi-tuyen-tren')}</p>`,
    };
  },
});

const atProvince = ({ actor }: PageContext): Html =>
  noteBox(
    'info',
    html`<p>Câu này đang chờ tỉnh trả lời.${may(actor, 'demand.work') && html` <a href="/console/cau-hoi">Trả lời ở mục Câu hỏi</a>`}</p>`,
  );

function answering(context: PageContext, { id }: Question): Html {
  const path = `/hoi-tuyen-tren/${id}/tra-loi` as const;
  const state = context.stateOf(path);
  const cards = [
    { value: '', label: 'Không kèm hướng dẫn' },
    ...context.deps
      .catalogue()
      .cards()
      .map(({ slug, title }) => ({ value: slug, label: title })),
  ];
  return html`${context.form(
    path,
    html`${textArea({ state, name: 'text', label: 'Câu trả lời', maxLength: 1_000, rows: 6, required: true })}
    ${selectField({ state, name: 'card', label: 'Hướng dẫn kèm theo', choices: cards })}
    ${tickField({ state, name: 'share', label: 'Chia sẻ cho mọi tổ (khi người hỏi thấy hữu ích)', value: 'yes' })}
    ${submit('Gửi câu trả lời')}`,
  )}
  ${buttonRow(context.form(`/hoi-tuyen-tren/${id}/len-tinh`, submit('Chuyển lên tỉnh', { kind: 'plain' })))}`;
}

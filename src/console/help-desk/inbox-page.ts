import * as z from 'zod';
import { topics, topicTitle } from '../../catalog/catalogue.ts';
import { type Html, html } from '../../shared/html.ts';
import { filterForm, selectField, submit, textField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, figureBox, figures, tag } from '../table-parts.ts';
import { listInbox } from './inbox-actions.ts';
import { listKept } from './kept-actions.ts';
import { deskTabs, polled } from './page-parts.ts';
import { matterWords } from './read.ts';
import type { InboxRow } from './rows.ts';
import { listTeamQuestions } from './team-question-actions.ts';
import { clockWords } from './words.ts';
import { spanWords } from './working-time.ts';

const text = (max: number) => z.string().max(max).optional().catch(undefined);

const input = z.object({
  /** Of a row whose button could not do its work. */
  ref: text(64),
  xa: text(10),
  viec: text(40),
  ai: z.enum(['all', 'mine', 'open']).optional().catch(undefined),
});

/** Seconds between two looks at the list. */
const EVERY_SECONDS = 4;

const TAGS: Readonly<Record<string, 'good' | 'warn' | 'bad' | 'busy' | 'plain'>> = {
  waiting: 'warn',
  'wrote-again': 'warn',
  'send-failed': 'bad',
  held: 'busy',
  answered: 'good',
};

const columns = [
  { label: 'Việc' },
  { label: 'Chờ từ' },
  { label: 'Đã chờ' },
  { label: 'Xã, tổ' },
  { label: 'Tình trạng' },
] as const;

const waitCell = (row: InboxRow): Html =>
  html`${spanWords(row.waitedMinutes)}<br><span class="hint">${spanWords(row.workingMinutes)} trong giờ làm việc</span>`;

const placeCell = ({ communeName, teamName }: InboxRow): string =>
  [communeName, teamName].filter((part) => part !== '').join(', ') || 'Chưa rõ';

/** A request leads to its page; somebody without one is taken in hand at once. */
function matterCell(context: PageContext, row: InboxRow): Html {
  const words = html`${row.isUrgent && html`${tag('KHẨN: vừa bị lừa', 'bad')} `}${matterWords(row)}`;
  if (row.kind === 'help') return html`<a href="/console/tro-giup/${row.ref}">${words}</a>`;
  return html`${words}${context.form(`/tro-giup/cho/${row.ref}/nhan`, submit('Nhận trả lời', { kind: 'plain' }))}`;
}

const rowOf = (context: PageContext, row: InboxRow) => [
  matterCell(context, row),
  clockWords(row.askedAt, context.at),
  waitCell(row),
  placeCell(row),
  html`${tag(row.stateWords, TAGS[row.state] ?? 'plain')}${row.isMine && html` ${tag('Của bạn', 'busy')}`}${
    row.state !== 'held' && row.holder !== '' && !row.isMine && html`<br>${row.holder} đang xem`
  }`,
];

const quiet = emptyState(
  'Không ai đang chờ.',
  'Khi có người bấm "Gặp người hỗ trợ" mà tổ không nhận được, yêu cầu hiện ở đây trong vài giây. Bạn cứ để trang này mở.',
);
const nothingFound = emptyState('Không có yêu cầu nào như vậy.', 'Bạn bỏ bớt điều kiện lọc để thấy tất cả.');

/** Everything that waits for a person. */
export const inboxPage = definePage({
  path: '/tro-giup',
  permission: 'help.work',
  input,
  async render(context, { ref, xa, viec, ai = 'all' }) {
    const { deps, actor } = context;
    const asked = {
      ...(xa === undefined ? {} : { commune: xa }),
      ...(viec === undefined ? {} : { topic: viec }),
      who: ai,
    };
    const { desk, team, counts } = await context.read(listInbox, asked);
    const seesQuestions = may(actor, 'demand.work');
    const [kept, questions] = seesQuestions
      ? await Promise.all([context.read(listKept, {}), context.read(listTeamQuestions, {})])
      : [undefined, undefined];
    const isFiltered = (xa ?? '') !== '' || (viec ?? '') !== '' || ai !== 'all';
    const query = new URLSearchParams(
      Object.entries({ xa, viec, ai }).filter((pair): pair is [string, string] => pair[1] !== undefined),
    ).toString();
    const messages = deps.catalogue().messages;
    const filters = filterForm(
      '/tro-giup',
      selectField({
        ...{ state: undefined, name: 'ai', label: 'Xem', value: ai },
        choices: [
          { value: 'all', label: 'Tất cả' },
          { value: 'open', label: 'Chờ người trả lời' },
          { value: 'mine', label: 'Tôi đang nhận' },
        ],
      }),
      selectField({
        ...{ state: undefined, name: 'viec', label: 'Lĩnh vực', value: viec ?? '' },
        choices: [
          { value: '', label: 'Mọi lĩnh vực' },
          ...topics.map((topic) => ({ value: topic, label: topicTitle(messages, topic) })),
        ],
      }),
      communes && selectField({ state: undefined, name: 'xa', label: 'Xã, phường', value: xa ?? '', choices: communes }),
    );
    const list = polled(
      'danh-sach',
      `/tro-giup?${query}`,
      EVERY_SECONDS,
      deskTabs(context, '/tro-giup', {
        '/tro-giup': counts.open,
        ...(kept && questions ? { '/cau-hoi': kept.rows.length, '/cau-hoi/to': questions.rows.length } : {}),
      }),
      figures(
        figureBox('Chờ người trả lời', counts.open, undefined, '/console/tro-giup?ai=open'),
        figureBox('Bạn đang nhận', counts.mine, undefined, '/console/tro-giup?ai=mine'),
        figureBox('Đang ở các tổ', counts.team, undefined, '#o-to'),
      ),
      // What is being typed there stays.
      html`<div hx-morph-skip>${filters}</div><h2>Ở bàn trợ giúp</h2>`,
      dataTable({
        ...{ caption: 'Người chờ ở bàn trợ giúp', isCaptionShown: false, columns },
        rows: desk.map((row) => rowOf(context, row)),
        empty: isFiltered ? nothingFound : quiet,
      }),
      html`<h2 id="o-to">Đang ở các tổ</h2><p class="hint">Tổ đang lo. Chờ lâu quá thì bạn mở ra và lấy về.</p>`,
      dataTable({
        ...{ caption: 'Yêu cầu đang ở các tổ', isCaptionShown: false, columns },
        rows: team.map((row) => rowOf(context, row)),
        empty: emptyState('Không có yêu cầu nào ở tổ.', 'Khi tổ đang hỏi hoặc đã nhận giúp ai, bạn thấy ở đây.'),
      }),
    );
    const trouble = ref === undefined ? undefined : context.stateOf(`/tro-giup/cho/${ref}/nhan`)?.summary;
    const said = trouble !== undefined && html`<div class="note bad" role="alert">${trouble}</div>`;
    return { title: 'Trợ giúp', body: html`${said}${list}`, isWide: true };
  },
});

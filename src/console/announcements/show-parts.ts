import { vietnamTime } from '../../shared/clock.ts';
import { type Html, html } from '../../shared/html.ts';
import type { Announcement, AnnouncementLaneName, RecipientState } from '../../storage/announcement-ports.ts';
import type * as z from 'zod';
import {
  buttonRow,
  type Choice,
  hidden,
  linkButton,
  radioField,
  submit,
  textArea,
  textField,
  tickField,
} from '../form-parts.ts';
import type { PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, details, emptyState, facts, figureBox, figures, noteBox, progressBar } from '../table-parts.ts';
import type { showAnnouncement } from './actions.ts';
import type { showLanes } from './lane-actions.ts';
import { SEGMENT_CHOICES, TOPIC_CHOICES } from './compose-parts.ts';
import { CATEGORY_WORDS, LANE_WORDS, number, reasonOf, RECIPIENT_WORDS, REFUSAL_WORDS } from './words.ts';

type Shown = z.output<typeof showAnnouncement.output>;
type Lanes = z.output<typeof showLanes.output>;

const labelsOf = (choices: readonly Choice[], values: readonly string[]): string =>
  values.map((value) => choices.find((one) => one.value === value)?.label ?? value).join(', ');

/** What was decided, as names and values. */
export function decided(context: PageContext, announcement: Announcement, names: Names): Html {
  const { content, createdAt, createdBy, spentVnd } = announcement;
  const { audience, lanes, budgetVnd, emergency, startAt } = content;
  const { places } = context.deps;
  const communes = audience.communes.map((code) => places.commune(code)?.name ?? code);
  const parts = [
    communes.length > 0 ? communes.join(', ') : '',
    audience.teams.length > 0 ? `tổ ${audience.teams.join(', ')}` : '',
    labelsOf(SEGMENT_CHOICES, audience.segments),
    audience.interests.length > 0 ? `người đã tìm hiểu về ${labelsOf(TOPIC_CHOICES, audience.interests)}` : '',
    audience.activeWithinDays === undefined ? '' : `có nhắn trong ${audience.activeWithinDays} ngày`,
    audience.onlyFollowers === true ? 'đang quan tâm OA' : '',
  ].filter((part) => part !== '');
  return facts(
    ['Loại tin', CATEGORY_WORDS[content.category].label],
    ['Gửi cho', parts.length === 0 ? 'Mọi người đã nhắn cho OA' : parts.join('; ')],
    ['Cách gửi', lanes.map((lane) => LANE_WORDS[lane].label).join(', ')],
    [
      'Ngân sách tin trả phí',
      budgetVnd === undefined ? 'Không giới hạn' : `${number(budgetVnd)} đ, đã dùng ${number(spentVnd)} đ`,
    ],
    ['Giờ gửi', startAt === undefined ? 'Khi bấm Gửi' : vietnamTime(startAt)],
    ...(emergency ? ([['Lý do khẩn', emergency.reason]] as const) : []),
    ['Soạn', `${names(createdBy) || 'cán bộ'}, lúc ${vietnamTime(createdAt)}`],
  );
}

/** Name of an account; '' for one that is not known any more. */
export type Names = (accountId: string) => string;

/** Where it stands, redrawn every two seconds while something moves. */
export function progressSection(shown: Shown, lanes: Lanes, canList: boolean): Html {
  const { id, state, progress, listing } = shown;
  if (['draft', 'approved', 'scheduled'].includes(state)) return html``;
  const total = Object.values(progress).reduce((sum, count) => sum + count, 0) - progress.skipped;
  const over = progress.sent + progress.failed + progress.unknown;
  const moves =
    state === 'sending' ||
    progress.sending > 0 ||
    lanes.jobs.some((job) =>
      ['making', 'review', 'broadcasting', 'spreading', 'telling', 'sending'].includes(job.state),
    );
  const poll = html` hx-get="/console/thong-bao/${id}" hx-trigger="every 2s" hx-select="#tien-do" hx-swap="outerHTML" hx-select-oob="#tinh-trang:outerMorph,#cac-buoc:outerMorph"`;
  return html`<section id="tien-do" aria-live="off"${moves && poll}>
    <h2>Tiến độ</h2>
    ${!listing.done && state === 'sending' && progressBar('Đang lập danh sách', Math.min(listing.looked, Math.max(listing.total, listing.looked)), Math.max(listing.total, listing.looked))}
    ${total > 0 && progressBar('Đã xử lý', over, total)}
    ${figures(
      figureBox('Đã nhận', progress.sent),
      figureBox('Đang chờ gửi', progress.pending + progress.sending),
      figureBox('Gửi lỗi', progress.failed),
      figureBox('Chưa rõ', progress.unknown),
      figureBox('Không gửi', progress.skipped),
    )}
    ${shown.failureCode !== undefined && noteBox('bad', REFUSAL_WORDS[shown.failureCode] ?? `Không gửi được (mã ${shown.failureCode}).`)}
    ${dataTable({
      caption: 'Theo cách gửi và lý do',
      columns: [
        { label: 'Cách gửi' },
        { label: 'Tình trạng' },
        { label: 'Lý do' },
        { label: 'Số người', kind: 'number' },
      ],
      rows: shown.tally
        .filter(({ count }) => count > 0)
        .map(({ lane, state: one, code, count }) => [
          LANE_WORDS[lane as AnnouncementLaneName]?.label ?? lane,
          RECIPIENT_WORDS[one as RecipientState]?.label ?? one,
          reasonOf(code),
          number(count),
        ]),
      empty: emptyState('Chưa có ai trong danh sách.', 'Danh sách người nhận đang được lập.'),
    })}
    ${canList && html`<p><a href="/console/thong-bao/${id}/nguoi-nhan">Xem từng người nhận</a></p>`}
    </section>`;
}

const JOB_WORDS: Readonly<Record<string, string>> = {
  making: 'Đang tạo bài viết',
  review: 'Zalo đang duyệt bài',
  ready: 'Bài đã duyệt, chờ đến giờ gửi',
  broadcasting: 'Đang gửi bài',
  done: 'Đã xong',
  failed: 'Không làm được',
  unknown: 'Chưa rõ đã gửi hay chưa',
  cancelled: 'Đã hủy',
  spreading: 'Đang lập danh sách tổ',
  telling: 'Đang nhắn cho các tổ',
  running: 'Các tổ đang chuyển tiếp',
  sending: 'Đang gửi',
  waiting: 'Chờ đến giờ Zalo cho gửi',
  off: 'Chưa cài đặt mẫu tin',
};

/** The ways beside direct messages. */
export function lanesSection(context: PageContext, id: string, { jobs, cascade }: Lanes): Html {
  if (jobs.length === 0) return html``;
  const canRun = may(context.actor, 'announcements.run');
  return html`<h2>Các cách gửi khác</h2>
    ${jobs.map(
      (
        job,
      ) => html`<p><strong>${LANE_WORDS[job.lane as AnnouncementLaneName]?.label ?? job.lane}</strong>: ${JOB_WORDS[job.state] ?? job.state}${job.code !== '' && ` (${reasonOf(job.code)})`}${job.broadcastAt !== undefined && `, lúc ${vietnamTime(job.broadcastAt)}`}${job.word !== undefined && html`. Từ khóa người dân nhắn: <strong>${job.word}</strong>`}</p>
      ${job.lane === 'article' && job.state === 'unknown' && canRun && settleForm(context, id)}
      ${job.lane === 'article' && job.state === 'failed' && canRun && context.form(`/thong-bao/${id}/bai-viet/thu-lai`, submit('Thử tạo bài lại', { kind: 'plain' }))}
      ${job.lane === 'zbs' && job.state === 'failed' && canRun && context.form(`/thong-bao/${id}/tin-mau/thu-lai`, submit('Thử gửi tin mẫu lại', { kind: 'plain' }))}`,
    )}
    ${
      cascade &&
      html`${figures(
        figureBox('Tổ được nhờ', cascade.teams),
        figureBox('Tổ đã nhận tin', cascade.teamsTold),
        figureBox('Tổ đã chuyển tiếp', cascade.teamsPassed),
        figureBox('Tổ cần gọi điện', cascade.teamsToPhone),
        figureBox('Người dân quay lại', cascade.returned, 'đồng ý cho đếm, mỗi người một lần'),
      )}<p><a href="/console/thong-bao/${id}/to">Xem từng tổ</a></p>`
    }`;
}

function settleForm(context: PageContext, id: string): Html {
  const path = `/thong-bao/${id}/bai-viet/ket-qua` as const;
  return noteBox(
    'warn',
    html`<p>Mạng đứt đúng lúc gửi bài. Bạn mở OA Manager xem bài đã gửi chưa rồi trả lời, để không ai nhận hai lần.</p>`,
    context.form(
      path,
      html`${radioField({
        state: context.stateOf(path),
        name: 'wentOut',
        label: 'Trong OA Manager, bài này',
        choices: [
          { value: 'yes', label: 'đã gửi' },
          { value: 'no', label: 'chưa gửi' },
        ],
      })}${submit('Ghi nhận')}`,
    ),
  );
}

/** The buttons of this state for this person. */
export function stepsSection(context: PageContext, shown: Shown, { authors }: Pick<Announcement, 'authors'>): Html {
  const { actor } = context;
  const { id, state, version, isWaiting, isEmergency, progress } = shown;
  const canWrite = may(actor, 'announcements.write');
  const canRun = may(actor, 'announcements.run');
  const isMine = authors.includes(actor.accountId) || shown.approvals.some(({ by }) => by === actor.accountId);
  const canApprove = may(actor, 'announcements.approve') && !isMine;
  const path = (step: string): `/${string}` => `/thong-bao/${id}/${step}`;
  const button = (step: string, label: string, kind: 'primary' | 'plain' | 'danger' = 'primary'): Html =>
    context.form(path(step), html`${hidden('version', version)}${submit(label, { kind })}`);
  const isOpen = ['draft', 'approved', 'scheduled'].includes(state);
  return html`<div id="cac-buoc">${buttonRow(
    state === 'draft' && !isWaiting && canWrite && button('trinh', 'Trình duyệt'),
    ['approved'].includes(state) && canRun && button('gui', 'Gửi'),
    state === 'scheduled' &&
      canRun &&
      context.form(
        path('gui'),
        html`${hidden('version', version)}${hidden('isNow', '1')}${submit('Gửi ngay, không chờ giờ hẹn', { kind: 'plain' })}`,
      ),
    state === 'sending' && canRun && button('dung', 'Tạm dừng', 'danger'),
    state === 'paused' && canRun && button('tiep', 'Gửi tiếp'),
    isOpen && canWrite && linkButton('Sửa', `/console/thong-bao/${id}/sua`),
    canWrite && button('sao', 'Tạo bản sao', 'plain'),
    isOpen && canWrite && button('thu', 'Gửi thử cho tôi', 'plain'),
  )}</div>
  ${isWaiting && canApprove && approveForms(context, shown)}
  ${
    isWaiting &&
    !canApprove &&
    noteBox(
      'info',
      html`<p>Đang chờ người khác duyệt (${shown.approvals.length}/${shown.approvalsNeeded}). Người soạn không tự duyệt; mỗi người duyệt một lần.</p>`,
    )
  }
  ${isEmergency && isOpen && noteBox('bad', 'Thông báo khẩn: gửi cả ngoài giờ yên tĩnh, cần hai người duyệt.')}
  ${state === 'approved' && canRun && details('Hẹn giờ khác', scheduleForm(context, shown))}
  ${progress.failed + progress.unknown > 0 && ['sending', 'paused', 'sent', 'failed'].includes(state) && canRun && details('Gửi lại cho người chưa nhận được', retryForm(context, shown))}
  ${['draft', 'approved', 'scheduled', 'sending', 'paused'].includes(state) && canRun && details('Hủy thông báo', cancelForm(context, shown))}`;
}

function approveForms(context: PageContext, { id, version, approvals, approvalsNeeded }: Shown): Html {
  const yes = `/thong-bao/${id}/duyet` as const;
  const no = `/thong-bao/${id}/tra-lai` as const;
  return html`<section class="note info"><h2>Duyệt thông báo này</h2>
    <p>Đã có ${approvals.length}/${approvalsNeeded} người duyệt. Bạn đọc kỹ lời nhắn, nơi nhận và kế hoạch trước khi duyệt.</p>
    ${context.form(yes, html`${hidden('version', version)}${textField({ state: context.stateOf(yes), name: 'note', label: 'Ghi chú (không bắt buộc)' })}${submit('Duyệt')}`)}
    ${details('Trả lại để sửa', context.form(no, html`${hidden('version', version)}${textArea({ state: context.stateOf(no), name: 'why', label: 'Cần sửa chỗ nào', rows: 2, maxLength: 300 })}${submit('Trả lại', { kind: 'plain' })}`))}
    </section>`;
}

function scheduleForm(context: PageContext, { id, version }: Shown): Html {
  const path = `/thong-bao/${id}/hen` as const;
  return context.form(
    path,
    html`${hidden('version', version)}${textField({ state: context.stateOf(path), name: 'startAt', label: 'Gửi lúc (giờ Việt Nam)', type: 'datetime-local' })}${submit('Hẹn giờ')}`,
  );
}

function retryForm(context: PageContext, { id, progress }: Shown): Html {
  const path = `/thong-bao/${id}/gui-lai` as const;
  const state = context.stateOf(path);
  return context.form(
    path,
    html`<p>${number(progress.failed)} người gửi lỗi: chỉ gửi lại cho người mà lỗi có thể qua đi.</p>
    ${
      progress.unknown > 0 &&
      html`${tickField({ state, name: 'alsoUnknown', label: `Gửi lại cả ${number(progress.unknown)} người chưa rõ đã nhận hay chưa` })}
    ${tickField({ state, name: 'doublesConfirmed', label: 'Tôi hiểu trong số đó có người sẽ nhận hai lần' })}`
    }${submit('Gửi lại', { kind: 'plain' })}`,
  );
}

function cancelForm(context: PageContext, { id, state }: Shown): Html {
  const path = `/thong-bao/${id}/huy` as const;
  return context.form(
    path,
    html`<p>${state === 'sending' || state === 'paused' ? 'Ai đã nhận thì đã nhận; những người còn lại sẽ không nhận nữa.' : 'Thông báo sẽ không được gửi.'} Hủy rồi không gửi tiếp được, chỉ tạo bản sao được.</p>${submit('Hủy hẳn', { kind: 'danger' })}`,
  );
}

import * as z from 'zod';
import { LIFECYCLE_REFUSALS } from '../../broadcasts/lifecycle.ts';
import { vietnamTime } from '../../shared/clock.ts';
import { nextAllowed, readAnnouncementHours } from '../../delivery/quiet-hours.ts';
import { type Html, html } from '../../shared/html.ts';
import { RECIPIENT_STATES } from '../../storage/announcement-ports.ts';
import { linkButton } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { dataTable, details, emptyState, noteBox, pager, tag } from '../table-parts.ts';
import { listRecipients, mayListRecipients, planAnnouncement, showAnnouncement } from './actions.ts';
import { findFor } from './find.ts';
import { listCascadeTeams, showLanes } from './lane-actions.ts';
import { stateTag } from './list-page.ts';
import { previewOf } from './preview.ts';
import { decided, lanesSection, type Names, progressSection, stepsSection } from './show-parts.ts';
import { LANE_WORDS, number, reasonOf, RECIPIENT_WORDS } from './words.ts';

async function namesOf({ deps }: PageContext): Promise<Names> {
  const names = new Map((await deps.storage.listStaff({ oaId: deps.oaId })).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '';
}

const STEP_WORDS: Readonly<Record<string, string>> = {
  'announcements.save': 'Lưu nội dung',
  'announcements.copy': 'Tạo bản sao',
  'announcements.submit': 'Trình duyệt',
  'announcements.approve': 'Duyệt',
  'announcements.send-back': 'Trả lại để sửa',
  'announcements.start': 'Bấm gửi',
  'announcements.schedule': 'Hẹn giờ',
  'announcements.pause': 'Tạm dừng',
  'announcements.resume': 'Gửi tiếp',
  'announcements.cancel': 'Hủy',
  'announcements.retry': 'Gửi lại',
  'announcements.test': 'Gửi thử',
  'announcements.settle-article': 'Ghi kết quả gửi bài',
  'announcements.retry-article': 'Thử tạo bài lại',
  'announcements.retry-zbs': 'Thử gửi tin mẫu lại',
};

async function historySection(context: PageContext, id: string, names: Names): Promise<Html> {
  const { deps } = context;
  const lines = await deps.storage.listAudit({ oaId: deps.oaId, subject: `announcement:${id}`, limit: 50 });
  return details(
    'Ai đã làm gì',
    dataTable({
      caption: 'Các việc đã làm với thông báo này, mới nhất ở trên',
      columns: [{ label: 'Lúc' }, { label: 'Việc' }, { label: 'Người làm' }],
      rows: lines.map((line) => [
        vietnamTime(line.at),
        STEP_WORDS[line.action] ?? line.action,
        names(line.actor) || (line.actor.startsWith('key:') ? 'Khóa API' : 'Hệ thống'),
      ]),
      empty: emptyState('Chưa có gì.', 'Mỗi việc làm với thông báo sẽ được ghi lại ở đây.'),
    }),
  );
}

/** Why nothing moves at night, and when it will. */
const sleepNote = (wakesAt: number): Html =>
  noteBox(
    'info',
    html`<p>Đang ngoài giờ gửi nên tin chưa đi. Từ ${vietnamTime(wakesAt)} tin tự gửi tiếp; bạn không cần làm gì.</p>`,
  );
/** A round of sending is never further away than this; a night is. */
const ASLEEP_MS = 5 * 60_000;

/** One announcement: what it says, where it stands, what can be done. */
export const showPage = definePage({
  path: '/thong-bao/:id',
  permission: 'announcements.view',
  input: z.object({ id: z.string() }),
  async render(context, { id }) {
    const found = await findFor(context, id);
    const shown = await context.read(showAnnouncement, { id });
    const lanes = await context.read(showLanes, { id });
    const names = await namesOf(context);
    const hours = await readAnnouncementHours(context.deps.storage);
    const wakesAt =
      found.state === 'sending' ? Math.max(found.dueAt, shown.isEmergency ? 0 : nextAllowed(context.at, hours)) : 0;
    const isBefore = ['draft', 'approved', 'scheduled'].includes(found.state);
    const warnings = shown.problems.map(({ problem, severity }) =>
      noteBox(severity === 'error' ? 'bad' : 'warn', problem),
    );
    const plan = html`<section id="ke-hoach" hx-get="/console/thong-bao/${id}/ke-hoach" hx-trigger="load" hx-select="#ke-hoach-so" hx-swap="innerHTML"><h2>Kế hoạch gửi</h2><p><a href="/console/thong-bao/${id}/ke-hoach">Tính kế hoạch gửi</a></p></section>`;
    return {
      title: found.content.title,
      isWide: true,
      body: html`<p id="tinh-trang">${stateTag(found.state, shown.isWaiting)} ${shown.isEmergency && tag('Khẩn', 'bad')}${found.state === 'scheduled' && ` Gửi lúc ${vietnamTime(found.dueAt)}`}</p>
      ${warnings}
      ${stepsSection(context, shown, found)}
      <div class="compose"><div>${wakesAt > context.at + ASLEEP_MS && sleepNote(wakesAt)}${progressSection(shown, lanes, mayListRecipients(context.actor, found))}${lanesSection(context, id, lanes)}${isBefore && plan}${decided(context, found, names)}
      ${
        shown.approvals.length > 0 &&
        html`<h2>Đã duyệt</h2><ul>${shown.approvals.map(({ by, at, note }) => html`<li>${names(by) || by}, ${vietnamTime(at)}${note !== undefined && `: ${note}`}</li>`)}</ul>`
      }
      ${await historySection(context, id, names)}</div>
      <aside>${previewOf(found.content, context.deps, found.content.picture)}</aside></div>`,
    };
  },
});

/** What sending it now would mean, worked out when asked. */
export const planPage = definePage({
  path: '/thong-bao/:id/ke-hoach',
  permission: 'announcements.view',
  input: z.object({ id: z.string() }),
  async render(context, { id }) {
    const found = await findFor(context, id);
    const plan = await context.read(planAnnouncement, { id });
    const [first = '', ...rest] = plan.sentences;
    return {
      title: `Kế hoạch gửi: ${found.content.title}`,
      body: html`<div id="ke-hoach-so"><h2>Nếu gửi bây giờ</h2>
      ${plan.recipients === 0 && noteBox('bad', LIFECYCLE_REFUSALS.ANNOUNCEMENT_NOBODY)}
      <p><strong>${first}</strong></p><ul class="plan">${rest.map((line) => html`<li class="${line.startsWith('- ') ? 'sub' : ''}">${line.replace(/^- /u, '')}</li>`)}</ul>
      <p class="hint">${plan.approvalsNeeded === 0 ? 'Số người nhận ít nên không cần người thứ hai duyệt.' : `Cần ${plan.approvalsNeeded} người duyệt.`} Tính lúc ${vietnamTime(context.at)}.</p></div>
      ${linkButton('Về thông báo', `/console/thong-bao/${id}`)}`,
    };
  },
});

/** People on the list, without names. */
export const recipientsPage = definePage({
  path: '/thong-bao/:id/nguoi-nhan',
  permission: 'announcements.view',
  input: z.object({
    id: z.string(),
    tt: z.enum(RECIPIENT_STATES).optional().catch(undefined),
    sau: z.string().catch(''),
  }),
  async render(context, { id, tt, sau }) {
    const found = await findFor(context, id);
    const { recipients, next } = await context.read(listRecipients, {
      id,
      after: sau,
      ...(tt === undefined ? {} : { state: tt }),
    });
    const base = `/console/thong-bao/${id}/nguoi-nhan`;
    const query = tt === undefined ? '' : `tt=${tt}&`;
    return {
      title: `Người nhận: ${found.content.title}`,
      body: html`<p class="hint">Không hiện tên hay số của ai: mỗi người là một mã riêng.</p>
      <nav class="tabs" aria-label="Lọc theo tình trạng"><ul><li><a href="${base}"${tt === undefined && html` aria-current="page"`}>Tất cả</a></li>${RECIPIENT_STATES.map(
        (state) =>
          html`<li><a href="${base}?tt=${state}"${state === tt && html` aria-current="page"`}>${RECIPIENT_WORDS[state].label}</a></li>`,
      )}</ul></nav>
      ${dataTable({
        caption: 'Từng người nhận',
        isCaptionShown: false,
        columns: [
          { label: 'Mã người nhận' },
          { label: 'Cách gửi' },
          { label: 'Tình trạng' },
          { label: 'Lý do' },
          { label: 'Lúc' },
        ],
        rows: recipients.map((one) => [
          one.person,
          LANE_WORDS[one.lane as keyof typeof LANE_WORDS]?.label ?? one.lane,
          tag(RECIPIENT_WORDS[one.state].label, RECIPIENT_WORDS[one.state].kind),
          reasonOf(one.code),
          vietnamTime(one.at),
        ]),
        empty: emptyState('Không có ai ở đây.', 'Danh sách được lập khi thông báo bắt đầu gửi.'),
      })}
      ${pager(sau === '' ? undefined : base, next === undefined ? undefined : `${base}?${query}sau=${next}`)}
      ${linkButton('Về thông báo', `/console/thong-bao/${id}`)}`,
    };
  },
});

const WHICH = [
  { id: 'all', label: 'Tất cả' },
  { id: 'passed', label: 'Đã chuyển tiếp' },
  { id: 'waiting', label: 'Chưa chuyển tiếp' },
  { id: 'to-phone', label: 'Cần gọi điện' },
] as const;

/** Teams asked to pass it on. */
export const teamsPage = definePage({
  path: '/thong-bao/:id/to',
  permission: 'announcements.view',
  input: z.object({
    id: z.string(),
    xem: z.enum(['all', 'passed', 'waiting', 'to-phone']).catch('all'),
    sau: z.string().catch(''),
  }),
  async render(context, { id, xem, sau }) {
    const { places } = context.deps;
    const found = await findFor(context, id);
    const { teams, next } = await context.read(listCascadeTeams, { id, which: xem, after: sau });
    const base = `/console/thong-bao/${id}/to`;
    return {
      title: `Các tổ chuyển tiếp: ${found.content.title}`,
      isWide: true,
      body: html`<nav class="tabs" aria-label="Lọc các tổ"><ul>${WHICH.map(
        (one) =>
          html`<li><a href="${base}?xem=${one.id}"${one.id === xem && html` aria-current="page"`}>${one.label}</a></li>`,
      )}</ul></nav>
      ${dataTable({
        caption: 'Các tổ được nhờ chuyển tiếp',
        isCaptionShown: false,
        columns: [
          { label: 'Tổ' },
          { label: 'Xã, phường' },
          { label: 'Thành viên đã nhận', kind: 'number' },
          { label: 'Chuyển tiếp' },
          { label: 'Người dân quay lại', kind: 'number' },
          { label: 'Lượt nhắn từ khóa', kind: 'number' },
        ],
        rows: teams.map((team) => [
          html`<a href="/console/to/${team.code}">${team.name}</a>`,
          places.commune(team.communeCode)?.name ?? team.communeCode,
          `${number(team.told)} / ${number(team.members)}`,
          team.passedAt === undefined
            ? team.told === 0
              ? html`${tag('Cần gọi điện', 'warn')} ${team.names.join(', ') || 'tổ chưa có thành viên'}`
              : team.remindedAt === undefined
                ? 'Chưa'
                : `Chưa, đã nhắc ${vietnamTime(team.remindedAt)}`
            : tag(`Đã chuyển ${vietnamTime(team.passedAt)}`, 'good'),
          number(team.returned),
          number(team.typed),
        ]),
        empty: emptyState(
          'Không có tổ nào ở đây.',
          'Danh sách tổ được lập khi thông báo bắt đầu gửi bằng cách nhờ tổ.',
        ),
      })}
      ${pager(sau === '' ? undefined : `${base}?xem=${xem}`, next === undefined ? undefined : `${base}?xem=${xem}&sau=${next}`)}
      ${linkButton('Về thông báo', `/console/thong-bao/${id}`)}`,
    };
  },
});

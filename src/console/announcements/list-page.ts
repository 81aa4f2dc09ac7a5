import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { type Html, html } from '../../shared/html.ts';
import {
  ANNOUNCEMENT_STATES,
  type AnnouncementCategory,
  type AnnouncementState,
} from '../../storage/announcement-ports.ts';
import { linkButton } from '../form-parts.ts';
import { definePage } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, pager, tag } from '../table-parts.ts';
import { listAnnouncements } from './actions.ts';
import { CATEGORY_WORDS, number, STATE_WORDS, WAITING_WORDS } from './words.ts';

const VIEWS: readonly {
  readonly id: string;
  readonly label: string;
  readonly states?: readonly AnnouncementState[];
}[] = [
  { id: '', label: 'Tất cả' },
  { id: 'nhap', label: 'Nháp, chờ duyệt', states: ['draft'] },
  { id: 'sap-gui', label: 'Sắp gửi', states: ['approved', 'scheduled'] },
  { id: 'dang-gui', label: 'Đang gửi, tạm dừng', states: ['sending', 'paused'] },
  { id: 'xong', label: 'Đã xong', states: ['sent', 'cancelled', 'failed'] },
];
const PAGE = 30;

/** The tag of a state; a submitted draft waits. */
export function stateTag(state: AnnouncementState, isWaiting: boolean): Html {
  const words = isWaiting ? WAITING_WORDS : STATE_WORDS[state];
  return tag(words.label, words.kind);
}

/** Announcements, the latest first. */
export const listPage = definePage({
  path: '/thong-bao',
  permission: 'announcements.view',
  input: z.object({
    xem: z.string().catch(''),
    truoc: z.string().catch(''),
  }),
  async render(context, { xem, truoc }) {
    const view = VIEWS.find(({ id }) => id === xem) ?? VIEWS[0];
    const [at = '', id = ''] = truoc.split('.');
    const states = view?.states?.filter((state) => ANNOUNCEMENT_STATES.includes(state));
    const { announcements } = await context.read(listAnnouncements, {
      ...(states ? { states: [...states] } : {}),
      ...(/^\d+$/u.test(at) && id !== '' ? { beforeAt: Number(at), beforeId: id } : {}),
      limit: PAGE,
    });
    const last = announcements.at(-1);
    const canWrite = may(context.actor, 'announcements.write');
    const write = canWrite && linkButton('Soạn thông báo', '/console/thong-bao/moi', 'primary');
    return {
      title: 'Thông báo',
      body: html`<div class="button-row">${write}</div>
      <nav class="tabs" aria-label="Lọc theo tình trạng"><ul>${VIEWS.map(
        (one) =>
          html`<li><a href="/console/thong-bao${one.id === '' ? '' : `?xem=${one.id}`}"${one.id === view?.id && html` aria-current="page"`}>${one.label}</a></li>`,
      )}</ul></nav>
      ${dataTable({
        caption: 'Các thông báo, mới nhất ở trên',
        isCaptionShown: false,
        columns: [
          { label: 'Thông báo' },
          { label: 'Tình trạng' },
          { label: 'Loại tin' },
          { label: 'Đã nhận', kind: 'number' },
          { label: 'Tạo lúc' },
        ],
        rows: announcements.map((one) => [
          html`<a href="/console/thong-bao/${one.id}">${one.title}</a>${one.isEmergency && html` ${tag('Khẩn', 'bad')}`}`,
          stateTag(one.state, one.isWaiting),
          CATEGORY_WORDS[one.category as AnnouncementCategory]?.label ?? one.category,
          number(one.progress.sent),
          vietnamTime(one.createdAt),
        ]),
        empty: emptyState(
          xem === '' ? 'Chưa có thông báo nào.' : 'Không có thông báo nào ở tình trạng này.',
          canWrite
            ? 'Soạn thông báo đầu tiên: viết lời nhắn, chọn nơi nhận, xem kế hoạch rồi trình duyệt.'
            : 'Khi tỉnh gửi thông báo, bạn sẽ thấy ở đây.',
        ),
      })}
      ${pager(truoc === '' ? undefined : '/console/thong-bao', last && announcements.length === PAGE ? `/console/thong-bao?xem=${xem}&truoc=${last.createdAt}.${last.id}` : undefined)}`,
    };
  },
});

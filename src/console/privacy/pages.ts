import * as z from 'zod';
import { vietnamDay, vietnamTime } from '../../shared/clock.ts';
import { type Html, html } from '../../shared/html.ts';
import { PRIVACY_KINDS } from '../../storage/privacy-ports.ts';
import { EXTENSION_DAYS } from '../../teams/privacy-requests.ts';
import { buttonRow, linkButton, radioField, submit, textArea, textField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { dataTable, details, emptyState, facts, noteBox, tag } from '../table-parts.ts';
import { listPrivacy, type seePersonalData, showPrivacy } from './actions.ts';
import { daysUntil, KIND_WORDS, OUTCOME_WORDS, SECTION_WORDS, WAY_WORDS } from './words.ts';

type Shown = z.output<typeof showPrivacy.output>;

/** How long there is left, in a word and a colour. */
function dueTag(dueAt: number, now: number, doneAt?: number): Html {
  if (doneAt !== undefined) return doneAt <= dueAt ? tag('Đúng hạn', 'good') : tag('Trễ hạn', 'bad');
  const days = daysUntil(dueAt, now);
  if (days < 0) return tag(`Quá hạn ${-days} ngày`, 'bad');
  return days <= 2 ? tag(`Còn ${days} ngày`, 'warn') : tag(`Còn ${days} ngày`, 'plain');
}

const day = (atMs: number): string => vietnamDay(atMs).split('-').toReversed().join('/');

/** Requests by due date. */
export const privacyPage = definePage({
  path: '/du-lieu-ca-nhan',
  permission: 'privacy.work',
  input: z.object({ xem: z.enum(['mo', 'xong']).catch('mo') }),
  async render(context, { xem }) {
    const { requests, erasures } = await context.read(listPrivacy, { state: xem === 'mo' ? 'open' : 'closed' });
    const base = '/console/du-lieu-ca-nhan';
    const atOnce = erasures.reduce((sum, { count }) => sum + count, 0);
    return {
      title: 'Yêu cầu về dữ liệu cá nhân',
      body: html`<p>Trả lời người dân trong 2 ngày làm việc. Xem, sửa: khoảng 10 ngày. Rút đồng ý, hạn chế, phản đối: 15 ngày. Xóa: 20 ngày. Được gia hạn một lần ${EXTENSION_DAYS} ngày.</p>
      ${buttonRow(linkButton('Ghi nhận yêu cầu mới', `${base}/moi`, 'primary'))}
      <nav class="tabs" aria-label="Lọc"><ul><li><a href="${base}"${xem === 'mo' && html` aria-current="page"`}>Đang mở</a></li><li><a href="${base}?xem=xong"${xem === 'xong' && html` aria-current="page"`}>Đã khép</a></li></ul></nav>
      ${dataTable({
        caption: 'Các yêu cầu',
        isCaptionShown: false,
        columns: [
          { label: 'Số' },
          { label: 'Yêu cầu' },
          { label: 'Nhận ngày' },
          { label: 'Trả lời' },
          { label: 'Làm xong' },
        ],
        rows: requests.map((one) => [
          html`<a href="${base}/${one.id}">${one.id}</a>`,
          `${KIND_WORDS[one.kind].label} (${WAY_WORDS[one.via].toLocaleLowerCase('vi')})`,
          day(one.receivedAt),
          dueTag(one.replyDueAt, context.at, one.repliedAt),
          one.outcome === undefined ? dueTag(one.dueAt, context.at) : OUTCOME_WORDS[one.outcome],
        ]),
        empty: emptyState(
          xem === 'mo' ? 'Không có yêu cầu nào đang chờ.' : 'Chưa có yêu cầu nào đã khép.',
          'Người dân nhắn QUYỀN RIÊNG TƯ trong Zalo để xem, nhờ sửa hoặc xóa; yêu cầu bằng giấy hay điện thoại thì cán bộ ghi vào đây.',
        ),
      })}
      <p class="hint">Trong 30 ngày qua, máy đã xóa ngay ${atOnce.toLocaleString('vi-VN')} tài khoản theo yêu cầu của chính người dùng.</p>`,
    };
  },
});

/** A request that came otherwise than by the chat. */
export const newPrivacyPage = definePage({
  path: '/du-lieu-ca-nhan/moi',
  permission: 'privacy.work',
  input: z.object({}),
  async render(context) {
    const path = '/du-lieu-ca-nhan/moi';
    const state = context.stateOf(path);
    return {
      title: 'Ghi nhận yêu cầu về dữ liệu cá nhân',
      body: context.form(
        path,
        html`${radioField({
          state,
          name: 'kind',
          label: 'Người dân yêu cầu',
          choices: PRIVACY_KINDS.map((value) => ({ value, ...KIND_WORDS[value] })),
        })}
        ${radioField({
          state,
          name: 'via',
          label: 'Yêu cầu đến bằng',
          choices: (['counter', 'phone', 'paper'] as const).map((value) => ({ value, label: WAY_WORDS[value] })),
        })}
        ${textField({ state, name: 'receivedOn', label: 'Nhận ngày', type: 'date', value: vietnamDay(context.at), max: vietnamDay(context.at) })}
        ${textField({
          state,
          name: 'code',
          label: 'Mã người dân đọc từ Zalo (8 số)',
          hint: 'Người dân nhắn QUYỀN RIÊNG TƯ, bấm “Mã để gặp cán bộ”. Chưa có mã vẫn ghi được, nhưng chưa xem, sửa, xóa được.',
          inputMode: 'numeric',
        })}
        <p class="hint">Không ghi tên, số điện thoại hay số giấy tờ của người dân vào đây.</p>
        ${buttonRow(submit('Ghi nhận'), linkButton('Thôi', '/console/du-lieu-ca-nhan'))}`,
      ),
    };
  },
});

function workForms(context: PageContext, shown: Shown): Html {
  const { id } = shown;
  const path = (step: string): `/${string}` => `/du-lieu-ca-nhan/${id}/${step}`;
  const state = (step: string) => context.stateOf(path(step));
  return html`${buttonRow(
    shown.repliedAt === undefined && context.form(path('da-tra-loi'), submit('Đã trả lời người dân')),
    shown.hasAccount && context.form(path('xem'), submit('Xem dữ liệu đang giữ', { kind: 'plain' })),
  )}
  ${
    shown.hasAccount &&
    details(
      'Sửa dữ liệu',
      context.form(
        path('sua'),
        html`${textField({ state: state('sua'), name: 'address', label: 'Cách xưng hô', hint: 'Ví dụ: bác, cô, chú, anh, chị. Để trống: giữ nguyên.' })}
        ${textField({ state: state('sua'), name: 'communeCode', label: 'Mã xã nơi ở (5 số)', inputMode: 'numeric' })}
        ${textField({ state: state('sua'), name: 'teamCode', label: 'Mã tổ giúp người dân' })}${submit('Lưu chỗ sửa')}`,
      ),
    )
  }
  ${shown.extendedAt === undefined && details(`Gia hạn thêm ${EXTENSION_DAYS} ngày`, context.form(path('gia-han'), html`${textArea({ state: state('gia-han'), name: 'why', label: 'Lý do (phải báo cho người dân)', rows: 2, maxLength: 300 })}${submit('Gia hạn', { kind: 'plain' })}`))}
  ${details(
    'Khép yêu cầu',
    context.form(
      path('khep'),
      html`${radioField({ state: state('khep'), name: 'outcome', label: 'Kết quả', choices: (['done', 'refused', 'withdrawn'] as const).map((value) => ({ value, label: OUTCOME_WORDS[value] })) })}
      ${textArea({ state: state('khep'), name: 'why', label: 'Lý do, nếu từ chối', rows: 2, maxLength: 300 })}${submit('Khép')}`,
    ),
  )}
  ${
    shown.hasAccount &&
    details(
      'Xóa hết dữ liệu của người này',
      context.form(
        path('xoa'),
        html`<p>Xóa tài khoản, lịch sử, vai trò trong tổ, câu hỏi đã ghi. Không lấy lại được. Con số tổng hợp vẫn còn vì không chứa tên ai.</p>
        ${textField({ state: state('xoa'), name: 'confirm', label: 'Gõ XÓA để chắc chắn' })}${submit('Xóa hết', { kind: 'danger' })}`,
      ),
    )
  }`;
}

/** One request with everything that can be done about it. */
export const privacyRequestPage = definePage({
  path: '/du-lieu-ca-nhan/:id',
  permission: 'privacy.work',
  input: z.object({ id: z.string() }),
  async render(context, { id }) {
    const shown = await context.read(showPrivacy, { id });
    const isOpen = shown.closedAt === undefined;
    return {
      title: `Yêu cầu ${shown.id}: ${KIND_WORDS[shown.kind].label.toLocaleLowerCase('vi')}`,
      body: html`${facts(
        ['Đến bằng', WAY_WORDS[shown.via]],
        ['Nhận ngày', day(shown.receivedAt)],
        ['Trả lời trước', html`${day(shown.replyDueAt)} ${dueTag(shown.replyDueAt, context.at, shown.repliedAt)}`],
        ['Làm xong trước', html`${day(shown.dueAt)} ${dueTag(shown.dueAt, context.at, shown.closedAt)}`],
        ['Gia hạn', shown.extendedAt === undefined ? 'Chưa' : day(shown.extendedAt)],
        ['Tài khoản', shown.hasAccount ? 'Đã xác định bằng mã' : 'Chưa xác định, hoặc đã xóa'],
        ...(shown.outcome === undefined ? [] : ([['Kết quả', OUTCOME_WORDS[shown.outcome]]] as const)),
      )}
      ${isOpen ? workForms(context, shown) : noteBox('info', `Đã khép ngày ${day(shown.closedAt ?? 0)}.`)}
      ${linkButton('Về danh sách', '/console/du-lieu-ca-nhan')}`,
    };
  },
});

const isTime = (name: string): boolean => /(?:^|_)(?:at|until)$/u.test(name);

/** What is kept, to be read together with the resident or printed for them. Reached by a button: every look is recorded. */
export function dataBody(sections: z.output<typeof seePersonalData.output>['sections'], id: string): Html {
  return html`<p>In trang này (hoặc lưu thành PDF) để đưa cho người dân. Lần xem này đã được ghi lại.</p>
  ${sections.length === 0 && emptyState('Không còn dữ liệu nào.', 'Tài khoản chưa có gì, hoặc đã xóa.')}
  ${sections.map(
    ({ name, rows }) => html`<h2>${SECTION_WORDS[name] ?? name} (${rows.length})</h2>
    ${rows.map((row) =>
      facts(
        ...Object.entries(row).map(
          ([key, value]) =>
            [
              key,
              typeof value === 'number' && isTime(key) && value > 1e12 ? vietnamTime(value) : String(value),
            ] as const,
        ),
      ),
    )}`,
  )}
  ${linkButton('Về yêu cầu', `/console/du-lieu-ca-nhan/${id}`)}`;
}

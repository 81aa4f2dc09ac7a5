import type { Catalogue } from '../../catalog/catalogue.ts';
import { vietnamTime } from '../../shared/clock.ts';
import { type Html, html } from '../../shared/html.ts';
import {
  type AnnouncementButton,
  ANNOUNCEMENT_CATEGORIES,
  type AnnouncementContent,
  type AnnouncementLaneName,
} from '../../storage/announcement-ports.ts';
import type { Places } from '../../teams/places.ts';
import {
  checkboxField,
  fileField,
  radioField,
  selectField,
  textArea,
  textField,
  tickField,
  ticked,
  typed,
} from '../form-parts.ts';
import type { FormState } from '../page.ts';
import { details } from '../table-parts.ts';
import { guideChoices } from './bubble.ts';
import { BUTTONS } from './content-input.ts';
import { CATEGORY_WORDS, LANE_WORDS } from './words.ts';

/** What the boxes are filled with the first time. */
export type StartingContent = Partial<AnnouncementContent>;

export interface ComposeParts {
  readonly state: FormState | undefined;
  readonly content: StartingContent;
  readonly catalogue: Catalogue;
  readonly places: Places;
  /** Communes that can be chosen: those with teams; one alone for a commune officer. */
  readonly communes: readonly string[];
  readonly lanes: readonly AnnouncementLaneName[];
}

const valueOf = (button: AnnouncementButton): string => {
  if (button.kind === 'link') return button.url;
  return button.kind === 'phone' ? button.phone : `${button.guide.kind}:${button.guide.id}`;
};

function buttonRow({ state, content, catalogue }: ComposeParts, index: number): Html {
  const button = content.buttons?.[index];
  const name = (part: string): string => `buttons.${index}.${part}`;
  return html`<div class="button-editor">
    ${selectField({
      state,
      name: name('kind'),
      label: `Nút ${index + 1}: mở`,
      value: button?.kind ?? 'link',
      choices: [
        { value: 'link', label: 'Trang web (https://…)' },
        { value: 'guide', label: 'Hướng dẫn của trợ lý' },
        { value: 'phone', label: 'Gọi điện' },
      ],
    })}
    ${textField({ state, name: name('title'), label: 'Chữ trên nút', value: button?.title, maxLength: 35 })}
    ${textField({
      ...{ state, name: name('value'), label: 'Địa chỉ trang web hoặc số điện thoại' },
      value: button && button.kind !== 'guide' ? valueOf(button) : '',
      ...(index === 0 ? { hint: 'Ví dụ: https://dichvucong.gov.vn hoặc 1022.' } : {}),
    })}
    ${selectField({
      ...{ state, name: name('guide'), label: 'Hướng dẫn để mở' },
      value: button?.kind === 'guide' ? valueOf(button) : '',
      ...(index === 0 ? { hint: 'Chỉ dùng khi nút mở hướng dẫn của trợ lý.' } : {}),
      choices: [{ value: '', label: 'Chưa chọn' }, ...guideChoices(catalogue)],
    })}
    </div>`;
}

/** What is said: category, text, picture, buttons. */
export function wordsFields(parts: ComposeParts): Html {
  const { state, content, catalogue } = parts;
  const filled = (content.buttons ?? []).length;
  const isOpen =
    filled > 0 || Array.from({ length: BUTTONS }).some((_, at) => typed({ state, name: `buttons.${at}.title` }) !== '');
  return html`<h2>1. Nội dung</h2>
    ${textField({ state, name: 'title', label: 'Tên thông báo', hint: 'Để tìm lại và làm tựa bài viết của OA. Không nằm trong tin nhắn.', value: content.title, maxLength: 100, required: true })}
    ${radioField({
      state,
      name: 'category',
      label: 'Loại tin',
      hint: 'Người dân có thể từ chối từng loại.',
      value: content.category ?? '',
      choices: ANNOUNCEMENT_CATEGORIES.map((value) => ({ value, ...CATEGORY_WORDS[value] })),
    })}
    ${textArea({
      state,
      name: 'text',
      label: 'Lời nhắn',
      hint: 'Viết ngắn, mỗi việc một dòng. Dùng được {bác} (cách xưng hô), {xã} (tên xã), {tổ} (tên tổ).',
      value: content.text,
      rows: 8,
      maxLength: 2_000,
      required: true,
    })}
    ${
      content.picture !== undefined &&
      html`<p class="hint">Đang dùng một ảnh, hạn đến ${vietnamTime(content.picture.expiresAt)}.</p>
      ${tickField({ state, name: 'dropPicture', label: 'Bỏ ảnh này' })}`
    }
    ${fileField({ state, name: 'picture', label: content.picture ? 'Thay ảnh khác' : 'Ảnh (không bắt buộc)', hint: 'Ảnh JPG hoặc PNG, tối đa 1 MB, nằm ngang là đẹp nhất.', accept: 'image/jpeg,image/png' })}
    ${textField({ state, name: 'pictureAlt', label: 'Tả ảnh cho người không nhìn thấy', value: content.picture?.alt, maxLength: 200 })}
    ${selectField({
      state,
      name: 'start',
      label: 'Hướng dẫn để làm theo ngay',
      hint: 'Nút đầu tiên mở hướng dẫn này.',
      value: content.start && `${content.start.kind}:${content.start.id}`,
      choices: [{ value: '', label: 'Không kèm hướng dẫn' }, ...guideChoices(catalogue)],
    })}
    <details class="more"${isOpen && html` open`}><summary>Thêm nút (nhiều nhất ${BUTTONS})</summary>
    ${Array.from({ length: BUTTONS }, (_, index) => buttonRow(parts, index))}</details>`;
}

export const SEGMENT_CHOICES = [
  { value: 'elderly', label: 'Người cao tuổi' },
  { value: 'farmer', label: 'Nông dân' },
  { value: 'trader', label: 'Người buôn bán' },
  { value: 'parent', label: 'Phụ huynh' },
  { value: 'student', label: 'Học sinh, sinh viên' },
];
export const TOPIC_CHOICES = [
  { value: 'public-services', label: 'Dịch vụ công' },
  { value: 'e-payments', label: 'Thanh toán điện tử' },
  { value: 'e-commerce', label: 'Bán hàng qua mạng' },
  { value: 'scam-safety', label: 'Phòng lừa đảo' },
  { value: 'other-platforms', label: 'Nền tảng khác' },
];

/** Whom it is for. Nothing chosen = everybody. */
export function audienceFields({ state, content, places, communes }: ComposeParts): Html {
  const audience = content.audience;
  const choices = communes
    .map((value) => ({ value, label: places.commune(value)?.name ?? value }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'vi'));
  const chosen = ticked({ state, name: 'communes' }, audience?.communes ?? []).length;
  return html`<h2>2. Gửi cho ai</h2>
    <p class="hint">Không chọn gì nghĩa là mọi người đã nhắn cho OA.</p>
    ${
      choices.length > 0 &&
      html`<details class="more"${chosen > 0 && html` open`}><summary>Chọn xã, phường (đang chọn ${chosen})</summary>
    <div class="scroll-box">${checkboxField({ state, name: 'communes', label: 'Xã, phường', values: audience?.communes ?? [], choices })}</div></details>`
    }
    ${textField({ state, name: 'teams', label: 'Chỉ các tổ (mã tổ, cách nhau bằng dấu phẩy)', hint: 'Ví dụ: LN03, LN04', value: audience?.teams.join(', ') })}
    ${details(
      'Chọn kỹ hơn: nhóm người, mối quan tâm, mức hoạt động',
      checkboxField({
        state,
        name: 'segments',
        label: 'Nhóm người',
        hint: 'Chỉ tính người đã tự cho biết.',
        values: audience?.segments ?? [],
        choices: SEGMENT_CHOICES,
      }),
      checkboxField({
        state,
        name: 'interests',
        label: 'Đã tìm hiểu về',
        hint: 'Chỉ tính người đã đồng ý cho đếm.',
        values: audience?.interests ?? [],
        choices: TOPIC_CHOICES,
      }),
      textField({
        state,
        name: 'activeWithinDays',
        label: 'Có nhắn cho OA trong số ngày gần đây',
        value: audience?.activeWithinDays?.toString(),
        inputMode: 'numeric',
      }),
      tickField({
        state,
        name: 'onlyFollowers',
        label: 'Chỉ người đang quan tâm OA',
        isTicked: audience?.onlyFollowers === true,
      }),
    )}`;
}

/** `2026-11-23T08:00` for a box of date and time. */
const localTime = (atMs: number): string => new Date(atMs + 7 * 3_600_000).toISOString().slice(0, 16);

/** By which ways, for how much money, when. */
export function sendingFields({ state, content, lanes }: ComposeParts): Html {
  const emergency = content.emergency?.reason;
  return html`<h2>3. Cách gửi và giờ gửi</h2>
    ${checkboxField({
      state,
      name: 'lanes',
      label: 'Cách gửi',
      hint: 'Mỗi người chỉ nhận một lần, theo cách rẻ nhất tới được họ.',
      values: content.lanes ?? ['direct', 'cascade'],
      choices: lanes.map((value) => ({ value, ...LANE_WORDS[value] })),
    })}
    ${textField({ state, name: 'budgetVnd', label: 'Chi nhiều nhất cho tin trả phí (đồng)', hint: 'Để trống: không giới hạn. Ghi 0: chỉ gửi tin miễn phí.', value: content.budgetVnd?.toString(), inputMode: 'numeric' })}
    ${textField({ state, name: 'startAt', label: 'Hẹn giờ gửi (giờ Việt Nam)', hint: 'Để trống: gửi ngay khi bấm Gửi. Chỉ gửi từ 7:00 đến 21:00.', type: 'datetime-local', value: content.startAt === undefined ? undefined : localTime(content.startAt) })}
    <div class="note warn">${tickField({ state, name: 'isEmergency', label: 'Thông báo khẩn: được gửi cả ngoài giờ, cần hai người duyệt', isTicked: emergency !== undefined })}
    ${textArea({ state, name: 'emergencyReason', label: 'Vì sao khẩn', hint: 'Ghi rõ việc gì đang xảy ra, từ 20 ký tự.', value: emergency, rows: 2, maxLength: 500 })}</div>`;
}

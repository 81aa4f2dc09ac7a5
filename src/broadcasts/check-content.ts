import type { Catalogue } from '../catalog/catalogue.ts';
import { limits } from '../catalog/limits.ts';
import { harmfulWords } from '../catalog/rules/safety.ts';
import {
  ANNOUNCEMENT_LANES,
  type AnnouncementButton,
  type AnnouncementContent,
  type GuideReference,
} from '../storage/announcement-ports.ts';
import { type LinkLists, linkProblem, textLinkProblems } from './check-links.ts';
import { sizeProblem } from './check-picture.ts';
import { checkMergeFields, longestMerged } from './merge-fields.ts';

/** Something wrong with one field, in Vietnamese, for whoever writes it. */
export interface ContentProblem {
  /** Name of the field in the form: `title`, `text`, `buttons.0.value`, `emergencyReason`, … */
  readonly field: string;
  readonly problem: string;
  /** `error` stops approval and sending, `warning` is to be read. */
  readonly severity: 'error' | 'warning';
}

/** What contents are held against. */
export interface CheckDeps extends LinkLists {
  readonly catalogue: Pick<Catalogue, 'card' | 'flow'>;
  readonly now: number;
  /** Size of a kept picture in bytes; undefined when its file is gone. */
  pictureBytes(file: string): number | undefined;
}

/** An emergency is answered for: the second person and the audit need a whole sentence. */
export const MIN_REASON = 20;
/** Buttons beside the one that refuses: Zalo shows five. */
export const MAX_BUTTONS = limits.buttons - 1;
/** Further ahead than half a year nobody remembers what was planned. */
const MAX_AHEAD_MS = 183 * 24 * 3_600_000;

const problemAt =
  (field: string) =>
  (problem: string, severity: ContentProblem['severity'] = 'error'): ContentProblem => ({ field, problem, severity });

/**
 * Everything that is wrong with the content of an announcement, in the order of the form; empty when it may be submitted.
 * The same rules hold as for the shipped content: nothing out of date, no request for a secret, no link that hides where
 * it leads.
 */
export function checkAnnouncement(content: AnnouncementContent, deps: CheckDeps): ContentProblem[] {
  // Made by another part of the product, which checks its own words.
  if (content.ready !== undefined) return checkWhen(content, deps);
  return [
    ...checkTitle(content.title),
    ...checkText(content.text, deps),
    ...checkPicture(content, deps),
    ...checkButtons(content, deps),
    ...checkLanes(content),
    ...checkEmergency(content),
    ...checkWhen(content, deps),
  ];
}

const harmIn = (field: string, text: string): ContentProblem[] =>
  harmfulWords(text).map(({ problem, fix }) => problemAt(field)(`${capitalised(problem)}. Cách sửa: ${fix}.`));

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

function checkTitle(title: string): ContentProblem[] {
  const at = problemAt('title');
  const length = title.trim().length;
  if (length < 3) return [at('Tên quá ngắn. Viết ít nhất 3 ký tự.')];
  if (length > 100) return [at(`Tên dài ${length} ký tự. Viết nhiều nhất 100.`)];
  return harmIn('title', title);
}

function checkText(text: string, deps: CheckDeps): ContentProblem[] {
  const at = problemAt('text');
  const problems: ContentProblem[] = [];
  if (text.trim().length < 10) problems.push(at('Lời nhắn quá ngắn. Viết ít nhất 10 ký tự.'));
  const longest = longestMerged(text);
  if (longest > limits.textCharacters) {
    const why = longest === text.length ? '' : ' khi điền tên xã, tên tổ dài nhất';
    problems.push(
      at(`Lời nhắn dài ${longest} ký tự${why}, Zalo chỉ nhận 2.000. Bớt ${longest - limits.textCharacters} ký tự.`),
    );
  }
  return [
    ...problems,
    ...checkMergeFields(text).map((problem) => at(problem)),
    ...harmIn('text', text),
    ...textLinkProblems(text, deps).map(({ problem, severity }) => at(problem, severity)),
  ];
}

function checkPicture({ picture }: AnnouncementContent, { now, pictureBytes }: CheckDeps): ContentProblem[] {
  if (!picture) return [];
  const at = problemAt('picture');
  if (picture.expiresAt <= now) return [at('Ảnh đã hết hạn lưu. Chọn lại ảnh.')];
  // Types hold in TypeScript alone; contents come from JSON.
  if (!['image/jpeg', 'image/png'].includes(picture.mime)) return [at('Ảnh phải là JPG hoặc PNG. Chọn lại ảnh.')];
  const bytes = pictureBytes(picture.file);
  if (bytes === undefined) return [at('Không còn tệp ảnh này. Chọn lại ảnh.')];
  const tooLarge = sizeProblem(bytes);
  if (tooLarge !== undefined) return [at(tooLarge)];
  if (picture.alt.trim() === '')
    return [problemAt('pictureAlt')('Chưa có lời tả ảnh cho người không xem được ảnh.', 'warning')];
  return [];
}

function checkButtons(content: AnnouncementContent, deps: CheckDeps): ContentProblem[] {
  const { buttons, start } = content;
  const count = buttons.length + (start ? 1 : 0);
  const tooMany =
    count > MAX_BUTTONS
      ? [
          problemAt('buttons')(
            `Có ${count} nút, tính cả nút bắt đầu hướng dẫn. Nhiều nhất ${MAX_BUTTONS}, vì nút thứ năm để bà con từ chối nhận tin.`,
          ),
        ]
      : [];
  return [
    ...tooMany,
    ...(start ? checkGuide('start', start, deps) : []),
    ...buttons.flatMap((button, index) => checkButton(button, `buttons.${index}`, deps)),
  ];
}

function checkButton(button: AnnouncementButton, field: string, deps: CheckDeps): ContentProblem[] {
  const title = button.title.trim();
  const problems =
    title.length === 0
      ? [problemAt(`${field}.title`)('Nút chưa có chữ.')]
      : title.length > limits.titleCharacters
        ? [
            problemAt(`${field}.title`)(
              `Chữ trên nút dài ${title.length} ký tự. Viết nhiều nhất ${limits.titleCharacters}.`,
            ),
          ]
        : harmIn(`${field}.title`, title);
  return [...problems, ...checkTarget(button, `${field}.value`, deps)];
}

function checkTarget(button: AnnouncementButton, field: string, deps: CheckDeps): ContentProblem[] {
  if (button.kind === 'guide') return checkGuide(field, button.guide, deps);
  if (button.kind === 'phone') {
    const isNumber = /^\+?\d{3,15}$/u.test(button.phone);
    return isNumber ? [] : [problemAt(field)('Số điện thoại chỉ gồm 3 đến 15 chữ số, ví dụ 1022 hoặc 02513822501.')];
  }
  const found = linkProblem(button.url, deps);
  return found ? [problemAt(field)(found.problem, found.severity)] : [];
}

function checkGuide(field: string, { kind, id }: GuideReference, { catalogue }: CheckDeps): ContentProblem[] {
  if (kind === 'card' ? catalogue.card(id) : catalogue.flow(id)) return [];
  return [problemAt(field)(`Không có hướng dẫn "${id}". Chọn lại trong danh sách.`)];
}

function checkLanes({ lanes, budgetVnd }: AnnouncementContent): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (!lanes.some((lane) => ANNOUNCEMENT_LANES.includes(lane)))
    problems.push(problemAt('lanes')('Chọn ít nhất một cách gửi.'));
  if (budgetVnd !== undefined && (!Number.isSafeInteger(budgetVnd) || budgetVnd < 0)) {
    problems.push(problemAt('budgetVnd')('Ngân sách là số tiền chẵn bằng đồng, từ 0 trở lên.'));
  }
  return problems;
}

function checkEmergency({ emergency, category }: AnnouncementContent): ContentProblem[] {
  if (!emergency) return [];
  const at = problemAt('emergencyReason');
  const length = emergency.reason.trim().length;
  if (length < MIN_REASON) {
    return [
      at(
        `Lý do gửi khẩn mới có ${length} ký tự. Viết rõ ít nhất ${MIN_REASON} ký tự: việc gì, ở đâu, vì sao không chờ được.`,
      ),
    ];
  }
  if (category === 'safety') return [];
  return [at('Tin khẩn thường thuộc loại "An toàn, cảnh báo". Xem lại loại tin.', 'warning')];
}

function checkWhen({ startAt }: AnnouncementContent, { now }: CheckDeps): ContentProblem[] {
  if (startAt === undefined) return [];
  const at = problemAt('startAt');
  if (startAt <= now) return [at('Giờ gửi đã qua. Chọn giờ sau bây giờ (giờ Việt Nam), hoặc để trống để gửi ngay.')];
  return startAt - now > MAX_AHEAD_MS ? [at('Giờ gửi xa quá sáu tháng. Chọn ngày gần hơn.')] : [];
}

/** True when nothing stops it. */
export const isSendable = (problems: readonly ContentProblem[]): boolean =>
  problems.every(({ severity }) => severity !== 'error');

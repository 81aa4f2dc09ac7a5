import { ZALO_ERROR_CODES } from 'zalo-oa-sdk';
import { endOfAllowed, nextAllowed, type QuietHours, defaultQuietHours } from '../delivery/quiet-hours.ts';
import type {
  Announcement,
  AnnouncementContent,
  AnnouncementPatch,
  AnnouncementProgress,
  AnnouncementState,
  StartRefusal,
} from '../storage/announcement-ports.ts';
import type { StaffWrite } from '../storage/staff-ports.ts';
import { longestMerged } from './merge-fields.ts';

/** Why a step of an announcement's life cannot be taken. */
export type LifecycleRefusal =
  | StartRefusal
  | 'ANNOUNCEMENT_CHANGED'
  | 'ANNOUNCEMENT_OWN_APPROVAL'
  | 'ANNOUNCEMENT_APPROVED_TWICE'
  | 'ANNOUNCEMENT_NO_REASON'
  | 'ANNOUNCEMENT_PAST'
  | 'ANNOUNCEMENT_DOUBLES_UNCONFIRMED'
  | 'ANNOUNCEMENT_NOTHING_TO_RETRY';

/** The same for staff: what happened and what to do. */
export const LIFECYCLE_REFUSALS: Readonly<Record<LifecycleRefusal, string>> = {
  ANNOUNCEMENT_NOBODY: 'Không có ai để gửi. Chọn lại người nhận hoặc thêm cách gửi, rồi xem lại kế hoạch.',
  ANNOUNCEMENT_PICTURE_EXPIRED: 'Ảnh đã hết hạn lưu. Sửa thông báo và chọn lại ảnh.',
  ANNOUNCEMENT_TEXT_TOO_LONG: 'Lời nhắn quá 2.000 ký tự khi điền tên xã, tên tổ dài nhất. Sửa cho ngắn lại.',
  ANNOUNCEMENT_NOT_APPROVED: 'Thông báo chưa đủ người duyệt. Gửi duyệt và chờ người khác duyệt.',
  ANNOUNCEMENT_ARTICLE_LATE:
    'Bài viết không kịp ngày gửi: Zalo cần duyệt bài và mỗi tháng có hạn. Chọn ngày muộn hơn hoặc bỏ cách gửi bằng bài viết.',
  ANNOUNCEMENT_STATE: 'Thông báo không còn ở bước này. Tải lại trang để xem tình trạng mới nhất.',
  ANNOUNCEMENT_CHANGED: 'Thông báo vừa được người khác sửa. Tải lại trang, đọc lại rồi làm tiếp.',
  ANNOUNCEMENT_OWN_APPROVAL: 'Người soạn không tự duyệt được. Nhờ người khác duyệt.',
  ANNOUNCEMENT_APPROVED_TWICE: 'Bạn đã duyệt thông báo này rồi. Cần thêm một người khác duyệt.',
  ANNOUNCEMENT_NO_REASON: 'Tin khẩn cần ghi rõ lý do. Sửa thông báo và viết lý do.',
  ANNOUNCEMENT_PAST: 'Giờ gửi đã qua. Chọn giờ sau bây giờ.',
  ANNOUNCEMENT_DOUBLES_UNCONFIRMED:
    'Những người chưa rõ có thể đã nhận rồi; gửi lại thì có người nhận hai lần. Đánh dấu đồng ý nếu vẫn muốn gửi lại.',
  ANNOUNCEMENT_NOTHING_TO_RETRY: 'Không có ai gửi lại được.',
};

/** What a step changes; or why it cannot be taken. */
export type LifecycleStep =
  | { readonly ok: true; readonly patch: AnnouncementPatch; readonly writes: readonly StaffWrite[] }
  | { readonly ok: false; readonly code: LifecycleRefusal };

/** Who takes a step, when. */
export interface StepBy {
  /** Id of the account (of a key: of its account). */
  readonly by: string;
  readonly at: number;
  /** The version the person saw; a step on something else than they read is refused. Default: the one given. */
  readonly seenVersion?: number;
}

/** What is known of the sending, from a plan made now. */
export interface StartFacts {
  /** People that any lane reaches. */
  readonly recipients: number;
  /** People of the audience. */
  readonly audience: number;
  /** The article cannot go out on its day. */
  readonly isArticleLate?: boolean;
  readonly quietHours?: QuietHours;
}

/** Above so many recipients a second person approves; set by the console. */
export const DEFAULT_APPROVAL_ABOVE = 500;
/** Setting of `readMeta`: a number of recipients. */
export const APPROVAL_ABOVE_KEY = 'announcement-approval-above';
/** Approvals of an emergency announcement, whatever its size. */
const EMERGENCY_APPROVALS = 2;
const MAX_TEXT = 2_000;

/** The most a person may get a day is free again tomorrow. */
const FULL_TODAY = '-218';

/**
 * Codes of failed sends that another try may cure, because the reason lies with the OA, Zalo or us and can be put right;
 * a person who cannot be reached is not pestered with tries.
 */
export const RETRYABLE_CODES: readonly string[] = [
  ...['SEND_EXPIRED', 'ANNOUNCEMENT_INVALID', 'ANNOUNCEMENT_UNKNOWN', 'INTERNAL', FULL_TODAY],
  ...Object.entries(ZALO_ERROR_CODES)
    .filter(([, { advice, mayHaveBeenDelivered }]) => advice !== 'skip-recipient' && mayHaveBeenDelivered !== true)
    .map(([code]) => code),
];

const refused = (code: LifecycleRefusal): LifecycleStep => ({ ok: false, code });

const changed = (
  announcement: Announcement,
  { at }: StepBy,
  patch: AnnouncementPatch,
  more: readonly StaffWrite[] = [],
): LifecycleStep => {
  const { oaId, id, version } = announcement;
  const change: StaffWrite = {
    operation: 'changeAnnouncement',
    args: { oaId, id, expectedVersion: version, at, patch },
  };
  return { ok: true, patch, writes: [change, ...more] };
};

function guard(
  { state, version }: Announcement,
  { seenVersion }: StepBy,
  allowed: readonly AnnouncementState[],
): LifecycleRefusal | undefined {
  if (seenVersion !== undefined && seenVersion !== version) return 'ANNOUNCEMENT_CHANGED';
  return allowed.includes(state) ? undefined : 'ANNOUNCEMENT_STATE';
}

/** A new draft. `id`: random, url-safe. */
export function newDraft(draft: {
  readonly id: string;
  readonly oaId: string;
  readonly content: AnnouncementContent;
  readonly communeCode?: string;
  readonly by: string;
  readonly at: number;
}): Announcement {
  const { id, oaId, content, communeCode, by, at } = draft;
  return {
    ...{ id, oaId, content, state: 'draft', version: 1, createdBy: by, createdAt: at, updatedAt: at, authors: [by] },
    ...(communeCode === undefined ? {} : { communeCode }),
    ...{ approvalsNeeded: 0, approvals: [], dueAt: content.startAt ?? 0, spentVnd: 0 },
    listing: { looked: 0, total: 0, afterUserId: '', done: false },
  };
}

const unapproved = { approvals: [], approvalsNeeded: 0, submittedBy: null, submittedAt: null, plannedRecipients: null };

/** Keeps another content. What was submitted or approved is a draft again: nobody approved these words. */
export function editDraft(announcement: Announcement, content: AnnouncementContent, step: StepBy): LifecycleStep {
  const code = guard(announcement, step, ['draft', 'approved', 'scheduled']);
  if (code) return refused(code);
  const authors = [...new Set([...announcement.authors, step.by])];
  return changed(announcement, step, { ...unapproved, state: 'draft', content, authors, dueAt: content.startAt ?? 0 });
}

/** Approvals a content needs for so many recipients. */
export function approvalsNeeded(content: AnnouncementContent, recipients: number, above: number): number {
  if (content.emergency) return EMERGENCY_APPROVALS;
  return recipients > above ? 1 : 0;
}

/** Everything that stops a content from going out, whoever approved it. */
function contentRefusal({ content }: Announcement, facts: StartFacts, at: number): LifecycleRefusal | undefined {
  if (content.emergency?.reason.trim() === '') return 'ANNOUNCEMENT_NO_REASON';
  if (content.picture && content.picture.expiresAt <= at) return 'ANNOUNCEMENT_PICTURE_EXPIRED';
  if (content.ready === undefined && longestMerged(content.text) > MAX_TEXT) return 'ANNOUNCEMENT_TEXT_TOO_LONG';
  if (facts.recipients === 0) return 'ANNOUNCEMENT_NOBODY';
  if (content.lanes.includes('article') && facts.isArticleLate === true) return 'ANNOUNCEMENT_ARTICLE_LATE';
  return undefined;
}

/** Asks for approval; where none is needed it is approved with that. `above`: recipients above which somebody else approves. */
export function submit(announcement: Announcement, step: StepBy, facts: StartFacts, above: number): LifecycleStep {
  const code = guard(announcement, step, ['draft']) ?? contentRefusal(announcement, facts, step.at);
  if (code) return refused(code);
  const needed = approvalsNeeded(announcement.content, facts.recipients, above);
  return changed(announcement, step, {
    ...{ submittedBy: step.by, submittedAt: step.at, plannedRecipients: facts.recipients },
    ...{ approvals: [], approvalsNeeded: needed },
    ...(needed === 0 ? { state: 'approved' as const } : {}),
  });
}

/** A second person agrees. Authors of the content do not count, nor does the same person twice. */
export function approve(announcement: Announcement, step: StepBy & { readonly note?: string }): LifecycleStep {
  const { approvals, approvalsNeeded: needed, authors, submittedAt } = announcement;
  const code = guard(announcement, step, ['draft']);
  if (code) return refused(code);
  if (submittedAt === undefined) return refused('ANNOUNCEMENT_STATE');
  if (authors.includes(step.by)) return refused('ANNOUNCEMENT_OWN_APPROVAL');
  if (approvals.some(({ by }) => by === step.by)) return refused('ANNOUNCEMENT_APPROVED_TWICE');
  const approval = { by: step.by, at: step.at, ...(step.note === undefined ? {} : { note: step.note }) };
  const all = [...approvals, approval];
  return changed(announcement, step, {
    approvals: all,
    ...(all.length >= needed ? { state: 'approved' as const } : {}),
  });
}

/** Back to its authors, with no approval left. */
export function sendBack(announcement: Announcement, step: StepBy): LifecycleStep {
  const code = guard(announcement, step, ['draft', 'approved', 'scheduled']);
  if (code) return refused(code);
  if (announcement.submittedAt === undefined) return refused('ANNOUNCEMENT_STATE');
  return changed(announcement, step, { ...unapproved, state: 'draft' });
}

const isApproved = ({ approvals, approvalsNeeded: needed }: Announcement): boolean => approvals.length >= needed;

/** Waits for an hour. Begins by itself then. */
export function schedule(announcement: Announcement, step: StepBy, startAt: number): LifecycleStep {
  const code = guard(announcement, step, ['approved', 'scheduled']);
  if (code) return refused(code);
  if (startAt <= step.at) return refused('ANNOUNCEMENT_PAST');
  if (!isApproved(announcement)) return refused('ANNOUNCEMENT_NOT_APPROVED');
  return changed(announcement, step, { state: 'scheduled', dueAt: startAt });
}

/** When recipients are due at the earliest: an emergency now, others in the allowed hours. */
function firstDue({ content }: Announcement, at: number, hours: QuietHours = defaultQuietHours): number {
  if (content.emergency || endOfAllowed(at, hours) > at) return at;
  return nextAllowed(at, hours);
}

/** Begins: the list is made in the background and sending follows it. Facts are of a plan made now. `above` as in `submit`. */
export function start(announcement: Announcement, step: StepBy, facts: StartFacts, above: number): LifecycleStep {
  const code = guard(announcement, step, ['approved', 'scheduled']) ?? contentRefusal(announcement, facts, step.at);
  if (code) return refused(code);
  // The audience may have grown since it was approved, or needed nobody to approve it.
  const needed = approvalsNeeded(announcement.content, facts.recipients, above);
  if (!isApproved(announcement) || announcement.approvals.length < needed) return refused('ANNOUNCEMENT_NOT_APPROVED');
  return changed(announcement, step, {
    ...{ state: 'sending', startedBy: step.by, startedAt: step.at, finishedAt: null, failureCode: null },
    ...{ plannedRecipients: facts.recipients, dueAt: firstDue(announcement, step.at, facts.quietHours) },
    listing: { looked: 0, total: facts.audience, afterUserId: '', done: false },
  });
}

/** Stops within a second; who has it has it. */
export function pause(announcement: Announcement, step: StepBy): LifecycleStep {
  const code = guard(announcement, step, ['sending']);
  return code ? refused(code) : changed(announcement, step, { state: 'paused' });
}

export function resume(announcement: Announcement, step: StepBy): LifecycleStep {
  const code = guard(announcement, step, ['paused']);
  return code ? refused(code) : changed(announcement, step, { state: 'sending' });
}

/** For ever: who has not got it does not get it. */
export function cancel(announcement: Announcement, step: StepBy): LifecycleStep {
  const code = guard(announcement, step, ['draft', 'approved', 'scheduled', 'sending', 'paused']);
  return code ? refused(code) : changed(announcement, step, { state: 'cancelled', finishedAt: step.at });
}

/** What staff want to have tried again. */
export interface RetryWish {
  /** Those too of whom nobody knows whether they have it. */
  readonly alsoUnknown: boolean;
  /** Staff have read that some will get it twice. */
  readonly doublesConfirmed: boolean;
}

/** Failed recipients whose reason may pass become pending again; unknown ones only when staff ask for it knowing of doubles. */
export function retry(
  announcement: Announcement,
  step: StepBy,
  progress: AnnouncementProgress,
  wish: RetryWish,
): LifecycleStep {
  const code = guard(announcement, step, ['sending', 'paused', 'sent', 'failed']);
  if (code) return refused(code);
  if (wish.alsoUnknown && !wish.doublesConfirmed) return refused('ANNOUNCEMENT_DOUBLES_UNCONFIRMED');
  if (progress.failed + (wish.alsoUnknown ? progress.unknown : 0) === 0)
    return refused('ANNOUNCEMENT_NOTHING_TO_RETRY');
  const { picture } = announcement.content;
  if (picture && picture.expiresAt <= step.at) return refused('ANNOUNCEMENT_PICTURE_EXPIRED');
  const { oaId, id: announcementId, state } = announcement;
  const retryWrite: StaffWrite = {
    operation: 'retryRecipients',
    args: { oaId, announcementId, failedCodes: RETRYABLE_CODES, alsoUnknown: wish.alsoUnknown, at: step.at },
  };
  const patch: AnnouncementPatch = {
    ...(state === 'paused' ? {} : { state: 'sending' as const }),
    ...{ finishedAt: null, failureCode: null },
  };
  return changed(announcement, step, patch, [retryWrite]);
}

/** The end, when nobody is pending or under way: `sent` when somebody has it or may have it, else `failed`. */
export function finish(announcement: Announcement, step: StepBy, progress: AnnouncementProgress): LifecycleStep {
  const code = guard(announcement, step, ['sending']);
  if (code) return refused(code);
  if (!announcement.listing.done || progress.pending + progress.sending > 0) return refused('ANNOUNCEMENT_STATE');
  if (progress.sent + progress.unknown > 0) return changed(announcement, step, { state: 'sent', finishedAt: step.at });
  const failureCode = progress.failed + progress.skipped === 0 ? 'ANNOUNCEMENT_NOBODY' : 'NOBODY_REACHED';
  return changed(announcement, step, { state: 'failed', finishedAt: step.at, failureCode });
}

/** A scheduled one that cannot start at its hour. */
export function fail(announcement: Announcement, step: StepBy, failureCode: string): LifecycleStep {
  const code = guard(announcement, step, ['scheduled', 'sending']);
  return code ? refused(code) : changed(announcement, step, { state: 'failed', finishedAt: step.at, failureCode });
}

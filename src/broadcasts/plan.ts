import { defaultQuietHours, endOfAllowed, nextAllowed, type QuietHours } from '../delivery/quiet-hours.ts';
import { vietnamTime } from '../shared/clock.ts';
import type { AudienceMember, AudienceQuery, Storage } from '../storage/ports.ts';

/** Why somebody of the audience gets no direct message. */
export type Unreachable = 'opted-out' | 'never-wrote' | 'silent-for-7-days';

export interface AnnouncementPlan {
  readonly reachable: readonly string[];
  readonly unreachable: Readonly<Record<Unreachable, number>>;
  /** Reachable people outside Zalo's free 48 hours. */
  readonly paid: number;
  /** Price of those, VND. */
  readonly costVnd: number;
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface PlanRequest {
  readonly storage: Pick<Storage, 'listAudience'>;
  readonly audience: AudienceQuery;
  /** When sending is to begin, epoch ms. */
  readonly at: number;
  /** Sends per second of the announcement lane. Default 40. */
  readonly perSecond?: number;
  readonly quietHours?: QuietHours;
}

const HOUR_MS = 3_600_000;
/** Zalo's windows and price (fact sheet, section 5): free for 48 hours, refused after 7 days, 55 VND between. */
const FREE_MS = 48 * HOUR_MS;
const WINDOW_MS = 7 * 24 * HOUR_MS;
const PRICE_VND = 55;
const PAGE = 1_000;

/** Works out who can be reached and who cannot, and when the last one will have it. Sends nothing. */
export async function planAnnouncement(request: PlanRequest): Promise<AnnouncementPlan> {
  const { storage, audience, at } = request;
  const quietHours = request.quietHours ?? defaultQuietHours;
  const reachable: string[] = [];
  const unreachable: Record<Unreachable, number> = { 'opted-out': 0, 'never-wrote': 0, 'silent-for-7-days': 0 };
  let paid = 0;
  const startsAt = nextAllowed(at, quietHours);
  for (let afterUserId = ''; ; ) {
    const members = await storage.listAudience({ ...audience, afterUserId, limit: PAGE });
    for (const member of members) {
      const reason = reasonAgainst(member, startsAt);
      if (reason) {
        unreachable[reason] += 1;
        continue;
      }
      reachable.push(member.userId);
      if (startsAt - member.lastInteractionAt > FREE_MS) paid += 1;
    }
    const last = members.at(-1);
    if (!last) break;
    afterUserId = last.userId;
  }
  const endsAt = endOfSending(startsAt, reachable.length, request.perSecond ?? 40, quietHours);
  return { reachable, unreachable, paid, costVnd: paid * PRICE_VND, startsAt, endsAt };
}

function reasonAgainst(member: AudienceMember, at: number): Unreachable | undefined {
  if (member.optOutAt !== undefined) return 'opted-out';
  if (member.lastInteractionAt === 0) return 'never-wrote';
  if (at - member.lastInteractionAt > WINDOW_MS) return 'silent-for-7-days';
  return undefined;
}

function endOfSending(startsAt: number, recipients: number, perSecond: number, quietHours: QuietHours): number {
  let at = startsAt;
  let leftMs = Math.ceil((recipients / perSecond) * 1_000);
  for (;;) {
    const todayMs = endOfAllowed(at, quietHours) - at;
    if (leftMs <= todayMs) return at + leftMs;
    leftMs -= todayMs;
    at = nextAllowed(at + todayMs, quietHours);
  }
}

const number = (value: number): string => value.toLocaleString('vi-VN');

/** The plan as an officer reads it before sending. */
export function formatPlan(plan: AnnouncementPlan): string {
  const { unreachable } = plan;
  const cannot = unreachable['opted-out'] + unreachable['never-wrote'] + unreachable['silent-for-7-days'];
  return [
    `Nhắn trực tiếp được: ${number(plan.reachable.length)} người (miễn phí ${number(plan.reachable.length - plan.paid)}, tính phí ${number(plan.paid)} tin × 55 đ = ${number(plan.costVnd)} đ; giá tham khảo 2026, xem lại trong Zalo OA).`,
    `Không nhắn trực tiếp được: ${number(cannot)} người.`,
    `- đã từ chối nhận tin: ${number(unreachable['opted-out'])}`,
    `- chưa từng nhắn cho OA: ${number(unreachable['never-wrote'])}`,
    `- quá 7 ngày không nhắn (Zalo không cho gửi): ${number(unreachable['silent-for-7-days'])}`,
    plan.reachable.length > 0
      ? `Bắt đầu ${vietnamTime(plan.startsAt)}, người cuối nhận khoảng ${vietnamTime(plan.endsAt)} (chỉ gửi từ 7 giờ đến 21 giờ).`
      : 'Không có ai để gửi.',
  ].join('\n');
}

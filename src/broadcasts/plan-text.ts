import { vietnamTime } from '../shared/clock.ts';
import type { AnnouncementPlan } from './plan-announcement.ts';
import type { ReasonCounts } from './plan-tally.ts';
import type { ArticleMoment } from './plan-timing.ts';
import { UNREACHABLE, type Unreachable } from './reach.ts';
import { zaloCityNames } from './zalo-cities.ts';

const number = (value: number): string => value.toLocaleString('vi-VN');

/** Why somebody is not reached, as staff read it. */
export const REASON_TEXTS: Readonly<Record<Unreachable, string>> = {
  'opted-out': 'đã từ chối nhận tin',
  'refused-category': 'đã từ chối loại tin này',
  unfollowed: 'đã bỏ quan tâm OA',
  'never-wrote': 'chưa từng nhắn cho OA',
  'silent-for-7-days': 'quá 7 ngày không nhắn (Zalo không cho gửi)',
  'waits-for-person': 'đang chờ người hỗ trợ trả lời',
  'over-budget': 'vượt ngân sách',
  'no-lane': 'chưa chọn cách gửi nào đến được',
  erased: 'đã xóa dữ liệu',
};

const WAITS: Readonly<Record<ArticleMoment['waitsFor'][number], string>> = {
  review: 'chờ Zalo duyệt bài',
  hours: 'chỉ gửi từ 6 giờ đến trước 22 giờ và trong giờ cho phép',
  day: 'mỗi người mỗi ngày một bài',
  month: 'tháng này đã hết số bài của gói',
};

const sumOf = (counts: ReasonCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

const reasonLines = (counts: ReasonCounts): string[] =>
  UNREACHABLE.filter((reason) => counts[reason] > 0).map(
    (reason) => `- ${REASON_TEXTS[reason]}: ${number(counts[reason])}`,
  );

function directLine({ direct }: AnnouncementPlan): string {
  const { total, free, paid, messagesEach, priceVnd, costVnd, budgetVnd } = direct;
  const each = messagesEach === 1 ? '' : `, mỗi người ${messagesEach} tin vì vừa có ảnh vừa có nút`;
  const budget = budgetVnd === undefined ? '' : `; ngân sách ${number(budgetVnd)} đ`;
  return `Nhắn trực tiếp được: ${number(total)} người (miễn phí ${number(free)}, tính phí ${number(paid * messagesEach)} tin × ${number(priceVnd)} đ = ${number(costVnd)} đ${each}${budget}; giá tham khảo 2026, xem lại trong Zalo OA).`;
}

function articleLines({ article }: AnnouncementPlan): string[] {
  if (!article) return [];
  const { total, cities, outsiders, refusing, twice, moment } = article;
  const where =
    cities.length === 0
      ? 'mọi người quan tâm OA, vì chưa biết tỉnh nào'
      : `người quan tâm OA ở ${zaloCityNames(cities).join(', ')} (tên tỉnh cũ của Zalo)`;
  const when = moment
    ? `Bài gửi lúc ${vietnamTime(moment.at)}${moment.waitsFor.length > 0 ? ` (${moment.waitsFor.map((one) => WAITS[one]).join('; ')})` : ''}.`
    : 'Gói hiện tại không còn lượt gửi bài nào.';
  return [
    `Bài viết gửi qua OA: ${number(total)} người quan tâm OA mà không nhắn trực tiếp được.`,
    `- Zalo không gửi bài theo xã được: bài đến ${where}.`,
    `- ${number(outsiders)} người ngoài diện nhận cũng có thể thấy.`,
    ...(refusing > 0 ? [`- ${number(refusing)} người đã từ chối vẫn thấy, vì Zalo không loại riêng ai được.`] : []),
    ...(twice > 0 ? [`- ${number(twice)} người đã nhận tin trực tiếp sẽ thấy cả bài.`] : []),
    `- ${when}`,
  ];
}

function cascadeLines({ cascade }: AnnouncementPlan): string[] {
  if (!cascade) return [];
  const { teams, members, silentTeams, residents } = cascade;
  return [
    `Nhờ tổ chuyển tiếp: ${number(teams)} tổ có người nhận được tin (${number(members)} người), ${number(silentTeams)} tổ không có ai nhắn cho OA trong 7 ngày.`,
    `- ${number(residents)} người chỉ biết được qua tổ.`,
    ...(silentTeams > 0 ? ['- Tổ không có ai nhận được tin thì cần gọi điện.'] : []),
  ];
}

function zbsLines({ zbs }: AnnouncementPlan): string[] {
  if (!zbs) return [];
  const cost =
    zbs.priceVnd === undefined
      ? 'chưa có giá, đặt trong phần Cài đặt'
      : `${number(zbs.total)} tin × ${number(zbs.priceVnd)} đ = ${number(zbs.costVnd ?? 0)} đ`;
  return [`Tin ZBS (luôn tính phí): ${number(zbs.total)} người, ${cost}.`];
}

/** True when sending it now would reach somebody. */
export const reachesSomebody = ({ direct, article, cascade, zbs }: AnnouncementPlan): boolean =>
  direct.total > 0 || (article?.total ?? 0) > 0 || (cascade?.teams ?? 0) > 0 || (zbs?.total ?? 0) > 0;

/** The plan as an officer reads it before sending: plain sentences, one to a line. */
export function formatPlan(plan: AnnouncementPlan): string {
  const { noDirect, unreached } = plan;
  const others = plan.article ?? plan.cascade ?? plan.zbs;
  const lost = sumOf(unreached);
  return [
    directLine(plan),
    `Không nhắn trực tiếp được: ${number(sumOf(noDirect))} người.`,
    ...reasonLines(noDirect),
    ...articleLines(plan),
    ...cascadeLines(plan),
    ...zbsLines(plan),
    ...(others ? [`Không cách nào đến được: ${number(lost)} người.`, ...(lost > 0 ? reasonLines(unreached) : [])] : []),
    ...(plan.unknownInterest > 0
      ? [
          `Không rõ mối quan tâm: ${number(plan.unknownInterest)} người chưa đồng ý cho đếm lượt dùng, nên không nằm trong diện nhận.`,
        ]
      : []),
    ...budgetLines(plan),
    reachesSomebody(plan) ? whenLine(plan) : 'Không có ai để gửi.',
  ].join('\n');
}

function budgetLines({ direct: { budgetVnd }, costVnd }: AnnouncementPlan): string[] {
  if (budgetVnd === undefined || costVnd <= budgetVnd) return [];
  return [`Cả tin ZBS thì hết ${number(costVnd)} đ, quá ngân sách ${number(costVnd - budgetVnd)} đ.`];
}

const hour = (minute: number): string =>
  minute % 60 === 0 ? `${minute / 60} giờ` : `${Math.floor(minute / 60)} giờ ${minute % 60}`;

function whenLine(plan: AnnouncementPlan): string {
  const { startsAt, endsAt, lastAt, cascade, article, isEmergency } = plan;
  const hours = isEmergency
    ? 'tin khẩn: gửi cả ngoài giờ'
    : `chỉ gửi từ ${hour(plan.hours.fromMinute)} đến ${hour(plan.hours.toMinute)}`;
  const byTeam = cascade && cascade.teams > 0 ? ' Tổ chuyển tiếp lúc nào thì tùy tổ.' : '';
  const messages = article?.moment && lastAt > endsAt ? `, tin trực tiếp xong khoảng ${vietnamTime(endsAt)}` : '';
  return `Bắt đầu ${vietnamTime(startsAt)}${messages}, người cuối nhận khoảng ${vietnamTime(lastAt)} (${hours}).${byTeam}`;
}

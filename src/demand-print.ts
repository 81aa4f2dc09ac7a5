import { withoutMasks } from './shared/identifiers.ts';
import type { Demand } from './storage/ports.ts';
import { type DemandGroup, type DemandGrouping, nearestToGroup } from './understanding/demand/groups.ts';

/** Groups of open questions, and what is needed to speak about them. */
export interface GroupsPage {
  readonly days: number;
  readonly questions: readonly Demand[];
  /** Older questions than these were left out. */
  readonly isFull: boolean;
  readonly groups: readonly DemandGroup[];
  /** Undefined where there is nothing to group. */
  readonly grouping: Pick<DemandGrouping, 'nearest'> | undefined;
  communeName(code: string): string;
}

/** Groups and wordings shown at a terminal; `--json` has them all. */
const MAX_SHOWN = 30;
const MAX_WORDINGS = 3;
const MAX_COMMUNES = 3;

/** One group as `bot demand --json` prints it. */
export interface GroupJson {
  readonly id: string;
  readonly size: number;
  readonly keywords: readonly string[];
  readonly texts: readonly string[];
  readonly nearest: readonly {
    readonly kind: 'card' | 'flow';
    readonly id: string;
    readonly title: string;
    readonly confidence: number;
  }[];
  readonly communes: readonly { readonly code: string; readonly name: string; readonly count: number }[];
  readonly firstDay: string;
  readonly lastDay: string;
}

function describe(group: DemandGroup, page: GroupsPage): GroupJson {
  const members = new Set(group.ids);
  const questions = page.questions.filter(({ id }) => members.has(id));
  const days = questions.map(({ day }) => day).toSorted();
  const communes = new Map<string, number>();
  for (const { communeCode } of questions) {
    if (communeCode !== '') communes.set(communeCode, (communes.get(communeCode) ?? 0) + 1);
  }
  return {
    id: group.id,
    size: group.ids.length,
    keywords: group.keywords,
    texts: group.texts,
    nearest: (page.grouping ? nearestToGroup(group, page.grouping) : []).map(({ entry, confidence }) => ({
      kind: entry.kind,
      id: entry.id,
      title: entry.title,
      confidence: Math.round(confidence * 100) / 100,
    })),
    communes: [...communes]
      .toSorted(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
      .map(([code, count]) => ({ code, name: page.communeName(code), count })),
    firstDay: days[0] ?? '',
    lastDay: days.at(-1) ?? '',
  };
}

/** What `bot demand --json` prints: everything, largest group first. */
export function groupsAsJson(page: GroupsPage): {
  readonly days: number;
  readonly questions: number;
  readonly groups: readonly GroupJson[];
} {
  return {
    days: page.days,
    questions: page.questions.length,
    groups: page.groups.map((group) => describe(group, page)),
  };
}

function linesOf({ id, size, keywords, texts, nearest, communes }: GroupJson): string[] {
  const more = texts.length - MAX_WORDINGS;
  return [
    '',
    `${id}  ${size} câu  ${keywords.join(', ')}`.trimEnd(),
    ...texts.slice(0, MAX_WORDINGS).map((text) => `    "${text}"`),
    ...(more > 0 ? [`    và ${more} cách hỏi khác`] : []),
    `    Gần nhất: ${nearest.map((one) => `${one.id} ${Math.round(one.confidence * 100)} %`).join(', ')}`,
    ...(communes.length > 0
      ? [
          `    Từ: ${communes
            .slice(0, MAX_COMMUNES)
            .map(({ name, count }) => `${name} ${count}`)
            .join(', ')}`,
        ]
      : []),
  ];
}

/** The groups as officers read them in a terminal. */
export function formatGroups(page: GroupsPage): string {
  const { days, questions, isFull, groups } = page;
  const [first] = groups;
  if (!first) {
    return [
      `Trong ${days} ngày qua chưa có câu hỏi nào bà con bấm "Ghi lại câu hỏi này".`,
      'Số lượt hỏi mà chưa có thẻ trả lời (không có nội dung): npm run bot -- content health',
    ].join('\n');
  }
  const command = 'npm run bot -- demand';
  return [
    `${questions.length} câu bà con hỏi trong ${days} ngày qua mà trợ lý chưa biết, xếp thành ${groups.length} nhóm.`,
    'Bà con đã bấm đồng ý cho ghi lại. Không có tên; số điện thoại, mật khẩu, số giấy tờ đã che.',
    ...(isFull ? [`Chỉ xếp ${questions.length} câu mới nhất; xử lý xong các nhóm này sẽ thấy câu cũ hơn.`] : []),
    ...groups.slice(0, MAX_SHOWN).flatMap((group) => linesOf(describe(group, page))),
    ...(groups.length > MAX_SHOWN
      ? ['', `Còn ${groups.length - MAX_SHOWN} nhóm nhỏ hơn: thêm --json để xem hết.`]
      : []),
    '',
    'Có thẻ hợp, thêm cách hỏi vào thẻ (thử trước bằng --dry-run):',
    `    ${command} to-asks ${first.id} --card <thẻ>`,
    'Chưa có thẻ nào hợp:',
    `    ${command} to-asks ${first.id} --new`,
    'Không phải việc của trợ lý:',
    `    ${command} dismiss ${first.id}`,
  ].join('\n');
}

/** Nothing fits a group: how a new card begins. */
export function howToBegin({ id, ids, texts }: DemandGroup): string {
  return [
    `Nhóm ${id} (${ids.length} câu) chưa có thẻ nào hợp. Bắt đầu một thẻ mới:`,
    '1. Chép thẻ mẫu trong docs/soan-noi-dung.md vào tệp mới ở content/answers/<chủ đề>/<tên-thẻ>.md.',
    '2. Lấy các câu này làm phần asks, viết thêm cho đủ; bỏ câu có tên người hay chuyện riêng:',
    ...texts.map((text) => `     - ${withoutMasks(text)}`),
    '3. Vừa viết vừa thử: npm run author',
    `4. Xong thì đánh dấu nhóm này: npm run bot -- demand to-asks ${id} --card <tên-thẻ>`,
  ].join('\n');
}

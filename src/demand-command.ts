import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalogue } from './catalog/catalogue.ts';
import { type AskOutcome, type NewAsks, planNewAsks } from './catalog/new-asks.ts';
import { readPictureFiles } from './catalog/picture-files.ts';
import { readSources } from './catalog/sources.ts';
import { CACHE_DIR } from './config.ts';
import { formatGroups, groupsAsJson, type GroupsPage, howToBegin } from './demand-print.ts';
import { vietnamDay } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import { withoutMasks } from './shared/identifiers.ts';
import { fold } from './shared/vietnamese.ts';
import type { Demand, Storage } from './storage/ports.ts';
import { type DemandGroup, type DemandGrouping, findDemandGroup, groupDemand } from './understanding/demand/groups.ts';
import { loadDemandGrouping } from './understanding/demand/load.ts';

/** What `bot demand` was asked for. */
export interface DemandRequest {
  readonly storage: Pick<Storage, 'listDemand' | 'settleDemand'>;
  readonly oaId: string;
  /** Folder that holds `flows/` and `content/`. */
  readonly rootDir: string;
  readonly catalogue: Catalogue;
  readonly now: number;
  /** Nothing to list, or `to-asks <group>`, or `dismiss <group>`. */
  readonly words: readonly string[];
  /** As typed; 90 without it. */
  readonly days?: string | undefined;
  /** Slug of the card that gets the group's wordings. */
  readonly card?: string | undefined;
  /** No card fits: say how to begin one. */
  readonly isNew: boolean;
  readonly json: boolean;
  readonly dryRun: boolean;
  communeName(code: string): string;
  /** Before the first write: the data folder is this OA's from now on. */
  claim(): Promise<void>;
  /** Takes what the person at the terminal reads. */
  say(text: string): void;
}

const DEFAULT_DAYS = 90;
const MAX_DAYS = 3_650;
/** Grouped in about a second; more wait until these are settled. */
const MAX_QUESTIONS = 5_000;
const DAY_MS = 86_400_000;

/**
 * Questions nobody answered and residents gave us to keep: listed in groups, turned into ways to ask for a card, or
 * dismissed. Throws `CLI_USAGE`, `DEMAND_GROUP_UNKNOWN` for a group that is not open in these days, and
 * `CATALOG_INVALID` for a card whose list of asks cannot be added to.
 */
export async function runDemand(request: DemandRequest): Promise<void> {
  const [action, name] = request.words;
  const days = readDays(request.days);
  const open = await openQuestions(request, days);
  if (action === undefined) return list(request, open, days);
  if ((action !== 'to-asks' && action !== 'dismiss') || name === undefined) {
    throw new AppError(
      'CLI_USAGE',
      `"demand ${request.words.join(' ')}" không làm được. Có: demand, demand to-asks <nhóm> --card <thẻ>, demand dismiss <nhóm>.`,
    );
  }
  const group = findDemandGroup(open.length > 0 ? groupDemand(open, groupingOf(request)) : [], name);
  if (!group) {
    throw new AppError(
      'DEMAND_GROUP_UNKNOWN',
      `Không có nhóm "${name}" đang mở trong ${days} ngày qua. Xem lại tên nhóm bằng: npm run bot -- demand (cùng số --days).`,
    );
  }
  if (action === 'dismiss') return dismiss(request, group);
  if (request.isNew) return request.say(howToBegin(group));
  return toAsks(request, group, open);
}

function readDays(days: string | undefined): number {
  if (days === undefined) return DEFAULT_DAYS;
  const number = Number(days);
  if (Number.isInteger(number) && number > 0 && number <= MAX_DAYS) return number;
  throw new AppError('CLI_USAGE', `--days "${days}" không phải số ngày từ 1 đến ${MAX_DAYS}. Ví dụ: --days 30`);
}

const openQuestions = ({ storage, oaId, now }: DemandRequest, days: number): Promise<readonly Demand[]> =>
  storage.listDemand({
    oaId,
    fromDay: vietnamDay(now - days * DAY_MS),
    state: 'open',
    limit: MAX_QUESTIONS,
  });

const groupingOf = ({ catalogue, rootDir }: DemandRequest): DemandGrouping =>
  loadDemandGrouping(catalogue.entries(), rootDir, CACHE_DIR);

function list(request: DemandRequest, open: readonly Demand[], days: number): void {
  const { say, json, communeName } = request;
  const grouping = open.length > 0 ? groupingOf(request) : undefined;
  const page: GroupsPage = {
    days,
    questions: open,
    isFull: open.length === MAX_QUESTIONS,
    groups: grouping ? groupDemand(open, grouping) : [],
    grouping,
    communeName,
  };
  say(json ? JSON.stringify(groupsAsJson(page)) : formatGroups(page));
}

async function dismiss({ storage, oaId, dryRun, claim, say }: DemandRequest, group: DemandGroup): Promise<void> {
  if (dryRun) return say(`Chạy thử: nhóm ${group.id} có ${group.ids.length} câu. Chưa bỏ gì.`);
  await claim();
  const { settled } = await storage.settleDemand({ oaId, ids: group.ids, state: 'dismissed', settledAs: group.id });
  say(`Đã bỏ nhóm ${group.id}: ${settled} câu. Nhóm này không hiện nữa.`);
}

async function toAsks(request: DemandRequest, group: DemandGroup, open: readonly Demand[]): Promise<void> {
  const { catalogue, rootDir, now, storage, oaId, dryRun, claim, say } = request;
  const card = catalogue.card(request.card ?? '');
  if (!card) throw new AppError('CLI_USAGE', unknownCard(request, group));
  const asks = group.texts.map(withoutMasks);
  const [sources, pictures] = await Promise.all([readSources(rootDir), readPictureFiles(rootDir)]);
  const plan = planNewAsks({ catalogue, sources, pictures, today: vietnamDay(now) }, card.slug, asks);
  if (!plan) throw new AppError('CLI_USAGE', unknownCard(request, group));
  say(`Nhóm ${group.id} vào thẻ ${card.slug} (${card.title}):`);
  for (const outcome of plan.outcomes) say(lineOf(outcome));
  const settled = settledBy(plan, group, open);
  if (dryRun) return say(`Chạy thử: sẽ thêm ${countOf(plan, 'added')} cách hỏi vào ${plan.file}. Chưa ghi gì.`);
  await claim();
  if (plan.text !== undefined) writeFileSync(path.join(rootDir, plan.file), plan.text);
  // The file first: should the process end in between, the same command finds the wordings there and settles the rest.
  const { settled: count } = await storage.settleDemand({
    oaId,
    ids: settled,
    state: 'answered',
    settledAs: card.slug,
  });
  for (const line of summary(plan, group, count)) say(line);
}

function unknownCard({ card, catalogue }: DemandRequest, { id }: DemandGroup): string {
  if (card === undefined || card === '') {
    return `Thiếu --card. Viết: demand to-asks ${id} --card <thẻ>; chưa có thẻ nào hợp thì: demand to-asks ${id} --new`;
  }
  if (catalogue.flow(card)) {
    return `"${card}" là luồng, không phải thẻ. Thêm câu hỏi vào phần asks của luồng bằng tay, hoặc chọn một thẻ.`;
  }
  return `Không có thẻ "${card}". Tên thẻ là tên tệp trong content/answers, không có đuôi .md.`;
}

const countOf = ({ outcomes }: NewAsks, wanted: AskOutcome['result']): number =>
  outcomes.filter(({ result }) => result === wanted).length;

function lineOf(outcome: AskOutcome): string {
  if (outcome.result === 'added') return `  + ${outcome.ask}`;
  return `  ${outcome.result === 'present' ? '=' : '-'} ${outcome.ask}: ${outcome.why}`;
}

/** Questions that the card answers from now on; those refused stay open, so that nothing is lost unseen. */
function settledBy({ outcomes }: NewAsks, { texts, ids }: DemandGroup, open: readonly Demand[]): number[] {
  const answered = new Set(texts.filter((_text, index) => outcomes[index]?.result !== 'refused').map(fold));
  const members = new Set(ids);
  return open.filter(({ id, text }) => members.has(id) && answered.has(fold(text))).map(({ id }) => id);
}

function summary(plan: NewAsks, { id }: DemandGroup, settled: number): string[] {
  const added = countOf(plan, 'added');
  const refused = countOf(plan, 'refused');
  return [
    added > 0 ? `Đã thêm ${added} cách hỏi vào ${plan.file}.` : `Không thêm câu nào vào ${plan.file}.`,
    `Đánh dấu đã trả lời: ${settled} câu.`,
    ...(refused > 0
      ? [`Bỏ qua ${refused} câu, vẫn để mở. Không cần nữa thì: npm run bot -- demand dismiss ${id}`]
      : []),
    ...(added > 0
      ? ['Xem lại bằng git diff: bỏ câu có tên người hay chuyện riêng. Rồi chạy: npm run check:content']
      : []),
  ];
}

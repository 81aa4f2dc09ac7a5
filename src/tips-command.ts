import { readyAnnouncement } from './broadcasts/start.ts';
import { MAX_TIP_TEXT, MAX_TIP_TITLE, MIN_TIP_TEXT, tipMessage, tipText } from './broadcasts/tip-message.ts';
import { planTip } from './broadcasts/tip-plan.ts';
import type { Catalogue } from './catalog/catalogue.ts';
import { nextAllowed, defaultQuietHours } from './delivery/quiet-hours.ts';
import { vietnamDay, vietnamTime } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import type { Storage } from './storage/ports.ts';
import type { Tip } from './storage/tip-ports.ts';

/** Options of `bot tips` as typed. */
export interface TipOptions {
  readonly title: string | undefined;
  readonly text: string | undefined;
  readonly card: string | undefined;
  readonly month: string | undefined;
  readonly dryRun: boolean;
}

export interface TipPlace {
  readonly storage: Storage;
  readonly oaId: string;
  readonly catalogue: Catalogue;
  readonly now: number;
  /** A name for a new tip. */
  newId(): string;
  /** Before the first write: the data folder is this OA's from now on. */
  claim(): Promise<void>;
  say(text: string): void;
}

const invalid = (what: string): AppError => new AppError('TIP_INVALID', what);

/**
 * `bot tips add|list|send|stop`: the theme and tips of a month, for team members. Throws CLI_USAGE, TIP_INVALID for a tip
 * that cannot be, TIP_UNKNOWN, and ANNOUNCEMENT_CANCELLED for one that was stopped.
 */
export async function doTips(words: readonly string[], options: TipOptions, place: TipPlace): Promise<void> {
  const [action = 'list', id = ''] = words;
  switch (action) {
    case 'add':
      return add(options, place);
    case 'list':
      return list(options, place);
    case 'send':
      return send(await find(id, place), options, place);
    case 'stop':
      return stop(await find(id, place), options, place);
    default:
      throw new AppError('CLI_USAGE', `"tips ${action}" is unknown. Expected tips add, list, send <mã> or stop <mã>.`);
  }
}

async function find(id: string, { storage, oaId }: TipPlace): Promise<Tip> {
  const tip = id === '' ? undefined : await storage.findTip({ oaId, id });
  if (!tip) throw new AppError('TIP_UNKNOWN', `There is no tip "${id}". "bot tips list" shows the code of each.`);
  return tip;
}

function newTip(options: TipOptions, { oaId, catalogue, now, newId }: TipPlace): Tip {
  const title = (options.title ?? '').normalize('NFC').trim();
  const text = (options.text ?? '').normalize('NFC').trim();
  const month = options.month ?? vietnamDay(now).slice(0, 7);
  if (title === '' || title.length > MAX_TIP_TITLE)
    throw invalid(`--title has ${title.length} characters. Expected 1 to ${MAX_TIP_TITLE}.`);
  if (text.length < MIN_TIP_TEXT || text.length > MAX_TIP_TEXT)
    throw invalid(`--text has ${text.length} characters. Expected ${MIN_TIP_TEXT} to ${MAX_TIP_TEXT}.`);
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/u.test(month)) throw invalid(`--month "${month}" is no month. Expected 2026-12.`);
  if (options.card !== undefined && !catalogue.card(options.card))
    throw invalid(
      `--card "${options.card}" is not in the catalogue. Expected the file name of a card in content/answers.`,
    );
  return { oaId, id: newId(), title, text, card: options.card ?? '', month, createdAt: now, state: 'draft' };
}

async function add(options: TipOptions, place: TipPlace): Promise<void> {
  const tip = newTip(options, place);
  if (options.dryRun) return place.say(`Chạy thử: chưa lưu.\n\n${tipText(tip, place.catalogue)}`);
  await place.claim();
  await place.storage.saveTip(tip);
  place.say(`Đã lưu mẹo ${tip.id} của tháng ${tip.month}. Gửi bằng: npm run bot -- tips send ${tip.id}`);
}

const STATE_NAMES: Readonly<Record<Tip['state'], string>> = {
  draft: 'chưa gửi',
  sending: 'đã gửi',
  stopped: 'đã dừng',
};

async function list({ month }: TipOptions, { storage, oaId, say }: TipPlace): Promise<void> {
  const tips = await storage.listTips({ oaId, ...(month === undefined ? {} : { month }) });
  if (tips.length === 0) say('Chưa có mẹo nào. Thêm bằng: npm run bot -- tips add --title … --text …');
  for (const { id, month, title, state, given, read } of tips)
    say(`${id}\t${month}\t${STATE_NAMES[state]}\tđã xếp gửi ${given}, đã bấm ${read}\t${title}`);
}

async function send(tip: Tip, { dryRun }: TipOptions, place: TipPlace): Promise<void> {
  const { storage, oaId, now, say } = place;
  if (tip.state === 'stopped')
    throw new AppError('ANNOUNCEMENT_CANCELLED', `Tip ${tip.id} was stopped, and that is final. Add a new one.`);
  const dueAt = nextAllowed(now, defaultQuietHours);
  const { reachable, hasIt, refuses, thisWeek, unreachable } = planTip(
    await storage.listTipReaders({ oaId, tipId: tip.id }),
    dueAt,
  );
  say(`Gửi được: ${reachable.length} thành viên, từ ${vietnamTime(dueAt)} (chỉ gửi từ 7 giờ đến 21 giờ).`);
  say(`Không gửi: đã nhận mẹo này ${hasIt}, đã nhận mẹo khác trong 7 ngày ${thisWeek}, không muốn nhận ${refuses}.`);
  if (unreachable > 0)
    say(`Quá 7 ngày chưa nhắn, Zalo không cho gửi: ${unreachable}. Xem tên: npm run bot -- members reach`);
  if (dryRun) return say('Chạy thử: chưa gửi gì.');
  if (reachable.length === 0) return;
  await place.claim();
  const body = tipMessage(tip, place.catalogue);
  const { title } = tip;
  await storage.saveAnnouncement(
    readyAnnouncement({ id: `tip-${tip.id}`, oaId, title: `Mẹo: ${title}`, body, dueAt, at: now }),
  );
  const { given } = await storage.giveTip({ oaId, tipId: tip.id, dueAt, at: now, userIds: reachable });
  say(`Đã xếp hàng ${given} người. Máy chủ đang chạy sẽ gửi; chạy lại lệnh này thì chỉ gửi thêm người chưa có.`);
}

async function stop(tip: Tip, { dryRun }: TipOptions, { storage, oaId, now, say }: TipPlace): Promise<void> {
  if (dryRun) return say('Chạy thử: chưa dừng gì.');
  await storage.stopTip({ oaId, id: tip.id, at: now });
  say(`Đã dừng mẹo ${tip.id}: ai chưa nhận thì không nhận nữa.`);
}

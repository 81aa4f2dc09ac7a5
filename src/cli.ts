import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { formatPlan, planAnnouncement } from './broadcasts/plan.ts';
import { readAnnouncementFile } from './broadcasts/message-file.ts';
import { startAnnouncement } from './broadcasts/start.ts';
import type { Card, Catalogue } from './catalog/catalogue.ts';
import { checkContent } from './catalog/check.ts';
import { drawFlow } from './catalog/draw.ts';
import { contentHealth, formatHealth } from './catalog/health.ts';
import { runFlowStep } from './catalog/flow-step.ts';
import { contentSchemas } from './catalog/json-schemas.ts';
import { loadCatalogue } from './catalog/load.ts';
import { formatByFile, inFileOrder } from './catalog/problems.ts';
import { CACHE_DIR, type Config, DEMO_OA_ID, givenTokens, readConfig, ROOT_DIR } from './config.ts';
import { ASSISTANT_NAME, createHandouts, HANDOUT_SIZES, type HandoutSize, printFiles } from './handouts/index.ts';
import { createPictures, drawAll, type Pictures, PICTURES_FOLDER } from './pictures/index.ts';
import { parseVietnamTime, systemClock, vietnamDay, vietnamTime } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import { maskSecrets } from './shared/secrets.ts';
import type { Announcement, AnnouncementProgress, AudienceQuery, Storage, Team } from './storage/ports.ts';
import { checkDataDir, claimDataDir } from './storage/installation.ts';
import { openSqliteStorage } from './storage/sqlite/open.ts';
import { readTeamFile } from './teams/import.ts';
import { loadPlaces } from './teams/places.ts';
import { formatTeamReport, teamReportCsv } from './teams/report-print.ts';
import { buildTeamReport, demandIn, topicName } from './teams/report.ts';
import { writeTranscripts } from './transcript-command.ts';
import { loadUnderstanding } from './understanding/load.ts';
import { loadScamCheck } from './understanding/scam/load.ts';
import { toUnderstandLine } from './understanding/understand.ts';

type Options = Readonly<Record<string, string | boolean | undefined>>;

interface Command {
  /** As typed, for the help text. */
  readonly usage: string;
  readonly does: string;
  run(options: Options, words: readonly string[]): Promise<void>;
}

const catalogueNow = (): Promise<Catalogue> => loadCatalogue(ROOT_DIR, CACHE_DIR);

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const commands: Readonly<Record<string, Command>> = {
  teams: {
    usage: 'teams import --file teams.csv [--dry-run] | teams [list] [--commune 25270]',
    does: 'nhập danh sách tổ từ CSV (code,name,province,commune,hamlet), hoặc xem danh sách',
    run: teams,
  },
  report: {
    usage: 'report --team LN03 --month 2026-11 [--csv bao-cao.csv]',
    does: 'in báo cáo tháng của một tổ, và xuất CSV',
    run: (options) => withStorage(({ storage, oaId }) => report(options, storage, oaId)),
  },
  announce: {
    usage: 'announce --file message.yaml --commune 25270 [--team LN03] [--at 2026-11-23T08:00] [--dry-run]',
    does: 'xem kế hoạch rồi xếp hàng gửi thông báo; gửi lại cùng nội dung thì không ai nhận hai lần',
    run: (options) => withStorage((place) => announce(options, place)),
  },
  announcements: {
    usage: 'announcements [list | pause <mã> | resume <mã> | cancel <mã>]',
    does: 'xem tiến độ, tạm dừng, gửi tiếp hoặc hủy thông báo',
    run: (_options, words) => withStorage(({ storage, oaId }) => announcements(words, storage, oaId)),
  },
  waiting: {
    usage: 'waiting',
    does: 'những cuộc trò chuyện đang chờ người hỗ trợ',
    run: () => withStorage(({ storage, oaId }) => waiting(storage, oaId)),
  },
  tokens: {
    usage: 'tokens import',
    does: 'lưu ZALO_REFRESH_TOKEN và ZALO_ACCESS_TOKEN của môi trường thay cho token đã lưu (sau khi cấp quyền lại; khởi động lại máy chủ)',
    run: () => withStorage(importTokens),
  },
  'check-content': {
    usage: 'check-content [--json] | check-content --write-schemas',
    does: 'kiểm tra flows/ và content/ theo docs/lint-rules.md (mã thoát 1 khi có lỗi); --json cho trình soạn thảo; --write-schemas ghi lại schemas/',
    run: runContentCheck,
  },
  content: {
    usage: 'content health',
    does: 'xem thẻ quá hạn, chưa chắc, thiếu hình, và điều bà con hỏi mà chưa có thẻ',
    run: (_options, words) => withStorage(({ storage, oaId }) => content(words, storage, oaId)),
  },
  flow: {
    usage: 'flow draw pay-by-qr [--out so-do.mmd]',
    does: 'vẽ sơ đồ một luồng hướng dẫn dưới dạng văn bản Mermaid',
    run: async (options, words) => drawOneFlow(options, words),
  },
  transcript: {
    usage:
      'transcript --recording ban-ghi.json [--resident "Bác Ba"] [--walk 2] [--out test/transcripts/my-case.yaml] | transcript --from http://127.0.0.1:3000',
    does: 'viết cuộc trò chuyện ghi trên trang trò chuyện thành kịch bản kiểm thử (YAML)',
    run: recordTranscript,
  },
  pictures: {
    usage: 'pictures [--out hinh]',
    does: 'vẽ trước mọi hình vào DATA_DIR; --out chép thêm vào một thư mục để in hoặc để xem',
    run: pictures,
  },
  handout: {
    usage:
      'handout vneid-register-level-2 --size a4|a5|a6 [--team LN03] [--out to-huong-dan.pdf] | handout --all --size a6 --out thu-muc',
    does: 'in hướng dẫn ra PDF: tờ A4 đủ các bước, tờ A5 dán tủ lạnh, thẻ A6 có mã QR; --all in mọi thẻ vào một thư mục',
    run: handout,
  },
  understand: { usage: 'understand', does: 'đọc từng dòng, in cách hiểu dưới dạng JSON', run: understandLines },
  'scam-check': {
    usage: 'scam-check',
    does: 'đọc từng dòng, in mức nguy hiểm của tin nhắn, lý do và việc nên làm dưới dạng JSON',
    run: scamCheckLines,
  },
  'flow-step': {
    usage: 'flow-step',
    does: 'chạy bộ máy hướng dẫn từ bên ngoài, mỗi dòng một JSON',
    run: async () => runFlowStep(await catalogueNow(), inputLines(), (line) => void process.stdout.write(line)),
  },
};

interface Workplace {
  readonly storage: Storage;
  readonly oaId: string;
  readonly config: Config;
  /** Before the first write: the data folder is this OA's from now on. */
  readonly claim: () => Promise<void>;
}

async function withStorage<T>(work: (place: Workplace) => Promise<T>): Promise<T> {
  const config = readConfig();
  const storage = await openSqliteStorage(config.dataDir);
  try {
    const oaId = config.oa?.oaId ?? DEMO_OA_ID;
    const installation = { storage, oaId, mode: config.mode, dataDir: config.dataDir };
    await checkDataDir(installation);
    return await work({ storage, oaId, config, claim: () => claimDataDir(installation) });
  } finally {
    await storage.close();
  }
}

async function findTeam(storage: Storage, oaId: string, code: string): Promise<Team> {
  const team = await storage.findTeam({ oaId, code });
  if (!team) throw new AppError('TEAM_UNKNOWN', `There is no team "${code}". See "bot teams list" for the codes.`);
  return team;
}

function text(options: Options, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AppError('CLI_USAGE', `--${name} is missing. Run "bot help" for the commands.`);
}

function optional(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('CLI_USAGE', `The file "${file}" cannot be read. Check the path.`, { cause: error });
  }
}

async function teams(options: Options, [action = 'list']: readonly string[]): Promise<void> {
  if (action === 'import') return withStorage((place) => importTeams(options, place));
  if (action === 'list') return withStorage(({ storage, oaId }) => listTeams(options, storage, oaId));
  throw new AppError('CLI_USAGE', `"teams ${action}" is unknown. Expected teams import or teams list.`);
}

async function importTeams(options: Options, { storage, oaId, claim }: Workplace): Promise<void> {
  const { teams, problems } = readTeamFile(readText(text(options, 'file')), loadPlaces(ROOT_DIR));
  for (const { line, problem } of problems) say(`dòng ${line}: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  if (options['dry-run'] === true) {
    return say(`Chạy thử: ${teams.length} tổ nhập được, ${problems.length} lỗi. Chưa lưu gì.`);
  }
  await claim();
  const { added, changed } = await storage.saveTeams({ oaId, teams, at: systemClock.now() });
  say(`Đã lưu ${teams.length} tổ (${added} mới, ${changed} cập nhật); ${problems.length} lỗi.`);
}

async function listTeams(options: Options, storage: Storage, oaId: string): Promise<void> {
  const communeCode = optional(options, 'commune');
  const teams = await storage.listTeams({ oaId, ...(communeCode === undefined ? {} : { communeCode }) });
  const places = loadPlaces(ROOT_DIR);
  if (teams.length === 0) say('Chưa có tổ nào. Nhập bằng: npm run bot -- teams import --file teams.csv');
  for (const team of teams)
    say(`${team.code}\t${team.name}\t${team.hamlet}\t${places.commune(team.communeCode)?.name ?? team.communeCode}`);
}

async function report(options: Options, storage: Storage, oaId: string): Promise<void> {
  const places = loadPlaces(ROOT_DIR);
  const result = await buildTeamReport({
    storage,
    catalogue: await catalogueNow(),
    communeName: (code) => places.commune(code)?.name ?? code,
    oaId,
    teamCode: text(options, 'team').toUpperCase(),
    month: optional(options, 'month') ?? vietnamDay(systemClock.now()).slice(0, 7),
  });
  say(formatTeamReport(result));
  const file = optional(options, 'csv');
  if (file === undefined) return;
  writeFileSync(file, teamReportCsv(result));
  say(`\nĐã xuất ${file}`);
}

async function announce(options: Options, { storage, oaId, claim }: Workplace): Promise<void> {
  const now = systemClock.now();
  const { title, message } = readAnnouncementFile(readText(text(options, 'file')), await catalogueNow());
  const audience = await readAudience(options, storage, oaId);
  const at = readTime(optional(options, 'at'), now);
  const plan = await planAnnouncement({ storage, audience, at });
  say(`Thông báo: ${title}`);
  say(formatPlan(plan));
  if (options['dry-run'] === true) return say('Chạy thử: chưa gửi gì.');
  if (plan.reachable.length === 0) return;
  await claim();
  const onProgress = (queued: number, total: number): void =>
    void (process.stderr.isTTY && process.stderr.write(`\rĐã xếp hàng ${queued}/${total}`));
  const started = await startAnnouncement({ storage, title, message, audience, plan, at: now, onProgress });
  say(
    started.created
      ? `Đã xếp hàng ${started.added} người. Mã thông báo: ${started.id}. Máy chủ đang chạy sẽ gửi; xem tiến độ: npm run bot -- announcements`
      : `Thông báo này đã có (mã ${started.id}, gửi từ ${vietnamTime(started.dueAt)}). Thêm ${started.added} người mới; ai đã có trong danh sách thì không gửi lại. Muốn gửi lần nữa, hãy sửa nội dung.`,
  );
}

async function readAudience(options: Options, storage: Storage, oaId: string): Promise<AudienceQuery> {
  const communeCode = optional(options, 'commune');
  const teamCode = optional(options, 'team')?.toUpperCase();
  if (communeCode === undefined && teamCode === undefined)
    throw new AppError(
      'CLI_USAGE',
      '--commune is missing. Expected the code of a commune, such as 25270, and perhaps --team.',
    );
  if (communeCode !== undefined && !loadPlaces(ROOT_DIR).commune(communeCode)) {
    throw new AppError(
      'CLI_USAGE',
      `--commune "${communeCode}" is not one of the 3,321 commune codes (five digits, keep leading zeros).`,
    );
  }
  const team = teamCode === undefined ? undefined : await findTeam(storage, oaId, teamCode);
  if (team && communeCode !== undefined && team.communeCode !== communeCode) {
    throw new AppError(
      'CLI_USAGE',
      `Team ${team.code} belongs to commune ${team.communeCode}, not ${communeCode}. Leave --commune out, or name another team.`,
    );
  }
  // A team lies in one commune: naming both asks for the same people, so it must be the same announcement.
  if (teamCode !== undefined) return { oaId, teamCode };
  return { oaId, ...(communeCode === undefined ? {} : { communeCode }) };
}

function readTime(value: string | undefined, now: number): number {
  if (value === undefined) return now;
  const at = parseVietnamTime(value);
  if (at === undefined)
    throw new AppError('CLI_USAGE', `--at "${value}" is not a time. Expected 2026-11-23T08:00 (Viet Nam time).`);
  if (at < now) throw new AppError('CLI_USAGE', `--at ${vietnamTime(at)} is in the past. Leave it out to begin now.`);
  return at;
}

const STATES = { pause: 'paused', resume: 'sending', cancel: 'cancelled' } as const;

function stateName({ state, dueAt, progress }: Announcement & { readonly progress: AnnouncementProgress }): string {
  if (state === 'cancelled') return 'đã hủy';
  if (progress.pending + progress.sending === 0) return 'đã xong';
  if (state === 'paused') return 'tạm dừng';
  return dueAt > systemClock.now() ? 'chờ đến giờ' : 'đang gửi';
}

const formatProgress = (p: AnnouncementProgress): string =>
  `chờ ${p.pending + p.sending}, đã gửi ${p.sent}, bỏ qua ${p.skipped}, lỗi ${p.failed}, chưa rõ ${p.unknown}`;

async function announcements([action = 'list', id]: readonly string[], storage: Storage, oaId: string): Promise<void> {
  if (action !== 'list') {
    const state = STATES[action as keyof typeof STATES];
    if (state === undefined || id === undefined)
      throw new AppError(
        'CLI_USAGE',
        `"announcements ${[action, id].join(' ').trim()}" cannot be done. Expected list, pause <id>, resume <id> or cancel <id>.`,
      );
    const existing = await storage.findAnnouncement({ id });
    if (existing?.state === 'cancelled') {
      throw new AppError(
        'ANNOUNCEMENT_CANCELLED',
        `Announcement ${id} was cancelled, and that is final. Change the text and announce again.`,
      );
    }
    const { found } = await storage.setAnnouncementState({ id, state });
    if (!found)
      throw new AppError('ANNOUNCEMENT_UNKNOWN', `There is no announcement "${id}". See "bot announcements list".`);
  }
  const list = await storage.listAnnouncements({ oaId });
  if (list.length === 0) say('Chưa có thông báo nào.');
  for (const a of list)
    say(`${a.id}  ${stateName(a)}  ${vietnamTime(a.dueAt)}  ${a.title}: ${formatProgress(a.progress)}`);
}

async function waiting(storage: Storage, oaId: string): Promise<void> {
  const rows = await storage.listHandovers({ oaId, limit: 200 });
  if (rows.length === 0) return say('Không có ai đang chờ người hỗ trợ.');
  say('Trả lời những cuộc trò chuyện này trong Zalo OA Manager; khi cán bộ nhắn, trợ lý tự im lặng 30 phút.');
  for (const { userId, handoverAt, teamCode } of rows)
    say(
      `${vietnamTime(handoverAt)}  người dùng …${userId.slice(-6)}${teamCode === undefined ? '' : `  tổ ${teamCode}`}`,
    );
}

async function importTokens({ storage, config, claim }: Workplace): Promise<void> {
  if (!config.oa || (config.oa.refreshToken === undefined && config.oa.accessToken === undefined)) {
    throw new AppError(
      'CONFIG_MISSING_SECRET',
      'ZALO_REFRESH_TOKEN is empty. Set it (and the four ZALO_… credentials) to what Zalo gave after the new consent.',
    );
  }
  await claim();
  await storage.saveOaTokens(givenTokens(config.oa, systemClock.now()));
  say('Đã lưu token mới. Khởi động lại máy chủ để dùng.');
}

async function runContentCheck(options: Options): Promise<void> {
  if (options['write-schemas'] === true) return writeSchemas();
  const { errors, warnings, counts } = await checkContent(ROOT_DIR);
  const problems = inFileOrder([...errors, ...warnings]);
  if (errors.length > 0) process.exitCode = 1;
  if (options['json'] === true) return say(JSON.stringify(problems));
  if (problems.length > 0) say(formatByFile(problems));
  say(`${JSON.stringify(counts)} errors: ${errors.length}, warnings: ${warnings.length}`);
}

/** Days back over which unanswered questions are added up. */
const DEMAND_DAYS = 90;

async function content([action]: readonly string[], storage: Storage, oaId: string): Promise<void> {
  if (action !== 'health') {
    throw new AppError('CLI_USAGE', `"content ${action ?? ''}" cannot be done. Expected: content health.`);
  }
  const now = systemClock.now();
  const today = vietnamDay(now);
  const fromDay = vietnamDay(now - DEMAND_DAYS * 86_400_000);
  const demand = demandIn(await storage.listTotals({ oaId, fromDay, toDay: today }));
  const catalogue = await catalogueNow();
  say(formatHealth(contentHealth(catalogue, today, demand), today, topicName));
}

async function drawOneFlow(options: Options, [action, id]: readonly string[]): Promise<void> {
  if (action !== 'draw' || id === undefined) {
    throw new AppError('CLI_USAGE', `"flow ${action ?? ''}" cannot be done. Expected flow draw <id of a flow>.`);
  }
  const catalogue = await catalogueNow();
  const flow = catalogue.flow(id);
  if (!flow) {
    const ids = catalogue.flows().map((one) => one.id);
    throw new AppError('CLI_USAGE', `There is no flow "${id}". Expected one of: ${ids.join(', ')}.`);
  }
  const file = optional(options, 'out');
  if (file === undefined) return void process.stdout.write(drawFlow(flow));
  writeFileSync(file, drawFlow(flow));
  say(`Đã ghi ${file}`);
}

async function recordTranscript(options: Options): Promise<void> {
  return writeTranscripts({
    rootDir: ROOT_DIR,
    catalogue: await catalogueNow(),
    recordingFile: optional(options, 'recording'),
    from: optional(options, 'from'),
    resident: optional(options, 'resident'),
    walk: optional(options, 'walk'),
    out: optional(options, 'out'),
    say,
  });
}

function writeSchemas(): void {
  const folder = path.join(ROOT_DIR, 'schemas');
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of Object.entries(contentSchemas())) {
    writeFileSync(path.join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
  }
  say('Đã ghi schemas/. Chạy tiếp: npm run format');
}

function inputLines(): AsyncIterable<string> {
  return createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
}

const picturesFolder = ({ dataDir }: Config): string => path.join(dataDir, PICTURES_FOLDER);

/** Pictures as the server draws them. No certificate is drawn by a command, so nothing has to be sealed. */
const drawingOf = (catalogue: Catalogue, folder: string): Pictures =>
  createPictures({ catalogue: () => catalogue, folder, key: randomBytes(32) });

async function pictures(options: Options): Promise<void> {
  const catalogue = await catalogueNow();
  const folder = picturesFolder(readConfig());
  const out = optional(options, 'out');
  const drawing = drawingOf(catalogue, folder);
  const onProgress = (done: number, total: number): void =>
    void (process.stderr.isTTY && process.stderr.write(`\rĐã vẽ ${done}/${total} hình`));
  const { count, totalBytes, largest } = await drawAll({
    pictures: drawing,
    catalogue,
    ...(out === undefined ? {} : { out }),
    onProgress,
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  const kilobytes = (bytes: number): number => Math.round(bytes / 1000);
  say(
    `Có ${count} hình trong ${out ?? folder}: ${kilobytes(totalBytes)} kB, lớn nhất ${largest.name} ${kilobytes(largest.bytes)} kB.`,
  );
}

async function handout(options: Options, [slug]: readonly string[]): Promise<void> {
  const size = HANDOUT_SIZES.find((one) => one === (optional(options, 'size') ?? 'a4').toLowerCase());
  if (size === undefined)
    throw new AppError('CLI_USAGE', `--size "${text(options, 'size')}" is unknown. Expected a4, a5 or a6.`);
  const catalogue = await catalogueNow();
  const all = options['all'] === true;
  const cards = all ? catalogue.cards() : [catalogue.card(slug ?? '')].flatMap((card) => card ?? []);
  if (cards.length === 0) {
    throw new AppError(
      'CLI_USAGE',
      `There is no card "${slug ?? ''}". Expected the file name of a card in content/answers, or --all.`,
    );
  }
  const teamCode = optional(options, 'team')?.toUpperCase();
  const team =
    teamCode === undefined ? undefined : await withStorage(({ storage, oaId }) => findTeam(storage, oaId, teamCode));
  await printHandouts(options, { catalogue, cards, size, all, team });
}

interface HandoutOrder {
  readonly catalogue: Catalogue;
  readonly cards: readonly Card[];
  readonly size: HandoutSize;
  readonly all: boolean;
  readonly team: Team | undefined;
}

async function printHandouts(options: Options, { catalogue, cards, size, all, team }: HandoutOrder): Promise<void> {
  const config = readConfig();
  const drawing = drawingOf(catalogue, picturesFolder(config));
  const publicUrl = config.mode === 'demo' ? `http://127.0.0.1:${config.port}` : config.publicUrl;
  const handouts = createHandouts({
    clock: systemClock,
    publicUrl: () => publicUrl,
    oaName: ASSISTANT_NAME,
    ...(config.oa ? { oaId: config.oa.oaId } : {}),
    stepPicture: async (card, step) => {
      const name = drawing.fileName({ kind: 'screen', slug: card, step });
      return name === undefined ? undefined : drawing.read(name);
    },
  });
  const out = optional(options, 'out');
  const onProgress = (done: number, total: number): void =>
    void (process.stderr.isTTY && total > 1 && process.stderr.write(`\rĐã in ${done}/${total} thẻ`));
  const files = await printFiles({
    handouts,
    cards,
    size,
    intoFolder: all,
    onProgress,
    ...(team ? { team } : {}),
    ...(out === undefined ? {} : { out }),
  });
  if (process.stderr.isTTY && all) process.stderr.write('\n');
  say(all ? `Đã ghi ${files.length} tệp PDF vào ${out ?? '.'}` : `Đã ghi ${files.join(', ')}`);
  if (publicUrl === undefined)
    say('PUBLIC_URL chưa đặt nên không có mã QR: trên giấy ghi cách tìm Zalo và nội dung cần nhắn.');
  if (config.mode === 'demo')
    say(`Bản dùng thử: mã QR dẫn đến ${publicUrl}, chỉ mở được trên máy này. Đặt PUBLIC_URL để in phát cho bà con.`);
}

async function scamCheckLines(): Promise<void> {
  const scams = loadScamCheck(ROOT_DIR);
  for await (const line of inputLines()) {
    const { verdict, reasons, actions } = scams.check(line);
    say(JSON.stringify({ text: maskSecrets(line).text, verdict, reasons: reasons.map(({ text }) => text), actions }));
  }
}

async function understandLines(): Promise<void> {
  const understanding = loadUnderstanding((await catalogueNow()).entries(), ROOT_DIR, CACHE_DIR);
  for await (const line of inputLines()) {
    const masked = maskSecrets(line).text;
    say(JSON.stringify(toUnderstandLine(masked, understanding.understand(masked))));
  }
}

async function main(args: readonly string[]): Promise<void> {
  const [name = 'help', ...rest] = args;
  const command = commands[name];
  if (!command) {
    say('Cách dùng: npm run bot -- <lệnh>\n');
    for (const { usage, does } of Object.values(commands)) say(`  ${usage}\n      ${does}`);
    if (name !== 'help' && name !== '--help') process.exitCode = 2;
    return;
  }
  const { values, positionals } = parseCommandLine(rest);
  await command.run(values, positionals);
}

function parseCommandLine(args: readonly string[]): { values: Options; positionals: string[] } {
  const string = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        file: string,
        commune: string,
        team: string,
        at: string,
        month: string,
        csv: string,
        out: string,
        size: string,
        all: { type: 'boolean' },
        recording: string,
        from: string,
        resident: string,
        walk: string,
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        'write-schemas': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new AppError(
      'CLI_USAGE',
      `${error instanceof Error ? error.message : 'Unknown option'}. Run "bot help" for the commands.`,
      { cause: error },
    );
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    error instanceof AppError
      ? `${error.code}: ${error.message}\n`
      : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = error instanceof AppError && error.code === 'CLI_USAGE' ? 2 : 1;
});

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { planAnnouncement } from './broadcasts/plan.ts';
import { formatPlan } from './broadcasts/plan-text.ts';
import { readAnnouncementFile } from './broadcasts/message-file.ts';
import { startAnnouncement } from './broadcasts/start.ts';
import type { Card, Catalogue } from './catalog/catalogue.ts';
import { doBackup, doRestore, exportErasures } from './backup-command.ts';
import { doCampaigns, doTargets } from './campaign-command.ts';
import { doCatchUp } from './catch-up-command.ts';
import { checkContent } from './catalog/check.ts';
import { drawFlow } from './catalog/draw.ts';
import { contentHealth, formatHealth } from './catalog/health.ts';
import { runFlowStep } from './catalog/flow-step.ts';
import { contentSchemas } from './catalog/json-schemas.ts';
import { loadCatalogue } from './catalog/load.ts';
import { formatByFile, inFileOrder } from './catalog/problems.ts';
import { CACHE_DIR, type Config, DEMO_OA_ID, givenTokens, productVersion, readConfig, ROOT_DIR } from './config.ts';
import { runDemand } from './demand-command.ts';
import { runGroups } from './group-command.ts';
import {
  ASSISTANT_NAME,
  createHandouts,
  HANDOUT_SIZES,
  type Handouts,
  type HandoutSize,
  INVITE_SIZES,
  inviteFileName,
  printFiles,
} from './handouts/index.ts';
import { doHelp } from './help-command.ts';
import { doIndicators, type IndicatorPlace } from './indicator-command.ts';
import { tellFieldLog } from './field-log-command.ts';
import { doQuestions } from './questions-command.ts';
import { doTips } from './tips-command.ts';
import { createPictures, drawAll, type Pictures, PICTURES_FOLDER } from './pictures/index.ts';
import { tellMastery, tellReach } from './mastery-command.ts';
import { doMembers, type MemberOptions } from './members-command.ts';
import {
  dissolveTeam,
  mergeCommunes,
  moveTeam,
  tellCommuneChanges,
  tellHistory,
  writeTemplate,
} from './registry-command.ts';
import { isPeriodReport, writeReport } from './report-command.ts';
import { tellScamWaves } from './scam-waves-command.ts';
import { doAudit, doStaff } from './staff-command.ts';
import { parseVietnamTime, systemClock, vietnamDay, vietnamTime } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import { maskSecrets } from './shared/secrets.ts';
import type { Announcement, AnnouncementProgress, AudienceQuery, Storage, Team } from './storage/ports.ts';
import { checkDataDir, claimDataDir } from './storage/installation.ts';
import { withOaSettings } from './storage/oa-settings.ts';
import { isLocked } from './storage/sqlite/lock.ts';
import { openStorage } from './open-storage.ts';
import { indicatorCodes, thingNames } from './teams/indicators.ts';
import { type FileRequest, importTeamFile, type RegistryPlace } from './team-files.ts';
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
    usage:
      'teams import --file teams.xlsx|csv [--dry-run] [--skip-bad] | teams [list] [--commune 25270] | teams history LN03 | teams dissolve LN02 [--successor LN01] | teams move LN02 --commune 25280 | teams template [teams|members] --out mau.xlsx',
    does: 'nhập danh sách tổ từ xlsx hoặc CSV, xem danh sách và lịch sử, giải thể (có tổ thay), chuyển xã (đều có --dry-run), ghi tệp mẫu',
    run: teams,
  },
  members: {
    usage:
      'members [list] [--team LN03 | --commune 25270] | members invite --file members.xlsx|csv [--out ma-moi.csv] [--dry-run] [--skip-bad] | members invite --team LN03 --name "Lê Thị Chín" [--role leader] | members invite --commune 25270 --name … --role officer | members approve|remove|transfer <mã người> [--dry-run] | members reach [--team LN03 | --commune 25270]',
    does: 'xem thành viên và ai chờ duyệt; làm mã mời vào tổ (in một lần); duyệt, đưa ra khỏi tổ, đổi tổ trưởng; xem ai quá 7 ngày chưa nhắn để gọi điện',
    run: (options, words) =>
      withStorage((place) =>
        words[0] === 'reach'
          ? tellReach(unitOptions(options), registryPlace(place))
          : doMembers(words, memberOptions(options), registryPlace(place)),
      ),
  },
  mastery: {
    usage: 'mastery --team LN03 | mastery --commune 25270',
    does: 'xem ai trong tổ, trong xã đã có giấy ghi nhận của từng phần, ai đang học',
    run: (options) => withStorage((place) => tellMastery(unitOptions(options), registryPlace(place))),
  },
  questions: {
    usage:
      'questions [list] [--commune 25270] [--all] | questions answer <mã> --text "…" [--card vneid-what-is] [--share] | questions forward <mã> | questions share <mã>',
    does: 'xem câu hỏi của thành viên gửi lên, trả lời thay tỉnh, chuyển lên tỉnh, chia sẻ câu trả lời thành kinh nghiệm chung',
    run: (options, words) => withStorage((place) => questions(options, words, place)),
  },
  tips: {
    usage:
      'tips add --title "…" --text "…" [--card vietqr-pay-and-receive] [--month 2026-12] | tips [list] [--month 2026-12] | tips send <mã> [--dry-run] | tips stop <mã>',
    does: 'mẹo và chủ đề tháng cho thành viên: thêm, xem, gửi (mỗi người mỗi tuần nhiều nhất một mẹo), dừng',
    run: (options, words) => withStorage((place) => tips(options, words, place)),
  },
  communes: {
    usage: 'communes merge 25270 25280 --day 2026-11-22 [--dry-run] | communes [list]',
    does: 'ghi việc xã sáp nhập hoặc đổi mã: tổ, thành viên, người dân chuyển theo, số liệu cũ giữ nguyên',
    run: (options, words) => withStorage((place) => communes(options, words, place)),
  },
  report: {
    usage:
      'report --team LN03 --month 2026-11 [--csv bao-cao.csv] | report --team LN03|--commune 25270|--province --month 2026-11|--quarter 2026-Q4 --format xlsx|csv|pdf --out bao-cao.xlsx',
    does: 'in báo cáo tháng của một tổ; ghi báo cáo tháng, quý của tổ, xã, tỉnh để nộp (xlsx, csv, pdf)',
    run: (options) =>
      withStorage((place) =>
        isPeriodReport(reportOptions(options))
          ? periodReport(options, place)
          : report(options, place.storage, place.oaId),
      ),
  },
  indicators: {
    usage:
      'indicators [--team LN03 | --commune 25270 | --province] [--day 2026-11-22 | --week 2026-W47 | --month 2026-11] [--json] | indicators recount --check|--repair | indicators codes | indicators weights [reached=30,finished=25 | default]',
    does: 'xem chỉ số của tổ, xã hoặc cả tỉnh; đếm lại từ gốc và so sánh; xem mã chỉ số; xem hoặc đặt trọng số của điểm',
    run: (options, words) => withStorage((place) => indicators(options, words, place)),
  },
  targets: {
    usage:
      "targets set finished 50 --team LN03|'*' [--commune 25270|'*'] [--span d|w|m|<mã chiến dịch>] | targets [list]",
    does: "đặt (none: bỏ) hoặc xem chỉ tiêu; '*' là cho mỗi tổ hoặc mỗi xã chưa có chỉ tiêu riêng",
    run: (options, words) => withStorage((place) => targets(options, words, place)),
  },
  campaigns: {
    usage:
      'campaigns create --name "92 ngày đêm" --from 2026-12-01 --to 2027-03-02 --goals reached=10000,finished=3000 [--commune 25270] | campaigns [list | show <mã> | end <mã>]',
    does: 'lập chiến dịch (dài nhất 92 ngày), xem tiến độ và danh sách biểu dương, kết thúc sớm',
    run: (options, words) => withStorage((place) => campaigns(options, words, place)),
  },
  'field-log': {
    usage:
      'field-log list [--team LN03 | --commune 25270] [--month 2026-11] | field-log flags | field-log export --month 2026-11 [--out ghi-nhan.csv]',
    does: 'xem việc các tổ tự ghi nhận, những số bất thường chờ tổ trưởng xem, hoặc xuất ra CSV',
    run: (options, words) => withStorage(({ storage, oaId }) => fieldLog(options, words, storage, oaId)),
  },
  'scam-waves': {
    usage: 'scam-waves [--days 7] [--commune 25270] [--json]',
    does: 'xem bà con từng xã đang gặp kiểu lừa đảo nào, so với cùng số ngày trước đó; đánh dấu đợt mới',
    run: (options) => withStorage(({ storage, oaId }) => scamWaves(options, storage, oaId)),
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
  help: {
    usage: 'help list [--commune 25270] [--team LN03] | help hand <mã yêu cầu> --team LN03',
    does: 'bà con đang chờ người giúp, ai nhận, ai cần gọi điện; chuyển một yêu cầu cho tổ khác',
    run: (options, words) =>
      withStorage((place) =>
        doHelp(words, { team: optional(options, 'team'), commune: optional(options, 'commune') }, registryPlace(place)),
      ),
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
  demand: {
    usage:
      'demand [--days 90] [--json] | demand to-asks n17 --card tax-personal-etax [--dry-run] | demand to-asks n17 --new | demand dismiss n17',
    does: 'xem câu hỏi trợ lý chưa biết mà bà con cho ghi lại, xếp theo nhóm; thêm một nhóm làm cách hỏi của thẻ, hoặc bỏ nhóm',
    run: (options, words) => withStorage((place) => demand(options, words, place)),
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
      'handout vneid-register-level-2 --size a4|a5|a6 [--team LN03] [--out to-huong-dan.pdf] | handout --all --size a6 --out thu-muc | handout --invite --team LN03 [--size a6|a4] [--out the-moi.pdf]',
    does: 'in hướng dẫn ra PDF: tờ A4 đủ các bước, tờ A5 dán tủ lạnh, thẻ A6 có mã QR; --all in mọi thẻ vào một thư mục; --invite in thẻ mời của tổ',
    run: handout,
  },
  groups: {
    usage:
      'groups [list] | groups on [--name "Tên trang Zalo"] | groups off | groups link <mã nhóm> LN03 | groups unlink <mã nhóm>',
    does: 'bật, tắt trợ lý trong nhóm chat do OA lập (GMF), gắn nhóm với tổ; lúc đầu tắt, và tin nào không gọi trợ lý thì không được đọc',
    run: (options, words) =>
      withStorage(({ storage, oaId, claim }) =>
        runGroups({ storage, oaId, claim, words, name: optional(options, 'name'), say }),
      ),
  },
  staff: {
    usage:
      'staff [list] | staff add <tên đăng nhập> --name "Nguyễn Thị Hạnh" --role admin|editor|approver|analyst|help-desk|commune-officer [--commune 25270] | staff reset-password|reset-second-factor|unlock|disable <tên đăng nhập>',
    does: 'tài khoản của bảng điều hành: xem, thêm (in mật khẩu dùng một lần), cấp lại mật khẩu, bỏ xác thực hai bước, mở khóa, ngừng',
    run: (options, words) => withStorage((place) => staff(options, words, place)),
  },
  audit: {
    usage: 'audit verify [<số dòng>:<mã niêm phong>]',
    does: 'kiểm tra nhật ký của bảng điều hành còn nguyên vẹn; thấy dòng bị sửa hoặc mất thì mã thoát là 1',
    run: (_options, words) =>
      withStorage(async ({ storage }) => {
        if (!(await doAudit({ storage, words, say }))) process.exitCode = 1;
      }),
  },
  backup: {
    usage: 'backup --to /mnt/sao-luu/2026-11-22',
    does: 'sao lưu cơ sở dữ liệu, khóa, ảnh vào một thư mục mới, máy chủ vẫn chạy; đặt BACKUP_PASSPHRASE thì mã hóa',
    run: (options) => doBackup(text(options, 'to'), opsPlace(), productVersion()),
  },
  restore: {
    usage: 'restore --from /mnt/sao-luu/2026-11-22 [--erasures da-xoa.txt] [--replace]',
    does: 'khôi phục bản sao lưu vào DATA_DIR khi máy chủ đã dừng; ai đã xóa dữ liệu sau đó thì vẫn bị xóa; --replace cất dữ liệu đang có sang một bên',
    run: (options) =>
      doRestore(
        { from: text(options, 'from'), erasures: optional(options, 'erasures'), replace: options['replace'] === true },
        opsPlace(),
      ),
  },
  erasures: {
    usage: 'erasures export --to da-xoa.txt',
    does: 'ghi danh sách các lần xóa dữ liệu (chỉ dấu băm) ra tệp để cất ở máy khác, dùng khi khôi phục',
    run: (options, [action]) =>
      withStorage(({ storage }) => {
        if (action !== 'export')
          throw new AppError(
            'CLI_USAGE',
            `"erasures ${action ?? ''}" cannot be done. Expected: erasures export --to <file>.`,
          );
        return exportErasures(storage, text(options, 'to'), { say });
      }),
  },
  'catch-up': {
    usage: 'catch-up',
    does: 'bảo máy chủ đang chạy đọc lại các cuộc trò chuyện gần đây và trả lời tin bị lỡ khi Zalo không gọi được máy chủ',
    run: () =>
      withStorage(({ storage, oaId, config }) =>
        doCatchUp({ storage, oaId, clock: systemClock, isServerRunning: isLocked(config.dataDir), say }),
      ),
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

const opsPlace = () => {
  const config = readConfig();
  return { config, owner: config.oa?.oaId ?? 'demo', now: systemClock.now(), say };
};

interface Workplace {
  readonly storage: Storage;
  readonly oaId: string;
  readonly config: Config;
  /** Before the first write: the data folder is this OA's from now on. */
  readonly claim: () => Promise<void>;
}

/** The OA of `--oa`; undefined = the first one. */
let chosenOaId: string | undefined;

async function withStorage<T>(work: (place: Workplace) => Promise<T>): Promise<T> {
  const config = readConfig();
  const storage = await openStorage(config);
  try {
    const oaId = config.oa?.oaId ?? DEMO_OA_ID;
    const installation = { storage, oaId, mode: config.mode, dataDir: config.dataDir };
    await checkDataDir(installation);
    const claim = () => claimDataDir(installation);
    if (chosenOaId === undefined || chosenOaId === oaId) return await work({ storage, oaId, config, claim });
    if (!(await storage.listOas()).some((one) => one.oaId === chosenOaId)) {
      throw new AppError('CLI_USAGE', `--oa "${chosenOaId}" is no OA of this installation. The console lists them.`);
    }
    return await work({ storage: withOaSettings(storage, chosenOaId), oaId: chosenOaId, config, claim });
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

async function teams(options: Options, [action = 'list', word = '']: readonly string[]): Promise<void> {
  const dryRun = options['dry-run'] === true;
  switch (action) {
    case 'import':
      return withStorage((place) => importTeamFile(registryPlace(place), fileRequest(options)));
    case 'list':
      return withStorage(({ storage, oaId }) => listTeams(options, storage, oaId));
    case 'history':
      return withStorage((place) => tellHistory(registryPlace(place), word));
    case 'dissolve': {
      const order = { code: word, successor: optional(options, 'successor'), dryRun };
      return withStorage((place) => dissolveTeam(registryPlace(place), order));
    }
    case 'move': {
      const order = { code: word, commune: text(options, 'commune'), dryRun };
      return withStorage((place) => moveTeam(registryPlace(place), order));
    }
    case 'template':
      return writeTemplate({ kind: word === 'members' ? 'members' : 'teams', out: text(options, 'out') }, say);
    default:
      throw new AppError(
        'CLI_USAGE',
        `"teams ${action}" is unknown. Expected teams import, list, history, dissolve, move or template.`,
      );
  }
}

const registryPlace = ({ storage, oaId, claim }: Workplace): RegistryPlace => ({
  storage,
  oaId,
  claim,
  places: loadPlaces(ROOT_DIR),
  now: systemClock.now(),
  say,
});

const fileRequest = (options: Options): FileRequest => ({
  file: text(options, 'file'),
  dryRun: options['dry-run'] === true,
  skipBad: options['skip-bad'] === true,
});

const memberOptions = (options: Options): MemberOptions => ({
  team: optional(options, 'team'),
  commune: optional(options, 'commune'),
  name: optional(options, 'name'),
  role: optional(options, 'role'),
  file: optional(options, 'file'),
  out: optional(options, 'out'),
  dryRun: options['dry-run'] === true,
  skipBad: options['skip-bad'] === true,
});

async function questions(
  options: Options,
  words: readonly string[],
  { storage, oaId, claim }: Workplace,
): Promise<void> {
  const catalogue = await catalogueNow();
  const places = loadPlaces(ROOT_DIR);
  const asked = {
    text: optional(options, 'text'),
    card: optional(options, 'card'),
    commune: optional(options, 'commune'),
    share: options['share'] === true,
    all: options['all'] === true,
  };
  await doQuestions(words, asked, {
    ...{ storage, oaId, claim, say, now: systemClock.now() },
    hasCard: (slug) => catalogue.card(slug) !== undefined,
    communeName: (code) => places.commune(code)?.name ?? code,
  });
}

async function tips(options: Options, words: readonly string[], { storage, oaId, claim }: Workplace): Promise<void> {
  const asked = {
    title: optional(options, 'title'),
    text: optional(options, 'text'),
    card: optional(options, 'card'),
    month: optional(options, 'month'),
    dryRun: options['dry-run'] === true,
  };
  const newId = (): string => randomBytes(4).toString('hex');
  const place = { storage, oaId, claim, say, newId, now: systemClock.now(), catalogue: await catalogueNow() };
  await doTips(words, asked, place);
}

async function communes(options: Options, words: readonly string[], place: Workplace): Promise<void> {
  const [action = 'list', from = '', to = ''] = words;
  if (action === 'list') return tellCommuneChanges(registryPlace(place));
  if (action !== 'merge')
    throw new AppError('CLI_USAGE', `"communes ${action}" is unknown. Expected communes merge or communes list.`);
  const order = { from, to, day: text(options, 'day'), dryRun: options['dry-run'] === true };
  return mergeCommunes(registryPlace(place), order);
}

async function listTeams(options: Options, storage: Storage, oaId: string): Promise<void> {
  const communeCode = optional(options, 'commune');
  const teams = await storage.listTeams({ oaId, ...(communeCode === undefined ? {} : { communeCode }) });
  const places = loadPlaces(ROOT_DIR);
  if (teams.length === 0) say('Chưa có tổ nào. Nhập bằng: npm run bot -- teams import --file teams.csv');
  for (const team of teams)
    say(
      `${team.code}\t${team.name}\t${team.hamlet}\t${places.commune(team.communeCode)?.name ?? team.communeCode}${dissolvedText(team)}`,
    );
}

const dissolvedText = ({ dissolvedAt, successorCode }: Team): string =>
  dissolvedAt === undefined
    ? ''
    : `\tđã giải thể ${vietnamDay(dissolvedAt)}${successorCode === undefined ? '' : `, tổ thay ${successorCode}`}`;

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

const reportOptions = (options: Options) => ({
  team: optional(options, 'team'),
  commune: optional(options, 'commune'),
  province: options['province'] === true,
  month: optional(options, 'month'),
  quarter: optional(options, 'quarter'),
  format: optional(options, 'format'),
  out: optional(options, 'out'),
});

async function periodReport(options: Options, place: Workplace): Promise<void> {
  await writeReport(reportOptions(options), {
    ...(await indicatorPlace(place)),
    places: loadPlaces(ROOT_DIR),
    content: await catalogueNow(),
    departmentName: place.config.departmentName,
    clock: systemClock,
  });
}

async function indicatorPlace({ storage, oaId, claim }: Workplace): Promise<IndicatorPlace> {
  const today = vietnamDay(systemClock.now());
  const thingName = thingNames(await catalogueNow());
  return { storage, oaId, claim, today, places: loadPlaces(ROOT_DIR), thingName, say };
}

const unitOptions = (options: Options) => ({
  team: optional(options, 'team'),
  commune: optional(options, 'commune'),
  province: options['province'] === true,
  day: optional(options, 'day'),
  week: optional(options, 'week'),
  month: optional(options, 'month'),
  json: options['json'] === true,
});

async function indicators(options: Options, words: readonly string[], place: Workplace): Promise<void> {
  const asked = { ...unitOptions(options), check: options['check'] === true, repair: options['repair'] === true };
  const { outcomes, fieldLog } = await catalogueNow();
  const codes = indicatorCodes(Object.keys(outcomes), Object.keys(fieldLog.kinds));
  await doIndicators(words, asked, await indicatorPlace(place), codes);
}

async function targets(options: Options, words: readonly string[], place: Workplace): Promise<void> {
  await doTargets(words, { ...unitOptions(options), span: optional(options, 'span') }, await indicatorPlace(place));
}

async function campaigns(options: Options, words: readonly string[], place: Workplace): Promise<void> {
  const asked = {
    name: optional(options, 'name'),
    from: optional(options, 'from'),
    to: optional(options, 'to'),
    goals: optional(options, 'goals'),
    commune: optional(options, 'commune'),
    json: options['json'] === true,
  };
  const newId = (): string => randomBytes(4).toString('hex');
  await doCampaigns(words, asked, { ...(await indicatorPlace(place)), now: systemClock.now(), newId });
}

async function fieldLog(options: Options, [action]: readonly string[], storage: Storage, oaId: string): Promise<void> {
  const now = systemClock.now();
  return tellFieldLog({
    storage,
    fieldLog: (await catalogueNow()).fieldLog,
    places: loadPlaces(ROOT_DIR),
    oaId,
    now,
    today: vietnamDay(now),
    action,
    team: optional(options, 'team'),
    commune: optional(options, 'commune'),
    month: optional(options, 'month'),
    out: optional(options, 'out'),
    say,
  });
}

async function scamWaves(options: Options, storage: Storage, oaId: string): Promise<void> {
  return tellScamWaves({
    storage,
    places: loadPlaces(ROOT_DIR),
    oaId,
    today: vietnamDay(systemClock.now()),
    days: optional(options, 'days'),
    commune: optional(options, 'commune'),
    json: options['json'] === true,
    say,
  });
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
  if (plan.direct.total === 0) return;
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
  if (state === 'draft') return 'bản nháp';
  if (state === 'approved') return 'đã duyệt';
  if (state === 'failed') return 'không gửi được';
  if (state === 'sent' || (state !== 'scheduled' && progress.pending + progress.sending === 0)) return 'đã xong';
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
    const { found } = await storage.setAnnouncementState({ id, state, at: systemClock.now() });
    if (!found)
      throw new AppError('ANNOUNCEMENT_UNKNOWN', `There is no announcement "${id}". See "bot announcements list".`);
  }
  const list = await storage.listAnnouncements({ oaId });
  if (list.length === 0) say('Chưa có thông báo nào.');
  for (const a of list)
    say(`${a.id}  ${stateName(a)}  ${vietnamTime(a.dueAt)}  ${a.content.title}: ${formatProgress(a.progress)}`);
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

function staff(options: Options, words: readonly string[], { storage, oaId, claim }: Workplace): Promise<void> {
  const places = loadPlaces(ROOT_DIR);
  return doStaff({
    ...{ storage, oaId, claim, words, say, now: systemClock.now() },
    ...{ name: optional(options, 'name'), role: optional(options, 'role'), commune: optional(options, 'commune') },
    communeName: (code) => places.commune(code)?.name,
  });
}

async function demand(options: Options, words: readonly string[], { storage, oaId, claim }: Workplace): Promise<void> {
  const places = loadPlaces(ROOT_DIR);
  return runDemand({
    storage,
    oaId,
    rootDir: ROOT_DIR,
    catalogue: await catalogueNow(),
    now: systemClock.now(),
    words,
    days: optional(options, 'days'),
    card: optional(options, 'card'),
    isNew: options['new'] === true,
    json: options['json'] === true,
    dryRun: options['dry-run'] === true,
    communeName: (code) => places.commune(code)?.name ?? code,
    claim,
    say,
  });
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
  if (options['invite'] === true) return invitation(options);
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
  const handouts = handoutsOf(config, async (card, step) => {
    const name = drawing.fileName({ kind: 'screen', slug: card, step });
    return name === undefined ? undefined : drawing.read(name);
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
  sayWhereCodesLead(config);
}

const printedUrl = (config: Config): string | undefined =>
  config.mode === 'demo' ? `http://127.0.0.1:${config.port}` : config.publicUrl;

function handoutsOf(
  config: Config,
  stepPicture: (card: string, step: number) => Promise<Uint8Array | undefined>,
): Handouts {
  return createHandouts({
    clock: systemClock,
    publicUrl: () => printedUrl(config),
    oaName: ASSISTANT_NAME,
    ...(config.oa ? { oaId: config.oa.oaId } : {}),
    stepPicture,
  });
}

/** `handout --invite --team LN03`: the card by which a team is found. */
async function invitation(options: Options): Promise<void> {
  const size = INVITE_SIZES.find((one) => one === (optional(options, 'size') ?? 'a6').toLowerCase());
  if (size === undefined)
    throw new AppError('CLI_USAGE', `--size "${text(options, 'size')}" is unknown for --invite. Expected a6 or a4.`);
  const code = text(options, 'team').toUpperCase();
  const team = await withStorage(({ storage, oaId }) => findTeam(storage, oaId, code));
  const config = readConfig();
  const file = optional(options, 'out') ?? inviteFileName(team, size);
  const pdf = await handoutsOf(config, async () => undefined).invite(team, size);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, pdf);
  say(`Đã ghi ${file}`);
  if (team.dissolvedAt !== undefined)
    say(`${team.name} đã thôi hoạt động: bà con nhắn mã này sẽ được chuyển sang tổ tiếp quản, nếu có.`);
  sayWhereCodesLead(config);
}

/** What stands on the paper in place of a code, or where its code leads. */
function sayWhereCodesLead(config: Config): void {
  const publicUrl = printedUrl(config);
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
  // "help" alone explains the commands; with words behind it, it is about people who wait for help.
  const command = name === 'help' && rest.length === 0 ? undefined : commands[name];
  if (!command) {
    say('Cách dùng: npm run bot -- <lệnh>\n');
    for (const { usage, does } of Object.values(commands)) say(`  ${usage}\n      ${does}`);
    if (name !== 'help' && name !== '--help') process.exitCode = 2;
    return;
  }
  if (rest.includes('--help')) return say(`${command.usage}\n    ${command.does}`);
  const { values, positionals } = parseCommandLine(rest);
  chosenOaId = optional(values, 'oa');
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
        quarter: string,
        format: string,
        days: string,
        csv: string,
        out: string,
        size: string,
        all: { type: 'boolean' },
        invite: { type: 'boolean' },
        recording: string,
        from: string,
        resident: string,
        walk: string,
        card: string,
        new: { type: 'boolean' },
        role: string,
        successor: string,
        'skip-bad': { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        'write-schemas': { type: 'boolean' },
        day: string,
        week: string,
        province: { type: 'boolean' },
        check: { type: 'boolean' },
        repair: { type: 'boolean' },
        span: string,
        name: string,
        to: string,
        goals: string,
        title: string,
        text: string,
        share: { type: 'boolean' },
        erasures: string,
        replace: { type: 'boolean' },
        oa: string,
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

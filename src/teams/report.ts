import type { Catalogue, Topic } from '../catalog/catalogue.ts';
import { AppError } from '../shared/errors.ts';
import type { EngagementTotal, Storage, Team } from '../storage/ports.ts';

/** One line of a team's month: one guide, or the questions of one subject. */
export interface ReportLine {
  readonly topic: string;
  /** Title of the card or flow as residents see it; '' for what belongs to no guide. */
  readonly title: string;
  readonly started: number;
  readonly steps: number;
  readonly stuck: number;
  readonly finished: number;
  readonly handovers: number;
  readonly unanswered: number;
}

export interface ReportOutcome {
  readonly code: string;
  readonly title: string;
  readonly unit: string;
  readonly quantity: number;
}

/** A team's month in conversations with the bot. Counts of talks, not of people who can do it now. */
export interface TeamReport {
  readonly team: Team;
  readonly communeName: string;
  readonly month: string;
  readonly credited: number;
  readonly activeWithConsent: number;
  readonly lines: readonly ReportLine[];
  readonly outcomes: readonly ReportOutcome[];
}

export interface ReportRequest {
  readonly storage: Pick<Storage, 'findTeam' | 'listTotals' | 'countResidents'>;
  readonly catalogue: Pick<Catalogue, 'card' | 'flow' | 'outcomes'>;
  communeName(code: string): string;
  readonly oaId: string;
  readonly teamCode: string;
  /** `2026-11`. */
  readonly month: string;
}

/** Adds up a team's month from the day totals. Throws TEAM_UNKNOWN, or CLI_USAGE for a month that is none. */
export async function buildTeamReport(request: ReportRequest): Promise<TeamReport> {
  const { storage, catalogue, oaId, teamCode, month } = request;
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/u.test(month)) {
    throw new AppError('CLI_USAGE', `"${month}" is not a month. Expected --month YYYY-MM, such as 2026-11.`);
  }
  const team = await storage.findTeam({ oaId, code: teamCode });
  if (!team) throw new AppError('TEAM_UNKNOWN', `There is no team "${teamCode}". See "bot teams list" for the codes.`);
  const days = { fromDay: `${month}-01`, toDay: `${month}-31` };
  const totals = await storage.listTotals({ oaId, teamCode, ...days });
  const residents = await storage.countResidents({ oaId, teamCode, ...days });
  return {
    team,
    communeName: request.communeName(team.communeCode),
    month,
    ...residents,
    lines: toLines(totals, catalogue),
    outcomes: toOutcomes(totals, catalogue),
  };
}

function toLines(totals: readonly EngagementTotal[], catalogue: ReportRequest['catalogue']): ReportLine[] {
  const lines = new Map<string, { -readonly [K in keyof ReportLine]: ReportLine[K] }>();
  for (const total of totals) {
    if (total.kind === 'outcome' || total.kind === 'question') continue;
    const guide = catalogue.card(total.flow) ?? catalogue.flow(total.flow);
    const topic = guide?.topic ?? total.topic;
    const title = guide?.title ?? '';
    const key = `${topic} ${title}`;
    const line = lines.get(key) ?? {
      topic,
      title,
      started: 0,
      steps: 0,
      stuck: 0,
      finished: 0,
      handovers: 0,
      unanswered: 0,
    };
    if (total.kind === 'started') line.started += total.count;
    if (total.kind === 'step') line.steps += total.count;
    if (total.kind === 'stuck') line.stuck += total.count;
    if (total.kind === 'finished') line.finished += total.count;
    if (total.kind === 'handover') line.handovers += total.count;
    if (total.kind === 'unanswered') line.unanswered += total.count;
    lines.set(key, line);
  }
  return [...lines.values()].toSorted((a, b) => b.started - a.started || a.title.localeCompare(b.title, 'vi'));
}

function toOutcomes(totals: readonly EngagementTotal[], catalogue: ReportRequest['catalogue']): ReportOutcome[] {
  const quantities = new Map<string, number>();
  for (const { kind, outcome, quantity } of totals) {
    if (kind === 'outcome') quantities.set(outcome, (quantities.get(outcome) ?? 0) + quantity);
  }
  return [...quantities].map(([code, quantity]) => ({
    code,
    title: catalogue.outcomes[code]?.title ?? code,
    unit: catalogue.outcomes[code]?.unit ?? '',
    quantity,
  }));
}

const TOPIC_NAMES: Readonly<Record<Topic, string>> = {
  'public-services': 'Dịch vụ công',
  'e-payments': 'Thanh toán',
  'e-commerce': 'Mua bán trên mạng',
  'scam-safety': 'Chống lừa đảo',
  'other-platforms': 'Nền tảng khác',
};

/** The subject as reports name it. */
export const topicName = (topic: string): string => TOPIC_NAMES[topic as Topic] ?? 'Chung';

const NOTE =
  'Đây là số lượt trò chuyện với trợ lý, không phải số người đã tự làm được. Kết quả là do người dân tự báo.';

/** Unanswered questions of these totals, added up by what they came nearest to. */
export function demandIn(totals: readonly EngagementTotal[]): { topic: string; nearest: string; count: number }[] {
  const found = new Map<string, { topic: string; nearest: string; count: number }>();
  for (const { kind, topic, flow, count } of totals) {
    if (kind !== 'unanswered') continue;
    const key = `${topic} ${flow}`;
    const known = found.get(key);
    found.set(key, { topic, nearest: flow, count: (known?.count ?? 0) + count });
  }
  return [...found.values()];
}

/** The report as people read it in a terminal. */
export function formatTeamReport(report: TeamReport): string {
  const { team } = report;
  const head = [
    `Báo cáo tháng ${report.month.slice(5)}/${report.month.slice(0, 4)} – ${team.name} (${team.code}), ${team.hamlet}, ${report.communeName}`,
    `Người dân đang được ghi nhận cho tổ: ${report.credited}. Người đồng ý cho đếm và có hoạt động trong tháng: ${report.activeWithConsent}.`,
    '',
  ];
  const table = report.lines.map(
    (line) =>
      `- ${topicName(line.topic)} | ${line.title || '(không theo hướng dẫn nào)'}: bắt đầu ${line.started}, qua bước ${line.steps}, vướng ${line.stuck}, xong ${line.finished}, cần người ${line.handovers}, chưa trả lời được ${line.unanswered}`,
  );
  const outcomes = report.outcomes.map(({ title, quantity, unit }) => `- ${title}: ${quantity} ${unit}`);
  return [
    ...head,
    ...(table.length > 0
      ? ['Lượt trò chuyện theo hướng dẫn:', ...table]
      : ['Tháng này chưa có lượt nào. Mời người dân nhắn mã tổ cho trợ lý: TO ' + team.code]),
    ...(outcomes.length > 0 ? ['', 'Kết quả người dân tự báo:', ...outcomes] : []),
    '',
    NOTE,
  ].join('\n');
}

const cell = (value: string | number): string => {
  const text = String(value);
  // A cell that begins like a formula would run in a spreadsheet; an apostrophe keeps it text.
  const safe = /^[=+\-@\t\r]/u.test(text) && typeof value === 'string' ? `'${text}` : text;
  return /[",\r\n;]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The report as CSV: UTF-8 with a byte-order mark, because Excel reads Vietnamese only with one. */
export function teamReportCsv(report: TeamReport): string {
  const { team, month } = report;
  const rows: (string | number)[][] = [
    ['Tháng', 'Mã tổ', 'Tên tổ', 'Xã/phường', 'Nội dung', 'Hướng dẫn hoặc kết quả', 'Chỉ số', 'Số lượng', 'Đơn vị'],
    ...report.lines.flatMap((line) =>
      (
        [
          ['Bắt đầu', line.started],
          ['Qua bước', line.steps],
          ['Vướng', line.stuck],
          ['Xong', line.finished],
          ['Cần người hỗ trợ', line.handovers],
          ['Chưa trả lời được', line.unanswered],
        ] as const
      ).map(([name, value]): (string | number)[] => [
        month,
        team.code,
        team.name,
        report.communeName,
        topicName(line.topic),
        line.title,
        name,
        value,
        'lượt',
      ]),
    ),
    ...report.outcomes.map(({ title, quantity, unit }): (string | number)[] => [
      month,
      team.code,
      team.name,
      report.communeName,
      'Kết quả người dân tự báo',
      title,
      'Kết quả',
      quantity,
      unit,
    ]),
    [
      month,
      team.code,
      team.name,
      report.communeName,
      'Chung',
      '',
      'Người dân đang được ghi nhận cho tổ',
      report.credited,
      'người',
    ],
    [
      month,
      team.code,
      team.name,
      report.communeName,
      'Chung',
      '',
      'Người đồng ý cho đếm và có hoạt động',
      report.activeWithConsent,
      'người',
    ],
    [month, team.code, team.name, report.communeName, 'Chung', NOTE, 'Ghi chú', '', ''],
  ];
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

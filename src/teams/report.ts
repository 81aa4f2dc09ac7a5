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

/** What members did on their own phone with residents they visited. Never part of what residents did themselves. */
export interface HelpedReport {
  readonly visits: number;
  readonly lines: readonly ReportLine[];
  readonly outcomes: readonly ReportOutcome[];
}

/** A team's month in conversations with the bot. Counts of talks, not of people who can do it now. */
export interface TeamReport {
  readonly team: Team;
  readonly communeName: string;
  readonly month: string;
  readonly credited: number;
  readonly activeWithConsent: number;
  /** What residents did themselves. */
  readonly lines: readonly ReportLine[];
  readonly outcomes: readonly ReportOutcome[];
  readonly helped: HelpedReport;
}

export interface ReportRequest {
  readonly storage: Pick<Storage, 'findTeam' | 'listTotals' | 'listVisits' | 'countResidents'>;
  readonly catalogue: Pick<Catalogue, 'card' | 'flow' | 'outcomes'>;
  communeName(code: string): string;
  readonly oaId: string;
  readonly teamCode: string;
  /** `2026-11`. */
  readonly month: string;
}

/** Adds up a team's month from the day totals and the visits of its members. Throws TEAM_UNKNOWN, or CLI_USAGE for a month that is none. */
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
  const visits = await storage.listVisits({ oaId, teamCode, ...days });
  const own = totals.filter(({ assisted }) => assisted !== true);
  const helped = totals.filter(({ assisted }) => assisted === true);
  return {
    team,
    communeName: request.communeName(team.communeCode),
    month,
    ...residents,
    lines: toLines(own, catalogue),
    outcomes: toOutcomes(own, catalogue),
    helped: { visits: visits.length, lines: toLines(helped, catalogue), outcomes: toOutcomes(helped, catalogue) },
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

/** Unanswered questions of these totals, added up by what they came nearest to. */
export function demandIn(
  totals: readonly Pick<EngagementTotal, 'kind' | 'topic' | 'flow' | 'count'>[],
): { topic: string; nearest: string; count: number }[] {
  const found = new Map<string, { topic: string; nearest: string; count: number }>();
  for (const { kind, topic, flow, count } of totals) {
    if (kind !== 'unanswered') continue;
    const key = `${topic} ${flow}`;
    const known = found.get(key);
    found.set(key, { topic, nearest: flow, count: (known?.count ?? 0) + count });
  }
  return [...found.values()];
}

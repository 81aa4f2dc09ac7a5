import { csvCell } from '../shared/spreadsheet-text.ts';
import { type ReportLine, type ReportOutcome, type TeamReport, topicName } from './report.ts';

const NOTE =
  'Đây là số lượt trò chuyện với trợ lý, không phải số người đã tự làm được. Kết quả là do người dân tự báo.';

const lineText = (line: ReportLine): string =>
  `- ${topicName(line.topic)} | ${line.title || '(không theo hướng dẫn nào)'}: bắt đầu ${line.started}, qua bước ${line.steps}, vướng ${line.stuck}, xong ${line.finished}, cần người ${line.handovers}, chưa trả lời được ${line.unanswered}`;

const outcomeText = ({ title, quantity, unit }: ReportOutcome): string => `- ${title}: ${quantity} ${unit}`;

/** What residents did themselves. */
function ownPart({ team, lines, outcomes, helped }: TeamReport): string[] {
  const isNothing = lines.length === 0;
  const nobody = helped.visits > 0 ? 'Tháng này bà con chưa tự nhắn lượt nào.' : 'Tháng này chưa có lượt nào.';
  return [
    ...(isNothing
      ? [`${nobody} Mời người dân nhắn mã tổ cho trợ lý: TO ${team.code}`]
      : ['Lượt trò chuyện theo hướng dẫn:', ...lines.map(lineText)]),
    ...(outcomes.length > 0 ? ['', 'Kết quả người dân tự báo:', ...outcomes.map(outcomeText)] : []),
  ];
}

/** What members did with residents at their doors; nothing where nobody was visited. */
function helpedPart({ helped: { visits, lines, outcomes } }: TeamReport): string[] {
  if (visits === 0 && lines.length === 0 && outcomes.length === 0) return [];
  return [
    '',
    `Hướng dẫn tại nhà (thành viên tổ làm cùng bà con): ${visits} lượt`,
    ...lines.map(lineText),
    ...(outcomes.length > 0 ? ['Kết quả tại nhà:', ...outcomes.map(outcomeText)] : []),
  ];
}

/** The report as people read it in a terminal. */
export function formatTeamReport(report: TeamReport): string {
  const { team } = report;
  return [
    `Báo cáo tháng ${report.month.slice(5)}/${report.month.slice(0, 4)} – ${team.name} (${team.code}), ${team.hamlet}, ${report.communeName}`,
    `Người dân đang được ghi nhận cho tổ: ${report.credited}. Người đồng ý cho đếm và có hoạt động trong tháng: ${report.activeWithConsent}.`,
    '',
    ...ownPart(report),
    ...helpedPart(report),
    '',
    NOTE,
  ].join('\n');
}

/** The last column: who held the phone. Empty for figures that are neither. */
type Way = 'Bà con tự làm' | 'Tại nhà, thành viên tổ làm cùng' | '';

const HEADINGS = [
  ...['Tháng', 'Mã tổ', 'Tên tổ', 'Xã/phường', 'Nội dung', 'Hướng dẫn hoặc kết quả', 'Chỉ số', 'Số lượng', 'Đơn vị'],
  'Cách làm',
];

/**
 * The report as CSV: UTF-8 with a byte-order mark, because Excel reads Vietnamese only with one. What members did with
 * residents stands in rows of its own, told apart by the last column.
 */
export function teamReportCsv(report: TeamReport): string {
  const { team, month, helped } = report;
  type Figure = readonly [content: string, title: string, name: string, value: string | number, unit: string];
  const row = ([content, title, name, value, unit]: Figure, way: Way): (string | number)[] => [
    ...[month, team.code, team.name, report.communeName, content, title, name, value, unit, way],
  ];
  const ofLines = (lines: readonly ReportLine[], way: Way): (string | number)[][] =>
    lines.flatMap((line) => {
      const figures = [
        ['Bắt đầu', line.started],
        ['Qua bước', line.steps],
        ['Vướng', line.stuck],
        ['Xong', line.finished],
        ['Cần người hỗ trợ', line.handovers],
        ['Chưa trả lời được', line.unanswered],
      ] as const;
      return figures.map(([name, value]) => row([topicName(line.topic), line.title, name, value, 'lượt'], way));
    });
  const ofOutcomes = (outcomes: readonly ReportOutcome[], content: string, way: Way): (string | number)[][] =>
    outcomes.map(({ title, quantity, unit }) => row([content, title, 'Kết quả', quantity, unit], way));
  const rows: (string | number)[][] = [
    HEADINGS,
    ...ofLines(report.lines, 'Bà con tự làm'),
    ...ofOutcomes(report.outcomes, 'Kết quả người dân tự báo', 'Bà con tự làm'),
    row(['Chung', '', 'Lượt hướng dẫn tại nhà', helped.visits, 'lượt'], 'Tại nhà, thành viên tổ làm cùng'),
    ...ofLines(helped.lines, 'Tại nhà, thành viên tổ làm cùng'),
    ...ofOutcomes(helped.outcomes, 'Kết quả tại nhà', 'Tại nhà, thành viên tổ làm cùng'),
    row(['Chung', '', 'Người dân đang được ghi nhận cho tổ', report.credited, 'người'], ''),
    row(['Chung', '', 'Người đồng ý cho đếm và có hoạt động', report.activeWithConsent, 'người'], ''),
    row(['Chung', NOTE, 'Ghi chú', '', ''], ''),
  ];
  return `\uFEFF${rows.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

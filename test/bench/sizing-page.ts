import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../support/load/harness-error.ts';
import { type BenchRecord, readRecords, replaceBetween } from './record.ts';
import type { BenchOptions } from './run.ts';
import { ASSUMED, type Measured, type Need, needOf, type Scale } from './sizing.ts';

export const SIZING_FILE = join(import.meta.dirname, '../../docs/quy-mo.md');

/** The country as the ministry counts it; a province and a commune are its 34th and its 3,321st part. */
const COUNTRY: Scale = { teams: 74_422, residents: 20_000_000, eventsPerDay: 10_000_000 };
const PROVINCES = 34;
const COMMUNES = 3_321;

const partOf = (parts: number): Scale => ({
  teams: Math.round(COUNTRY.teams / parts),
  residents: Math.round(COUNTRY.residents / parts),
  eventsPerDay: Math.round(COUNTRY.eventsPerDay / parts),
});

/** The three sizes of the page. */
export const SCALES = { commune: partOf(COMMUNES), province: partOf(PROVINCES), country: COUNTRY } as const;

/** Which records the figures come from. */
export const SOURCES = {
  embedded: { turns: 'turns', disk: 'disk' },
  shared: { turns: 'turns --database postgres --redis', disk: 'disk --database postgres' },
} as const;

/** Room in PostgreSQL for dead rows between two cleanings, over the packed rows; twice is cautious for rows that change. */
const PACKED_FACTOR = 2;

/**
 * The figures of one database, out of what was recorded.
 *
 * @throws HarnessError `LOAD_NOT_MEASURED` naming the command to run when a figure was never recorded
 */
export function measuredOf(records: readonly BenchRecord[], kind: keyof typeof SOURCES): Measured {
  const figure = (command: string, name: string): number => {
    const value = records.find((one) => one.command === command)?.figures[name];
    if (typeof value === 'number') return value;
    throw new HarnessError(
      'LOAD_NOT_MEASURED',
      `${name} of "${command}" is not in docs/benchmarks.json. Run: npm run bench -- ${command} --record`,
    );
  };
  const { turns, disk } = SOURCES[kind];
  const isShared = kind === 'shared';
  // SQLite keeps the room of a row that shrank for that row; PostgreSQL gives it to others once it was cleaned. Events are
  // never changed, so they lie as they were written.
  const changing = (ofWhat: string): number =>
    isShared ? PACKED_FACTOR * figure(disk, `packedBytesPer${ofWhat}`) : figure(disk, `bytesPer${ofWhat}`);
  return {
    cpuMsPerMessage: figure(turns, 'cpuMsPerMessage'),
    databaseCpuMsPerMessage: isShared ? figure(turns, 'databaseCpuMsPerMessage') : 0,
    redisCpuMsPerMessage: isShared ? figure(turns, 'redisCpuMsPerMessage') : 0,
    rssMb: figure(turns, 'rssMb'),
    bytesPerResident: changing('Resident'),
    bytesPerMessage: changing('Message'),
    bytesPerEvent: figure(disk, 'bytesPerEvent'),
  };
}

/** `bench sizing`: the needs of the three sizes; with `--record` the tables of docs/quy-mo.md are drawn anew. */
export async function runSizing(options: BenchOptions): Promise<object> {
  const records = readRecords();
  if (options.record) writeSizingPage(records);
  return needsOf(records);
}

/** Draws the tables of the page; the words around them stay. */
export function writeSizingPage(records: readonly BenchRecord[], file = SIZING_FILE): void {
  writeFileSync(file, pageWith(readFileSync(file, 'utf8'), records));
}

/** The page with its tables as these records make them. */
export function pageWith(page: string, records: readonly BenchRecord[]): string {
  return replaceBetween(replaceBetween(page, 'measured', measuredTable(records)), 'needs', needsTable(records));
}

function needsOf(records: readonly BenchRecord[]) {
  const [embedded, shared] = [measuredOf(records, 'embedded'), measuredOf(records, 'shared')];
  return {
    commune: needOf(SCALES.commune, embedded, 'embedded'),
    province: needOf(SCALES.province, embedded, 'embedded'),
    provinceShared: needOf(SCALES.province, shared, 'shared'),
    country: needOf(SCALES.country, shared, 'shared'),
  };
}

function measuredTable(records: readonly BenchRecord[]): string {
  const [embedded, shared] = [measuredOf(records, 'embedded'), measuredOf(records, 'shared')];
  const row = (name: string, source: string, of: (measured: Measured) => number): string[] => [
    name,
    decimal(of(embedded), 3),
    decimal(of(shared), 3),
    source,
  ];
  return markdownTable([
    ['Con số', 'SQLite', 'PostgreSQL + Redis', 'Đo bằng'],
    row('CPU máy chủ cho một tin (ms)', '`bench turns`', (one) => one.cpuMsPerMessage),
    row('CPU PostgreSQL cho một tin (ms)', '`bench turns`', (one) => one.databaseCpuMsPerMessage),
    row('CPU Redis cho một tin (ms)', '`bench turns`', (one) => one.redisCpuMsPerMessage),
    row('Bộ nhớ một tiến trình (MB)', '`bench turns`', (one) => one.rssMb),
    row('Đĩa cho một người (byte)', '`bench disk`', (one) => one.bytesPerResident),
    row('Đĩa cho một tin và câu trả lời (byte)', '`bench disk`', (one) => one.bytesPerMessage),
    row('Đĩa cho một sự kiện thống kê (byte)', '`bench disk`', (one) => one.bytesPerEvent),
  ]);
}

function needsTable(records: readonly BenchRecord[]): string {
  const { commune, province, provinceShared, country } = needsOf(records);
  const columns: readonly (readonly [Scale, Need])[] = [
    [SCALES.commune, commune],
    [SCALES.province, province],
    [SCALES.province, provinceShared],
    [SCALES.country, country],
  ];
  const row = (name: string, of: (need: Need, scale: Scale) => string): string[] => [
    name,
    ...columns.map(([scale, need]) => of(need, scale)),
  ];
  return markdownTable([
    [
      '',
      'Một xã (SQLite)',
      'Một tỉnh (SQLite)',
      'Một tỉnh (PostgreSQL + Redis)',
      'Cả nước, một hệ thống (PostgreSQL + Redis)',
    ],
    row('Tổ công nghệ số cộng đồng', (_, scale) => whole(scale.teams)),
    row('Người dùng', (_, scale) => whole(scale.residents)),
    row('Sự kiện một ngày', (_, scale) => whole(scale.eventsPerDay)),
    row('Tin mỗi giây, trung bình', (need) => decimal(need.messagesPerSecond, 2)),
    row('Tin mỗi giây, phút cao điểm', (need) => decimal(need.peakMessagesPerSecond, 1)),
    row('Lõi CPU cho máy chủ', (need) => decimal(need.serverCores, 2)),
    row('Lõi CPU cho PostgreSQL', (need) => decimal(need.databaseCores, 2)),
    row('Lõi CPU cho Redis', (need) => decimal(need.redisCores, 2)),
    row('Số tiến trình máy chủ', (need) => whole(need.servers)),
    row('Bộ nhớ các tiến trình máy chủ (GB)', (need) => decimal(need.memoryGb, 2)),
    row('Đĩa: người dùng (GB)', (need) => decimal(need.residentGb, 2)),
    row(`Đĩa: tin trong ${ASSUMED.messageDays} ngày (GB)`, (need) => decimal(need.messageGb, 2)),
    row(`Đĩa: sự kiện thống kê trong ${ASSUMED.eventDays} ngày (GB)`, (need) => decimal(need.eventGb, 1)),
    row('trong đó một tháng, là một phân vùng (GB)', (need) => decimal(need.eventGbPerMonth, 2)),
    row('Đĩa: cộng (GB)', (need) => decimal(need.diskGb, 1)),
    row(`${ASSUMED.backups} bản sao lưu (GB)`, (need) => decimal(need.backupGb, 0)),
    row('Một lần sao lưu (phút)', (need) => decimal(need.backupMinutes, 1)),
    row('Lời gọi Zalo trong phút cao điểm', (need) => whole(need.peakCallsPerMinute)),
    row('Số ứng dụng Zalo cần có', (need) => whole(need.apps)),
    row('Một thông báo đến mọi người qua một ứng dụng (ngày)', (need) =>
      Number.isFinite(need.announcementDays) ? decimal(need.announcementDays, 2) : 'không kịp',
    ),
  ]);
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const whole = (value: number): string => decimal(value, 0);

/** As Vietnamese readers write numbers: 74.422 and 0,5; what rounds to nothing says so. */
function decimal(value: number, digits: number): string {
  const smallest = 10 ** -digits;
  if (value > 0 && value < smallest / 2) return `dưới ${smallest.toLocaleString('vi-VN')}`;
  return value.toLocaleString('vi-VN', { maximumFractionDigits: digits });
}

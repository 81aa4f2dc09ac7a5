/**
 * `docs/benchmarks.json` keeps the last line of every bench that was run with `--record` or by `all`, by the command that
 * gave it; the table of `docs/benchmarks.md` and the one of the sizing page are drawn from it. Nothing but these commands
 * writes them: a figure is worth what the machine was worth at that hour, and a test would replace it by a worse one.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../support/load/machine.ts';
import { expectationOf, type Figures, verdictOf } from './goals.ts';

/** One bench as it was last measured. */
export interface BenchRecord {
  /** What to type to measure it again, after `npm run bench -- `. */
  readonly command: string;
  readonly name: string;
  readonly figures: Figures;
  readonly machine: Machine;
}

export const RECORDS_FILE = join(import.meta.dirname, '../../docs/benchmarks.json');
export const PAGE_FILE = join(import.meta.dirname, '../../docs/benchmarks.md');

/** What was recorded so far, in the order of its commands; nothing where nothing was. */
export function readRecords(file: string = RECORDS_FILE): readonly BenchRecord[] {
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, 'utf8')) as { records: BenchRecord[] }).records;
}

/** The records with this one in the place of the last one of the same command. */
export function withRecord(records: readonly BenchRecord[], added: BenchRecord): readonly BenchRecord[] {
  return [...records.filter(({ command }) => command !== added.command), added].toSorted((a, b) =>
    a.command.localeCompare(b.command, 'en', { numeric: true }),
  );
}

/** Writes the record and draws the table anew; the text around the table stays as somebody wrote it. */
export function record(added: BenchRecord, files = { records: RECORDS_FILE, page: PAGE_FILE }): void {
  const records = withRecord(readRecords(files.records), added);
  writeFileSync(files.records, `${JSON.stringify({ records }, null, 2)}\n`);
  writeFileSync(files.page, replaceBetween(readFileSync(files.page, 'utf8'), 'figures', tableOf(records)));
}

/**
 * Puts `text` between `<!-- begin name -->` and `<!-- end name -->`.
 *
 * @throws Error when the page has no such pair: nothing is written rather than a page lost
 */
export function replaceBetween(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`the page has no lines "${begin}" and "${end}". Put them where the table belongs.`);
  }
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

/** One row a command, as Markdown. */
export function tableOf(records: readonly BenchRecord[]): string {
  const head = ['Command', 'Figures', 'Goal', 'Met', 'Date (UTC)', 'Load before', 'Machine'];
  const rows = records.map((one) => {
    const { shown, goals } = expectationOf(one.name, one.figures);
    const { machine } = one;
    const busy = machine.busyPercent === undefined ? '' : `, ${machine.busyPercent} % busy`;
    return [
      `\`${one.command}\``,
      shown.flatMap((figure) => cellOf(figure, one.figures[figure])).join(', '),
      goals.map(({ figure, is, value }) => `${figure} ${is === 'at least' ? '≥' : '≤'} ${value}`).join(', ') || '–',
      goals.map((goal) => wordOf(verdictOf(goal, one.figures))).join(', ') || '–',
      machine.date.slice(0, 16).replace('T', ' '),
      `${machine.loadAverage}${busy}`,
      `${machine.cores} × ${machine.cpu.replaceAll('|', '/')}, Node ${machine.node.slice(1)}`,
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const wordOf = (verdict: ReturnType<typeof verdictOf>): string =>
  ({ met: 'yes', 'not met': '**no**', missing: '**not measured**' })[verdict];

function cellOf(figure: string, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') return [`${figure} ${String(value)}`];
  const parts = Object.entries(value).map(([key, part]) => `${key} ${String(part)}`);
  return [`${figure} (${parts.join(', ')})`];
}

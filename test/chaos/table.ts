import { readFileSync, writeFileSync } from 'node:fs';
import { CHAOS_RUNS, WHAT_HAPPENS } from './registry.ts';

/** A printed line, as far as the table needs it. */
export interface TableLine {
  readonly name: string;
  readonly holds: boolean;
  readonly lost: number;
  readonly doubled: number;
  readonly misordered: number;
  readonly unknown: number | null;
  readonly recoveryMsMax: number;
  readonly store?: string;
  readonly replicas?: number;
  /** As it was typed. */
  readonly command: string;
  readonly doubledUnknown?: number;
  readonly doubledInWindow?: number;
  readonly posts?: {
    readonly late: number;
    readonly acceptMsMax: number;
    readonly otherStatus: number;
    readonly refused: number;
    readonly broken: number;
  };
  readonly machine: { readonly date: string; readonly loadAverage: number };
}

const HEAD =
  '| run | what happens | lost | doubled | misordered | unknown (copies) | recovery, ms | posts | holds | played |';
const RULE = '|---|---|---|---|---|---|---|---|---|---|';

/** Puts the lines' rows into the table of this file; a run that has a row on that store already gets it replaced. */
export function recordRows(file: string, lines: readonly TableLine[]): void {
  writeFileSync(file, lines.reduce(withRow, readFileSync(file, 'utf8')));
}

/** The text with the row of this line in its table, in the order of the registry. */
export function withRow(text: string, line: TableLine): string {
  const from = text.indexOf(HEAD);
  if (from < 0) throw new Error(`The table is missing: no line "${HEAD}".`);
  const table = /^(?:\|.*\n)+/u.exec(text.slice(from))?.[0] ?? '';
  const rows = table.trimEnd().split('\n').slice(2);
  const mine = rowOf(line);
  const kept = rows.filter((row) => keyOf(row) !== keyOf(mine));
  const sorted = [...kept, mine].toSorted(
    (one, other) => placeOf(one) - placeOf(other) || keyOf(one).localeCompare(keyOf(other)),
  );
  return `${text.slice(0, from)}${[HEAD, RULE, ...sorted].join('\n')}\n${text.slice(from + table.length)}`;
}

function rowOf(line: TableLine): string {
  const copies = (line.doubledUnknown ?? 0) + (line.doubledInWindow ?? 0);
  const cells = [
    `${line.name} · ${line.store === 'postgresql' ? 'PostgreSQL' : 'SQLite'}${(line.replicas ?? 1) === 1 ? '' : ` · ${line.replicas} replicas`}`,
    WHAT_HAPPENS[line.name] ?? '',
    line.lost,
    line.doubled,
    line.misordered,
    `${line.unknown ?? '–'} (${copies})`,
    line.recoveryMsMax,
    postsOf(line),
    line.holds ? 'yes' : '**no**',
    `${line.machine.date.slice(0, 16).replace('T', ' ')}, load ${line.machine.loadAverage}: \`${line.command}\``,
  ];
  return `| ${cells.join(' | ')} |`;
}

function postsOf({ posts }: TableLine): string {
  if (!posts) return '–';
  const { late, acceptMsMax, otherStatus, refused, broken } = posts;
  const odd = Object.entries({ late, 'not 200': otherStatus, refused, broken }).filter(([, count]) => count > 0);
  return [`slowest 200 ${acceptMsMax} ms`, ...odd.map(([what, count]) => `${count} ${what}`)].join(', ');
}

const keyOf = (row: string): string => row.split('|')[1]?.trim() ?? '';
const placeOf = (row: string): number => CHAOS_RUNS.findIndex(({ name }) => name === keyOf(row).split(' ')[0]);

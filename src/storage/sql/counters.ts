/** Tables of sums: the columns that name a row, and those that are added up. */
export const COUNTERS = {
  engagement_total: {
    key: [
      ...['oa_id', 'day', 'team_code', 'commune_code', 'topic', 'flow', 'version', 'step', 'kind', 'outcome'],
      'assisted',
    ],
    sums: ['count', 'quantity'],
  },
  day_count: {
    key: ['oa_id', 'day', 'team_code', 'commune_code', 'indicator', 'topic', 'span'],
    sums: ['value'],
  },
} as const satisfies Record<string, { readonly key: readonly string[]; readonly sums: readonly string[] }>;

/** Tables that `Sql.add` adds to. Read them with `sum` and `group by`: one sum may stand in several rows. */
export type CounterTable = keyof typeof COUNTERS;

/** What follows the rows of an insert into a table of sums, so that they are added up. */
export function addUp(table: CounterTable, into: string = table): string {
  const { key, sums } = COUNTERS[table];
  return `on conflict (${key.join(', ')}) do update set ${sums
    .map((column) => `${column} = ${into}.${column} + excluded.${column}`)
    .join(', ')}`;
}

/** The columns of a table of sums, in the order of `Sql.add`. */
export const columnsOf = (table: CounterTable): string[] => [...COUNTERS[table].key, ...COUNTERS[table].sums];

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readRepositoryFile } from '../guards/repository.ts';
import { migrations } from '../../src/storage/migrations.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}
interface Panel {
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

const rules = (parse(readRepositoryFile('packaging/prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const board = JSON.parse(readRepositoryFile('packaging/grafana/tro-ly-so.json')) as { panels: Panel[] };
const expressions = [
  ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
  ...board.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ where: title, expr }))),
];

/** Functions, aggregations and words of PromQL that are used here. Any other word must be a metric or a label. */
const WORDS = new Set([
  ...['sum', 'min', 'max', 'rate', 'increase', 'time', 'hour', 'vector', 'histogram_quantile'],
  ...['by', 'on', 'and', 'or', 'unless', 'up'],
]);

interface Read {
  /** Metric → the labels by which it is selected. */
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  readonly grouped: readonly string[];
  readonly unknown: readonly string[];
  readonly isBalanced: boolean;
}

/** A small reader of PromQL: enough to know every name in it, and that its brackets and strings close. */
function readPromQl(expr: string): Read {
  const metrics: { name: string; labels: string[] }[] = [];
  const grouped: string[] = [];
  const unknown: string[] = [];
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  let isBalanced = true;
  let groups = false;
  const tokens =
    /"[^"]*"|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?(?:e\d+)?[smhd]?|[(){}[\],]|=~|!=|==|>=|<=|[-+*/<>=]|\s+|./gu;
  for (const [token] of expr.matchAll(tokens)) {
    if (/^\s+$/u.test(token) || /^[\d"]/u.test(token)) continue;
    if ('([{'.includes(token)) open.push(token);
    else if (token in pairs) {
      if (open.pop() !== pairs[token]) isBalanced = false;
      if (token === ')') groups = false;
    } else if (/^[A-Za-z_]/u.test(token)) {
      if (open.at(-1) === '{') metrics.at(-1)?.labels.push(token);
      else if (groups && open.at(-1) === '(') grouped.push(token);
      else if (token.startsWith('bot_') || token === 'up') metrics.push({ name: token, labels: [] });
      else if (!WORDS.has(token)) unknown.push(token);
      if (token === 'by' || token === 'on') groups = true;
    } else if (!/^(?:,|=~|!=|==|>=|<=|[-+*/<>=])$/u.test(token)) unknown.push(token);
  }
  return { metrics, grouped, unknown, isBalanced: isBalanced && open.length === 0 };
}

describe('dashboard and alerts', () => {
  let app: TestApp;
  let text: string;
  beforeAll(async () => {
    app = await startTestApp();
    await app.say('3691412345678901234', 'xin chào');
    await app.post('{}', 'mac=0');
    await eventually(async () => expect(await app.app.storage.counts()).toMatchObject({ inboxPending: 0, outboxPending: 0 }));
    text = await app.metrics();
  });
  afterAll(() => app.close());

  const exported = (): Set<string> => new Set([...text.matchAll(/^# TYPE (\S+)/gmu)].map(([, name]) => name ?? ''));
  const shown = (): Set<string> => new Set([...text.matchAll(/^([a-z_]+)[{ ]/gmu)].map(([, name]) => name ?? ''));
  /** Labels that a metric may carry, as its source declares them or Prometheus adds them. */
  const labelsOf = (name: string): string[] => {
    const declared: Readonly<Record<string, readonly string[]>> = {
      bot_webhooks_total: ['result'],
      bot_sends_total: ['lane', 'result'],
      bot_caught_up_total: ['result'],
      bot_answer_seconds_bucket: ['le'],
    };
    return ['instance', 'job', ...(declared[name] ?? [])];
  };

  test('the reader of PromQL knows a wrong expression from a right one', () => {
    expect(readPromQl('sum by (le) (rate(bot_x_bucket{le="2"}[5m])) / 2 > 1')).toEqual({
      metrics: [{ name: 'bot_x_bucket', labels: ['le'] }],
      grouped: ['le'],
      unknown: [],
      isBalanced: true,
    });
    expect(readPromQl('summ(bot_x[5m])').unknown).toEqual(['summ']);
    expect(readPromQl('sum(bot_x[5m)').isBalanced).toBe(false);
  });

  test('name only metrics that a started server exports, in expressions that can be read', () => {
    expect(expressions.length).toBeGreaterThan(40);
    const known = exported();
    const isKnown = (name: string): boolean => name === 'up' || known.has(name.replace(/_(?:bucket|count|sum)$/u, '')) || known.has(name);
    for (const { where, expr } of expressions) {
      const { metrics, unknown, isBalanced } = readPromQl(expr);
      expect({ where, unknown, isBalanced }).toEqual({ where, unknown: [], isBalanced: true });
      expect({ where, missing: metrics.filter(({ name }) => !isKnown(name)) }).toEqual({ where, missing: [] });
      const odd = metrics.flatMap(({ name, labels }) => labels.filter((label) => !labelsOf(name).includes(label)));
      expect({ where, odd }).toEqual({ where, odd: [] });
    }
  });

  test('show every metric of ours that a server exports', () => {
    const used = new Set(expressions.flatMap(({ expr }) => readPromQl(expr).metrics.map(({ name }) => name.replace(/_(?:bucket|count|sum)$/u, ''))));
    expect([...exported()].filter((name) => name.startsWith('bot_') && !used.has(name))).toEqual([]);
  });

  test('watch what the runbooks are about, each with a sentence and a place to read on', () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const runbooks = readRepositoryFile('docs/van-hanh.md');
    for (const { alert, labels, annotations } of rules) {
      expect({ alert, severity: labels.severity }).toEqual({ alert, severity: expect.stringMatching(/^(?:critical|warning)$/u) });
      const [, section] = /[Mm]ục "([^"]+)"/u.exec(annotations.description) ?? [];
      if (section !== undefined) expect(runbooks).toMatch(new RegExp(`^#+ .*${section}`, 'mu'));
    }
  });

  test('the panels of the dashboard do not lie on each other', () => {
    const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...board.panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBeLessThanOrEqual(24);
  });

  test('the figures are true: version, schema, last webhook, age of what waits, free space', async () => {
    const value = (name: string): number => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'mu').exec(text)?.[1]);
    expect(shown().has('bot_build_info')).toBe(true);
    expect(text).toMatch(/^bot_build_info\{version="\d+\.\d+\.\d+",node="v24[^"]*"\} 1$/mu);
    expect(value('bot_schema_version')).toBe(migrations.at(-1)?.id);
    expect(value('bot_accepting')).toBe(1);
    expect(Math.abs(value('bot_last_webhook_timestamp_seconds') - Date.now() / 1000)).toBeLessThan(60);
    expect(value('bot_data_free_bytes')).toBeGreaterThan(1_000);
    expect(value('bot_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(value('bot_inbox_oldest_seconds')).toBe(0);
    expect(value('bot_answers_oldest_seconds')).toBe(0);
    app.zalo.answer = () => new Promise(() => undefined);
    await app.say('3691412345678901234', 'menu');
    await eventually(async () => expect(await app.metric('bot_answers_oldest_seconds')).toBeGreaterThan(0));
    expect(await app.app.storage.workAges({ at: Date.now() })).toEqual({ answersSince: expect.any(Number) });
    app.zalo.answer = () => undefined;
  });
});

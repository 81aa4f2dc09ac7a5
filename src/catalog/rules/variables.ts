import type { Content, Finding, Rule } from './rule.ts';
import { lint, stopText } from './rule.ts';
import { ownVariables, variablesRead, variablesSet } from './step-facts.ts';

const placeholder = /\{(?<name>[^{}]*)\}/gu;

/** Placeholders a card may use, and the messages beside their own. */
export const addresses: ReadonlySet<string> = new Set(['bác', 'Bác']);

/** Placeholders flows may use: what any flow saves, because called flows share their caller's variables. */
export function flowPlaceholders(flows: Content['flows']): ReadonlySet<string> {
  const saved = flows.flatMap(({ flow }) =>
    Object.values(flow.steps).flatMap((step) => variablesSet(step).map(({ name }) => name)),
  );
  return new Set([...addresses, ...saved]);
}

/** Names in braces in a text. */
export function placeholdersIn(text: string): string[] {
  return text.includes('{') ? [...text.matchAll(placeholder)].map(({ groups }) => groups?.['name'] ?? '') : [];
}

function neverSet({ flows }: Content): Finding[] {
  const set = flowPlaceholders(flows);
  return flows.flatMap(({ file, flow, lineOf }) =>
    Object.entries(flow.steps).flatMap(([name, step]) =>
      variablesRead(step).flatMap((use): Finding[] => {
        if (set.has(use.name) || ownVariables.has(use.name)) return [];
        const problem = `bước "${name}" dùng "${use.name}", nhưng chưa bước nào lưu "${use.name}"`;
        const fix = 'sửa tên cho khớp, hoặc lưu nó ở bước ask (save) hay bước set';
        return [{ file, line: lineOf(['steps', name, ...use.path]), problem, fix, quote: use.name }];
      }),
    ),
  );
}

function neverRead({ flows }: Content): Finding[] {
  const read = new Set<string>();
  for (const { flow, texts } of flows) {
    for (const { text } of texts) for (const name of placeholdersIn(text)) read.add(name);
    for (const step of Object.values(flow.steps)) {
      for (const { name } of variablesRead(step)) read.add(name);
      for (const value of Object.values(step))
        if (typeof value === 'string') placeholdersIn(value).forEach((n) => read.add(n));
    }
  }
  return flows.flatMap(({ file, flow, lineOf }) =>
    Object.entries(flow.steps).flatMap(([name, step]) => {
      const sets = variablesSet(step);
      const [main] = sets;
      if (!main || sets.some((one) => read.has(one.name))) return [];
      const problem = `"${main.name}" được lưu mà không dùng ở đâu`;
      const fix = 'bỏ đi: điều gì về bà con không dùng thì không giữ';
      return [{ file, line: lineOf(['steps', name, ...main.path]), problem, fix }];
    }),
  );
}

/** Rules on variables and placeholders. */
export const variableRules: readonly Rule[] = [
  lint('variable-never-set', 'error', neverSet),
  lint('variable-never-read', 'warning', neverRead),
  stopText('unknown-placeholder', ({ text }, { placeholders }) =>
    placeholdersIn(text).flatMap((name) => {
      if (placeholders.has(name)) return [];
      const fix = `chỉ dùng: ${[...placeholders].map((one) => `{${one}}`).join(', ')}`;
      return [{ problem: `không có gì để điền vào {${name}}`, fix, quote: `{${name}}` }];
    }),
  ),
  stopText('unbalanced-placeholder', ({ text }) => {
    const rest = text.replace(placeholder, '');
    const [brace] = /[{}]/u.exec(rest) ?? [];
    if (brace === undefined) return [];
    return [{ problem: `dấu "${brace}" thiếu dấu đi cặp`, fix: 'viết đủ hai dấu như {bác}, hoặc bỏ dấu này' }];
  }),
];

import { parse } from 'csv-parse/sync';
import type { LightMyRequestResponse } from 'fastify';
import { readSheet } from 'read-excel-file/universal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { features } from '../../../src/console/features.ts';
import { memberRef } from '../../../src/teams/registry.ts';
import { describeWithChromium } from '../../support/chromium.ts';
import { crawl, formsIn, type FoundForm, pageOf, sentDocument } from '../../support/console-crawler.ts';
import { ADMIN, type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { hostileStrings, markOf } from '../../support/hostile-strings.ts';
import { fillHostileWorld } from '../../support/hostile-world.ts';
import { openPageJudge, type PageJudge, type SentDocument } from '../../support/page-judge.ts';
import { OA } from '../../support/storage-rows.ts';

/** What a spreadsheet would run. */
const RUNS = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;
const number = (index: number): string => String(index).padStart(3, '0');
const marks = hostileStrings.flatMap((text, index) => (text.endsWith(markOf(index)) ? [markOf(index)] : []));

/** Addresses of everything `fillHostileWorld` put there, also of what lists show on later pages alone. */
const addressesOf = (texts: readonly string[]): string[] =>
  texts.flatMap((text, index) => [
    ...[`tro-giup/h-${index}`, `du-lieu-ca-nhan/PR${index}`, `hoi-tuyen-tren/q-${index}`, `cau-hoi/to/q-${index}`],
    ...[`so-ghi-nhan/entry-h${index}`, `meo/tip-${index}`, `chien-dich/cd-${index}`, `chien-dich/cd-${index}/sua`],
    ...[`thong-bao/a-${index}`, `thong-bao/a-${index}/sua`, `thong-bao/a-${index}/to`, `can-bo/acc-${index}`],
    ...[`to/H${number(index)}`, `to/H${number(index)}/sua`, `to/H${number(index)}/giai-the`],
    ...[`thanh-vien/${memberRef(OA, `hostile-${number(index)}`)}`, `nhom-chat/${encodeURIComponent(text)}`],
  ]).map((path) => `/console/${path}`);

async function openStage(texts: readonly string[]): Promise<ConsoleStage> {
  const [name = ''] = texts;
  const stage = await createConsoleStage({
    features,
    actor: { ...ADMIN, id: 'acc-0', accountId: 'acc-0', name },
    deps: {
      departmentName: name,
      helpDesk: {
        deliver: () => {},
        queue: () => {},
        recentMessages: async () => texts.map((text, at) => ({ at, from: at % 2 ? 'oa' : 'resident', text })),
      },
    },
  });
  Object.assign(stage.deps.zalo, { profile: async () => ({ oaId: OA, name: texts[1] ?? name, packageName: texts[2] }) });
  await fillHostileWorld(stage.storage, texts);
  return stage;
}

describeWithChromium('two hundred hostile texts', () => {
  let judge: PageJudge;
  beforeAll(async () => {
    expect(hostileStrings).toHaveLength(200);
    judge = await openPageJudge();
  });
  afterAll(() => judge.close());

  test('the judge finds what it is there to find', async () => {
    const page = (inside: string): SentDocument => ({
      ...{ from: 'x', type: 'text/html' },
      markup: `<!doctype html><html><head><title>x</title></head><body><main>${inside}</main></body></html>`,
    });
    // Whatever brings an element, an attribute or an address with it, where it stands unescaped.
    const bad = hostileStrings.filter((text) => /<(?!<)[a-z!?]/iu.test(text) && !text.includes('\u0000'));
    expect(bad.length).toBeGreaterThan(90);
    const missed: string[] = [];
    for (const text of bad) {
      const { wrong } = await judge.judge([page(`<div>${text}`)]);
      if (wrong.length === 0) missed.push(text.slice(0, 60));
    }
    // These are markup of a kind that the console writes too, and lead nowhere.
    expect(missed).toEqual([]);
    expect((await judge.judge([page(`<a href="${'javascript:alert(1)'}">x</a>`)])).wrong).toHaveLength(1);
    expect((await judge.judge([page('<a href="/console/to">Tổ</a> &lt;script&gt; qz001')])).wrong).toEqual([]);
  });

  test('kept in everything people, lists, the API and Zalo can write, are text on every page and in every file', async () => {
    const stage = await openStage(hostileStrings);
    try {
      const { documents, files, reached, broken } = await crawl(stage, addressesOf(hostileStrings));
      expect(broken).toEqual([]);
      const shown = await judge.judge(documents);
      expect(shown.wrong).toEqual([]);
      expect(marks.filter((mark) => !shown.marks.includes(mark))).toEqual([]);
      const pages = features.flatMap((feature) => feature.pages.map(({ path }) => path));
      expect(pages.filter((path) => !reached.has(path))).toEqual([]);
      expect(await runningCells(files)).toEqual([]);
      expect(files.length).toBeGreaterThan(10);
    } finally {
      await stage.close();
    }
  }, 240_000);

  test('typed into every field of every form come back as text, keep nothing else, and break nothing', async () => {
    const stage = await openStage(['Lan', 'Hoa', 'Chín']);
    try {
      const { documents } = await crawl(stage, addressesOf(['Lan', 'Hoa', 'Chín']));
      const forms = distinctForms(documents);
      const broken: string[] = [];
      const wrong: string[] = [];
      for (const form of forms) {
        const answers: SentDocument[] = [];
        for (const [index, text] of hostileStrings.entries()) {
          const answer = await fillIn(stage, form, text, index);
          if (answer.statusCode >= 500) broken.push(`${form.action} ${text.slice(0, 40)}`);
          wrong.push(...strayHeaders(form, answer));
          const document = sentDocument(`${form.action} (${text.slice(0, 30)})`, answer);
          if (document) answers.push(document);
        }
        wrong.push(...(await judge.judge(answers)).wrong);
      }
      expect(broken).toEqual([]);
      expect(wrong).toEqual([]);
      expect(forms.length).toBeGreaterThan(40);
      const after = await crawl(stage);
      expect(after.broken).toEqual([]);
      expect((await judge.judge(after.documents)).wrong).toEqual([]);
      expect(await runningCells(after.files)).toEqual([]);
    } finally {
      await stage.close();
    }
  }, 400_000);
});

/** One form of each kind, with something to type. */
function distinctForms(documents: readonly SentDocument[]): FoundForm[] {
  const kinds = new Map<string, FoundForm>();
  for (const { markup } of documents) {
    for (const form of formsIn(markup)) {
      if (!form.fields.some(({ kind }) => kind === 'text')) continue;
      const names = form.fields.map(({ name }) => name).join(' ');
      const kind = `${form.method} ${formShape(form.action) ?? pageOf(form.action) ?? form.action} ${names}`;
      if (!kinds.has(kind)) kinds.set(kind, form);
    }
  }
  return [...kinds.values()];
}

const formShape = (action: string): string | undefined =>
  features
    .flatMap((feature) => feature.forms.map(({ path }) => path))
    .find((path) => new RegExp(`^/console${path.replaceAll(/:\w+/gu, '[^/]+')}$`, 'u').test(action));

let sent = 0;

/** Every box holds the text; every other time also what could only be forged: choices and hidden values. */
async function fillIn(
  stage: ConsoleStage,
  { method, action, fields }: FoundForm,
  text: string,
  index: number,
): Promise<LightMyRequestResponse> {
  const body = new URLSearchParams();
  for (const { name, kind, value } of fields) {
    if (name === '_csrf') body.append(name, 'csrf-token');
    else if (name === '_once') body.append(name, `once-${(sent += 1)}`);
    else if (kind === 'text') body.append(name, text);
    else if (kind === 'tick' && index % 2 === 0) continue;
    else if (kind !== 'file') body.append(name, index % 4 === 3 ? text : value);
  }
  const first =
    method === 'get'
      ? await stage.server.inject(`${action}?${body.toString()}`)
      : await stage.server.inject({
          ...{ method: 'POST', url: action, payload: body.toString() },
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
  const to = first.headers.location;
  if (first.statusCode !== 303 || to === undefined) return first;
  const cookie = [first.headers['set-cookie'] ?? []].flat().map((one) => one.split(';')[0]);
  return stage.server.inject({ url: to, headers: { cookie: cookie.join('; ') } });
}

/** Headers that a text may have put there. */
function strayHeaders({ action }: FoundForm, { headers }: LightMyRequestResponse): string[] {
  const cookies = [headers['set-cookie'] ?? []].flat().map((cookie) => cookie.split('=')[0]);
  const foreign = cookies.filter((name) => name !== 'thong_bao');
  const to = String(headers.location ?? '/console');
  return [
    ...foreign.map((name) => `${action} sets the cookie ${name}`),
    ...(to.startsWith('/console') ? [] : [`${action} leads to ${to}`]),
  ];
}

/** Cells of the files that a spreadsheet would run. */
async function runningCells(
  files: readonly { readonly from: string; readonly name: string; readonly bytes: Buffer }[],
): Promise<string[]> {
  const found: string[] = [];
  for (const { from, name, bytes } of files) {
    const rows = name.endsWith('.xlsx')
      ? ((await readSheet(new Uint8Array(bytes).buffer)) as readonly (readonly unknown[])[])
      : name.endsWith('.csv')
        ? (parse(bytes, { bom: true, relax_column_count: true, record_delimiter: '\r\n' }) as string[][])
        : [];
    for (const cell of rows.flat()) {
      if (typeof cell === 'string' && RUNS.test(cell) && !/^-?\d+(?:[.,]\d+)?$/u.test(cell)) {
        found.push(`${from}: ${cell.slice(0, 40)}`);
      }
    }
  }
  return found;
}

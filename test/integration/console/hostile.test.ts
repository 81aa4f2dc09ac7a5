import { parse } from 'csv-parse/sync';
import type { LightMyRequestResponse } from 'fastify';
import { readSheet } from 'read-excel-file/universal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { features } from '../../../src/console/features.ts';
import { csvCell } from '../../../src/shared/spreadsheet-text.ts';
import { memberRef } from '../../../src/teams/registry.ts';
import { describeWithChromium } from '../../support/chromium.ts';
import { type Crawl, crawl, formsIn, type FoundForm, pageOf, sentDocument } from '../../support/console-crawler.ts';
import { ADMIN, type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { hostileStrings } from '../../support/hostile-strings.ts';
import { fillHostileWorld } from '../../support/hostile-world.ts';
import { openPageJudge, type PageJudge, type SentDocument } from '../../support/page-judge.ts';
import { OA } from '../../support/storage-rows.ts';

/** Rows of one world: many in one make every list, and so every page, as long. */
const WORLD = 50;
/** Eight of each kind, for forms of every state. */
const PEOPLE = ['Lan', 'Hoa', 'Chín', 'Mười', 'Tư', 'Sáu', 'Bảy', 'Tám'];
/** What a spreadsheet would run. */
const RUNS = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;
const number = (index: number): string => String(index).padStart(3, '0');
/** `HOSTILE=all` tries everything, which takes minutes; without it a run takes its turn of everything. */
const isWhole = process.env['HOSTILE'] === 'all';

/** Addresses of everything `fillHostileWorld` put there, also of what lists show on later pages alone. */
const addressesOf = (texts: readonly string[]): string[] =>
  texts
    .flatMap((text, index) => [
      ...[`tro-giup/h-${index}`, `du-lieu-ca-nhan/PR${index}`, `hoi-tuyen-tren/q-${index}`, `cau-hoi/to/q-${index}`],
      ...[`so-ghi-nhan/entry-h${index}`, `meo/tip-${index}`, `chien-dich/cd-${index}`, `chien-dich/cd-${index}/sua`],
      ...[`thong-bao/a-${index}`, `thong-bao/a-${index}/sua`, `can-bo/acc-${index}`, `cau-hoi/giu/${index + 1}`],
      ...[`to/H${number(index)}`, `to/H${number(index)}/sua`, `to/H${number(index)}/giai-the`],
      ...[`thanh-vien/${memberRef(OA, `hostile-${number(index)}`)}`, `nhom-chat/${encodeURIComponent(text)}`],
    ])
    .map((path) => `/console/${path}`);

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
  const profile = { oaId: OA, name: texts[1] ?? name, packageName: texts[2] ?? name };
  Object.assign(stage.deps.zalo, { profile: async () => profile });
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
    // Whatever brings an element with it, where it stands unescaped.
    const bad = hostileStrings.filter((text) => /<(?![<bi])[a-z!?]/iu.test(text));
    expect(bad.length).toBeGreaterThan(70);
    const missed: string[] = [];
    for (const text of bad) {
      const { wrong } = await judge.judge([page(`<div>${text}`)]);
      if (wrong.length === 0) missed.push(text.slice(0, 60));
    }
    // It loads a picture from nowhere.
    expect(missed.filter((text) => !/^Ấ+$/u.test(text))).toEqual([]);
    expect((await judge.judge([page('<a href="javascript:alert(1)">x</a>')])).wrong).toHaveLength(1);
    expect((await judge.judge([page('<input value="x" onfocus=alert(1)>')])).wrong).toHaveLength(1);
    expect((await judge.judge([page('<a href="/console/to">Tổ</a> &lt;script&gt; qz001')])).wrong).toEqual([]);
    expect(await runningCells([{ from: 'x', name: 'x.csv', bytes: Buffer.from('a,=1+1\r\n-5,b\r\n') }])).toHaveLength(
      1,
    );
  });

  test('kept in everything people, lists, the API and Zalo can write, are text on every page and in every file', async () => {
    const seen = new Set<string>();
    const wrong: string[] = [];
    const reached = new Set<string>();
    let files = 0;
    // In every run one world of texts of every kind; the pages are the same in each.
    const all = isWhole ? hostileStrings : hostileStrings.filter((_text, index) => index % 8 === 0);
    for (let from = 0; from < all.length; from += WORLD) {
      const texts = all.slice(from, from + WORLD);
      const stage = await openStage(texts);
      try {
        const found = await crawl(stage, addressesOf(texts));
        const pressed = await pressAll(stage, texts);
        const shown = await judge.judge([...found.documents, ...pressed.documents]);
        wrong.push(...found.broken, ...shown.wrong, ...(await runningCells([...found.files, ...pressed.files])));
        files += found.files.length;
        for (const mark of shown.marks) seen.add(mark);
        for (const path of [...found.reached, ...pressed.reached]) reached.add(path);
      } finally {
        await stage.close();
      }
    }
    expect(wrong).toEqual([]);
    expect(all.flatMap((text) => / (qz\d{3})$/u.exec(text)?.[1] ?? []).filter((mark) => !seen.has(mark))).toEqual([]);
    expect(files).toBeGreaterThan(20);
    const pages = features.flatMap((feature) => feature.pages.map(({ path }) => path));
    // Files of pictures, which hold no text, and a page that needs what no world has.
    const without = ['/thong-bao/anh/:file', '/so-ghi-nhan/:id/anh', '/thong-bao/:id/to', '/so-lieu/pheu/:id'];
    // A small world holds no list of members that can be kept.
    if (!isWhole) without.push('/ma-moi/:id', '/ma-moi/:id/tai');
    expect(pages.filter((path) => !reached.has(path) && !without.includes(path))).toEqual([]);
  }, 400_000);

  test('typed into every field of every form come back as text, keep nothing else, and break nothing', async () => {
    const stage = await openStage(PEOPLE);
    try {
      const preview = '/console/xa/xem-truoc?day=2026-11-22&from=25270&to=25280';
      const { documents } = await crawl(stage, [...addressesOf(PEOPLE), preview]);
      const forms = distinctForms(documents);
      const wrong: string[] = [];
      const judged: Promise<unknown>[] = [];
      for (const form of forms) {
        const answers: SentDocument[] = [];
        for (const [index, text] of hostileStrings.entries()) {
          if (!isTried(forms.indexOf(form), index)) continue;
          const answer = await fillIn(stage, form, text, index);
          if (answer.statusCode >= 500) wrong.push(`${form.action} ${answer.statusCode} ${text.slice(0, 40)}`);
          wrong.push(...strayHeaders(form, answer));
          const document = sentDocument(`${form.action} (${text.slice(0, 30)})`, answer);
          if (document) answers.push(document);
        }
        // The browser reads while the server goes on.
        judged.push(
          judge.judge(answers).then(
            (found) => void wrong.push(...found.wrong),
            (error: unknown) => void wrong.push(`${form.action} was not judged: ${String(error)}`),
          ),
        );
      }
      await Promise.all(judged);
      expect(wrong).toEqual([]);
      const covered = new Set(forms.map(({ action }) => formShape(action)));
      expect([...covered].filter((shape) => shape !== undefined).length).toBeGreaterThan(30);
      const after = await crawl(stage);
      expect(after.broken).toEqual([]);
      expect((await judge.judge(after.documents)).wrong).toEqual([]);
      expect(await runningCells(after.files)).toEqual([]);
    } finally {
      await stage.close();
    }
  }, 400_000);
});

/** What is seen by pressing alone: messages of a chat, data of a person, a list from Excel and the codes made from one. */
async function pressAll(stage: ConsoleStage, texts: readonly string[]): Promise<Crawl> {
  const documents: SentDocument[] = [];
  const files: { from: string; name: string; bytes: Buffer }[] = [];
  const reached = new Set<string>();
  const keep = (from: string, answer: LightMyRequestResponse): LightMyRequestResponse => {
    const document = sentDocument(from, answer);
    if (document) documents.push(document);
    return answer;
  };
  keep('messages', await stage.press('/tro-giup/h-0', '/tro-giup/h-0/xem-tin'));
  keep('profile', await stage.press('/cai-dat/ket-noi', '/cai-dat/ket-noi/kiem-tra'));
  for (const index of texts.keys()) {
    const path = `/du-lieu-ca-nhan/PR${index}` as const;
    keep(path, await stage.press(path, `${path}/xem`));
  }
  const lists = {
    teams: ['Mã tổ,Tên tổ,Tỉnh,Xã/phường,Thôn/ấp,Số hộ', (text: string) => ['LN03', text, '75', '25270', text, '100']],
    members: ['Mã tổ,Họ tên,Vai trò', (text: string) => ['LN03', text, 'Thành viên']],
  } as const;
  for (const [kind, [heading, rowOf]] of Object.entries(lists)) {
    // A list with such a sign is no list at all, and says so.
    const rows = texts.filter((text) => !text.includes('\u0000')).map((text) => rowOf(text).map(csvCell).join(','));
    const content = { name: `${texts[0]}.csv`, type: 'text/csv', bytes: Buffer.from([heading, ...rows].join('\r\n')) };
    const preview = keep(kind, await stage.upload('/nhap-danh-sach', '/nhap-danh-sach', { kind }, { content }));
    const path = /action="\/console(\/nhap-danh-sach\/[^"]+)"/u.exec(preview.body)?.[1] as `/${string}` | undefined;
    if (path === undefined) continue;
    reached.add('/nhap-danh-sach/:id');
    const done = keep(`${kind} kept`, await stage.press(path, path, { skipBad: 'yes' }));
    const codes = /href="\/console(\/ma-moi\/[^"]+\/tai)"/u.exec(done.body)?.[1];
    if (codes === undefined) continue;
    reached.add('/ma-moi/:id').add('/ma-moi/:id/tai');
    files.push({ from: codes, name: 'codes.csv', bytes: (await stage.open(codes)).rawPayload });
  }
  const xa = '/xa/xem-truoc?day=2026-11-22&from=25270&to=25280';
  if (keep(xa, await stage.open(xa)).statusCode === 200) reached.add('/xa/xem-truoc');
  return { documents, files, reached, broken: [] };
}

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
  const forms = [...kinds.values()];
  // The preview has no form of its own: the page sends it the fields of the one it stands in.
  const compose = forms.find(({ action }) => action === '/console/thong-bao/moi');
  return [...forms, ...(compose ? [{ ...compose, action: '/console/thong-bao/xem-thu' }] : [])];
}

const formShape = (action: string): string | undefined =>
  features
    .flatMap((feature) => feature.forms.map(({ path }) => path))
    .find((path) => new RegExp(`^/console${path.replaceAll(/:\w+/gu, '[^/]+')}$`, 'u').test(action));

/** Without `HOSTILE=all` twelve texts in each form, others in the next: over all forms each text is tried several times. */
const isTried = (form: number, text: number): boolean =>
  isWhole || (text - form * 5 + 5_000) % hostileStrings.length < 5;

let sent = 0;

/** Every box holds the text; every fourth time also what could only be forged: choices and hidden values. */
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
  const to = headers.location ?? '/console';
  return [
    ...cookies.filter((name) => name !== 'thong_bao').map((name) => `${action} sets the cookie ${name}`),
    ...(to.startsWith('/console') ? [] : [`${action} leads to ${to}`]),
  ];
}

/** Cells of the files that a spreadsheet would run; what is a number is no text. */
async function runningCells(files: Crawl['files']): Promise<string[]> {
  const found: string[] = [];
  for (const { from, name, bytes } of files) {
    for (const cell of (await rowsOf(name, bytes)).flat()) {
      if (typeof cell === 'string' && RUNS.test(cell) && !/^-?\d+(?:[.,]\d+)?$/u.test(cell)) {
        found.push(`${from}: ${cell.slice(0, 40)}`);
      }
    }
  }
  return found;
}

async function rowsOf(name: string, bytes: Buffer): Promise<readonly (readonly unknown[])[]> {
  if (name.endsWith('.xlsx')) return (await readSheet(new Uint8Array(bytes).buffer)) as readonly (readonly unknown[])[];
  if (!name.endsWith('.csv')) return [];
  return parse(bytes, { bom: true, relax_column_count: true, record_delimiter: '\r\n' }) as string[][];
}

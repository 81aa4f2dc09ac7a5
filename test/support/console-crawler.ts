import type { LightMyRequestResponse } from 'fastify';
import { features } from '../../src/console/features.ts';
import type { ConsoleStage } from './console-stage.ts';
import type { SentDocument } from './page-judge.ts';

/** A form as a page shows it: where it goes and what can be filled in. */
export interface FoundForm {
  readonly method: 'get' | 'post';
  /** With its ids, `/console/to/LN03/sua`. */
  readonly action: string;
  readonly fields: readonly FoundField[];
}

export interface FoundField {
  readonly name: string;
  /** `text` for everything that takes any words. */
  readonly kind: 'text' | 'choice' | 'tick' | 'hidden' | 'file';
  /** What stands in it, or its first choice. */
  readonly value: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
/** A text as it was before it was escaped. */
export const unescaped = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/gu, (whole, name: string) => ENTITIES[name] ?? whole);

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`, 'u').exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
};

/** The forms in markup of the console, which writes every attribute in double quotes. */
export function formsIn(markup: string): readonly FoundForm[] {
  return [...markup.matchAll(/(<form [^>]*>)(.*?)<\/form>/gsu)].map(([, head = '', body = '']) => ({
    method: attribute(head, 'method') === 'post' ? 'post' : 'get',
    action: attribute(head, 'action') ?? '',
    fields: fieldsIn(body),
  }));
}

function fieldsIn(body: string): readonly FoundField[] {
  const fields = new Map<string, FoundField>();
  const put = (field: FoundField): void => {
    if (field.name !== '' && !fields.has(field.name)) fields.set(field.name, field);
  };
  for (const [tag] of body.matchAll(/<(?:input|button) [^>]*>/gu)) {
    const type = attribute(tag, 'type') ?? 'text';
    const name = attribute(tag, 'name') ?? '';
    const value = attribute(tag, 'value') ?? '';
    if (type === 'hidden') put({ name, kind: 'hidden', value });
    else if (type === 'radio' || type === 'submit') put({ name, kind: 'choice', value });
    else if (type === 'checkbox') put({ name, kind: 'tick', value });
    else if (type === 'file') put({ name, kind: 'file', value: '' });
    else put({ name, kind: 'text', value });
  }
  for (const [, tag = '', text = ''] of body.matchAll(/(<textarea [^>]*>)(.*?)<\/textarea>/gsu)) {
    put({ name: attribute(tag, 'name') ?? '', kind: 'text', value: unescaped(text) });
  }
  for (const [, tag = '', options = ''] of body.matchAll(/(<select [^>]*>)(.*?)<\/select>/gsu)) {
    put({ name: attribute(tag, 'name') ?? '', kind: 'choice', value: attribute(options, 'value') ?? '' });
  }
  return [...fields.values()];
}

const shapes = features.flatMap(({ pages }) =>
  pages.map(({ path }) => ({
    path,
    shape: new RegExp(`^/console${path === '/' ? '' : path.replaceAll(/:\w+/gu, '[^/]+')}$`, 'u'),
  })),
);

/** The page of the features that answers this address; the one without parameters first. */
export const pageOf = (address: string): string | undefined => {
  const path = address.split('?')[0] ?? '';
  const found = shapes.filter(({ shape }) => shape.test(path)).map((one) => one.path);
  return found.find((one) => !one.includes(':')) ?? found[0];
};

export interface Crawl {
  readonly documents: readonly SentDocument[];
  readonly files: readonly { readonly from: string; readonly name: string; readonly bytes: Buffer }[];
  /** Pages of the features that answered. */
  readonly reached: ReadonlySet<string>;
  readonly broken: readonly string[];
}

/** Most addresses of one page: of one about a thing, of one with filters alone, and of files that differ by filters. */
const MOST = { ofThings: 60, ofFilters: 4, ofFiles: 30 };
/** Pages that are many because of periods and communes, not because of what is written in them. */
const FILES = ['/tai-ve/:file', '/bieu-do/:name', '/bao-cao/:period/:format', '/xa/:code'];
const mostOf = (page: string): number => {
  if (FILES.includes(page)) return MOST.ofFiles;
  return page.includes(':') ? MOST.ofThings : MOST.ofFilters;
};

/** Follows every link of the console from its first page and `also`, and keeps what comes. */
export async function crawl(stage: ConsoleStage, also: readonly string[] = []): Promise<Crawl> {
  const documents: SentDocument[] = [];
  const files: { from: string; name: string; bytes: Buffer }[] = [];
  const reached = new Set<string>();
  const broken: string[] = [];
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const queue = ['/console', ...features.flatMap(({ nav }) => nav.map(({ path }) => `/console${path}`)), ...also];
  const take = (address: string): boolean => {
    const page = pageOf(address);
    if (page === undefined || seen.has(address)) return false;
    const count = counts.get(page) ?? 0;
    if (count >= mostOf(page)) return false;
    seen.add(address);
    counts.set(page, count + 1);
    return true;
  };
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const url = address === '/console/' ? '/console' : address;
    if (!take(url)) continue;
    const answer = await stage.server.inject(url);
    if (answer.statusCode >= 500) broken.push(`${url} ${answer.statusCode}`);
    if (answer.statusCode === 200) reached.add(pageOf(url) ?? '');
    const sent = sentDocument(url, answer);
    if (sent) documents.push(sent);
    else files.push({ from: url, name: nameOf(answer), bytes: answer.rawPayload });
    if (sent?.type !== 'text/html') continue;
    for (const [, link = ''] of answer.body.matchAll(/(?:href|src)="(\/console[^"#]*)/gu)) queue.push(unescaped(link));
  }
  return { documents, files, reached, broken };
}

const nameOf = ({ headers }: LightMyRequestResponse): string =>
  /filename="([^"]*)"/u.exec(headers['content-disposition'] ?? '')?.[1] ?? '';

/** A page or a drawing; undefined for files. */
export function sentDocument(from: string, answer: LightMyRequestResponse): SentDocument | undefined {
  const type = (answer.headers['content-type'] ?? '').split(';')[0];
  if (type !== 'text/html' && type !== 'image/svg+xml') return undefined;
  return { from, type, markup: answer.body };
}

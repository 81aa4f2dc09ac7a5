import path from 'node:path';
import type { Card } from './catalogue.ts';
import { readCardBody, type LocatedText } from './card-body.ts';
import type { Problem } from './problems.ts';
import { cardFrontSchema } from './schemas.ts';
import { hashOf, type SourceFile } from './sources.ts';
import { schemaProblems } from './schema-problems.ts';
import { readYaml, type Path } from './yaml-source.ts';
import type * as z from 'zod';

/** A card with what the checks need: where each field and text stands. */
export interface CardFile {
  readonly file: string;
  readonly card: Card;
  readonly texts: readonly LocatedText[];
  readonly stepLines: readonly number[];
  /** Where front matter speaks of a step by its number: `['screens', '2']`, `['variants', 0, 'steps', '2']`. */
  readonly numbered: readonly Path[];
  readonly lineOf: (path: Path) => number;
}

const frontMatter = /^---\n(?<front>[\s\S]*?)\n---(?:\n|$)/u;

/** "Cập nhật: tháng 11/2026" of the day the facts were checked. */
function updatedLine(checkedOn: string): string {
  return `Cập nhật: tháng ${Number(checkedOn.slice(5, 7))}/${checkedOn.slice(0, 4)}`;
}

function placeProblems(
  file: string,
  front: { slug: string; topic: string },
  lineOf: (path: Path) => number,
): Problem[] {
  const problems: Problem[] = [];
  const name = path.posix.basename(file, '.md');
  const folder = path.posix.basename(path.posix.dirname(file));
  if (front.slug !== name) {
    const fix = `viết slug: ${name}, hoặc đổi tên tệp thành ${front.slug}.md`;
    problems.push({
      file,
      line: lineOf(['slug']),
      problem: `slug "${front.slug}" khác tên tệp "${name}"`,
      fix,
      rule: 'misplaced-file',
    });
  }
  if (front.topic !== folder) {
    const fix = `viết topic: ${folder}, hoặc chuyển tệp sang thư mục ${front.topic}`;
    problems.push({
      file,
      line: lineOf(['topic']),
      problem: `topic "${front.topic}" khác tên thư mục "${folder}"`,
      fix,
      rule: 'misplaced-file',
    });
  }
  return problems;
}

/** zod writes optional fields as `T | undefined`; what it parsed never holds an explicit undefined. */
type Plain<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const plain = <T>(value: T): Plain<T> => value as Plain<T>;

type Front = z.infer<typeof cardFrontSchema>;

function screenTexts(screens: Front['screens'], lineOf: (path: Path) => number): LocatedText[] {
  return Object.entries(screens ?? {}).flatMap(([number, { app, title, fields = [], items = [], press }]) =>
    [app, title, ...fields, ...items, press].map((text) => ({
      part: 'title' as const,
      text,
      line: lineOf(['screens', number]),
    })),
  );
}

function variantTexts(variants: Front['variants'], lineOf: (path: Path) => number): LocatedText[] {
  return (variants ?? []).flatMap(({ answer, steps = {} }, index) => [
    ...(answer === undefined
      ? []
      : [{ part: 'answer' as const, text: answer, line: lineOf(['variants', index, 'answer']) }]),
    ...Object.entries(steps).map(([number, text]) => ({
      part: 'step' as const,
      text,
      line: lineOf(['variants', index, 'steps', number]),
    })),
  ]);
}

/** Reads one card; the card is missing when its front matter cannot be understood. */
export function readCardFile({ file, text }: SourceFile): { card?: CardFile; problems: Problem[] } {
  const front = frontMatter.exec(text);
  if (!front?.groups) {
    const fix = 'mở đầu tệp bằng dòng "---", rồi slug, topic, title…, rồi thêm một dòng "---"';
    return {
      problems: [
        { file, line: 1, problem: 'thiếu phần đầu thẻ giữa hai dòng "---"', fix, rule: 'front-matter-missing' },
      ],
    };
  }
  // One empty line in place of the first "---", so that line numbers are those of the file.
  const source = readYaml(file, `\n${front.groups['front'] ?? ''}`);
  const parsed = cardFrontSchema.safeParse(source.value);
  const head = front[0];
  const body = readCardBody(file, head.replace(/[^\n]+/gu, '') + text.slice(head.length));
  if (source.problems.length > 0 || !parsed.success) {
    const schema = parsed.success || source.problems.length > 0 ? [] : schemaProblems(file, source, parsed.error);
    return { problems: [...source.problems, ...schema, ...body.problems] };
  }
  const { outcome, links, screens, variants, ...fields } = parsed.data;
  const card: Card = {
    ...fields,
    hash: hashOf(text),
    answer: body.answer,
    steps: body.steps.map((step, index) => {
      const screen = screens?.[String(index + 1)];
      return screen ? { ...step, screen: plain(screen) } : step;
    }),
    ...(variants && { variants: variants.map(plain) }),
    ...(body.warning !== undefined && { warning: body.warning }),
    ...(body.help !== undefined && { help: body.help }),
    ...(body.doorstep !== undefined && { doorstep: body.doorstep }),
    ...(fields.changes && { updated: updatedLine(fields.checkedOn) }),
    ...(links && { links }),
    ...(outcome !== undefined && { outcome }),
  };
  const titles: LocatedText[] = [
    { part: 'title', text: card.title, line: source.lineOf(['title']) },
    ...(links ?? []).map((link, index) => ({
      part: 'title' as const,
      text: link.title,
      line: source.lineOf(['links', index, 'title']),
    })),
  ];
  const numbered: Path[] = [
    ...Object.keys(screens ?? {}).map((number) => ['screens', number]),
    ...(variants ?? []).flatMap(({ steps = {} }, index) =>
      Object.keys(steps).map((number) => ['variants', index, 'steps', number]),
    ),
  ];
  const further = [...screenTexts(screens, source.lineOf), ...variantTexts(variants, source.lineOf)];
  return {
    card: {
      file,
      card,
      texts: [...titles, ...body.texts, ...further],
      stepLines: body.stepLines,
      numbered,
      lineOf: source.lineOf,
    },
    problems: [...placeProblems(file, fields, source.lineOf), ...body.problems],
  };
}

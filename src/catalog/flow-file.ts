import path from 'node:path';
import type { LocatedText } from './card-body.ts';
import type { CatalogueFlow } from './catalogue.ts';
import { compileStep } from './compile-step.ts';
import { stepTexts } from './flow-step-texts.ts';
import type { Problem } from './problems.ts';
import { flowSchema } from './schemas.ts';
import { hashOf, type SourceFile } from './sources.ts';
import { schemaProblems } from './schema-problems.ts';
import { readYaml, type Path } from './yaml-source.ts';

/** A flow with what the checks need: where each field and text stands. */
export interface FlowFile {
  readonly file: string;
  readonly flow: CatalogueFlow;
  readonly texts: readonly LocatedText[];
  readonly lineOf: (path: Path) => number;
}

function placeProblems(file: string, flow: { id: string; topic: string }, lineOf: (path: Path) => number): Problem[] {
  const problems: Problem[] = [];
  const name = path.posix.basename(file).replace(/\.ya?ml$/u, '');
  const folder = path.posix.basename(path.posix.dirname(file));
  if (flow.id !== name) {
    const fix = `viết id: ${name}, hoặc đổi tên tệp thành ${flow.id}.yaml`;
    problems.push({ file, line: lineOf(['id']), problem: `id "${flow.id}" khác tên tệp "${name}"`, fix });
  }
  if (flow.topic !== folder) {
    const fix = `viết topic: ${folder}, hoặc chuyển tệp sang thư mục ${flow.topic}`;
    problems.push({
      file,
      line: lineOf(['topic']),
      problem: `topic "${flow.topic}" khác tên thư mục "${folder}"`,
      fix,
    });
  }
  return problems;
}

/** Reads one flow; the flow is missing when the file does not fit the schema. */
export function readFlowFile({ file, text }: SourceFile): { flow?: FlowFile; problems: Problem[] } {
  const source = readYaml(file, text);
  if (source.problems.length > 0) return { problems: [...source.problems] };
  const parsed = flowSchema.safeParse(source.value);
  if (!parsed.success) return { problems: schemaProblems(file, source, parsed.error) };
  const steps = Object.fromEntries(Object.entries(parsed.data.steps).map(([name, step]) => [name, compileStep(step)]));
  // zod writes optional fields as `T | undefined`; what it parsed never holds an explicit undefined.
  const flow = { ...parsed.data, steps, hash: hashOf(text) } as CatalogueFlow;
  const texts: LocatedText[] = [{ part: 'title', text: flow.title, line: source.lineOf(['title']) }];
  for (const [name, step] of Object.entries(flow.steps)) {
    for (const found of stepTexts(step)) {
      texts.push({ part: found.part, text: found.text, line: source.lineOf(['steps', name, ...found.path]) });
    }
  }
  return { flow: { file, flow, texts, lineOf: source.lineOf }, problems: placeProblems(file, flow, source.lineOf) };
}

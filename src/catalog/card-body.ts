import type { ListItem, Nodes } from 'mdast';
import type { GuideStep } from '../flow-engine/types.ts';
import { fold } from '../shared/vietnamese.ts';
import { blockText, inlineText, lineOfNode } from './markdown-text.ts';
import { readMarkdown } from './plain-markdown.ts';
import type { Problem } from './problems.ts';

/** A text residents or team members read, with the line it begins on. */
export interface LocatedText {
  readonly text: string;
  readonly line: number;
  /** Which limit applies. */
  readonly part: 'answer' | 'warning' | 'step' | 'ifStuck' | 'help' | 'doorstep' | 'message' | 'title';
}

/** The body of a card, taken apart. */
export interface CardBody {
  readonly answer: string;
  readonly warning?: string;
  readonly steps: readonly GuideStep[];
  readonly stepLines: readonly number[];
  readonly help?: string;
  readonly doorstep?: string;
  readonly texts: readonly LocatedText[];
  readonly problems: readonly Problem[];
}

type Section = 'answer' | 'steps' | 'help' | 'doorstep';

const sections: Readonly<Record<string, Section>> = {
  'Các bước': 'steps',
  'Ai giúp được': 'help',
  'Tại nhà dân': 'doorstep',
};

const stuckLead = /^Nếu không làm được\s*[:,]\s*/iu;

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

/** Collects the parts of one body; `line` numbers come from the padded text. */
class BodyReader {
  readonly #file: string;
  readonly parts: Record<'answer' | 'help' | 'doorstep' | 'warning', string[]> = {
    answer: [],
    help: [],
    doorstep: [],
    warning: [],
  };
  readonly steps: GuideStep[] = [];
  readonly stepLines: number[] = [];
  readonly texts: LocatedText[] = [];
  readonly problems: Problem[] = [];
  readonly seen = new Set<Section>();

  constructor(file: string) {
    this.#file = file;
  }

  report(rule: string, node: Nodes, problem: string, fix: string): void {
    this.problems.push({ file: this.#file, line: lineOfNode(node), problem, fix, rule });
  }

  add(part: 'answer' | 'warning' | 'help' | 'doorstep', node: Nodes): void {
    const text = blockText(node).trim();
    this.parts[part].push(text);
    this.texts.push({ part, text, line: lineOfNode(node) });
  }

  step(item: ListItem): void {
    const [first, ...rest] = item.children;
    if (first?.type !== 'paragraph') {
      this.report('card-step-shape', item, 'bước chưa mở đầu bằng lời', 'viết việc cần làm ngay sau số của bước');
      return;
    }
    const text = inlineText(first).trim();
    this.texts.push({ part: 'step', text, line: lineOfNode(first) });
    this.stepLines.push(lineOfNode(first));
    const advice = rest.flatMap((child) => this.#advice(child)).join('\n');
    this.steps.push(advice === '' ? { text } : { text, ifStuck: advice });
  }

  #advice(node: Nodes): string[] {
    if (node.type !== 'list') {
      const fix = 'tách thành bước riêng, hoặc viết "- Nếu không làm được: …"';
      this.report('card-step-shape', node, 'bước có thêm đoạn thứ hai', fix);
      return [];
    }
    return node.children.flatMap((item) => {
      const text = item.children.map(blockText).join('\n').trim();
      if (!stuckLead.test(text)) {
        this.report(
          'card-advice-lead',
          item,
          'dòng dưới bước chưa mở đầu bằng "Nếu không làm được:"',
          'mở đầu bằng "Nếu không làm được:", hoặc tách thành bước riêng',
        );
        // Kept, so that the step does not seem to have no advice.
        return [text];
      }
      const advice = capitalised(text.replace(stuckLead, ''));
      this.texts.push({ part: 'ifStuck', text: advice, line: lineOfNode(item) });
      return [advice];
    });
  }
}

function sectionOf(reader: BodyReader, node: Nodes): Section | undefined {
  const title = inlineText(node).trim();
  const known = Object.entries(sections).find(([name]) => fold(name) === fold(title));
  if (!known) {
    const fix = `chỉ dùng: ${Object.keys(sections).join(', ')}`;
    reader.report('card-heading-unknown', node, `thẻ không có phần tên là "${title}"`, fix);
    return undefined;
  }
  if (reader.seen.has(known[1])) {
    reader.report('card-heading-twice', node, `phần "${title}" có hai lần`, 'gộp hai phần làm một');
  }
  reader.seen.add(known[1]);
  return known[1];
}

function readNode(reader: BodyReader, section: Section, node: Nodes): void {
  if (section === 'steps') {
    if (node.type === 'list' && node.ordered) for (const item of node.children) reader.step(item);
    else {
      const fix = 'viết mỗi việc một dòng: "1. …"';
      reader.report('card-steps-shape', node, 'dưới "Các bước" có thứ khác danh sách đánh số', fix);
    }
  } else if (section !== 'answer') reader.add(section, node);
  else if (node.type === 'paragraph') reader.add('answer', node);
  else if (node.type === 'blockquote') reader.add('warning', node);
  else
    reader.report(
      'card-answer-shape',
      node,
      'phần trả lời chỉ được có câu chữ',
      'viết hai câu, rồi "> Cảnh báo: …" nếu cần',
    );
}

/**
 * Takes a card's Markdown body apart: answer, warning, steps with advice, who can help, doorstep script.
 * `text` must be padded with empty lines so that line numbers are those of the file.
 */
export function readCardBody(file: string, text: string): CardBody {
  const reader = new BodyReader(file);
  let section: Section | undefined = 'answer';
  for (const node of readMarkdown(text)) {
    if (node.type === 'heading') section = sectionOf(reader, node);
    else if (section) readNode(reader, section, node);
  }
  const { answer, warning, help, doorstep } = reader.parts;
  return {
    answer: answer.join('\n\n'),
    steps: reader.steps,
    stepLines: reader.stepLines,
    ...(warning.length > 0 && { warning: warning.join('\n\n') }),
    ...(help.length > 0 && { help: help.join('\n') }),
    ...(doorstep.length > 0 && { doorstep: doorstep.join('\n') }),
    texts: reader.texts,
    problems: reader.problems,
  };
}

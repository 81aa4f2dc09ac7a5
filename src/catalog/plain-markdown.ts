import type { Blockquote, Heading, List, ListItem, Paragraph, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/*
 * Nearly every card is written in the few forms the guide for authors shows: paragraphs, "## " headings, "> " warnings,
 * "1. " steps with "   - " advice. Reading those line by line takes a hundredth of the time the CommonMark parser
 * needs, which would otherwise be most of a start with 150 cards. Whatever leaves these forms, by one character, is
 * given to the parser; a test compares both on every card and on random bodies.
 */

/** A line of running text: begins like one, holds nothing that Markdown reads as a sign. */
const PLAIN = /^(?!\d{1,9}[.)](?: |$))[\p{L}\p{N}"“({][^*_`[\]<>&\\\t\r\0]*$/u;

const isPlain = (line: string): boolean => PLAIN.test(line) && !line.endsWith(' ');

type Position = NonNullable<Paragraph['position']>;

const at = (line: number, column = 1): Position => ({ start: { line, column }, end: { line, column } });

const paragraph = (value: string, line: number): Paragraph => ({
  type: 'paragraph',
  children: [{ type: 'text', value }],
  position: at(line),
});

const item = (text: string, line: number): ListItem => ({
  type: 'listItem',
  children: [paragraph(text, line)],
  position: at(line),
});

const listOf = (ordered: boolean, start: number | null, first: ListItem, line: number): List => ({
  type: 'list',
  ordered,
  start,
  children: [first],
  position: at(line),
});

/** The block that the next line may still belong to. */
type Open =
  | { readonly kind: 'paragraph'; readonly node: Paragraph }
  | { readonly kind: 'quote'; readonly node: Paragraph }
  | { readonly kind: 'steps' | 'bullets'; readonly node: List };

/** Reads lines; `add` answers false for one that only the parser understands. */
class LineReader {
  readonly blocks: RootContent[] = [];
  #open: Open | undefined;
  /** An empty line stands between the open block and this line. */
  #gap = true;

  add(line: string, number: number): boolean {
    if (line === '') {
      this.#gap = true;
      return true;
    }
    const done = this.#heading(line, number) || this.#list(line, number) || this.#running(line, number);
    this.#gap = false;
    return done;
  }

  #heading(line: string, number: number): boolean {
    // Signs at the end of a heading may close it.
    if (!line.startsWith('## ') || !isPlain(line.slice(3)) || line.endsWith('#')) return false;
    const children: Heading['children'] = [{ type: 'text', value: line.slice(3) }];
    this.blocks.push({ type: 'heading', depth: 2, children, position: at(number) });
    this.#open = undefined;
    return true;
  }

  /** A new block may begin here: behind an empty line or a heading. */
  get #fresh(): boolean {
    return this.#gap || this.#open === undefined;
  }

  #list(line: string, number: number): boolean {
    const [, digit, step] = /^(\d)\. (.+)$/u.exec(line) ?? [];
    if (digit !== undefined && step !== undefined) return isPlain(step) && this.#step(Number(digit), step, number);
    if (line.startsWith('   - ')) return this.#advice(line.slice(5), number);
    return line.startsWith('- ') && isPlain(line.slice(2)) && this.#bullet(line.slice(2), number);
  }

  #step(digit: number, text: string, number: number): boolean {
    if (this.#open?.kind === 'steps') {
      this.#open.node.children.push(item(text, number));
      return true;
    }
    if (!this.#fresh || this.#open?.kind === 'bullets') return false;
    return this.#begin({ kind: 'steps', node: listOf(true, digit, item(text, number), number) });
  }

  #advice(text: string, number: number): boolean {
    const step = this.#open?.kind === 'steps' ? this.#open.node.children.at(-1) : undefined;
    if (!step || this.#gap || !isPlain(text)) return false;
    const last = step.children.at(-1);
    if (last?.type === 'list') last.children.push(item(text, number));
    else step.children.push(listOf(false, null, item(text, number), number));
    return true;
  }

  #bullet(text: string, number: number): boolean {
    if (this.#open?.kind === 'bullets') {
      this.#open.node.children.push(item(text, number));
      return true;
    }
    if (!this.#fresh || this.#open?.kind === 'steps') return false;
    return this.#begin({ kind: 'bullets', node: listOf(false, null, item(text, number), number) });
  }

  #begin(open: Exclude<Open, { kind: 'quote' }>): boolean {
    this.blocks.push(open.node);
    this.#open = open;
    return true;
  }

  #running(line: string, number: number): boolean {
    const quote = line.startsWith('> ');
    const text = quote ? line.slice(2) : line;
    if (!isPlain(text)) return false;
    const open = this.#open;
    if (!this.#gap && open?.kind === (quote ? 'quote' : 'paragraph') && open.node.type === 'paragraph') {
      const [words] = open.node.children;
      if (words?.type === 'text') words.value += `\n${text}`;
      return true;
    }
    if (!this.#fresh) return false;
    const node = paragraph(text, number);
    if (!quote) return this.#begin({ kind: 'paragraph', node });
    const block: Blockquote = { type: 'blockquote', children: [node], position: at(number) };
    this.blocks.push(block);
    this.#open = { kind: 'quote', node };
    return true;
  }
}

/** The blocks of a body in the plain forms; undefined for any other. Only the line of a position is set. */
export function readPlainMarkdown(text: string): RootContent[] | undefined {
  const reader = new LineReader();
  for (const [index, line] of text.split('\n').entries()) if (!reader.add(line, index + 1)) return undefined;
  return reader.blocks;
}

/** The blocks of a Markdown text. */
export function readMarkdown(text: string): RootContent[] {
  return readPlainMarkdown(text) ?? fromMarkdown(text).children;
}

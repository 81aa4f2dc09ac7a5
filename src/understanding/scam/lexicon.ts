import { plainLetters } from './look-alikes.ts';
import { markedKey, type Message } from './message.ts';

/** Where a phrase stands: from word `start` up to before word `end`, in one sentence or over a border. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
}

/** The phrases that were found in a message, by tag. */
export interface Found {
  has(...tags: readonly string[]): boolean;
  /** Every tag that was found, sorted. */
  tags(): readonly string[];
  hits(tag: string): readonly Hit[];
  /** Hits without a negation before them ("không cung cấp", "đừng chuyển"). */
  meant(tag: string): readonly Hit[];
  /** True when the tag is there and meant. */
  asks(...tags: readonly string[]): boolean;
}

/** Phrases by tag, ready to be looked for. */
export interface Lexicon {
  find(message: Message): Found;
}

interface Node {
  readonly next: Map<string, Node>;
  readonly phrases: { readonly tag: string; readonly marked: readonly string[] }[];
}

const newNode = (): Node => ({ next: new Map(), phrases: [] });

/** Words between a negation and what it negates: "không yêu cầu khách hàng cung cấp". */
const NEGATION_REACH = 5;
/** "dung" without marks is "đừng" only right before what it forbids; else "dùng" or "đúng". */
const BARE_DUNG_REACH = 2;
/** "không bấm link, cài ứng dụng, chuyển tiền": it reaches over commas to what starts a clause. */
const LIST_REACH = 14;
const NEGATION = 'negation';
/** "nếu không cung cấp" is a threat, "không" in it negates nothing. */
const NO_NEGATION = 'ultimatum';

/**
 * Reads `content/language/scam-phrases.tsv`: a tag and its phrases, separated by `|`. Lines with `#` and a space are
 * remarks. Where a message has marks, they must be those of the phrase: "cùng" is not "cúng".
 */
export function readLexicon(tsv: string): Lexicon {
  const root = newNode();
  const forms = new Map<string, Form>();
  for (const line of tsv.split('\n')) {
    const [tag = '', phrases = ''] = line.split('\t');
    if (tag === '' || tag.startsWith('# ')) continue;
    for (const phrase of phrases.split('|')) addPhrase(root, tag, phrase, forms);
  }
  return { find: (message) => findPhrases(root, message) };
}

/** A word without marks, and as it is compared where marks were typed. */
type Form = readonly [plain: string, marked: string];

/** 1,700 words make up 4,900 phrases: each is taken apart once. */
function formOf(word: string, forms: Map<string, Form>): Form {
  const known = forms.get(word);
  if (known) return known;
  const form = [plainLetters(word), markedKey(word)] as const;
  forms.set(word, form);
  return form;
}

function addPhrase(root: Node, tag: string, phrase: string, known: Map<string, Form>): void {
  const words =
    phrase
      .normalize('NFC')
      .toLowerCase()
      .match(/#?[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return;
  const forms = words.map((word) => formOf(word, known));
  let node = root;
  for (const [plain] of forms) {
    const next = node.next.get(plain) ?? newNode();
    node.next.set(plain, next);
    node = next;
  }
  node.phrases.push({ tag, marked: forms.map(([, marked]) => marked) });
}

function findPhrases(root: Node, { words, marked, sentences, clauseStarts }: Message): Found {
  const found = new Map<string, Hit[]>();
  for (let start = 0; start < words.length; start += 1) {
    let node: Node | undefined = root;
    for (let end = start; end < words.length; end += 1) {
      node = node.next.get(words[end] ?? '');
      if (!node) break;
      for (const { tag, marked: keys } of node.phrases) {
        if (!keys.every((key, index) => marked[start + index] === '' || marked[start + index] === key)) continue;
        const hits = found.get(tag) ?? [];
        hits.push({ start, end: end + 1, sentence: sentences[start] ?? 0 });
        found.set(tag, hits);
      }
    }
  }
  const hits = (tag: string): readonly Hit[] => found.get(tag) ?? [];
  const noNegations = hits(NO_NEGATION);
  /** "có tiền không cho mượn đỡ": the end of a question, not a negation. */
  const isParticle = ({ start, end, sentence }: Hit): boolean =>
    end - start === 1 &&
    words[start] === 'khong' &&
    words.slice(Math.max(0, start - 4), start).some((word, index, before) => {
      const at = start - before.length + index;
      return word === 'co' && sentences[at] === sentence;
    });
  const negations = hits(NEGATION).filter(
    (negation) =>
      !noNegations.some(({ start, end }) => start <= negation.start && negation.end <= end) && !isParticle(negation),
  );
  const reaches = (from: number, to: number): boolean =>
    clauseStarts.slice(from, to + 1).some(Boolean) || words.slice(from, to).includes('thi')
      ? (clauseStarts[to] ?? false) && to - from <= LIST_REACH
      : to - from <= NEGATION_REACH;
  const isNegated = (hit: Hit): boolean =>
    negations.some(
      ({ start, end, sentence }) =>
        sentence === hit.sentence &&
        start < hit.start &&
        end <= hit.start &&
        (words[start] !== 'dung' || marked[start] !== '' || hit.start - end < BARE_DUNG_REACH) &&
        reaches(end, hit.start),
    );
  const asked = new Map<string, readonly Hit[]>();
  const meant = (tag: string): readonly Hit[] => {
    const known = asked.get(tag);
    if (known) return known;
    const answer = hits(tag).filter((hit) => !isNegated(hit));
    asked.set(tag, answer);
    return answer;
  };
  return {
    hits,
    meant,
    tags: () => [...found.keys()].sort(),
    has: (...tags) => tags.some((tag) => found.has(tag)),
    asks: (...tags) => tags.some((tag) => meant(tag).length > 0),
  };
}

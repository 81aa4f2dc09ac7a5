/** Markup that was put together by `html` alone, and may therefore stand inside other markup as it is. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a hole of a template. `undefined` and `false` leave it empty; a list is joined. */
export type Piece = string | number | Html | undefined | false | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/gu, (sign) => ESCAPES[sign] ?? '');

function fill(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.toString();
  if (typeof piece === 'object') return piece.map(fill).join('');
  return escape(String(piece));
}

/**
 * A template whose holes are escaped unless they hold markup made the same way: forgetting to escape is not possible.
 * Attributes must be written in quotes. Indentation is left out, because it weighs on every page.
 */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let markup = '';
  for (const [index, part] of parts.entries()) {
    markup += part.replaceAll(/\n\s*/gu, '\n');
    if (index < pieces.length) markup += fill(pieces[index]);
  }
  return new Html(markup);
}

/** What residents read, by id. */
export interface ScamWording {
  readonly reasons: ReadonlyMap<string, string>;
  readonly actions: ReadonlyMap<string, string>;
}

/** Reads `content/language/scam-wording.tsv`: id, kind (`reason` or `action`) and text behind a header. */
export function readScamWording(tsv: string): ScamWording {
  const reasons = new Map<string, string>();
  const actions = new Map<string, string>();
  for (const line of tsv.split('\n').slice(1)) {
    const [id = '', kind, text = ''] = line.split('\t');
    if (id === '' || text === '') continue;
    (kind === 'action' ? actions : reasons).set(id, text);
  }
  return { reasons, actions };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBlocklist } from './blocklist.ts';
import { readLexicon } from './lexicon.ts';
import { readScamModel } from './model.ts';
import { readOfficialDomains, readOfficials } from './official-hosts.ts';
import { createScamCheck, type ScamCheckParts } from './scam-check.ts';
import type { ScamCheck } from './verdict.ts';
import { readScamWording } from './wording.ts';

const readContent = (rootDir: string, name: string): string => readFileSync(join(rootDir, 'content', name), 'utf8');

/** What a message is read with, from the files in `content/` under `rootDir`. */
export function loadReaderParts(rootDir: string): Pick<ScamCheckParts, 'officialHosts' | 'lexicon'> {
  return {
    officialHosts: [
      ...readOfficials(readContent(rootDir, 'language/official-names.tsv')),
      ...readOfficialDomains(readContent(rootDir, 'official-domains.tsv')),
    ],
    lexicon: readLexicon(readContent(rootDir, 'language/scam-phrases.tsv')),
  };
}

/**
 * The scam check of this installation, from the files in `content/` under `rootDir`. Reads about 0.2 MB at the first
 * question, not before; the blocklist (0.3 MB) only when a message has a link. Throws what reading a missing file
 * throws.
 */
export function loadScamCheck(rootDir: string): ScamCheck {
  let check: ScamCheck | undefined;
  return {
    check(text) {
      check ??= createScamCheck({
        ...loadReaderParts(rootDir),
        blocklist: createBlocklist(() => readContent(rootDir, 'language/phishing-blocklist.txt')),
        model: readScamModel(readContent(rootDir, 'language/scam-model.tsv')),
        wording: readScamWording(readContent(rootDir, 'language/scam-wording.tsv')),
      });
      return check.check(text);
    },
  };
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LinkLists } from '../../broadcasts/check-links.ts';
import { createBlocklist } from '../../understanding/scam/blocklist.ts';
import { readOfficialDomains } from '../../understanding/scam/official-hosts.ts';

const kept = new Map<string, LinkLists>();

/** The lists an announcement's addresses are held against, read once from `content/` below `rootDir`. */
export function linkListsOf(rootDir: string): LinkLists {
  const known = kept.get(rootDir);
  if (known) return known;
  const read = (name: string): string => readFileSync(path.join(rootDir, 'content', name), 'utf8');
  const blocklist = createBlocklist(() => read('language/phishing-blocklist.txt'));
  const lists: LinkLists = {
    officialHosts: new Set(readOfficialDomains(read('official-domains.tsv')).flatMap(({ hosts }) => hosts)),
    isReported: (host, rest) => blocklist.lists(host, rest),
  };
  kept.set(rootDir, lists);
  return lists;
}

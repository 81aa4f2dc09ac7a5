import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Card } from '../catalog/catalogue.ts';
import type { Handouts } from './handouts.ts';
import type { InviteSize } from './invite.ts';
import type { HandoutSize, HandoutTeam } from './sheet.ts';

export interface PrintFilesOptions {
  readonly handouts: Handouts;
  readonly cards: readonly Card[];
  readonly size: HandoutSize;
  readonly team?: HandoutTeam;
  /** A file for one card, a folder for several (made when needed). Default: named after the card, in this folder. */
  readonly out?: string;
  /** Several cards: `out` is a folder even if there is only one. */
  readonly intoFolder: boolean;
  onProgress?(done: number, total: number): void;
}

/** `vneid-register-level-2-a6-ln03.pdf`: the same name that a browser suggests. */
export const handoutFileName = (slug: string, size: HandoutSize, team?: HandoutTeam): string =>
  `${[slug, size, ...(team ? [team.code.toLowerCase()] : [])].join('-')}.pdf`;

/** `moi-ln03-a6.pdf`: the name of a team's invitation. */
export const inviteFileName = (team: HandoutTeam, size: InviteSize): string =>
  `moi-${team.code.toLowerCase()}-${size}.pdf`;

/** Writes the hand-outs of these cards and gives the names of the files. */
export async function printFiles(options: PrintFilesOptions): Promise<readonly string[]> {
  const { handouts, cards, size, team, out, intoFolder, onProgress } = options;
  const files: string[] = [];
  for (const card of cards) {
    const name = handoutFileName(card.slug, size, team);
    const file = intoFolder ? join(out ?? '.', name) : (out ?? name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await handouts.print(card, size, team));
    files.push(file);
    onProgress?.(files.length, cards.length);
  }
  return files;
}

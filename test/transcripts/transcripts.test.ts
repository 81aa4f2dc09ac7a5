import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { shippedCatalogue } from '../support/shipped-content.ts';
import {
  outcomeOf,
  playTranscript,
  rewriteTranscript,
  shownIn,
  transcriptSchema,
  type Transcript,
} from '../support/transcripts.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const pathOf = (file: string): string => path.join(folder, file);
const read = (file: string): Transcript => transcriptSchema.parse(parse(readFileSync(pathOf(file), 'utf8')));

// UPDATE_TRANSCRIPTS=1 npx vitest run test/transcripts: after a change of content, then read the diff.
if (process.env['UPDATE_TRANSCRIPTS'] === '1') {
  for (const file of files) writeFileSync(pathOf(file), rewriteTranscript(shippedCatalogue(), read(file)));
}

function expectInOrder(shown: string, fragments: readonly string[], where: string): void {
  let from = 0;
  for (const fragment of fragments) {
    const at = shown.indexOf(fragment, from);
    expect(at, `${where}: "${fragment}" is not (in this order) in:\n${shown}`).toBeGreaterThanOrEqual(0);
    from = at + fragment.length;
  }
}

describe('transcripts', () => {
  it.each(files)('%s', (file) => {
    const transcript = read(file);
    const played = playTranscript(shippedCatalogue(), transcript);
    for (const [index, turn] of transcript.turns.entries()) {
      const { before, after, actions } = played[index] ?? { before: null, after: null, actions: [] };
      const where = `turn ${index + 1}`;
      if (turn.is === undefined) {
        expect(turn.out, `${where} expects nothing: write out or is`).toBeDefined();
        expectInOrder(shownIn(actions), turn.out ?? [], where);
      } else {
        expect(actions, where).toEqual([{ type: turn.is }]);
        expect(after, where).toEqual(before);
      }
    }
    const { ends, records, handover } = transcript;
    expect(outcomeOf(played)).toEqual({
      ...(ends && { ends }),
      ...(records && { records }),
      ...(handover && { handover }),
    });
  });

  it('exist for every shipped flow', () => {
    const told = new Set(files.map((file) => read(file).flow));
    const flows = shippedCatalogue().flows();
    expect(flows.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
  });
});

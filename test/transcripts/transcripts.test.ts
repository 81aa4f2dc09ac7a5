import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleCatalogue, shippedCatalogue } from '../support/shipped-content.ts';
import { makeTempDir } from '../support/temp-dir.ts';
import { writeCardTranscripts } from './card-transcripts.ts';
import { transcriptProblems } from './check.ts';
import { coverageLines, coverageProblems, type CoveredEntry, stepCoverage } from './step-coverage.ts';
import { readTranscript, readTranscriptFile, suites, transcriptFiles } from './suites.ts';

const suite = suites.shipped;
const files = transcriptFiles(suite);

// npm run transcripts -- --update: after a change of content, then read the diff.
describe('transcripts', () => {
  it.each(files)('%s', (file) => {
    expect(transcriptProblems(suite.definitions(), readTranscript(suite, file))).toEqual([]);
  });

  it('exist for every shipped flow', () => {
    const told = new Set(files.map((file) => readTranscript(suite, file).flow));
    const flows = shippedCatalogue().flows();
    expect(flows.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
  });

  // A new card, or a new step: npm run transcripts -- --missing. A flow needs one by hand, or `npm run bot -- transcript`.
  it('enter every step of the shipped flows and cards', () => {
    const entries = stepCoverage(shippedCatalogue(), suite);
    expect(entries.length).toBeGreaterThan(20);
    expect(coverageProblems(entries)).toEqual([]);
  });

  it('of cards are those of the cards that are shipped', () => {
    const slugs = shippedCatalogue()
      .cards()
      .map(({ slug }) => `cards/${slug}.yaml`);
    expect(files.filter((file) => file.startsWith('cards/'))).toEqual(slugs.toSorted());
  });

  it('that are missing are named with what to do', () => {
    const entries: CoveredEntry[] = [
      { kind: 'flow', id: 'whole', steps: { said: 2 } },
      { kind: 'flow', id: 'half', steps: { said: 2, skipped: 0, lost: 0 } },
      { kind: 'card', id: 'card', steps: { 0: 1, 1: 0 } },
    ];
    const [flow, card] = coverageProblems(entries);
    expect(flow).toMatch(/^No transcript enters skipped, lost of the flow half: .*npm run transcripts -- --update$/u);
    expect(card).toBe('No transcript enters step 2 of the card card: run npm run transcripts -- --missing');
    expect(coverageLines(entries).slice(2)).toEqual([
      '  1 of 2 flows and 0 of 1 cards are walked through every step',
      '  3 of 6 steps are entered by a transcript',
    ]);
  });
});

describe('transcripts of cards', () => {
  const cards = sampleCatalogue().cards();
  const [first] = cards;
  const write = (dir: string, of = cards) => writeCardTranscripts(dir, sampleCatalogue(), of);

  it('are written once, walk through every step and its advice, and hold', () => {
    using folder = makeTempDir();
    expect(write(folder.dir)).toEqual({ written: cards.map(({ slug }) => slug), removed: [] });
    expect(write(folder.dir)).toEqual({ written: [], removed: [] });
    const transcript = readTranscriptFile(path.join(folder.dir, 'make-account.yaml'));
    expect(transcriptProblems(sampleCatalogue(), transcript)).toEqual([]);
    expect(transcript).toMatchObject({ ends: 'finished', records: ['account-made'] });
    const given = transcript.turns.map(({ in: text }) => text);
    expect(given).toEqual([undefined, 'Chưa làm được', 'Xong', 'Chưa làm được', 'Xong', 'Xong']);
  });

  it('follow a card that got another step, and leave with a card', () => {
    using folder = makeTempDir();
    write(folder.dir);
    const longer = cards.map((card) =>
      card === first ? { ...card, steps: [...card.steps, { text: 'Bước mới.' }] } : card,
    );
    expect(write(folder.dir, longer)).toEqual({ written: [first?.slug], removed: [] });
    expect(write(folder.dir, cards.slice(1))).toEqual({ written: [], removed: [first?.slug] });
    expect(readdirSync(folder.dir)).toEqual(cards.slice(1).map(({ slug }) => `${slug}.yaml`));
  });
});

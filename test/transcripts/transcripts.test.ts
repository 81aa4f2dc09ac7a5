import { describe, expect, it } from 'vitest';
import { shippedCatalogue } from '../support/shipped-content.ts';
import { transcriptProblems } from './check.ts';
import { coverageLines, stepCoverage } from './step-coverage.ts';
import { readTranscript, suites, transcriptFiles } from './suites.ts';

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

  it('are counted step by step', () => {
    const entries = stepCoverage(shippedCatalogue(), suite);
    const seller = entries.find(({ id }) => id === 'pay-by-qr');
    expect(seller?.steps['role']).toBeGreaterThan(0);
    expect(coverageLines(entries)).toHaveLength(entries.length + 1);
    expect(coverageLines([{ id: 'flow', steps: { said: 2, skipped: 0 } }])).toEqual([
      '      1/2  flow  not entered: skipped',
      '  1 of 2 steps are entered by a transcript',
    ]);
  });
});

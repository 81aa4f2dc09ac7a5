/**
 * `npm run transcripts [-- --update] [-- --missing]`: plays every transcript and prints which steps of the shipped content
 * no transcript enters. `--missing` first writes a transcript for each card that has none, or has other steps than the
 * last time, and removes those of cards that are gone. `--update` first rewrites what all of them expect to what happens
 * now; then read the diff. Exit code 0 when every transcript holds, 1 when one does not, 2 on a wrong call.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { shippedCatalogue } from '../support/shipped-content.ts';
import { rewriteTranscript } from '../support/transcripts.ts';
import { transcriptProblems } from './check.ts';

import { writeCardTranscripts } from './card-transcripts.ts';
import { coverageLines, stepCoverage } from './step-coverage.ts';
import { readTranscript, suites, transcriptFiles, type Suite } from './suites.ts';

function update(suite: Suite): void {
  for (const file of transcriptFiles(suite)) {
    const rewritten = rewriteTranscript(suite.definitions(), readTranscript(suite, file));
    writeFileSync(path.join(suite.dir, file), rewritten);
  }
}

function addMissing(): void {
  const catalogue = shippedCatalogue();
  const { dir, below } = suites.shipped;
  const { written, removed } = writeCardTranscripts(path.join(dir, below), catalogue, catalogue.cards());
  console.log(`cards: ${written.length} transcripts written, ${removed.length} removed`);
  for (const slug of [...written, ...removed]) console.log(`  ${path.join(below, slug)}.yaml`);
}

function play(suite: Suite): number {
  const files = transcriptFiles(suite);
  let failed = 0;
  for (const file of files) {
    const problems = transcriptProblems(suite.definitions(), readTranscript(suite, file));
    if (problems.length > 0) failed += 1;
    for (const problem of problems) console.error(`${file}: ${problem}`);
  }
  console.log(`${suite.name}: ${files.length - failed} of ${files.length} transcripts hold`);
  return failed;
}

function main(): number {
  let values: { update: boolean; missing: boolean };
  const flag = { type: 'boolean', default: false } as const;
  try {
    ({ values } = parseArgs({ options: { update: flag, missing: flag } }));
  } catch (error) {
    console.error(`${String(error)}. Use: npm run transcripts [-- --update | --missing]`);
    return 2;
  }
  const all: readonly Suite[] = Object.values(suites);
  if (values.missing) addMissing();
  if (values.update) all.forEach(update);
  const failed = all.reduce((sum, suite) => sum + play(suite), 0);
  console.log('steps of the shipped content:');
  for (const line of coverageLines(stepCoverage(shippedCatalogue(), suites.shipped))) console.log(line);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main();

/**
 * `npm run transcripts [-- --update]`: plays every transcript and prints which steps of the shipped content they enter.
 * `--update` first rewrites what they expect to what happens now; then read the diff. Exit code 0 when every transcript
 * holds, 1 when one does not, 2 on a wrong call.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { shippedCatalogue } from '../support/shipped-content.ts';
import { transcriptProblems } from './check.ts';
import { rewriteTranscript } from './rewrite.ts';
import { coverageLines, stepCoverage } from './step-coverage.ts';
import { readTranscript, suites, transcriptFiles, type Suite } from './suites.ts';

function update(suite: Suite): void {
  for (const file of transcriptFiles(suite)) {
    const rewritten = rewriteTranscript(suite.definitions(), readTranscript(suite, file));
    writeFileSync(path.join(suite.dir, file), rewritten);
  }
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
  let values: { update: boolean };
  try {
    ({ values } = parseArgs({ options: { update: { type: 'boolean', default: false } } }));
  } catch (error) {
    console.error(`${String(error)}. Use: npm run transcripts [-- --update]`);
    return 2;
  }
  const all: readonly Suite[] = Object.values(suites);
  if (values.update) all.forEach(update);
  const failed = all.reduce((sum, suite) => sum + play(suite), 0);
  console.log('steps of the shipped content:');
  for (const line of coverageLines(stepCoverage(shippedCatalogue(), suites.shipped))) console.log(line);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main();

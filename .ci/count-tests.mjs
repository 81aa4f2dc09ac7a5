// Prints the one line that says how the tests went, from vitest's JSON report. Fails when there is no report.
import { existsSync, readFileSync } from 'node:fs';

const file = process.argv[2];
const report = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;

const passed = report?.numPassedTests ?? 0;
// A file that could not even be loaded has no tests in the report; it counts as one failure.
const unloadable =
  report?.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0) ?? [];
const failed = (report?.numFailedTests ?? 0) + unloadable.length;
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);

for (const { name } of unloadable) console.log(`could not be loaded: ${name}`);
if (!report) console.log('npm test was not reached.');
console.log(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = report && failed === 0 ? 0 : 1;

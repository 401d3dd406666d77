import { readFileSync } from "node:fs";

// Adds up vitest's JSON reports and prints one plain line. A missing report or a run without tests is a failure, and so is
// what isn't a test's: the first argument is the exit status of everything that ran.
const [status, ...files] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const file of files) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    failed += 1;
    continue;
  }
  passed += report.numPassedTests;
  failed += report.numFailedTests + (report.numTotalTests === 0 ? 1 : 0);
  // A file that can't be loaded counts no test; it is a failure all the same.
  if (!report.success && report.numFailedTests === 0) failed += 1;
}
if (failed === 0 && status !== "0") failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

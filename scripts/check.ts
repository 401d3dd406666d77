import { execa } from "execa";

/** Everything that must be green, in the order of how fast it fails. `--no-tests` where they have just run. */
const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["format", "oxfmt", "--check", "."],
  ["lint, with cycles", "oxlint", "--deny-warnings"],
  ["types", "tsc", "--noEmit"],
  ["types in the browser", "tsc", "--noEmit", "--project", "src/report/schema-page/browser"],
  ["unused code", "knip"],
  ["docs up to date", "tsx", "scripts/docs.ts", "--check"],
  ["build", "tsx", "scripts/build.ts"],
  ["built package", "tsx", "scripts/check-package.ts"],
  ["tests, with import rules", "vitest", "run"],
];

const wanted = process.argv.includes("--no-tests") ? steps.slice(0, -1) : steps;
const failed: string[] = [];
for (const [name, command, ...args] of wanted) {
  const started = performance.now();
  const { exitCode, all } = await execa(command, args, {
    preferLocal: true,
    all: true,
    reject: false,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${exitCode === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  if (exitCode !== 0) {
    failed.push(name);
    console.log(all);
  }
}
console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

import type { DriftReport, PendingMigration } from "../../drift/report.ts";
import { formatCount } from "../measure.ts";

/** What differs between the two sides, counted: `3 differences`, `1 generated file out of date`. */
export function countDifferences({ findings, files }: DriftReport): string[] {
  return [
    ...(findings.length > 0 ? [formatCount(findings.length, "difference")] : []),
    ...(files.length > 0 ? [`${formatCount(files.length, "generated file")} out of date`] : []),
  ];
}

/** What makes drift of a migration. One that is only pending makes none. */
const rewritten: readonly [PendingMigration["state"], (count: number) => string][] = [
  ["changed", (count) => `${formatCount(count, "applied SQL file")} edited`],
  ["missing", (count) => `${formatCount(count, "applied SQL file")} removed`],
  ["interrupted", (count) => `${formatCount(count, "SQL file")} interrupted halfway`],
];

/** What was applied and isn't in the repository as it was: `1 applied SQL file edited`. */
export function countRewritten({ pending }: DriftReport): string[] {
  return rewritten.flatMap(([state, text]) => {
    const count = pending.filter((migration) => migration.state === state).length;
    return count === 0 ? [] : [text(count)];
  });
}

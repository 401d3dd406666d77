import type { Cause, Finding } from "../../drift/finding.ts";
import type { DriftReport, PendingMigration } from "../../drift/report.ts";
import { formatKind } from "../kind.ts";
import { formatCount, formatNumber } from "../measure.ts";
import type { NamedCheck } from "./result.ts";
import { causeNotes, sideNames } from "./words.ts";

/** What differs between the two sides, counted: `3 differences`, `1 generated file changed by hand`. */
export function countDifferences({ findings, files, settings }: DriftReport): string[] {
  return [
    ...(findings.length > 0 ? [formatCount(findings.length, "difference")] : []),
    ...(files.length > 0 ? [`${formatCount(files.length, "generated file")} changed by hand`] : []),
    ...(settings.length > 0 ? [`${formatCount(settings.length, "setting")} changed`] : []),
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

/** `4 changed outside the SQL files, 1 pending migration`: the findings by cause; nothing where no cause is known. */
export function countCauses({ findings }: DriftReport): { cause: Cause; count: number }[] {
  return (Object.keys(causeNotes) as Cause[])
    .map((cause) => ({ cause, count: findings.filter((one) => one.cause === cause).length }))
    .filter(({ count }) => count > 0);
}

/** `4 changed outside the SQL files, 1 not pulled yet`, `all changed …`: the causes that are known, or an empty text. */
export function causesText(report: DriftReport): string {
  const total = report.findings.length;
  return countCauses(report)
    .flatMap(({ cause, count }) => {
      const note = causeNotes[cause];
      if (note === null) return [];
      if (count < total) return [`${formatNumber(count)} ${note}`];
      return [total === 1 ? note : `all ${note}`];
    })
    .join(", ");
}

/** `5 changed, 1 missing from the database, 2 only in the database, 1 only in the SQL files`. */
export function countChanges({ findings }: DriftReport): string {
  const count = (text: string, isMeant: (finding: Finding) => boolean) => {
    const number = findings.filter(isMeant).length;
    return number === 0 ? [] : [`${formatNumber(number)} ${text}`];
  };
  const onEachSide = (text: string, wanted: Finding["change"]) =>
    sidesIn(findings).flatMap((own) =>
      count(`${text} ${sideNames[own]}`, ({ change, side }) => change === wanted && side === own),
    );
  return [
    ...count("changed", ({ change }) => change === "changed"),
    ...onEachSide("missing from", "removed"),
    ...onEachSide("only in", "added"),
  ].join(", ");
}

/** The sides on which something was found, in the order of their names. */
function sidesIn(findings: readonly Finding[]): Finding["side"][] {
  return [...new Set(findings.map(({ side }) => side))].toSorted();
}

/** `the database`, `the database or the SQL files`: where it isn't as the committed files say. */
export function sidesText(findings: readonly Finding[]): string {
  return sidesIn(findings)
    .map((side) => sideNames[side])
    .join(" or ");
}

/** `212 columns, 40 tables`: the findings by kind, the most first. */
export function countKinds({ findings }: DriftReport): string {
  const kinds = new Map<string, number>();
  for (const { kind } of findings) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds]
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, count]) => formatKind(kind, count))
    .join(", ");
}

/** What was compared with what: `the committed files and the database`. */
export function comparison(report: DriftReport): string {
  return `${sideNames[report.expected]} and ${comparedWith(report)}`;
}

/** What the committed files were compared with: where something was found, if it was. */
export function comparedWith({ findings, actual }: DriftReport): string {
  return sidesText(findings) || sideNames[actual];
}

/** `6 databases in sync`, `2 of 6 databases not in sync, 1 unknown`: what is said of several. */
export function databasesLine(checks: readonly NamedCheck[]): string {
  const all = formatCount(checks.length, "database");
  const count = (verdict: Verdict) => checks.filter((check) => verdictOn(check) === verdict).length;
  const [drifted, unknown] = [count("drift"), count("unknown")];
  if (drifted > 0)
    return `${drifted} of ${all} not in sync${unknown > 0 ? `, ${unknown} unknown` : ""}`;
  return unknown > 0 ? `${unknown} of ${all} unknown` : `${all} in sync`;
}

/** The verdict on several databases: drift where one has it, though another may be unknown. */
export function verdictOnAll(checks: readonly NamedCheck[]): Verdict {
  const verdicts = new Set(checks.map(verdictOn));
  return (["drift", "unknown"] as const).find((verdict) => verdicts.has(verdict)) ?? "in-sync";
}

/** The verdict on one database, unknown where it couldn't be checked. */
export function verdictOn({ report }: NamedCheck): Verdict {
  return report?.verdict ?? "unknown";
}

type Verdict = DriftReport["verdict"];

/** Whether a database was checked and nothing differs. */
export function isInSync(check: NamedCheck): boolean {
  return verdictOn(check) === "in-sync";
}

/** The verdict in one line, without what was compared: `Drift: 3 differences, 1 applied SQL file edited`. */
export function verdictLine({ report, failure }: NamedCheck): string {
  if (report === null) return `Can't tell: ${failure?.message ?? "it couldn't be checked"}`;
  if (report.verdict === "in-sync") return "In sync";
  if (report.verdict === "unknown")
    return `Can't tell: ${formatCount(report.unmodeled.length, "object")} can't be compared`;
  return `Drift: ${[...countDifferences(report), ...countRewritten(report)].join(", ")}`;
}

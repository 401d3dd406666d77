import type { Catalog, Fact } from "../../catalog/fact.ts";
import { standsOnColumn } from "../fold/column-consequences.ts";
import type { Finding } from "../finding.ts";
import type { Repair, RepairStatement } from "./repair.ts";
import type { DriftReport } from "../report.ts";
import { sight, type Subject } from "../origins/subject.ts";

/** What was seen while a plan ran on a copy: before the first statement, and after each. */
export type Trial = readonly Sighting[];
type Sighting = readonly (string | undefined)[];

/** The findings that a repair is about: what isn't as the applied migrations say. */
export function isRepairable({ cause, side }: Finding): boolean {
  return side === "database" && (cause === "out-of-band" || cause === "edited-migration");
}

/** What a trial looks at, for each finding of a report, in order. */
export function seeFindings(catalog: Catalog, findings: readonly Finding[]): Sighting {
  const subjects = findings.map(({ kind, object, attribute }): Subject => ({
    kind,
    object,
    attribute,
  }));
  const seen = sight(catalog, subjects);
  const parts = partsByParent(catalog.facts);
  return seen.map((value, index) => {
    const finding = findings[index]!;
    if (finding.attribute !== null) return value;
    // An object comes and goes with what stands on it; a column also with its constraints and indexes.
    const beside = finding.kind === "column" ? (parts.get(finding.parent ?? "") ?? []) : [];
    const whole = [
      ...(parts.get(finding.object) ?? []),
      ...beside.filter((fact) => standsOnColumn(fact, finding)),
    ];
    return `${value} ${JSON.stringify(whole)}`;
  });
}

function partsByParent(facts: readonly Fact[]): Map<string, Fact[]> {
  const parts = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.parent === null) continue;
    const siblings = parts.get(fact.parent);
    if (siblings === undefined) parts.set(fact.parent, [fact]);
    else siblings.push(fact);
  }
  return parts;
}

/**
 * Gives each finding the statements that concern it. Where a trial doesn't go to its end, findings have no SQL of their own.
 * Pure.
 *
 * @param trials looked at the findings that are repairable, in order.
 */
export function assignFixes(
  report: DriftReport,
  repair: Repair,
  trials: { revert: Trial; keep: Trial },
): DriftReport {
  const repaired = new Map(
    report.findings.filter(isRepairable).map((finding, index) => [finding, index]),
  );
  return {
    ...report,
    repair,
    findings: report.findings.map((finding): Finding => {
      const index = repaired.get(finding);
      if (index === undefined) return finding;
      const sql = statementsFor(repair.revert.statements, trials.revert, index);
      const migration = statementsFor(repair.keep.statements, trials.keep, index);
      return { ...finding, fix: { ...finding.fix, sql, migration } };
    }),
  };
}

function statementsFor(
  statements: readonly RepairStatement[],
  trial: Trial,
  finding: number,
): string | null {
  if (trial.length !== statements.length + 1) return null;
  const own = statements.filter((_, at) => trial[at]![finding] !== trial[at + 1]![finding]);
  return own.length === 0 ? null : own.map(({ sql }) => `${sql};`).join("\n");
}

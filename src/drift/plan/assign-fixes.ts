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
      const sql = statementsFor(finding, repair.revert.statements, seenOf(index, trials.revert));
      const migration = statementsFor(finding, repair.keep.statements, seenOf(index, trials.keep));
      return { ...finding, fix: { ...finding.fix, sql, migration } };
    }),
  };
}

/** What was seen of one finding. */
function seenOf(finding: number, trial: Trial): (string | undefined)[] {
  return trial.map((sighting) => sighting[finding]);
}

function statementsFor(
  { attribute }: Finding,
  statements: readonly RepairStatement[],
  seen: readonly (string | undefined)[],
): string | null {
  if (seen.length !== statements.length + 1) return null;
  const own = new Set(statements.filter((_, at) => seen[at] !== seen[at + 1]));
  // What it takes to bring the columns of the old type to the new one isn't seen of the type.
  if (own.size === 0 || [...own].some(({ sql }) => makesWay.test(sql))) return null;
  // With what is made anew goes what was said about it: privileges, a comment.
  const anew = attribute === null ? [] : [...own].flatMap(({ sql }) => drops.exec(sql)?.[1] ?? []);
  return statements
    .filter((one) => own.has(one) || anew.some((name) => one.sql.includes(name)))
    .map(({ sql }) => `${sql};`)
    .join("\n");
}

/** Of an enum that loses a label: see `corrected-plan.ts`. */
const makesWay = /^ALTER TYPE .* RENAME TO "\w*__(?:pgdelta_)?replaced"$/s;

/** `DROP VIEW "app"."live"`: the name, for statements that say more of it. */
const drops = /^DROP (?:[A-Z]+ )+(".+?)(?: CASCADE)?$/s;

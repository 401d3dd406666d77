import type { DatabaseChecks, DriftReport } from "../../drift/report.ts";

/** What a check gives: one report, or one for each of several databases. */
export type DriftResult = DriftReport | DatabaseChecks;

/** One check, as every format shows it. */
export interface NamedCheck {
  /** As the configuration calls the database. Null: there is only one. */
  name: string | null;
  /** Null: it couldn't be checked. */
  report: DriftReport | null;
  failure: { message: string; hint: string | null } | null;
}

/** The checks of a result, one after the other. */
export function checksOf(result: DriftResult): readonly NamedCheck[] {
  if ("databases" in result) return result.databases;
  return [{ name: null, report: result, failure: null }];
}

/** The same with the ignored objects only counted. */
export function withoutIgnoredNames(result: DriftResult): DriftResult {
  const counted = (report: DriftReport): DriftReport => ({
    ...report,
    ignored: report.ignored.map((rule) => ({ ...rule, objects: null })),
  });
  if (!("databases" in result)) return counted(result);
  const databases = result.databases.map((check) => ({
    ...check,
    report: check.report === null ? null : counted(check.report),
  }));
  return { ...result, databases };
}

/** The reports of the databases that could be checked. */
export function reportsOf(result: DriftResult): DriftReport[] {
  return checksOf(result).flatMap(({ report }) => (report === null ? [] : [report]));
}

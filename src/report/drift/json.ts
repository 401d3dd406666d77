import type { DriftReport } from "../../drift/report.ts";
import type { DriftResult } from "./result.ts";

/** A drift report for machines. The shape is stable; docs/formats.md and docs/drift.schema.json specify it. */
export function renderDriftJson(result: DriftResult): unknown {
  if (!("databases" in result)) return reportAsJson(result);
  return {
    schemaVersion: result.schemaVersion,
    verdict: result.verdict,
    databases: result.databases.map(({ name, report, failure }) => ({
      name,
      report: report === null ? null : reportAsJson(report),
      failure,
    })),
  };
}

/** Key by key, so that the order is the documented one and nothing else gets into it. */
function reportAsJson(report: DriftReport): unknown {
  const { schemaVersion, verdict, expected, actual, findings, files, settings, pending } = report;
  const { unmodeled, ignored, unexplained, repair } = report;
  return {
    schemaVersion,
    verdict,
    expected,
    actual,
    findings: findings.map((finding) => ({
      kind: finding.kind,
      object: finding.object,
      parent: finding.parent,
      change: finding.change,
      side: finding.side,
      attribute: finding.attribute,
      expected: finding.expected,
      actual: finding.actual,
      includes: finding.includes,
      visibleToDrizzle: finding.visibleToDrizzle,
      cause: finding.cause,
      alsoCauses: finding.alsoCauses,
      origin: finding.origin,
      fix: finding.fix,
    })),
    files,
    settings,
    pending,
    unmodeled,
    ignored,
    unexplained,
    repair,
  };
}

import type { DriftReport } from "../../drift/report.ts";

/** A drift report for machines. The shape is stable; docs/formats.md specifies it. */
export function renderDriftJson(report: DriftReport): unknown {
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

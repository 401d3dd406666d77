import type { Finding } from "../../drift/finding.ts";

/** Attributes that decide who may see and do what. */
const security =
  /^(?:privileges|rowSecurity|forceRowSecurity|securityDefiner|leakproof|roles|using|check|options\.security_(?:barrier|invoker))\b/;
/** Attributes that nothing breaks by. */
const incidental =
  /^(?:comment|statistics|storage|compression|options|cost|rows|parallel|columnOrder)\b/;
const structure: ReadonlySet<string> = new Set([
  "schema",
  "table",
  "foreign table",
  "column",
  "view",
  "materialized view",
  "enum",
  "domain",
  "type",
]);
const guards: ReadonlySet<string> = new Set(["policy", "constraint", "default privileges", "rule"]);
const code: ReadonlySet<string> = new Set([
  "function",
  "procedure",
  "aggregate",
  "trigger",
  "event trigger",
]);

/** How much depends on what a finding is about: 5 is access and lost structure, 0 what nothing breaks by. */
function importanceOf(finding: Finding): number {
  const { kind, change, attribute } = finding;
  if (attribute !== null && security.test(attribute)) return 5;
  if (attribute !== null && incidental.test(attribute)) return 0;
  if (kind === "policy" || kind === "default privileges") return 5;
  if (structure.has(kind)) return change === "removed" ? 5 : change === "changed" ? 4 : 3;
  if (guards.has(kind) || isUniqueIndex(finding)) return change === "added" ? 3 : 4;
  if (code.has(kind)) return 3;
  return change === "removed" ? 2 : 1;
}

/** An index that keeps values apart, or did. */
function isUniqueIndex({ kind, attribute, expected, actual }: Finding): boolean {
  if (kind !== "index") return false;
  if (attribute !== null) return attribute === "unique" || attribute === "nullsNotDistinct";
  const facts = expected ?? actual;
  return typeof facts === "object" && facts !== null && "unique" in facts;
}

const causeOrder = [
  "out-of-band",
  "edited-migration",
  "applied-out-of-order",
  "unknown",
  "stale-files",
  "pending-migration",
];

/** For sorting: the most important finding first; of the same importance the one that nobody meant to happen. */
export function compareImportance(a: Finding, b: Finding): number {
  return (
    importanceOf(b) - importanceOf(a) || causeOrder.indexOf(a.cause) - causeOrder.indexOf(b.cause)
  );
}

/** The most important findings first, else in their order. */
export function byImportance(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(compareImportance);
}

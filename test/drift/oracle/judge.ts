import type { Trial } from "./trial.ts";

/** A change about which we and a witness don't agree, and nobody has explained why. */
export interface Disagreement {
  trial: Trial;
  /** `missed by dbfirst`: a witness saw it. `only dbfirst`: nobody else did. */
  verdict: "missed by dbfirst" | "only dbfirst";
}

interface Exception {
  /** Fits the statement. */
  sql?: RegExp;
  /** Fits every line that a witness saw. */
  seen?: RegExp;
  /** Fits every finding of ours. */
  findings?: RegExp;
  /** As in docs/coverage.md. */
  why: string;
}

/** What witnesses see and we don't, on purpose. */
const seenByOthersOnly: readonly Exception[] = [
  {
    sql: /\b(?:drizzle\b|dbfirst\.|alembic_version|schema_migrations|pgmigrations|gorp_migrations|ar_internal_metadata)/,
    why: "the records of migration systems",
  },
  {
    sql: /^ALTER DATABASE .* SET search_path\b/,
    why: "settings of the database that only say where to look and how to print",
  },
  {
    sql: /^CREATE VIEW .*; ALTER EXTENSION \S+ ADD VIEW /,
    why: "what was made and given to an extension at once: its members are left out, whoever made them",
  },
];

/** What we see and neither pg_dump's text nor pg-delta does. */
const seenByUsOnly: readonly Exception[] = [
  {
    findings: /\| triggers(?:Disabled|Replica|Always)$/,
    why: "where PostgreSQL's own triggers that enforce a constraint are switched",
  },
  {
    findings: /\| (?:arrayComment|rowType\.(?:comment|arrayComment|privileges\..*))$/,
    why: "comments and privileges on types that come by themselves: a table's row type, a type's array",
  },
  { findings: /\| large object \|/, why: "large objects, which pg_dump has with data only" },
  { findings: /\| language \| sql\b/, why: "privileges on a language that isn't a procedural one" },
];

/** Undefined: everybody agrees, PostgreSQL refused the change, or docs/coverage.md says why they differ. */
export function judge(trial: Trial): Disagreement | undefined {
  if (trial.refused !== undefined) return undefined;
  const lines = Object.values(trial.seen).flat();
  if (lines.length > 0 === trial.findings.length > 0) return undefined;
  const missed = lines.length > 0;
  const exceptions = missed ? seenByOthersOnly : seenByUsOnly;
  const isExplained = exceptions.some(
    ({ sql, seen, findings }) =>
      (sql === undefined || sql.test(trial.sql)) &&
      (seen === undefined || lines.every((line) => seen.test(line))) &&
      (findings === undefined || trial.findings.every((finding) => findings.test(finding))),
  );
  if (isExplained) return undefined;
  return { trial, verdict: missed ? "missed by dbfirst" : "only dbfirst" };
}

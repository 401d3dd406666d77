import { ok, problem, warning, type Finding } from "./diagnosis.ts";

type State = "pending" | "applied" | "changed" | "missing" | "interrupted";

const remedies = {
  interrupted:
    "See what it did; complete it by hand and record it with dbfirst baseline FILE, or undo it by hand.",
  changed: "Put the file back as it was, and write the change as a new migration.",
  missing:
    "dbfirst status tells how to find the files. Are they another branch's, or another project's?",
  pending: "dbfirst apply, or dbfirst sync, which pulls the schema afterwards.",
} as const;

/** What isn't applied as it stands in the files. */
export function judgeMigrations(
  planned: readonly { source: string; name: string; state: State }[],
): Finding[] {
  const of = (state: State) => planned.filter((item) => item.state === state);
  const findings = (["interrupted", "changed", "missing", "pending"] as const).flatMap((state) => {
    const items = of(state);
    if (items.length === 0) return [];
    const names = items.slice(0, 3).map(({ source, name }) => `${source}/${name}`);
    const text = `${items.length} ${texts[state]}: ${names.join(", ")}${items.length > 3 ? ", …" : ""}`;
    // With the others, apply refuses to run.
    const judge = state === "pending" ? warning : problem;
    return [judge(text, remedies[state])];
  });
  if (findings.length > 0) return findings;
  if (planned.length === 0) return [ok("No migrations yet")];
  const count = `${planned.length} ${planned.length === 1 ? "migration" : "migrations"}`;
  return [ok(`${count}, and nothing is pending`)];
}

const texts = {
  interrupted: "started and never finished",
  changed: "edited after they were applied",
  missing: "applied, and their files are gone",
  pending: "pending",
} as const;

/** The drift check's verdict in a line. */
export function judgeDrift(report: {
  verdict: "in-sync" | "drift" | "unknown";
  findings: readonly { object: string }[];
  pending: readonly unknown[];
  unmodeled: readonly { kind: string; object: string }[];
}): Finding[] {
  const { verdict, findings, pending } = report;
  if (verdict === "in-sync") return [ok("Database and committed schema agree")];
  const remedy = "dbfirst check-drift says what differs, and why.";
  if (verdict === "unknown") {
    const [first] = report.unmodeled;
    return [
      problem(
        `Can't tell: the database holds what isn't compared${first === undefined ? "" : ` (${first.kind} ${first.object})`}`,
        remedy,
      ),
    ];
  }
  if (findings.length > 0) {
    const objects = [...new Set(findings.map(({ object }) => object))];
    const shown = objects.slice(0, 3).join(", ");
    return [
      warning(
        `${findings.length} ${findings.length === 1 ? "difference" : "differences"} between database and committed schema: ${shown}${objects.length > 3 ? ", …" : ""}`,
        remedy,
      ),
    ];
  }
  return [
    pending.length > 0
      ? ok("Database and committed schema agree, but for what is pending")
      : warning("The generated files aren't as the last pull wrote them", remedy),
  ];
}

import type { CheckName, Diagnosis, Level } from "../doctor/diagnosis.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { printableLines } from "./printable.ts";
import { wrappedLines } from "./wrapped-lines.ts";

const marks = { ok: "✓", warning: "!", problem: "✗", skipped: "-" } as const;

/** Under which heading each check stands, in the order in which they are told. */
const headings: Readonly<Record<CheckName, string>> = {
  node: "Programs",
  dbfirst: "Programs",
  "drizzle-orm": "Programs",
  "drizzle-kit": "Programs",
  "better-auth": "Programs",
  typescript: "Programs",
  "postgres-clients": "Programs",
  environment: "Project",
  "drizzle-config": "Project",
  "dbfirst-config": "Project",
  sources: "Project",
  "schema-files": "Project",
  git: "Project",
  database: "Database",
  connection: "Database",
  encryption: "Database",
  server: "Database",
  clock: "Database",
  pooler: "Database",
  privileges: "Database",
  records: "Database",
  migrations: "Database",
  drift: "Database",
  embedded: "Embedded PostgreSQL",
  shadow: "Embedded PostgreSQL",
  disk: "Embedded PostgreSQL",
};

/** Every diagnosis on its line, with what to do below it; what couldn't be looked at for one reason is one line. */
export function renderDiagnoses(
  diagnoses: readonly Diagnosis[],
  palette: Palette,
  width: number,
): string {
  const order = Object.keys(headings) as CheckName[];
  const blocks = [...new Set(Object.values(headings))].map((heading) => {
    const own = order
      .filter((check) => headings[check] === heading)
      .flatMap((check) => diagnoses.filter((item) => item.check === check));
    const lines = mergeSkipped(own).flatMap((item) => renderOne(item, palette, width));
    return [palette.bold(heading), ...lines].join("\n");
  });
  return [...blocks, verdictOf(diagnoses, palette)].join("\n\n");
}

/** Neighbours that are skipped for the same reason, as one. */
function mergeSkipped(diagnoses: readonly Diagnosis[]): (Diagnosis & { names: CheckName[] })[] {
  const merged: (Diagnosis & { names: CheckName[] })[] = [];
  for (const diagnosis of diagnoses) {
    const last = merged.at(-1);
    if (
      diagnosis.level === "skipped" &&
      last?.level === "skipped" &&
      last.message === diagnosis.message
    )
      last.names.push(diagnosis.check);
    else merged.push({ ...diagnosis, names: [diagnosis.check] });
  }
  return merged;
}

function renderOne(
  { level, message, remedy, names }: Diagnosis & { names: readonly CheckName[] },
  palette: Palette,
  width: number,
): string[] {
  const paint = {
    ok: palette.green,
    warning: palette.yellow,
    problem: palette.red,
    skipped: palette.dim,
  }[level];
  const text = level === "skipped" ? `Not looked at: ${names.join(", ")} (${message})` : message;
  const [first = "", ...rest] = wrappedLines(text, width - 4);
  return [
    `  ${paint(marks[level])} ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...(remedy === undefined
      ? []
      : wrappedLines(remedy, width - 8).map(
          (line, index) => `      ${palette.cyan(index === 0 ? "→" : " ")} ${line}`,
        )),
  ];
}

function verdictOf(diagnoses: readonly Diagnosis[], palette: Palette): string {
  const count = (level: Level) => diagnoses.filter((item) => item.level === level).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  if (problems > 0) {
    const more = warnings === 0 ? "" : ` and ${formatCount(warnings, "warning")}`;
    return `${palette.red("✗")} ${formatCount(problems, "problem")}${more}`;
  }
  if (warnings > 0) return `${palette.yellow("!")} No problem, ${formatCount(warnings, "warning")}`;
  return `${palette.green("✓")} Nothing is wrong`;
}

/** The same as data; docs/doctor.md specifies it. */
export function diagnosesAsJson(diagnoses: readonly Diagnosis[]): unknown {
  const has = (level: Level) => diagnoses.some((item) => item.level === level);
  return {
    schemaVersion: 1,
    verdict: has("problem") ? "problem" : has("warning") ? "warning" : "ok",
    checks: diagnoses.map(({ check, level, message, remedy }) => ({
      check,
      level,
      message: printableLines(message),
      remedy: remedy === undefined ? null : printableLines(remedy),
    })),
  };
}

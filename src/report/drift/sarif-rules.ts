import type { DriftReport } from "../../drift/report.ts";
import type { DriftResult } from "./result.ts";
import { reportsOf } from "./result.ts";

/** A rule as SARIF describes it: one for each kind of object, and one for everything else that a check tells. */
export interface SarifRule {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string };
  defaultConfiguration: { level: "error" | "warning" | "note" };
  properties: { tags: readonly string[] };
}

const otherRules = {
  "generated-file": [
    "A generated file was changed by hand",
    "A file of the schema folder isn't what the last pull wrote.",
    "dbfirst pull --force writes it anew. A wanted change belongs into the SQL.",
    "error",
  ],
  setting: [
    "The configuration shapes the generated files in another way",
    "An option isn't what it was when the generated files were written.",
    "dbfirst pull, then commit what it writes.",
    "error",
  ],
  migration: [
    "The database doesn't have a migration as it is",
    "A migration isn't applied yet, or was edited, removed or interrupted.",
    "Put an edited file back and write the change as a new one; dbfirst apply applies what is pending.",
    "error",
  ],
  unmodeled: [
    "An object can't be compared",
    "The role may not read it, or dbfirst doesn't know its kind.",
    "Check with a role that may read it, or ignore it by a rule in dbfirst.config.ts.",
    "warning",
  ],
  "ignore-rule": [
    "A rule of ignore matches nothing any more",
    "What the rule was written for is gone.",
    "Take the rule out of dbfirst.config.ts.",
    "warning",
  ],
} as const;

export type OtherRule = keyof typeof otherRules;

/** The rule that findings of a kind of object come under. */
export function ruleOfKind(kind: string): string {
  return `drift/${kind.replaceAll(" ", "-")}`;
}

/** Every rule that a result needs, by name. */
export function rulesFor(result: DriftResult): SarifRule[] {
  const reports = reportsOf(result);
  const kinds = [...new Set(reports.flatMap(({ findings }) => findings.map(({ kind }) => kind)))];
  const others = (Object.keys(otherRules) as OtherRule[]).filter((id) =>
    reports.some((report) => isNeeded(id, report)),
  );
  return [...kinds.toSorted().map(kindRule), ...others.map(otherRule)];
}

function isNeeded(id: OtherRule, report: DriftReport): boolean {
  return {
    "generated-file": report.files.length > 0,
    setting: report.settings.length > 0,
    migration: report.pending.length > 0,
    unmodeled: report.unmodeled.length > 0,
    "ignore-rule": report.ignored.some(({ count }) => count === 0),
  }[id];
}

function kindRule(kind: string): SarifRule {
  return {
    id: ruleOfKind(kind),
    name: pascal(`${kind} drift`),
    shortDescription: { text: `A ${kind} isn't what the repository says` },
    fullDescription: {
      text: `A ${kind} differs between the committed files and the database, or the SQL files.`,
    },
    help: {
      text: "Undo the change in the database, or write it as an SQL file and pull. dbfirst check-drift tells which, with SQL for both.",
    },
    defaultConfiguration: { level: "error" },
    properties: { tags: ["database", "drift"] },
  };
}

function otherRule(id: OtherRule): SarifRule {
  const [short, full, help, level] = otherRules[id];
  return {
    id,
    name: pascal(id),
    shortDescription: { text: short },
    fullDescription: { text: full },
    help: { text: help },
    defaultConfiguration: { level },
    properties: { tags: ["database", "drift"] },
  };
}

function pascal(words: string): string {
  return words
    .split(/[\s-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

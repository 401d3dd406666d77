import type { Cause, Finding } from "../../drift/finding.ts";
import type { DriftReport, FileDifference, PendingMigration } from "../../drift/report.ts";
import { formatKind } from "../kind.ts";
import { printable } from "../printable.ts";
import { oneLinePair } from "../one-line.ts";
import { formatBriefly, spaced } from "./value.ts";

/** The sides of a comparison as a person calls them. */
export const sideNames = {
  committed: "the committed files",
  database: "the database",
  migrations: "the SQL files",
} as const satisfies Record<DriftReport["expected"] | DriftReport["actual"], string>;

/** Causes as they are told beside a finding. Null: nothing to tell. */
export const causeNotes: Readonly<Record<Cause, string | null>> = {
  "out-of-band": "changed outside the SQL files",
  "applied-out-of-order": "from migrations that were applied in another order",
  "edited-migration": "edited in its SQL file after it was applied",
  "stale-files": "not pulled yet",
  "pending-migration": "brought by a pending migration",
  unknown: null,
};

/** What a pull would say of a generated file. */
export const fileNotes: Readonly<Record<FileDifference["change"], string>> = {
  added: "is missing from the repository",
  removed: "shouldn't be in the repository",
  changed: "was edited by hand",
};

/** What is the matter with a migration. */
export const pendingNotes: Readonly<Record<PendingMigration["state"], string>> = {
  pending: "not applied yet",
  changed: "edited after it was applied",
  missing: "applied, but its file is gone",
  interrupted: "broke off halfway",
};

/** `not null`, `identity.increment`, `privileges.reader`: an attribute in words. */
export function attributeName(attribute: string): string {
  const [first = "", ...rest] = attribute.split(".");
  return printable([spaced(first), ...rest].join("."));
}

/** `, with 3 columns`, `, also of 2 tables inheriting it`: what came, went or changed with a finding. */
export function includedText({ includes, attribute }: Finding): string {
  const counts = Object.entries(includes).map(([kind, count]) => formatKind(kind, count));
  if (counts.length === 0) return "";
  return attribute === null || withMore.has(attribute)
    ? `, with ${counts.join(", ")}`
    : `, also of ${counts.join(", ")} inheriting it`;
}

/** Attributes whose change brings others along, of the object's own parts or of what names it. */
const withMore: ReadonlySet<string> = new Set([
  "partitionOf",
  "inherits",
  "ofType",
  "replicaIdentity",
  "labels",
  "clustered",
  "definition",
]);

/** What the finding is about: `column app.team.slug`. */
export function subjectOf({ kind, object }: Finding): string {
  return `${kind} ${printable(object)}`;
}

/** What a finding says about its subject, on one line: `type is text, expected integer`. */
export function predicateOf(finding: Finding): string {
  const { change, attribute } = finding;
  const side = sideNames[finding.side];
  if (attribute === null)
    return `is ${change === "added" ? "only in" : "missing from"} ${side}${includedText(finding)}`;
  const [before, after] = oneLinePair(formatBriefly(finding));
  // Whether it was renamed, or dropped and made anew, a catalog doesn't tell.
  if (attribute === "name") return `is called ${after}, expected ${before}${includedText(finding)}`;
  return `has ${attributeName(attribute)} ${after}, expected ${before}${includedText(finding)}`;
}

/** What else is known about a finding: its cause, and whether Drizzle shows it. */
export function notesOn(finding: Finding): string[] {
  const causes = [finding.cause, ...finding.alsoCauses].map((cause) => causeNotes[cause]);
  return [
    ...causes.filter((note) => note !== null),
    ...(finding.visibleToDrizzle ? [] : ["Drizzle doesn't show this"]),
  ];
}

/** What became of an object, in a word for a table. */
export const changeWords = { added: "new", removed: "missing", changed: "changed" } as const;

/** The side that the word is about, for a table whose column is of several: `in the SQL files`. */
export function sideOfChange({ change, side }: Finding): string {
  return `${change === "removed" ? "from" : "in"} ${sideNames[side]}`;
}

/** Whether the findings of a table are of several sides, so that its head can't say of which each one is. */
export function areOfSeveralSides([first, ...others]: readonly Finding[]): boolean {
  return others.some(({ side }) => side !== first!.side);
}

/** `better-auth_migrations/1.sql:3`, or undefined where it isn't known. */
export function originText({ origin }: Finding): string | undefined {
  if (origin === null) return undefined;
  return printable(origin.line === null ? origin.file : `${origin.file}:${origin.line}`);
}

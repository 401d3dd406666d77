import type { Catalog } from "../../catalog/fact.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { buildSchema, type BuildOptions, type FailedStatement } from "./build-schema.ts";
import { asFirstMade, makesView, withCircularViews } from "./circular-views.ts";
import { escapeQuotes } from "./escape-quotes.ts";
import { prerequisitesOf, type Prerequisite } from "./prerequisites.ts";
import { standIns } from "./stand-in.ts";

/** How building a database from exported statements went. */
export interface BuiltSchema {
  /** Exported statements that couldn't be run. */
  failed: FailedStatement[];
  /** What couldn't be made of what they may need. */
  missing: (Prerequisite & Pick<FailedStatement, "message" | "code">)[];
}

/** What other statements name; prerequisites may too. */
const early = /^CREATE (?:SCHEMA|TYPE|SEQUENCE) /;

/**
 * Runs the SQL that drizzle-kit exports in an empty database, after what Drizzle doesn't know of and its tables need.
 *
 * @param source the catalog that the exported files were pulled from, and the whole that it is part of.
 * @throws PullError PROOF_TIMEOUT; DatabaseError when the server can't be reached; the signal's reason when aborted.
 */
export async function buildFromStatements(
  settings: ConnectionSettings,
  { statements, source, whole }: { statements: readonly string[]; source: Catalog; whole: Catalog },
  options: BuildOptions,
): Promise<BuiltSchema> {
  const prerequisites = [...prerequisitesOf(whole), ...standIns(whole, source)];
  const exported = escapeQuotes(statements, source);
  const inOrder = [
    ...exported.filter((statement) => early.test(statement)),
    ...prerequisites.map(({ statement }) => statement),
    ...exported.filter((statement) => !early.test(statement)),
  ];
  const failed = await buildViewsToo(settings, inOrder, { whole, options });
  const byStatement = new Map(prerequisites.map((one) => [one.statement, one]));
  const missing = failed.flatMap(({ statement, message, code }) => {
    const prerequisite = byStatement.get(statement);
    if (prerequisite === undefined) return [];
    return isThere(prerequisite, code) ? [] : [{ ...prerequisite, message, code }];
  });
  return { failed: failed.filter(({ statement }) => !byStatement.has(statement)), missing };
}

/** Roles are the server's: one that was named may have them. The files say an enum that a rule ignores where they need it. */
function isThere({ kind }: Prerequisite, code: string | undefined): boolean {
  return code === "42710" && (kind === "role" || kind === "enum");
}

/** The same where views read each other: those that couldn't be made are tried again in another way. */
async function buildViewsToo(
  settings: ConnectionSettings,
  statements: readonly string[],
  { whole, options }: { whole: Catalog; options: BuildOptions },
): Promise<FailedStatement[]> {
  const failed = await buildSchema(settings, statements, options);
  const texts = failed.map(({ statement }) => statement);
  if (!texts.some(makesView)) return failed;
  const again = await buildSchema(settings, withCircularViews(texts, whole), options);
  return again.flatMap(({ statement, ...why }) => {
    const text = asFirstMade(statement);
    return texts.includes(text) ? [{ statement: text, ...why }] : [];
  });
}

import type { Catalog } from "../../catalog/fact.ts";
import { differences } from "../compare/compare.ts";
import type { Finding } from "../finding.ts";
import { anyName, anyPath, plainName } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

/**
 * A plan that replaces a view which only has another query, and perhaps more columns behind those that it had, where the planning
 * library drops it and makes it anew, with all that stands on it and all that is said of these: CREATE OR REPLACE VIEW leaves that as it
 * is. One that is to be as it was stays where nothing needs it gone. Pure. What else may stand in the way, a column that changes its type for one, isn't asked: a trial shows it.
 * https://www.postgresql.org/docs/current/sql-createview.html
 */
export function withReplacedViews(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const subjects = statements.map(({ sql }) => viewOf(sql));
  const those = (form: RegExp) =>
    new Set(subjects.filter((_, index) => form.test(statements[index]!.sql)));
  const [dropped, made] = [those(drops), those(makes)];
  const anew = [...dropped].filter((view) => view !== undefined && made.has(view));
  if (anew.length === 0) return [...statements];
  const found = differences(from, to).map((finding) => ({
    finding,
    relation: relationOf(finding),
  }));
  const changed = new Set(found.map(({ relation }) => relation));
  const others = found.filter(({ finding }) => !isReplaced(finding));
  const withOthers = new Set(others.map(({ relation }) => relation));
  const kept = new Set(anew.filter((view) => !changed.has(view!)));
  const replaced = new Set(anew.filter((view) => !kept.has(view) && !withOthers.has(view!)));
  if (replaced.size === 0 && !leavesViews(statements)) return [...statements];
  return statements.flatMap((statement, index) => {
    const view = subjects[index];
    if (!kept.has(view) && !replaced.has(view)) return [statement];
    if (kept.has(view) || !makes.test(statement.sql)) return [];
    return [{ ...statement, sql: statement.sql.replace(/^CREATE /, "CREATE OR REPLACE ") }];
  });
}

/** Does PostgreSQL do it while views read the column, and nothing else has to be done to it? */
function leavesViews(statements: readonly RepairStatement[]): boolean {
  const isAny = (form: RegExp) => statements.some(({ sql }) => form.test(sql));
  return isAny(/ (?:DROP|SET) EXPRESSION\b/) && !isAny(/ ALTER COLUMN .* TYPE | DROP COLUMN /s);
}

/** The relation that a finding is about. */
function relationOf({ kind, object, parent }: Finding): string {
  const isPart = kind !== "view" && kind !== "materialized view";
  return plainName(isPart && parent !== null ? parent : object);
}

/** Does replacing the view make this of it? */
function isReplaced({ kind, change, attribute }: Finding): boolean {
  if (kind === "column") return change === "added";
  return (
    kind === "view" && (attribute === "definition" || attribute?.startsWith("options.") === true)
  );
}

const drops = /^DROP (?:MATERIALIZED )?VIEW /;
const makes = /^CREATE (?:MATERIALIZED )?VIEW /;
const forms = [
  `^(?:CREATE|DROP|ALTER|COMMENT ON) (?:MATERIALIZED )?VIEW (${anyPath})(?:\\s|$)`,
  `^COMMENT ON COLUMN (${anyPath})\\.${anyName} IS `,
  `^(?:GRANT|REVOKE) .*? ON TABLE (${anyPath}) (?:TO|FROM) `,
  `^CREATE (?:UNIQUE )?INDEX ${anyName} ON (${anyPath}) `,
  `^CREATE TRIGGER ${anyName} .*? ON (${anyPath}) FOR EACH `,
].map((form) => new RegExp(form, "s"));

/** The view, or what might be one, that a statement is about. */
function viewOf(sql: string): string | undefined {
  for (const form of forms) {
    const found = form.exec(sql)?.[1];
    if (found !== undefined) return plainName(found);
  }
  return undefined;
}

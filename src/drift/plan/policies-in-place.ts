import type { Catalog, Fact } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";
import { ownName } from "../compare/fact-names.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const drops = new RegExp(`^DROP POLICY (${quotedName}) ON (${quotedPath})$`);
const creates = new RegExp(
  `^CREATE (POLICY (${quotedName}) ON (${quotedPath}))(?: AS RESTRICTIVE)? FOR [A-Z]+ (TO .*)$`,
  "s",
);
/** What a policy may stand in the way of: another type of a column, and whatever goes. */
const wantsItGone = new RegExp(
  `^(?:DROP (?!POLICY )|ALTER TABLE .* (?:DROP COLUMN|ALTER COLUMN ${quotedName} TYPE) |ALTER TYPE .* RENAME TO )`,
  "s",
);

/**
 * A plan that changes a policy where it is: the planning library drops one with another expression and makes it anew, between which
 * rows are seen that shouldn't be, or aren't that should. Pure. https://www.postgresql.org/docs/current/sql-alterpolicy.html
 */
export function withPoliciesInPlace(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const dropped = new Map(
    statements.flatMap(({ sql }, at) => {
      const [, name, table] = drops.exec(sql) ?? [];
      return name === undefined ? [] : [[keyOf(name, table!), at]];
    }),
  );
  if (dropped.size === 0) return [...statements];
  const [before, after] = [policiesOf(from), policiesOf(to)];
  const altered = new Set<number>();
  const changed = statements.map((statement, at) => {
    const [, policy, name, table, rest] = creates.exec(statement.sql) ?? [];
    const key = keyOf(name ?? "", table ?? "");
    const start = dropped.get(key) ?? at;
    const [now, wanted] = [before.get(key), after.get(key)];
    if (now === undefined || wanted === undefined || start === at) return statement;
    if (!isAlterable(now, wanted) || isInTheWay(now, statements.slice(start + 1, at)))
      return statement;
    altered.add(start);
    return { ...statement, sql: `ALTER ${policy} ${rest}` };
  });
  return changed.filter((_, at) => !altered.has(at));
}

/** ALTER POLICY has no word for another command, nor for an expression that goes. */
function isAlterable({ attributes: now }: Fact, { attributes: wanted }: Fact): boolean {
  const isSame = ["command", "restrictive"].every((name) => now[name] === wanted[name]);
  const goes = ["using", "check", "comment"].some((name) => name in now && !(name in wanted));
  return isSame && !goes;
}

/** Does one of the statements only succeed without the policy? Where it names something that the policy's expressions speak of. */
function isInTheWay({ attributes }: Fact, between: readonly RepairStatement[]): boolean {
  const text = [attributes["using"], attributes["check"]].join("\n");
  const names = new RegExp(quotedName, "g");
  const isSaid = (name: string) =>
    new RegExp(`(?<!\\w)${literalPattern(name.slice(1, -1))}(?!\\w)`).test(text);
  return between.some(
    ({ sql }) => wantsItGone.test(sql) && (sql.match(names) ?? []).slice(1).some(isSaid),
  );
}

function policiesOf({ facts }: Catalog): Map<string, Fact> {
  return new Map(
    facts.flatMap((fact) =>
      fact.kind === "policy" ? [[keyOf(ownName(fact), fact.parent ?? ""), fact]] : [],
    ),
  );
}

function keyOf(name: string, table: string): string {
  return `${plainName(name)} on ${plainName(table)}`;
}

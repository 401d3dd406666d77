import type { Catalog, FactValue } from "../../catalog/fact.ts";
import { heldOn, type Held } from "./facts/privileges.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import { ownStatement } from "./own-statement.ts";
import type { RepairStatement } from "./repair.ts";

const form = (verb: string) =>
  new RegExp(
    `^${verb} ON (TABLE|SEQUENCE|SCHEMA) (${quotedPath}) (?:TO|FROM) (${quotedName}|PUBLIC)( WITH GRANT OPTION)?$`,
  );
const revokesAll = form("REVOKE ALL");
const grants = form("GRANT ([A-Z, ]+)");
const grantable = " WITH GRANT OPTION";

/**
 * The planning library revokes all that a role holds on an object before it grants what the role should hold. Until then the role
 * can do nothing, and PostgreSQL refuses it as long as the role has granted something of it to others: here only what goes is
 * revoked, and only what comes is granted. Pure.
 */
export function withExactRevokes(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  if (!statements.some(({ sql }) => revokesAll.test(sql))) return [...statements];
  const [before, after] = [privilegesOf(from), privilegesOf(to)];
  // What is made anew is granted anew.
  for (const { sql } of statements) before.delete(plainName(makes.exec(sql)?.[1] ?? ""));
  const told = new Map<string, readonly string[]>();
  return statements.flatMap((statement) => {
    const [, kind, object, role] = revokesAll.exec(statement.sql) ?? [];
    if (object !== undefined) {
      const [held, wanted] = [before, after].map((all) => all.get(plainName(object)));
      if (held === undefined || wanted === undefined) return [statement];
      const own = held[plainName(role!)] ?? [];
      const exact = exactly(`${kind} ${object}`, role!, [held, wanted]);
      if (exact === undefined) return [statement];
      told.set(`${plainName(object)}\0${role}`, own);
      return exact.map(ownStatement);
    }
    const [, list, , granted, grantee, option = ""] = grants.exec(statement.sql) ?? [];
    const own = told.get(`${plainName(granted ?? "")}\0${grantee}`);
    if (list === undefined || own === undefined) return [statement];
    const isHeld = (one: string) => own.includes(one + option) || own.includes(one + grantable);
    const missing = list.split(", ").filter((one) => !isHeld(one));
    if (missing.length === 0) return [];
    return [{ ...statement, sql: statement.sql.replace(list, missing.join(", ")) }];
  });
}

const makes = new RegExp(`^CREATE [A-Z ]*?(${quotedPath})`);

/** Undefined where the role is to hold nothing and can't have granted anything, or a list says ALL, of which the parts aren't told. */
function exactly(
  on: string,
  role: string,
  [before, after]: readonly [Held, Held],
): string[] | undefined {
  const [now, wanted] = [before, after].map((held) => held[plainName(role)] ?? []);
  const isWhole = [...now!, ...wanted!].some((privilege) => privilege.startsWith("ALL"));
  if (isWhole || (wanted!.length === 0 && !now!.some(isGrantable))) return undefined;
  const left = new Set(wanted!.map(plain));
  const gone = now!.map(plain).filter((privilege) => !left.has(privilege));
  const lost = now!
    .filter((privilege) => isGrantable(privilege) && !wanted!.includes(privilege))
    .map(plain)
    .filter((privilege) => left.has(privilege));
  const revoke = (what: string, privileges: readonly string[]) => {
    // What others had from the role goes with it, where it is to go.
    const others = Object.keys(before).filter((other) => other !== plainName(role));
    const isLost = (other: string) =>
      before[other]!.some(
        (privilege) =>
          privileges.includes(plain(privilege)) && !(after[other] ?? []).includes(privilege),
      );
    const cascade = others.some(isLost) ? " CASCADE" : "";
    return privileges.length === 0
      ? []
      : [`REVOKE ${what}${privileges.join(", ")} ON ${on} FROM ${role}${cascade}`];
  };
  return [...revoke("", gone), ...revoke("GRANT OPTION FOR ", lost)];
}

function isGrantable(privilege: string): boolean {
  return privilege.endsWith(grantable);
}

function plain(privilege: string): string {
  return isGrantable(privilege) ? privilege.slice(0, -grantable.length) : privilege;
}

const relations: ReadonlySet<string> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
  "sequence",
  "schema",
]);

/** By name of an object, and of a role, both without needless quotes. */
function privilegesOf({ facts }: Catalog): Map<string, Held> {
  return new Map(
    facts
      .filter(({ kind }) => relations.has(kind))
      .map(({ object, attributes }) => [plainName(object), plainRoles(attributes["privileges"])]),
  );
}

function plainRoles(privileges: FactValue | undefined): Held {
  const held = Object.entries(heldOn(privileges ?? null));
  return Object.fromEntries(held.map(([role, list]) => [plainName(role), list]));
}

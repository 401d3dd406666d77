import type { Fact, FactValue } from "../../../catalog/fact.ts";
import { ownName } from "../../compare/fact-names.ts";
import { sameValue } from "../../compare/same-value.ts";

/** Who holds what, as facts have it: by role, what there is beyond or below what an object of its kind starts with. */
export type Held = Readonly<Record<string, readonly string[]>>;

export function heldOn(value: FactValue): Held {
  const isHeld = typeof value === "object" && value !== null && !Array.isArray(value);
  // A role may be called `constructor`, which every other object has.
  return Object.assign(Object.create(null) as Held, isHeld ? value : undefined);
}

/**
 * REVOKE and GRANT for each role that holds something else on an object.
 *
 * @param on as GRANT names it: `FUNCTION app.slugify(text)`.
 * @param options.owner whose the object is; left out: whoever runs the statements.
 */
export function grantStatements(
  on: string,
  now: Held,
  wanted: Held,
  { column, owner = "CURRENT_USER" }: { column?: string | undefined; owner?: string } = {},
): string[] {
  const roles = [...new Set([...Object.keys(now), ...Object.keys(wanted)])].toSorted();
  return roles
    .filter((role) => !sameValue(now[role], wanted[role]))
    .flatMap((role) => {
      const to = role === "OWNER" ? owner : role;
      const held = wanted[role] ?? initially(on, role);
      return [
        `REVOKE ${withColumn(["ALL"], column)} ON ${on} FROM ${to}`,
        ...grants(held, on, to, column),
      ];
    });
}

/** A REVOKE on a table takes the privileges on its columns with it. */
export function columnGrants(from: readonly Fact[], to: readonly Fact[]): string[] {
  const [before, after] = [from, to].map(heldOnRelations);
  const owners = otherOwners(to);
  return to.flatMap((fact) => {
    const { kind, parent, attributes } = fact;
    if (kind !== "column" || parent === null || attributes["privileges"] === undefined) return [];
    const [now, wanted] = [before!.get(parent), after!.get(parent)];
    if (now === undefined || wanted === undefined) return [];
    const owner = owners.get(parent) ?? "CURRENT_USER";
    return Object.entries(heldOn(attributes["privileges"])).flatMap(([role, held]) =>
      sameValue(now[role] ?? null, wanted[role] ?? null)
        ? []
        : grants(held, `TABLE ${parent}`, role === "OWNER" ? owner : role, ownName(fact)),
    );
  });
}

const relations: ReadonlySet<string> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
]);

/** Owners whose names facts tell: they aren't whoever runs the statements. */
function otherOwners(facts: readonly Fact[]): Map<string, string> {
  return new Map(
    facts.flatMap(({ kind, object, attributes: { owner } }) =>
      relations.has(kind) && typeof owner === "string" && owner !== "ADMIN"
        ? [[object, owner]]
        : [],
    ),
  );
}

function heldOnRelations(facts: readonly Fact[]): Map<string, Held> {
  return new Map(
    facts.flatMap(({ kind, object, attributes: { privileges = null } }) =>
      relations.has(kind) ? [[object, heldOn(privileges)] as const] : [],
    ),
  );
}

const grantable = " WITH GRANT OPTION";

function grants(held: readonly string[], on: string, to: string, column?: string): string[] {
  const plain = held.filter((privilege) => !privilege.endsWith(grantable));
  const more = held
    .filter((privilege) => privilege.endsWith(grantable))
    .map((privilege) => privilege.slice(0, -grantable.length));
  return [
    ...(plain.length === 0 ? [] : [`GRANT ${withColumn(plain, column)} ON ${on} TO ${to}`]),
    ...(more.length === 0
      ? []
      : [`GRANT ${withColumn(more, column)} ON ${on} TO ${to}${grantable}`]),
  ];
}

function withColumn(privileges: readonly string[], column: string | undefined): string {
  return privileges
    .map((privilege) => (column === undefined ? privilege : `${privilege} (${column})`))
    .join(", ");
}

/** What a role holds on an object of that kind that nothing was said about. https://www.postgresql.org/docs/current/ddl-priv.html */
function initially(on: string, role: string): readonly string[] {
  if (role === "OWNER") return ["ALL"];
  if (role !== "PUBLIC") return [];
  const [kind] = /^[A-Z ]+(?= )/.exec(on) ?? [""];
  return initialOfPublic[kind] ?? [];
}

const initialOfPublic: Readonly<Record<string, readonly string[]>> = {
  DATABASE: ["CONNECT", "TEMPORARY"],
  LANGUAGE: ["USAGE"],
  FUNCTION: ["EXECUTE"],
  PROCEDURE: ["EXECUTE"],
  TYPE: ["USAGE"],
};

/** The members of an extension on which something else is held, as GRANT names them. */
export function memberNames(now: FactValue, wanted: FactValue) {
  const [before, after] = [now, wanted].map(
    (value) => (value ?? {}) as Readonly<Record<string, FactValue>>,
  ) as [Record<string, FactValue>, Record<string, FactValue>];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names
    .filter((name) => !sameValue(before[name], after[name]))
    .flatMap((name) => {
      const member = nameOfMember(name);
      if (member === undefined) return [];
      const held = { now: heldOn(before[name] ?? null), wanted: heldOn(after[name] ?? null) };
      return [{ ...member, held }];
    });
}

/** `view column s.v.a`: `TABLE s.v` and its column; undefined where GRANT has no word for it. */
function nameOfMember(name: string): { on: string; column?: string } | undefined {
  for (const [kind, word] of Object.entries(memberWords)) {
    const [, relation, column] =
      /^(.*)\.("(?:[^"]|"")*"|[^".]+)$/s.exec(rest(`${kind} column `, name) ?? "") ?? [];
    if (relation !== undefined) return { on: `${word} ${relation}`, column: column! };
    const object = rest(`${kind} `, name);
    if (object !== undefined && !object.startsWith("column ")) return { on: `${word} ${object}` };
  }
  return undefined;
}

function rest(start: string, text: string): string | undefined {
  return text.startsWith(start) ? text.slice(start.length) : undefined;
}

/** By the words of `pg_identify_object`. */
const memberWords: Readonly<Record<string, string>> = {
  function: "FUNCTION",
  aggregate: "FUNCTION",
  procedure: "PROCEDURE",
  type: "TYPE",
  table: "TABLE",
  view: "TABLE",
  "materialized view": "TABLE",
  "foreign table": "TABLE",
  sequence: "SEQUENCE",
  "foreign-data wrapper": "FOREIGN DATA WRAPPER",
  server: "FOREIGN SERVER",
};

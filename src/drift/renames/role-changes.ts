import type { Catalog, Fact, FactValue } from "../../catalog/fact.ts";
import { keyOf } from "../compare/facts-by-key.ts";
import { sameValue } from "../compare/same-value.ts";
import { inOrder, unlikeFacts } from "../compare/unlike.ts";
import { canonical } from "./likeness.ts";

/** A role that is called otherwise wherever it is named, or that counts as an administrator now, or no longer. */
export interface RoleChange {
  role: string;
  from: string;
  to: string;
  /** Which facts name it, by key. */
  facts: ReadonlySet<string>;
}

/** What owners are called who are superusers, or own the database. */
const admin = "ADMIN";

/**
 * Changes of roles that are told in several facts: ALTER ROLE … RENAME; ALTER DATABASE … OWNER and ALTER ROLE … SUPERUSER, by
 * which all that the role owns is an administrator's. Roles are no facts themselves. What is told in one fact alone may as
 * well be that one's change. Pure.
 */
export function roleChanges(expected: Catalog, actual: Catalog): RoleChange[] {
  const renamed = renamedRoles(expected, actual);
  const catalog = withRoleChanges(expected, renamed);
  return [...renamed, ...newAdmins(catalog, actual)];
}

/** A catalog as if these changes had been made to it. */
export function withRoleChanges(catalog: Catalog, changes: readonly RoleChange[]): Catalog {
  if (changes.length === 0) return catalog;
  const facts = catalog.facts.map((fact) =>
    changes.reduce((one, change) => {
      if (!change.facts.has(keyOf(fact))) return one;
      const isOfOwner = change.from === admin || change.to === admin;
      return isOfOwner ? asOwnedBy(one, change) : withRole(one, change);
    }, fact),
  );
  return { ...catalog, facts: inOrder(facts) };
}

function renamedRoles(expected: Catalog, actual: Catalog): RoleChange[] {
  const unlike = unlikeFacts(expected, actual);
  const [before, after] = [unlike.expected, unlike.actual].map(mentions);
  const isLost = (role: string) => !after!.has(role);
  const gone = [...before!].filter(([role, facts]) => isLost(role) && facts.length > 1);
  const come = [...after!].filter(([role, facts]) => !before!.has(role) && facts.length > 1);
  if (gone.length === 0 || come.length === 0) return [];
  // Where nothing else differs, it is named all the same.
  const [others, otherwise] = [expected, actual].map(({ facts }) => mentions(facts));
  const fresh = come.filter(([role]) => !others!.has(role));
  return gone.flatMap(([from, facts]) => {
    if (otherwise!.has(from)) return [];
    const own = signatures(facts, from);
    const [pair, ...rivals] = fresh.filter(([to, list]) => isMost(own, signatures(list, to)));
    return pair === undefined || rivals.length > 0
      ? []
      : [{ role: from, from, to: pair[0], facts: new Set(facts.map(keyOf)) }];
  });
}

function newAdmins(expected: Catalog, actual: Catalog): RoleChange[] {
  const unlike = unlikeFacts(expected, actual);
  const others = new Map(unlike.actual.map((fact) => [keyOf(fact), fact]));
  const changed = new Map<string, RoleChange & { facts: Set<string> }>();
  for (const fact of unlike.expected) {
    const [from, to] = [ownerOf(fact), ownerOf(others.get(keyOf(fact)))];
    if (from === undefined || to === undefined || from === to) continue;
    if (from !== admin && to !== admin) continue;
    const role = from === admin ? to : from;
    const change = changed.get(role) ?? { role, from, to, facts: new Set() };
    if (change.from === from) change.facts.add(keyOf(fact));
    changed.set(role, change);
  }
  const certain = [...changed.values()].filter(({ role, from, facts }) => {
    const side = from === admin ? expected : actual;
    return facts.size > 1 && !side.facts.some((fact) => ownerOf(fact) === role);
  });
  for (const change of certain)
    for (const fact of unlike.expected.filter(({ kind }) => kind === "default privileges")) {
      const other = others.get(keyOf(asOwnedBy(fact, change)));
      const isSame = sameValue(other?.attributes, fact.attributes);
      if (isSame && !others.has(keyOf(fact))) change.facts.add(keyOf(fact));
    }
  return certain;
}

function ownerOf(fact: Fact | undefined): string | undefined {
  const owner = fact?.attributes["owner"];
  return typeof owner === "string" ? owner : undefined;
}

/** The default privileges of who owns the database go without a name. */
function asOwnedBy(fact: Fact, { role, to }: Pick<RoleChange, "role" | "to">): Fact {
  if (fact.kind !== "default privileges")
    return { ...fact, attributes: { ...fact.attributes, owner: to } };
  const object = fact.object.replace(/ for role .+$/s, "");
  if (to === admin) return afterFor(fact) === role ? { ...fact, object } : fact;
  return object === fact.object ? { ...fact, object: `${object} for role ${role}` } : fact;
}

/** The facts that name a role, by role. */
function mentions(facts: readonly Fact[]): Map<string, Fact[]> {
  const named = new Map<string, Fact[]>();
  for (const fact of facts)
    for (const role of rolesIn(fact)) {
      const list = named.get(role);
      if (list === undefined) named.set(role, [fact]);
      else list.push(fact);
    }
  return named;
}

/** Beside the rename, more may have changed. */
function isMost(some: readonly string[], others: readonly string[]): boolean {
  const there = new Set(others);
  const same = some.filter((one) => there.has(one)).length;
  return same > 1 && same * 2 > some.length;
}

/** Where and how facts name a role, whatever that is called. */
function signatures(facts: readonly Fact[], role: string): string[] {
  return facts.map((fact) => {
    const { object, kind, attributes } = withRole(fact, { from: role, to: "\0" });
    const { owner = null, roles = [] } = attributes;
    const held = privilegesOf(attributes).map(([path, map]) => [path, map["\0"] ?? null]);
    return canonical([kind, object, owner === "\0", (roles as string[]).includes("\0"), held]);
  });
}

function rolesIn(fact: Fact): Set<string> {
  const { attributes } = fact;
  const roles = new Set(privilegesOf(attributes).flatMap(([, map]) => Object.keys(map)));
  for (const role of [
    attributes["owner"],
    attributes["roles"],
    inName.get(fact.kind)?.(fact),
  ].flat())
    if (typeof role === "string") roles.add(role);
  for (const role of ["PUBLIC", "OWNER", admin]) roles.delete(role);
  return roles;
}

function withRole(fact: Fact, { from, to }: Pick<RoleChange, "from" | "to">): Fact {
  const { owner, roles } = fact.attributes;
  const change = (role: string) => (role === from ? to : role);
  const attributes = Object.fromEntries(
    Object.entries(fact.attributes).map(([name, value]) => [name, withHolder(name, value, change)]),
  );
  if (typeof owner === "string") attributes["owner"] = change(owner);
  if (Array.isArray(roles)) attributes["roles"] = roles.map(String).map(change).toSorted();
  const named = inName.get(fact.kind)?.(fact);
  const object = named === from ? fact.object.replace(roleInName, () => to) : fact.object;
  return { ...fact, object, attributes };
}

type Held = Readonly<Record<string, FactValue>>;

/** What stands in an attribute of maps from roles to privileges, and where. */
function privilegesOf(attributes: Fact["attributes"]): [path: string, held: Held][] {
  return Object.entries(attributes).flatMap(([name, value]): [string, Held][] => {
    if (!isMap(value)) return [];
    if (ofRoles.has(name)) return [[name, value]];
    if (!ofParts.has(name)) return [];
    return Object.entries(value).flatMap(([part, held]): [string, Held][] =>
      isMap(held) && (name === "memberPrivileges" || ofRoles.has(part))
        ? [[`${name}.${part}`, held]]
        : [],
    );
  });
}

function withHolder(name: string, value: FactValue, change: (role: string) => string): FactValue {
  if (!isMap(value)) return value;
  const entries = Object.entries(value);
  if (ofRoles.has(name))
    return Object.fromEntries(entries.map(([role, held]) => [change(role), held]));
  if (!ofParts.has(name)) return value;
  return Object.fromEntries(
    entries.map(([part, held]) => [
      part,
      withHolder(name === "memberPrivileges" ? "privileges" : part, held, change),
    ]),
  );
}

const ofRoles: ReadonlySet<string> = new Set(["privileges", "multirangePrivileges"]);
const ofParts: ReadonlySet<string> = new Set(["rowType", "identitySequence", "memberPrivileges"]);

function isMap(value: FactValue): value is Held {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `tables for role ada`, `ada on server far`: whose name stands in that of an object. */
const roleInName = /(?<= for role ).+$|^.+(?= on server \S)/s;
const afterFor = ({ object }: Fact) => / for role (.+)$/s.exec(object)?.[1];
const inName: ReadonlyMap<string, (fact: Fact) => string | undefined> = new Map([
  ["default privileges", afterFor],
  ["database setting", afterFor],
  ["user mapping", ({ object, parent }: Fact) => object.slice(0, -` on server ${parent}`.length)],
]);

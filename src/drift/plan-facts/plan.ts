import type { Catalog, Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import type { RepairStatement } from "../repair.ts";
import { sameValue } from "../same-value.ts";
import { literal } from "./literal.ts";
import { objectKinds, type ObjectKind } from "./object-kinds.ts";
import { grantStatements, heldOn, memberNames } from "./privileges.ts";

/** What the statements are made for: names that facts leave out. */
export interface Names {
  /** Who owns most. */
  owner: string;
  database: string;
}

/** Statements that go before those of the planning library, and after them: what is dropped may stand on what that drops. */
export interface FactPlan {
  first: RepairStatement[];
  last: RepairStatement[];
}

/**
 * Plans what the planning library has no plan for, from facts alone: extended statistics, casts, operators, text search, languages,
 * transforms, conversions, access methods, settings and comment of the database, and privileges on these, on parameters and on
 * extensions' members. Like any plan it has to be tried. Pure.
 */
export function planFromFacts(from: Catalog, to: Catalog, names: Names): FactPlan {
  const [before, after] = [byKey(from.facts), byKey(to.facts)];
  const first: string[] = [];
  const last: string[] = [];
  for (const [key, { kind }] of new Map([...before, ...after])) {
    const [now, wanted] = [before.get(key), after.get(key)];
    if (now !== undefined && wanted !== undefined && sameValue(now.attributes, wanted.attributes))
      continue;
    const steps = stepsOf(objectKinds[kind]!, now, wanted, names);
    first.push(...steps.first);
    last.push(...steps.last);
  }
  return { first: first.map(statement), last: last.map(statement) };
}

interface Steps {
  first: string[];
  last: string[];
}

function stepsOf(
  kind: ObjectKind,
  now: Fact | undefined,
  wanted: Fact | undefined,
  names: Names,
): Steps {
  const { object } = (wanted ?? now)!;
  const isOurs = kind.create !== undefined && !kind.isBuiltIn?.(object);
  if (!isOurs) return { first: [], last: detailSteps(kind, now, wanted, names) };
  const drop = `DROP ${kind.name(object, names)}`;
  if (wanted === undefined) return { first: [drop], last: [] };
  const create = [...kind.create!(wanted), ...ownerSteps(kind, wanted, names)];
  if (now === undefined)
    return { first: [], last: [...create, ...detailSteps(kind, undefined, wanted, names)] };
  const altered = kind.alter?.(now, wanted);
  const makes = (fact: Fact) => attributesOf(fact, (name) => !details.has(name));
  if (altered === undefined && !sameValue(makes(now), makes(wanted)))
    return { first: [drop], last: [...create, ...detailSteps(kind, undefined, wanted, names)] };
  const isSameOwner = now.attributes["owner"] === wanted.attributes["owner"];
  const owner = isSameOwner ? [] : ownerSteps(kind, wanted, names);
  return {
    first: [],
    last: [...(altered ?? []), ...owner, ...detailSteps(kind, now, wanted, names)],
  };
}

/** What an object of any kind may have besides what makes it. */
const details: ReadonlySet<string> = new Set([
  "owner",
  "comment",
  "privileges",
  "memberPrivileges",
]);

function attributesOf({ attributes }: Fact, isWanted: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

/** Nothing for an administrator, whose name facts don't tell. */
function ownerSteps(kind: ObjectKind, { object, attributes }: Fact, names: Names): string[] {
  const { owner } = attributes;
  if (kind.hasOwner !== true || owner === "ADMIN") return [];
  const name = typeof owner === "string" ? owner : `"${names.owner.replaceAll('"', '""')}"`;
  return [`ALTER ${kind.name(object, names)} OWNER TO ${name}`];
}

function detailSteps(
  kind: ObjectKind,
  now: Fact | undefined,
  wanted: Fact | undefined,
  names: Names,
): string[] {
  const { object } = (wanted ?? now)!;
  const name = kind.name(object, names);
  const value = (fact: Fact | undefined, attribute: string): FactValue =>
    fact?.attributes[attribute] ?? null;
  const [comment, before] = [value(wanted, "comment"), value(now, "comment")];
  const isCommented = !sameValue(comment, before) && kind.hasComment !== false;
  return [
    ...(kind.settle?.(now, wanted, names) ?? []),
    ...(isCommented ? [`COMMENT ON ${name} IS ${literal(comment)}`] : []),
    ...grantStatements(name, heldOn(value(now, "privileges")), heldOn(value(wanted, "privileges"))),
    ...memberNames(value(now, "memberPrivileges"), value(wanted, "memberPrivileges")).flatMap(
      ({ on, column, held }) => grantStatements(on, held.now, held.wanted, column),
    ),
  ];
}

function byKey(facts: readonly Fact[]): Map<string, Fact> {
  return new Map(
    facts.filter(({ kind }) => kind in objectKinds).map((fact) => [keyOf(fact), fact]),
  );
}

function keyOf({ kind, object }: { kind: FactKind; object: string }): string {
  return `${kind}\0${object}`;
}

function statement(sql: string): RepairStatement {
  const lock = / STATISTICS /.test(sql) ? "SHARE UPDATE EXCLUSIVE" : null;
  return { sql, lock, losesData: false, rewritesTable: false, transactional: true };
}

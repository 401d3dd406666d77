import type { Catalog, Fact, FactKind, FactValue } from "../../../catalog/fact.ts";
import { keyOf } from "../../compare/facts-by-key.ts";
import { impliedFact } from "../../fold/implied.ts";
import { ownStatement } from "../own-statement.ts";
import type { RepairStatement } from "../repair.ts";
import { sameValue } from "../../compare/same-value.ts";
import { detachments } from "./attachments.ts";
import { attributeStatements, hasOwnAttributes } from "./attributes.ts";
import { indexPartitions } from "./index-partitions.ts";
import { literal } from "./literal.ts";
import { isShell, objectKinds, type ObjectKind } from "./object-kinds.ts";
import { looseMembers } from "./operator-classes.ts";
import { ownerGrants } from "./owner-grants.ts";
import { columnGrants, grantStatements, heldOn, memberNames } from "./privileges.ts";

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
 * transforms, conversions, access methods, operator classes and families, settings and comment of the database, what is said about
 * large objects, privileges on these, on parameters and on extensions' members; and of what it knows, attributes that it doesn't
 * look at. Like any plan it has to be tried. Pure.
 *
 * @param renamed what has another name before: it has its attributes already.
 */
export function planFromFacts(
  from: Catalog,
  to: Catalog,
  names: Names,
  renamed: readonly Fact[],
): FactPlan {
  const [before, after] = [byKey(from.facts), byKey(to.facts)];
  const shells = shellTypes(from.facts, to.facts);
  const [first, last, families] = [[...shells.first], [...shells.last], [] as string[]];
  const isInTheWay = castsInTheWay(from.facts, to.facts);
  for (const [key, { kind }] of new Map([...before, ...after])) {
    const [now, wanted] = bothSides(key, before, after);
    const isBoth = now !== undefined && wanted !== undefined;
    if (isBoth && isInTheWay(now)) {
      first.push(...stepsOf(objectKinds[kind]!, now, undefined, names).first);
      last.push(...stepsOf(objectKinds[kind]!, undefined, wanted, names).last);
      continue;
    }
    if (isBoth && sameValue(now.attributes, wanted.attributes)) continue;
    const steps = stepsOf(objectKinds[kind]!, now, wanted, names);
    first.push(...steps.first);
    (kind === "operator family" ? families : last).push(...steps.last);
  }
  const further = furtherSteps(from.facts, to.facts, renamed);
  // A parent that goes has to be left first.
  const isLeaving = (sql: string) => sql.includes(" NO INHERIT ");
  const leaving = [...detachments(from.facts, to.facts), ...further.filter(isLeaving)];
  const rest = further.filter((sql) => !isLeaving(sql));
  const parts = indexPartitions(from.facts, to.facts);
  const grants = [...ownerGrants(from, to, names.owner), ...columnGrants(from.facts, to.facts)];
  return {
    first: [...leaving, ...parts.first, ...first].map(ownStatement),
    // Classes stand in families, and loose members beside what classes have.
    last: [
      ...families,
      ...last,
      ...looseMembers(from.facts, to.facts),
      ...parts.last,
      ...rest,
      ...grants,
    ].map(ownStatement),
  };
}

/** The planning library makes an enum anew that loses a label, and doesn't know the casts that keep the old one. */
function castsInTheWay(from: readonly Fact[], to: readonly Fact[]): (fact: Fact) => boolean {
  const wanted = new Map(to.map((fact) => [keyOf(fact), fact]));
  const remade = from.flatMap((fact) => {
    const [had, has] = [fact, wanted.get(keyOf(fact))].map(
      (one) => one?.attributes["labels"] as readonly string[] | undefined,
    );
    if (fact.kind !== "enum" || had === undefined || has === undefined) return [];
    const kept = has.filter((label) => had.includes(label));
    return sameValue(kept, had) ? [] : [fact.object, `${fact.object}[]`];
  });
  return ({ kind, object }) =>
    kind === "cast" && remade.some((type) => object.slice(1, -1).split(" AS ").includes(type));
}

/** Types that are named and not made yet. */
function shellTypes(from: readonly Fact[], to: readonly Fact[]): Steps {
  const [before, after] = [from, to].map(
    (facts) =>
      new Set(
        facts.flatMap(({ kind, object, attributes }) =>
          kind === "type" && attributes["type"] === "shell" ? [object] : [],
        ),
      ),
  );
  // A range is made of a shell as it is, with what refers to it; other types need the name.
  const filled = new Set(
    to.flatMap(({ kind, object, attributes }) =>
      kind === "type" && attributes["type"] === "range" ? [object] : [],
    ),
  );
  return {
    first: [...before!]
      .filter((name) => !after!.has(name) && !filled.has(name))
      .map((name) => `DROP TYPE ${name}`),
    last: [...after!].filter((name) => !before!.has(name)).map((name) => `CREATE TYPE ${name}`),
  };
}

/** With what is there without being a fact. */
function bothSides(
  key: string,
  before: ReadonlyMap<string, Fact>,
  after: ReadonlyMap<string, Fact>,
): [now: Fact | undefined, wanted: Fact | undefined] {
  const [now, wanted] = [before.get(key), after.get(key)];
  return [
    now ?? (wanted && impliedFact(wanted, { there: after, missing: before })),
    wanted ?? (now && impliedFact(now, { there: before, missing: after })),
  ];
}

/** A table is clustered on one index, and told by one: it has to leave that first, unless the table says how. */
function furtherSteps(
  from: readonly Fact[],
  to: readonly Fact[],
  renamed: readonly Fact[],
): string[] {
  const before = new Map(from.map((fact) => [keyOf(fact), fact]));
  const moved = new Set(renamed.map(({ object }) => object));
  const views = new Set(
    to.flatMap(({ kind, object }) => (hasUnseenColumns.has(kind) ? [object] : [])),
  );
  const implied = impliedFacts(from, to);
  const own = [...to, ...implied].filter(
    ({ kind, object, parent }) =>
      hasOwnAttributes(kind) && !moved.has(object) && !(parent !== null && moved.has(parent)),
  );
  const steps = own.flatMap((fact) =>
    attributeStatements(before.get(keyOf(fact)), fact, views.has(fact.parent ?? "")),
  );
  const told = new Set(
    to.flatMap(({ object, attributes }) =>
      "replicaIdentity" in attributes ? [`ALTER TABLE ${object} REPLICA IDENTITY DEFAULT`] : [],
    ),
  );
  const needed = steps.filter((sql) => !told.has(sql));
  const [leaving, rest] = [true, false].map((isLeaving) =>
    needed.filter((sql) => sql.endsWith(" SET WITHOUT CLUSTER") === isLeaving),
  );
  return [...leaving!, ...rest!];
}

const hasUnseenColumns: ReadonlySet<FactKind> = new Set(["view", "materialized view", "type"]);

/** What isn't a fact any more, and is there all the same. */
function impliedFacts(from: readonly Fact[], to: readonly Fact[]): Fact[] {
  const [there, missing] = [from, to].map(
    (facts) => new Map(facts.map((one) => [keyOf(one), one])),
  );
  return from.flatMap((fact) => {
    if (fact.kind !== "trigger" || missing!.has(keyOf(fact))) return [];
    return impliedFact(fact, { there: there!, missing: missing! }) ?? [];
  });
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
  if (wanted !== undefined && isShell(wanted))
    return { first: now === undefined || isShell(now) ? [] : [drop], last: [] };
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
      ({ on, column, held }) => grantStatements(on, held.now, held.wanted, { column }),
    ),
  ];
}

function byKey(facts: readonly Fact[]): Map<string, Fact> {
  return new Map(
    facts.filter(({ kind }) => kind in objectKinds).map((fact) => [keyOf(fact), fact]),
  );
}

import type { Fact, FactKind } from "../../../catalog/fact.ts";
import { ownName } from "../../compare/fact-names.ts";
import { keyOf } from "../../compare/facts-by-key.ts";
import { literal } from "./literal.ts";

/**
 * What makes an index, or a key, that a partition has already one with its parent's; and what takes that back, for which
 * PostgreSQL has no statement: all of them are made again. Pure.
 */
export function indexPartitions(
  from: readonly Fact[],
  to: readonly Fact[],
): { first: string[]; last: string[] } {
  const before = new Map(from.map((fact) => [keyOf(fact), fact]));
  const moved = to.flatMap((wanted) => {
    const now = before.get(keyOf(wanted));
    if (!isIndex(wanted.kind) || now === undefined) return [];
    const [is, was] = [wanted, now].map(partitionOf);
    return is === was || isTableMoved(wanted, before, to) ? [] : [{ now, wanted }];
  });
  const attached = moved.flatMap(({ wanted }) => {
    const parent = before.get(`${wanted.kind}\0${partitionOf(wanted)}`);
    return parent === undefined ? [] : [attach(parent, wanted)];
  });
  const roots = moved.flatMap(({ now }) => rootOf(now, before) ?? []);
  const anew = [...new Set(roots)].flatMap((root) => madeAnew(root, from, to));
  return { first: anew, last: attached };
}

/** Is an index of a partition taken in because that is? */
export function isTableMoved(
  { parent }: Fact,
  before: ReadonlyMap<string, Fact>,
  to: readonly Fact[],
): boolean {
  const table = to.find(({ kind, object }) => kind === "table" && object === parent);
  const now = before.get(`table\0${parent ?? ""}`);
  return table === undefined || now === undefined || partitionOf(table) !== partitionOf(now);
}

/** The index of which it is a part, over whatever is between. Undefined: it is none. */
function rootOf(fact: Fact, facts: ReadonlyMap<string, Fact>): Fact | undefined {
  const parent = facts.get(`${fact.kind}\0${partitionOf(fact)}`);
  return parent === undefined ? undefined : (rootOf(parent, facts) ?? parent);
}

/** Dropping one of a partitioned table drops those of its partitions. */
function madeAnew(root: Fact, from: readonly Fact[], to: readonly Fact[]): string[] {
  const all = new Map(from.map((fact) => [keyOf(fact), fact]));
  const tree = new Set(
    from.filter((fact) => fact === root || rootOf(fact, all) === root).map(keyOf),
  );
  const wanted = to.filter((fact) => tree.has(keyOf(fact)));
  if (wanted.length < tree.size || wanted.some((fact) => !isPlain(fact))) return [];
  const partitioned = new Set(
    to.flatMap(({ object, attributes }) => ("partitionBy" in attributes ? [object] : [])),
  );
  // The planning library makes a key that isn't its parent's any longer.
  const own = wanted.filter(
    (fact) => fact.kind === "index" || partitionOf(fact) === partitionOf(all.get(keyOf(fact))!),
  );
  const drop =
    root.kind === "index"
      ? `DROP INDEX ${root.object}`
      : `ALTER TABLE ${root.parent} DROP CONSTRAINT ${ownName(root)}`;
  return [
    drop,
    ...own.flatMap((fact) => made(fact, partitioned.has(fact.parent ?? ""))),
    ...own.flatMap((fact) => {
      const parent = wanted.find(({ object }) => object === partitionOf(fact));
      return parent === undefined ? [] : [attach(parent, fact)];
    }),
  ];
}

function made(fact: Fact, isPartitioned: boolean): string[] {
  const { kind, object, parent, attributes } = fact;
  const table = `${isPartitioned ? "ONLY " : ""}${parent}`;
  const list = (name: string) => ((attributes[name] ?? []) as readonly string[]).join(", ");
  const include = "include" in attributes ? ` INCLUDE (${list("include")})` : "";
  const nulls = attributes["nullsNotDistinct"] === true ? " NULLS NOT DISTINCT" : "";
  const comment =
    "comment" in attributes
      ? [
          `COMMENT ON ${kind === "index" ? `INDEX ${object}` : `CONSTRAINT ${ownName(fact)} ON ${parent}`} IS ${literal(attributes["comment"])}`,
        ]
      : [];
  if (kind === "constraint") {
    const type = String(attributes["type"]).toUpperCase();
    return [
      `ALTER TABLE ${table} ADD CONSTRAINT ${ownName(fact)} ${type}${nulls} (${list("columns")})${include}`,
      ...comment,
    ];
  }
  const unique = attributes["unique"] === true ? "UNIQUE " : "";
  const where = "where" in attributes ? ` WHERE ${String(attributes["where"])}` : "";
  return [
    `CREATE ${unique}INDEX ${ownName(fact)} ON ${table} USING ${String(attributes["method"])} (${list("keys")})${include}${nulls}${where}`,
    ...comment,
  ];
}

/** Has it nothing but what `made` gives it? */
function isPlain({ kind, attributes }: Fact): boolean {
  const known = kind === "index" ? ofIndex : ofKey;
  const isKey = kind === "index" || ["unique", "primary key"].includes(String(attributes["type"]));
  return isKey && Object.keys(attributes).every((name) => known.has(name));
}

const ofBoth = ["partitionOf", "include", "nullsNotDistinct", "invalid", "comment"];
const ofIndex: ReadonlySet<string> = new Set([...ofBoth, "method", "keys", "unique", "where"]);
const ofKey: ReadonlySet<string> = new Set([...ofBoth, "type", "columns"]);

function attach(parent: Fact, part: Fact): string {
  return `ALTER INDEX ${indexName(parent)} ATTACH PARTITION ${indexName(part)}`;
}

/** A key's index has the key's name, in the schema of the table. */
function indexName(fact: Fact): string {
  if (fact.kind === "index") return fact.object;
  const schema = /^(?:"(?:[^"]|"")*"|[^."]+)/.exec(fact.parent ?? "")?.[0] ?? "";
  return `${schema}.${ownName(fact)}`;
}

function partitionOf({ attributes }: Fact): string {
  return String(attributes["partitionOf"] ?? "");
}

function isIndex(kind: FactKind): boolean {
  return kind === "index" || kind === "constraint";
}

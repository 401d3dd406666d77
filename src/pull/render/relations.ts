import pluralize from "pluralize";
import type { KitForeignKey } from "../kit/kit-entities.ts";
import { cutName, freeName } from "./free-name.ts";
import { toCamelCase } from "./identifier.ts";
import { objectKey } from "./kit-source.ts";
import type { OrmLine } from "./lines/orm-line.ts";
import type { Model, Table } from "./model.ts";
import type { Casing, Names } from "./naming.ts";

/** One end of a foreign key, or one way across a junction table, as a property of `table`. */
export interface Relation {
  name: string;
  count: "one" | "many";
  /** The table it leads to. */
  target: Table;
  /** Pairs the two ends where a pair of tables has more than one relation. */
  alias: string | undefined;
  /** Columns to match; only one end of a pair says them. */
  match: { from: string[]; to: string[] } | undefined;
  through: { table: Table; from: string[]; to: string[] } | undefined;
}

interface Draft extends Relation {
  owner: Table;
  /** The columns that tell it from its siblings, for names that would be equal. */
  distinct: string[];
  /** Both ends have the same one. */
  link: Link;
}

/** A foreign key, or a way across a junction table. */
interface Link {
  /** Its tables and columns. Another one's may read the same. */
  text: string;
}

/**
 * The relations of every table, from its foreign keys: one to the table referred to, many (or one, where the columns are
 * unique) back, and many to many across junction tables. A name depends on its own two tables only, so an unrelated
 * table never renames one.
 */
export function relationsOf(
  model: Model,
  names: Names,
  { casing, line }: { casing: Casing; line: OrmLine },
): Map<string, Relation[]> {
  const tables = new Map(model.tables.map((table) => [objectKey(table.kit), table]));
  const drafts = model.tables.flatMap((table) => {
    const keys = distinctKeys(table).flatMap((key) => {
      const target = tables.get(objectKey({ schema: key.schemaTo, name: key.tableTo }));
      return target === undefined ? [] : [{ key, target }];
    });
    const direct = keys.flatMap(({ key, target }) => bothEnds(table, key, target, names));
    return line.crossesJunctions ? [...direct, ...across(table, keys, names)] : direct;
  });
  alias(drafts);
  if (line.namedOneSaysColumns) sayMany(drafts, names);
  const byOwner = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const key = objectKey(draft.owner.kit);
    byOwner.set(key, [...(byOwner.get(key) ?? []), draft]);
  }
  return new Map(
    [...byOwner].map(([key, own]) => [
      key,
      nameApart(own, columnsOf(own[0]?.owner, names), casing),
    ]),
  );
}

/** Without the keys that repeat another one's columns: they are the same relation. */
function distinctKeys(table: Table): KitForeignKey[] {
  const byColumns = new Map<string, KitForeignKey>();
  for (const key of table.foreignKeys) {
    const identity = JSON.stringify([key.columns, key.schemaTo, key.tableTo, key.columnsTo]);
    if (!byColumns.has(identity)) byColumns.set(identity, key);
  }
  return [...byColumns.values()];
}

function constantOf(table: Table, names: Names): string {
  return names.constant("table", table.kit);
}

/** The singular of `s` would be empty. */
function singular(name: string): string {
  return pluralize.singular(name) || name;
}

/** Tables of two schemas may share their names. */
function labelOf({ kit: { schema, name } }: Table): string {
  return schema === "public" ? name : `${schema}_${name}`;
}

function bothEnds(table: Table, key: KitForeignKey, target: Table, names: Names): Draft[] {
  const link = {
    text: [labelOf(table), ...key.columns, labelOf(target), ...key.columnsTo].join("_"),
  };
  const unique = isUnique(table, key.columns);
  const back = constantOf(table, names);
  return [
    {
      owner: table,
      name: singular(constantOf(target, names)),
      count: "one",
      target,
      alias: undefined,
      match: { from: key.columns, to: key.columnsTo },
      through: undefined,
      distinct: key.columns,
      link,
    },
    {
      owner: target,
      name: unique ? singular(back) : pluralize.plural(back),
      count: unique ? "one" : "many",
      target: table,
      alias: undefined,
      match: undefined,
      through: undefined,
      distinct: key.columns,
      link,
    },
  ];
}

/** A junction table's whole primary key (or a unique key) is its two foreign keys. */
function across(
  table: Table,
  keys: readonly { key: KitForeignKey; target: Table }[],
  names: Names,
): Draft[] {
  const [first, second] = keys;
  if (keys.length !== 2 || first === undefined || second === undefined) return [];
  if (first.target === second.target || first.target === table || second.target === table)
    return [];
  if (!isUnique(table, [...first.key.columns, ...second.key.columns])) return [];
  const link = { text: [table, first.target, second.target].map(labelOf).join("_") };
  const way = (from: typeof first, to: typeof first, says: boolean): Draft => ({
    owner: from.target,
    name: pluralize.plural(constantOf(to.target, names)),
    count: "many",
    target: to.target,
    alias: undefined,
    match: says ? { from: from.key.columnsTo, to: to.key.columnsTo } : undefined,
    through: says ? { table, from: from.key.columns, to: to.key.columns } : undefined,
    distinct: ["via", table.kit.name],
    link,
  });
  return [way(first, second, true), way(second, first, false)];
}

function isUnique(table: Table, columns: readonly string[]): boolean {
  const wanted = [...columns].sort().join("\0");
  const inline = table.columns.filter(({ builder }) =>
    builder.links.some((link) => link.type === "member" && link.name === "primaryKey"),
  );
  const keys = [
    ...table.uniques.map((unique) => unique.columns),
    ...(table.primaryKey === undefined ? [] : [table.primaryKey.columns]),
    ...(inline.length === 1 ? [inline.map(({ kit }) => kit.name)] : []),
    ...table.indexes
      .filter(
        (index) =>
          index.isUnique && index.where === null && !index.columns.some((key) => key.isExpression),
      )
      .map((index) => index.columns.map((key) => key.value)),
  ];
  return keys.some((key) => [...key].sort().join("\0") === wanted);
}

/** Drizzle pairs the ends by table; where two tables share several relations it needs an alias to tell them apart. */
function alias(drafts: readonly Draft[]): void {
  const links = new Map<string, Set<Link>>();
  const pairOf = (draft: Draft) =>
    [objectKey(draft.owner.kit), objectKey(draft.target.kit)].sort().join(" ");
  for (const draft of drafts) {
    const pair = pairOf(draft);
    links.set(pair, (links.get(pair) ?? new Set()).add(draft.link));
  }
  const aliases = new Map<Link, string>();
  const taken = new Set<string>();
  for (const draft of drafts) {
    const several = (links.get(pairOf(draft))?.size ?? 0) > 1;
    // Both ends of a key from a table to itself are properties of that one table.
    if (!several && draft.owner !== draft.target) continue;
    const { link } = draft;
    draft.alias = aliases.get(link) ?? freeName(link.text, taken);
    aliases.set(link, draft.alias);
  }
}

/**
 * The far end of a unique key that needs a name would have to say its columns, and would then be typed as if there always
 * were a row: it is a list instead, of one or none.
 */
function sayMany(drafts: readonly Draft[], names: Names): void {
  for (const draft of drafts) {
    if (draft.count === "many" || draft.match !== undefined || draft.alias === undefined) continue;
    draft.count = "many";
    draft.name = pluralize.plural(constantOf(draft.target, names));
  }
}

function columnsOf(table: Table | undefined, names: Names): Set<string> {
  if (table === undefined) return new Set();
  return new Set(table.columns.map(({ kit }) => names.property(table.kit, kit.name)));
}

/**
 * What PostgreSQL keeps of a name. drizzle-orm calls the rows of a relation by its name in SQL, and finds those within others by
 * that in JSON: of a longer one it finds nothing.
 */
const longestName = 63;

/** Relations that share a name get their columns' names added; one named like a column gets `Relation` added. */
function nameApart(
  drafts: readonly Draft[],
  columns: ReadonlySet<string>,
  casing: Casing,
): Relation[] {
  const counts = new Map<string, number>();
  for (const { name } of drafts) counts.set(name, (counts.get(name) ?? 0) + 1);
  const taken = new Set<string>(columns);
  return drafts.map((draft) => {
    const isShared = (counts.get(draft.name) ?? 0) > 1;
    const wanted = isShared ? withColumns(draft, casing) : cutName(draft.name, longestName);
    const apart = taken.has(wanted)
      ? `${cutName(wanted, longestName - "Relation".length)}Relation`
      : wanted;
    return { ...draft, name: freeName(apart, taken, longestName) };
  });
}

/** The name with the columns' behind it. Where that is too long, the other table's is cut: the columns tell it apart. */
function withColumns({ name, distinct }: Draft, casing: Casing): string {
  const join = (first: string) => {
    const long = [first, ...distinct].join("_");
    return casing === "camel" ? toCamelCase(long) || long : long;
  };
  const excess = Buffer.byteLength(join(name)) - longestName;
  if (excess <= 0) return join(name);
  const room = Math.max(Buffer.byteLength(name) - excess, 1);
  return cutName(join(cutName(name, room)), longestName);
}

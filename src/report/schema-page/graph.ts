import type { Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { printable } from "../printable.ts";
import type { SchemaModel, SchemaObject } from "./model.ts";
import { addressOf, ownName, shownName, shownPart, splitName } from "./name.ts";
import {
  columnFlags,
  type PictureColumn,
  type PictureGraph,
  type PictureLink,
} from "./picture/graph.ts";

const pictured: ReadonlySet<FactKind> = new Set(["table", "foreign table"]);

/** What the picture shows of a schema: its tables but for partitions, foreign keys, and what inherits. */
export function graphOf({ objects }: SchemaModel): PictureGraph {
  const tables = [...objects.values()].filter(({ fact }) => pictured.has(fact.kind));
  const byName = new Map(tables.map((table) => [table.fact.object, table]));
  const shown = tables
    .filter((table) => partitionRoot(table, byName) === table)
    .sort((a, b) => (shownName(a.fact.object) < shownName(b.fact.object) ? -1 : 1));
  const index = new Map(shown.map((table, at) => [table.fact.object, at]));
  const at = (object: string): number | undefined => {
    const table = byName.get(object);
    return table && index.get(partitionRoot(table, byName).fact.object);
  };
  const partitions = new Map<SchemaObject, number>();
  for (const table of tables) {
    const root = partitionRoot(table, byName);
    if (root !== table) partitions.set(root, (partitions.get(root) ?? 0) + 1);
  }
  const links = tables.flatMap((table) => linksOf(table, { at, byName }));
  return {
    tables: shown.map((table) => {
      const { object } = table.fact;
      return {
        name: shownName(object),
        schema: shownPart(splitName(object)[0]!),
        label: ownName(object),
        address: addressOf(table.fact),
        columns: columnsOf(table),
        partitions: partitions.get(table) ?? 0,
      };
    }),
    links: withoutRepetition(links),
  };
}

/** The table that a partition is of in the end; any other table itself. */
function partitionRoot(
  table: SchemaObject,
  byName: ReadonlyMap<string, SchemaObject>,
): SchemaObject {
  const seen = new Set<SchemaObject>();
  let root = table;
  for (;;) {
    const parent = byName.get(String(root.fact.attributes["partitionOf"] ?? ""));
    if (parent === undefined || seen.has(parent)) return root;
    seen.add(parent);
    root = parent;
  }
}

function columnsOf({ parts }: SchemaObject): PictureColumn[] {
  const keys = parts.get("constraint") ?? [];
  const inKeys = (type: string) =>
    new Set(keys.filter(({ attributes }) => attributes["type"] === type).flatMap(columnNames));
  const [primary, foreign, unique] = ["primary key", "foreign key", "unique"].map(inKeys);
  return (parts.get("column") ?? []).map(({ object, attributes }): PictureColumn => {
    const name = splitName(object).at(-1)!;
    const flags =
      (primary!.has(name) ? columnFlags.primary : 0) |
      (foreign!.has(name) ? columnFlags.foreign : 0) |
      (unique!.has(name) ? columnFlags.unique : 0) |
      (attributes["notNull"] === true ? columnFlags.notNull : 0);
    return [shownPart(name), printable(String(attributes["type"] ?? "")), flags];
  });
}

function columnNames({ attributes }: Fact): string[] {
  return texts(attributes["columns"]);
}

interface Known {
  at: (object: string) => number | undefined;
  byName: ReadonlyMap<string, SchemaObject>;
}

function linksOf(table: SchemaObject, { at, byName }: Known): PictureLink[] {
  const { fact, parts } = table;
  const from = at(fact.object);
  if (from === undefined) return [];
  const constraints = parts.get("constraint") ?? [];
  const keys = constraints.flatMap((key): PictureLink[] => {
    const { references } = key.attributes;
    if (!isRecord(references)) return [];
    const target = String(references["table"]);
    const to = at(target);
    if (to === undefined) return [];
    const names = columnNames(key);
    const columns = positions(table, names);
    const nullable = columns.some((position) => {
      const column = parts.get("column")?.[position];
      return column?.attributes["notNull"] !== true;
    });
    return [
      {
        from,
        to,
        kind: "foreign key",
        columns,
        target: positions(byName.get(target)!, texts(references["columns"])),
        optional: nullable,
        unique: isUnique(table, names),
      },
    ];
  });
  const parents = texts(fact.attributes["inherits"]).flatMap((parent): PictureLink[] => {
    const to = at(parent);
    if (to === undefined) return [];
    return [{ from, to, kind: "inherits", columns: [], target: [], optional: false, unique: true }];
  });
  return [...keys, ...parents];
}

function positions({ parts }: SchemaObject, names: readonly string[]): number[] {
  const columns = (parts.get("column") ?? []).map(({ object }) => splitName(object).at(-1)!);
  return names.map((name) => columns.indexOf(name)).filter((position) => position >= 0);
}

/** Whether a key or a unique index makes sure that these columns' values are there once. */
function isUnique({ parts }: SchemaObject, names: readonly string[]): boolean {
  const constraints = (parts.get("constraint") ?? [])
    .filter(({ attributes }) => /^(primary key|unique)$/.test(String(attributes["type"])))
    .map(columnNames);
  const indexes = (parts.get("index") ?? [])
    .filter(({ attributes }) => attributes["unique"] === true && attributes["where"] === undefined)
    .map(({ attributes }) => texts(attributes["keys"]));
  return [...constraints, ...indexes].some(
    (own) => own.length > 0 && own.every((name) => names.includes(name)),
  );
}

/** Keys of partitions are those of their table again. */
function withoutRepetition(links: readonly PictureLink[]): PictureLink[] {
  const unique = new Map(
    links.map((link) => [JSON.stringify([link.from, link.to, link.kind, link.columns]), link]),
  );
  return [...unique.values()];
}

function texts(value: FactValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function isRecord(value: FactValue | undefined): value is { readonly [key: string]: FactValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

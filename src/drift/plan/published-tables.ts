import type { Catalog } from "../../catalog/fact.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

/**
 * The library names each published table for itself, without ONLY: PostgreSQL would take the child tables with their parent, and
 * refuse them when their turn comes. Where all of them come or go, the parent's statement is enough. Pure.
 */
export function withPublishedChildren(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  if (!statements.some(({ sql }) => ofPublication.test(sql))) return [...statements];
  const children = childrenByParent(from, to);
  const told = new Set(statements.flatMap(({ sql }) => keyOf(sql) ?? []));
  const needless = new Set<string>();
  const written = statements.map((statement) => {
    const { sql } = statement;
    const { head, table, rest } = entry.exec(sql)?.groups ?? {};
    if (head === undefined) return creates.test(sql) ? alone(statement, children) : statement;
    const below = descendants(plainName(table!), children).map((name) => head + name + rest);
    if (below.length === 0) return statement;
    if (!below.every((key) => told.has(key))) return alone(statement, children);
    for (const key of below) needless.add(key);
    return statement;
  });
  return written.filter(({ sql }) => !needless.has(keyOf(sql) ?? ""));
}

const ofPublication = /^(?:CREATE|ALTER) PUBLICATION /;
const creates = new RegExp(`^CREATE PUBLICATION ${quotedName} FOR TABLE `);
const entry = new RegExp(
  `^(?<head>ALTER PUBLICATION ${quotedName} (?:ADD|DROP) TABLE )(?<table>${quotedPath})(?<rest>.*)$`,
  "s",
);
const named = new RegExp(`((?:ADD|DROP|FOR) TABLE |, (?:TABLE )?)(${quotedPath})`, "g");

/** Which table comes to a publication, or goes from it, with which columns and rows. */
function keyOf(sql: string): string | undefined {
  const { head, table, rest } = entry.exec(sql)?.groups ?? {};
  return head === undefined ? undefined : head + plainName(table!) + rest;
}

function alone(
  statement: RepairStatement,
  children: ReadonlyMap<string, readonly string[]>,
): RepairStatement {
  const sql = statement.sql.replaceAll(named, (whole, before: string, table: string) =>
    children.has(plainName(table)) ? `${before}ONLY ${table}` : whole,
  );
  return { ...statement, sql };
}

/** A partition isn't published by itself where its parent is. */
function childrenByParent(...catalogs: readonly Catalog[]): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const { object, attributes } of catalogs.flatMap(({ facts }) => facts))
    for (const parent of [attributes["inherits"] ?? []].flat()) {
      const name = plainName(String(parent));
      children.set(name, [...(children.get(name) ?? []), plainName(object)]);
    }
  return children;
}

function descendants(table: string, children: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set(children.get(table));
  // What is added to a set on the way is walked, too.
  for (const name of found) for (const child of children.get(name) ?? []) found.add(child);
  return [...found];
}

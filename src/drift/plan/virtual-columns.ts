import type { Catalog, Fact } from "../../catalog/fact.ts";
import { ownName } from "../compare/fact-names.ts";
import { keyOf } from "../compare/facts-by-key.ts";
import { plainName, quotedPath } from "./names.ts";
import { ownStatement } from "./own-statement.ts";
import type { RepairStatement } from "./repair.ts";

interface Generated {
  kind: "stored" | "virtual";
  expression: string;
}

const makes = new RegExp(
  `^(?:CREATE (?:UNLOGGED |FOREIGN )?TABLE|ALTER (?:FOREIGN )?TABLE(?: ONLY)?) (${quotedPath}) `,
);

/**
 * The planning library makes each generated column a stored one, and doesn't see that one is virtual now (PostgreSQL 18), for
 * which it has to be made anew. Pure.
 */
export function withVirtualColumns(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const virtual = to.facts.filter((fact) => generatedOf(fact)?.kind === "virtual");
  const written = statements.map((statement) => {
    const table = makes.exec(statement.sql)?.[1];
    if (table === undefined) return statement;
    const own = virtual.filter(({ parent }) => plainName(parent ?? "") === plainName(table));
    return { ...statement, sql: own.reduce(asVirtual, statement.sql) };
  });
  return [...written, ...madeAnew(from, to)];
}

function generatedOf({ kind, attributes }: Fact): Generated | undefined {
  return kind === "column" ? (attributes["generated"] as Generated | undefined) : undefined;
}

function asVirtual(sql: string, column: Fact): string {
  const name = ownName(column);
  const at = sql.indexOf(name.startsWith('"') ? `${name} ` : `"${name}" `);
  const clause = `GENERATED ALWAYS AS (${generatedOf(column)!.expression})`;
  const start = at < 0 ? -1 : sql.indexOf(`${clause} STORED`, at);
  if (start < 0) return sql;
  const end = start + clause.length;
  return `${sql.slice(0, end)} VIRTUAL${sql.slice(end + " STORED".length)}`;
}

/** What a child table has from its parent goes and comes with that. */
function madeAnew(from: Catalog, to: Catalog): RepairStatement[] {
  const before = new Map(from.facts.map((fact) => [keyOf(fact), fact]));
  return to.facts.flatMap((wanted) => {
    const [had, has] = [before.get(keyOf(wanted)), wanted].map((fact) => fact && generatedOf(fact));
    const { type, collation, notNull, inherited } = wanted.attributes;
    if (had === undefined || has === undefined || had.kind === has.kind || inherited === true)
      return [];
    const clauses = [
      String(type),
      ...(typeof collation === "string" ? [`COLLATE ${collation}`] : []),
      `GENERATED ALWAYS AS (${has.expression}) ${has.kind.toUpperCase()}`,
      ...(notNull === true ? ["NOT NULL"] : []),
    ];
    const [table, name] = [`ALTER TABLE ${wanted.parent}`, ownName(wanted)];
    return [
      { ...ownStatement(`${table} DROP COLUMN ${name}`), losesData: true },
      {
        ...ownStatement(`${table} ADD COLUMN ${name} ${clauses.join(" ")}`),
        rewritesTable: has.kind === "stored" || notNull === true,
      },
    ];
  });
}

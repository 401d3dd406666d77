// Puts one row into every table of a pulled schema and asks for it through drizzle-orm 0.45, in both ways.
// node --import tsx exercise.mjs SCHEMA_INDEX DRIVER URL; prints what happened as JSON.
import { pathToFileURL } from "node:url";
import { getViewConfig, PgTable, PgView } from "drizzle-orm/pg-core";
import { is, getTableColumns, sql } from "drizzle-orm";
import { drizzle as overPostgres } from "drizzle-orm/postgres-js";
import { drizzle as overPg } from "drizzle-orm/node-postgres";
import { Client } from "pg";
import postgres from "postgres";

const [index, driver, url] = process.argv.slice(2);
const schema = await import(pathToFileURL(index).href);
const result = {
  tables: 0,
  inserted: 0,
  refused: [],
  selected: 0,
  views: 0,
  relations: 0,
  related: 0,
  wrong: [],
};

/** A value of the column's type; the same for every column of that type, so that foreign keys find their rows. */
function valueFor(column) {
  if (column.enumValues?.length > 0) return column.enumValues[0];
  switch (column.dataType) {
    case "string":
      return textFor(column.getSQLType());
    case "number":
      return 1;
    case "bigint":
      return 1n;
    case "boolean":
      return true;
    case "date":
      return new Date("2022-01-15T03:04:05.000Z");
    case "custom":
      return { bytea: Buffer.from("a"), tsvector: "'a'" }[column.getSQLType()];
    case "json":
      return { a: [1, "b"] };
    case "array":
      return column.baseColumn === undefined ? undefined : [valueFor(column.baseColumn)];
    default:
      return undefined;
  }
}
function textFor(type) {
  if (type.startsWith("uuid")) return "00000000-0000-4000-8000-000000000001";
  if (/^(inet|cidr)/.test(type)) return "127.0.0.1/32";
  if (type.startsWith("macaddr")) return "08:00:2b:01:02:03";
  if (/^(numeric|decimal)/.test(type)) return "1";
  if (type.startsWith("date")) return "2022-01-15";
  if (type.startsWith("time")) return "03:04:05";
  if (type.startsWith("interval")) return "01:00:00";
  if (type.startsWith("bit")) return "1";
  const length = /\((\d+)\)$/.exec(type)?.[1];
  return "a".padEnd(type.startsWith("char") ? Number(length ?? 1) : 1);
}

function reason(error) {
  return String((error.cause ?? error).message);
}

async function exercise(db) {
  await db.execute(sql`set session_replication_role = replica`);
  const tables = Object.entries(schema).filter(([, value]) => is(value, PgTable));
  for (const [name, table] of tables) {
    result.tables += 1;
    const values = {};
    for (const [key, column] of Object.entries(getTableColumns(table))) {
      if (column.generated !== undefined || column.generatedIdentity?.type === "always") continue;
      const value = valueFor(column);
      if (value !== undefined) values[key] = value;
    }
    try {
      const [row] = await db.insert(table).values(values).returning();
      result.inserted += 1;
      for (const [key, value] of Object.entries(values)) {
        if (!same(row[key], value, getTableColumns(table)[key]))
          result.wrong.push([name, key, String(value), String(row[key])]);
      }
    } catch (error) {
      result.refused.push([name, reason(error)]);
    }
    const rows = await db.select().from(table);
    result.selected += rows.length;
  }
  for (const [, view] of Object.entries(schema).filter(([, value]) => is(value, PgView))) {
    try {
      await db.select().from(view);
      result.views += 1;
    } catch (error) {
      result.refused.push([getViewConfig(view).name, reason(error)]);
    }
  }
  for (const [name, { relations }] of Object.entries(db._.schema ?? {})) {
    const names = Object.keys(relations);
    // Each by itself: PostgreSQL has a limit on what one row may hold.
    for (const relation of names) {
      const [row] = await db.query[name].findMany({ with: { [relation]: true }, limit: 1 });
      result.relations += 1;
      const found = row?.[relation];
      if (Array.isArray(found) ? found.length > 0 : found != null) result.related += 1;
    }
  }
}

/** What comes back is what was put in: of the same type, and equal where PostgreSQL writes it in one way only. */
function same(actual, wanted, column) {
  if (wanted instanceof Date) return actual instanceof Date;
  if (typeof wanted === "object") return typeof actual === "object";
  if (typeof actual !== typeof wanted) return false;
  const isExact =
    column.dataType !== "string" || /^(text|varchar|char|uuid)/.test(column.getSQLType());
  return !isExact || actual === wanted;
}

if (driver === "postgres-js") {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  await exercise(overPostgres({ client, schema }));
  await client.end();
} else {
  const client = new Client({ connectionString: url });
  await client.connect();
  await exercise(overPg({ client, schema }));
  await client.end();
}
process.stdout.write(`${JSON.stringify(result)}\n`);

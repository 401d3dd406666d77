import { quoteIdentifier, quoteLiteral, quoteQualified } from "../postgres/quote.ts";
import type { Migration } from "./migration.ts";
import type { AppliedMigration, Bookkeeping } from "./source.ts";

/** A migration of Drizzle's, as its migrators know it. */
export interface DrizzleMigration {
  migration: Migration;
  /** drizzle's `created_at`: milliseconds since 1970. */
  createdAt: number;
  /** SHA-256 as drizzle makes it, of the file as it is; then of the file with the other line endings. */
  hashes: readonly string[];
}

/**
 * drizzle-orm's own table, made and filled as the `migrate()` of its line does: up to 0.45 a migration is known by its
 * time, from 1.0 on by its name.
 *
 * @param line `journal`: up to 0.45 and drizzle-kit 0.31; `folders`: 1.0.
 */
export function drizzleBookkeeping(
  migrations: readonly DrizzleMigration[],
  at: { schema: string; table: string },
  line: "journal" | "folders",
): Bookkeeping {
  const table = quoteQualified(at.schema, at.table);
  const byName = new Map(migrations.map((item) => [item.migration.name, item]));
  const shared = {
    table,
    // to_jsonb, so that a table without the column `name` can be read too.
    select: `select to_jsonb(t) ->> 'name' as name, t.hash, t.created_at from ${table} as t order by t.id`,
    applied: (rows: readonly Record<string, unknown>[]) =>
      rows.flatMap((row) => appliedBy(row, migrations, byName, line)),
    forget: ({ name }: Migration) => {
      const { hashes, createdAt } = byName.get(name)!;
      const hash = `hash in (${hashes.map(quoteLiteral).join(", ")})`;
      return `delete from ${table} where ${hash} and created_at / 1000 = ${Math.floor(createdAt / 1000)}`;
    },
  };
  const createSchema = `create schema if not exists ${quoteIdentifier(at.schema)};`;
  const valuesOf = ({ name }: Migration) => {
    const { hashes, createdAt } = byName.get(name)!;
    return { hash: quoteLiteral(hashes[0]!), createdAt, name: quoteLiteral(name) };
  };
  if (line === "journal") {
    return {
      ...shared,
      create: `${createSchema}\ncreate table ${table} (id serial primary key, hash text not null, created_at bigint);`,
      isCurrent: "true",
      upgrade: "",
      // A name here would keep `drizzle-kit up` from giving every row the one that it has from then on.
      record: (migration) => {
        const { hash, createdAt } = valuesOf(migration);
        return `insert into ${table} (hash, created_at) values (${hash}, ${createdAt})`;
      },
    };
  }
  return {
    ...shared,
    create: `${createSchema}\ncreate table ${table} (id serial primary key, hash text not null, created_at bigint, name text, applied_at timestamp with time zone default now());`,
    isCurrent: `exists (select from pg_catalog.pg_attribute where attrelid = to_regclass(${quoteLiteral(table)}) and attname = 'applied_at' and not attisdropped)`,
    upgrade: upgradeTable(table, migrations),
    record: (migration) => {
      const { hash, createdAt, name } = valuesOf(migration);
      return `insert into ${table} (hash, created_at, name) values (${hash}, ${createdAt}, ${name})`;
    },
  };
}

/** Which migration a row is of. drizzle asks for nothing but the time or the name; a hash says whether the file was changed. */
function appliedBy(
  row: Record<string, unknown>,
  migrations: readonly DrizzleMigration[],
  byName: ReadonlyMap<string, DrizzleMigration>,
  line: "journal" | "folders",
): AppliedMigration[] {
  const hash = String(row["hash"]);
  const name = row["name"] === null ? undefined : String(row["name"]);
  // A table with names may have come from a newer drizzle-orm than the journal's.
  const isKnownByTime = name === undefined || (line === "journal" && !byName.has(name));
  const found = isKnownByTime
    ? byTime(row["created_at"], hash, migrations, line)
    : byName.get(name);
  if (found === undefined) return name === undefined ? [] : [{ name, checksum: hash }];
  const { migration, hashes } = found;
  // A checkout on Windows may have turned the line endings of a file that was applied elsewhere.
  return [{ name: migration.name, checksum: hashes.includes(hash) ? migration.checksum : hash }];
}

/** As drizzle-orm's upgrade of the table does (up-migrations/pg): by the time, and by the hash where that doesn't tell. */
function byTime(
  createdAt: unknown,
  hash: string,
  migrations: readonly DrizzleMigration[],
  line: "journal" | "folders",
): DrizzleMigration | undefined {
  // The names of folders tell the second.
  const unit = line === "journal" ? 1 : 1000;
  const time = Math.floor(Number(createdAt) / unit);
  const candidates = migrations.filter((one) => Math.floor(one.createdAt / unit) === time);
  if (candidates.length === 1) return candidates[0];
  return (candidates.length > 1 ? candidates : migrations).find((one) => one.hashes.includes(hash));
}

/** Tables of drizzle-orm before 1.0 lack the names and one column more; its migrate() adds them in the same way. */
function upgradeTable(table: string, migrations: readonly DrizzleMigration[]): string {
  const seconds = migrations.map(({ createdAt }) => Math.floor(createdAt / 1000));
  const updates = migrations.map(({ migration, hashes }, index) => {
    const second = seconds[index]!;
    const isOnly = seconds.filter((one) => one === second).length === 1;
    const hash = `hash in (${hashes.map(quoteLiteral).join(", ")})`;
    return {
      set: `update ${table} set name = ${quoteLiteral(migration.name)} where name is null and`,
      time: `created_at / 1000 = ${second}${isOnly ? "" : ` and ${hash}`};`,
      hash: `${hash};`,
    };
  });
  return [
    `alter table ${table} add column if not exists name text, add column if not exists applied_at timestamp with time zone default now();`,
    // When that was, nobody knows.
    `update ${table} set applied_at = null where name is null;`,
    ...updates.map(({ set, time }) => `${set} ${time}`),
    ...updates.map(({ set, hash }) => `${set} ${hash}`),
  ].join("\n");
}

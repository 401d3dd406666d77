import { closeSync, openSync, writeSync } from "node:fs";

/** One INSERT per line, as an application's seed has them. */
export function insertScript(count: number): string {
  const inserts = Array.from(
    { length: count },
    (_, index) =>
      `INSERT INTO bench.t (id, name, email, created) VALUES (${index}, 'user number ${index}', 'user${index}@example.com', '2024-01-01 00:00:00+00');\n`,
  );
  return `create table bench.t(id int, name text, email text, created timestamptz);\n${inserts.join("")}`;
}

/** Three statements per table. */
export function ddlScript(tables: number): string {
  return Array.from(
    { length: tables },
    (_, index) => `create table bench.table_${index} (
  id bigint generated always as identity primary key,
  name text not null,
  created_at timestamptz default now() not null
);
create index table_${index}_name_idx on bench.table_${index} (name);
comment on table bench.table_${index} is 'Table number ${index}; it''s one of many.';
`,
  ).join("");
}

const ROW = "\tuser number 12345\tuser12345@example.com\t2024-01-01 00:00:00+00\t12.50\tt\n";

/** As pg_dump writes it: a table, its rows as COPY data, its primary key. `bytes`: about how long the file gets. */
export function writeDump(path: string, { bytes }: { bytes: number }): void {
  const file = openSync(path, "w");
  writeSync(
    file,
    `SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
CREATE UNLOGGED TABLE bench.accounts (
    id bigint NOT NULL,
    name text,
    email text,
    created timestamp with time zone,
    amount numeric,
    active boolean
);
COPY bench.accounts (id, name, email, created, amount, active) FROM stdin;
`,
  );
  let written = 0;
  for (let id = 1; written < bytes;) {
    let rows = "";
    for (const end = id + 10_000; id < end; id += 1) rows += id + ROW;
    written += writeSync(file, rows);
  }
  writeSync(file, "\\.\n\n\nANALYZE bench.accounts;\n");
  closeSync(file);
}

/** Statements of all kinds, for the lexer alone. */
export function mixedScript(bytes: number): string {
  const part = `-- A migration, with a comment.
CREATE TABLE "user" ("id" text NOT NULL PRIMARY KEY, "emailVerified" boolean NOT NULL, price numeric(10,2) DEFAULT 1.5e3 CHECK (price > 0));
INSERT INTO t (id, name, email, created) VALUES (12345, 'user number 12345', 'it''s', '2024-01-01 00:00:00+00'::timestamptz);
CREATE FUNCTION f(a int, b text) RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF NEW.name = 'x;y' THEN
    RAISE EXCEPTION 'no % allowed', NEW.name USING HINT = 'it''s so';
  END IF;
  RETURN NEW; -- done
END
$body$;
/* A block
   comment; with a semicolon */
CREATE INDEX CONCURRENTLY IF NOT EXISTS "user_email_idx" ON "user" (lower("email")) WHERE "deletedAt" IS NULL;
UPDATE accounts SET data = jsonb_set(data, '{a,b}', E'"x\\\\n"'), n = n + 1 WHERE id = ANY (ARRAY[1, 2, 3]) AND at > now() - interval '1 day';
`;
  return part.repeat(Math.ceil(bytes / part.length));
}

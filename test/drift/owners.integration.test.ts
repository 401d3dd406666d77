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
});

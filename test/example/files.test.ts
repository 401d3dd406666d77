import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authOptions } from "../../src/database/auth.options.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { authFiles, drizzleFiles, runFiles } from "./example-database.ts";

const generatedName = /^better-auth_migrations\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.sql$/;

describe("the example's files", () => {
  test("Better Auth's generator wrote at least three, and people one in between", () => {
    const byGenerator = authFiles().map(({ path }) => generatedName.test(path));
    expect(byGenerator.filter(Boolean).length).toBeGreaterThanOrEqual(3);
    expect(byGenerator.slice(1, -1)).toContain(false);
  });

  test("what was generated is as it was written: statements, no final newline, no comment", () => {
    const touched = authFiles()
      .filter(({ path }) => generatedName.test(path))
      .filter(({ text }) => !/^(create|alter) table [^]*;$/.test(text) || text.includes("--"));
    expect(touched).toEqual([]);
  });

  test("Drizzle's make the application's tables and none of Better Auth's", () => {
    const created = drizzleFiles()
      .flatMap(({ text }) => [...text.matchAll(/^CREATE TABLE "(\w+)"/gm)])
      .map(([, table]) => table);
    expect(created.toSorted()).toEqual(["comment", "issue", "issue_label", "label", "project"]);
  });
});

describe("two databases of one server, built from the files at the same time", () => {
  let databases: TestDatabase[] = [];
  let connections: Sql[] = [];

  beforeAll(async () => {
    databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
    connections = databases.map(({ url }) => postgres(url, { max: 1, onnotice: () => {} }));
    await Promise.all(connections.map((sql) => runFiles(sql, [...authFiles(), ...drizzleFiles()])));
  });

  afterAll(async () => {
    await Promise.all(connections.map((sql) => sql.end()));
    await Promise.all(databases.map((database) => database.drop()));
  });

  test("hold the same objects, of every kind that the example is to show", async () => {
    const [first, second] = await Promise.all(connections.map(objectsOf));
    expect(second).toEqual(first);
    expect(first).toMatchInlineSnapshot(`
      {
        "comment": [
          "column detail of table audit.event",
          "column subject of table audit.event",
          "policy invitation_of_own_organization on table invitation",
          "schema audit",
          "table audit.event",
          "trigger member_audit on table member",
          "view organization_overview",
        ],
        "enum": [
          "audit.action",
          "issue_status",
        ],
        "function": [
          "audit.record_member_change()",
          "current_user_id()",
          "is_member_of(text)",
        ],
        "partial index": [
          "invitation_waiting_idx",
          "issue_assignee_id_idx",
        ],
        "partition": [
          "audit.event_2026",
          "audit.event_2027",
          "audit.event_later",
        ],
        "partitioned table": [
          "audit.event",
        ],
        "policy": [
          "event_of_last_year on audit.event",
          "event_of_own_organization on audit.event",
          "invitation_of_own_organization on invitation",
        ],
        "schema": [
          "audit",
          "public",
        ],
        "table": [
          "public.account",
          "public.comment",
          "public.invitation",
          "public.issue",
          "public.issue_label",
          "public.label",
          "public.member",
          "public.organization",
          "public.passkey",
          "public.project",
          "public.session",
          "public.twoFactor",
          "public.user",
          "public.verification",
        ],
        "table that workspace_reader may read": [
          "audit.event",
          "public.invitation",
        ],
        "table with row-level security": [
          "audit.event",
          "invitation",
        ],
        "trigger": [
          "member_audit on member",
        ],
        "view": [
          "public.organization_overview",
        ],
      }
    `);
  });

  test("leave Better Auth's generator nothing to add", async () => {
    const pool = new Pool({ connectionString: databases[0]!.url, max: 1 });
    try {
      const plan = await getMigrations({ ...authOptions, database: pool });
      expect(plan.toBeCreated).toEqual([]);
      expect(plan.toBeAdded).toEqual([]);
      expect(plan.toBeAddedIndexes).toEqual([]);
      expect(plan.schemaProblems).toEqual([]);
    } finally {
      await pool.end();
    }
  });

  test("keep a workspace's events from people who aren't members of it", async () => {
    const sql = connections[0]!;
    await sql`insert into "user" (id, name, email, "emailVerified") values
      ('ada', 'Ada', 'ada@waypoint.example', true), ('eve', 'Eve', 'eve@waypoint.example', true)`;
    await sql`insert into organization (id, name, slug, "createdAt") values ('society', 'Society', 'society', now())`;
    await sql`insert into member (id, "organizationId", "userId", role, "createdAt") values ('m1', 'society', 'ada', 'owner', now())`;
    await sql`update member set role = 'admin' where id = 'm1'`;

    const seenBy = (user: string) =>
      sql.begin(async (transaction) => {
        await transaction`select set_config('app.user_id', ${user}, true)`;
        await transaction`set local role workspace_reader`;
        return transaction`select action, subject, detail from audit.event order by action`;
      });
    expect([...(await seenBy("ada"))]).toEqual([
      { action: "added", subject: "member:m1", detail: { user: "ada", role: "owner" } },
      { action: "changed", subject: "member:m1", detail: { role: ["owner", "admin"] } },
    ]);
    expect(await seenBy("eve")).toHaveLength(0);
  });
});

/** Everything that the files make, by kind, as names. Better Auth's own tables and the constraints are left out. */
async function objectsOf(sql: Sql): Promise<Record<string, string[]>> {
  const rows = await sql<{ kind: string; name: string }[]>`
    with namespace as (
      select oid, nspname from pg_namespace where nspname in ('public', 'audit')
    )
    select 'schema' as kind, nspname as name from namespace
    union all
    select
      case relkind
        when 'r' then case when relispartition then 'partition' else 'table' end
        when 'p' then 'partitioned table'
        when 'v' then 'view'
      end,
      nspname || '.' || relname
    from pg_class join namespace on namespace.oid = relnamespace
    where relkind in ('r', 'p', 'v')
    union all
    select 'table with row-level security', pg_class.oid::regclass::text
    from pg_class join namespace on namespace.oid = relnamespace
    where relrowsecurity
    union all
    select 'partial index', indexrelid::regclass::text
    from pg_index join pg_class on pg_class.oid = indrelid join namespace on namespace.oid = relnamespace
    where indpred is not null
    union all
    select 'enum', pg_type.oid::regtype::text from pg_type join namespace on namespace.oid = typnamespace
    where typtype = 'e'
    union all
    select 'function', pg_proc.oid::regprocedure::text from pg_proc join namespace on namespace.oid = pronamespace
    union all
    select 'trigger', tgname || ' on ' || tgrelid::regclass from pg_trigger where not tgisinternal
    union all
    select 'policy', polname || ' on ' || polrelid::regclass from pg_policy
    union all
    select 'table that workspace_reader may read', table_schema || '.' || table_name
    from information_schema.role_table_grants
    where grantee = 'workspace_reader' and privilege_type = 'SELECT'
    union all
    select 'comment', pg_describe_object(classoid, objoid, objsubid) from pg_description
    where pg_describe_object(classoid, objoid, objsubid) ~ 'audit|organization'
  `;
  const byKind: Record<string, string[]> = {};
  for (const { kind, name } of rows) (byKind[kind] ??= []).push(name);
  for (const names of Object.values(byKind)) names.sort();
  return byKind;
}

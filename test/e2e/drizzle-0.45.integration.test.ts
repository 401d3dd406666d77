import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createExampleDatabase } from "../example/example-database.ts";
import type { TestDatabase } from "../support/database.ts";
import { drizzle0Folder } from "../support/drizzle-0-folder.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

const config = `export default {
  dialect: "postgresql",
  schema: "./src/schemas/index.ts",
  out: "./drizzle",
};
`;
const packages = {
  "0.45": join(drizzle0Folder, "node_modules"),
  "1.0": join(repository, "node_modules"),
};

describe("a project on drizzle-orm 0.45 and drizzle-kit 0.31", () => {
  let project: ProjectFolder;
  let database: TestDatabase;

  beforeEach(async () => {
    project = createProject({ "drizzle.config.ts": config });
    useLine("0.45");
    database = await createExampleDatabase();
  });
  afterEach(async () => {
    await project.dispose();
    await database.drop();
  });

  function useLine(line: keyof typeof packages): void {
    rmSync(join(project.path, "node_modules"), { recursive: true, force: true });
    symlinkSync(packages[line], join(project.path, "node_modules"));
  }

  /** Of the installed packages only these, as real folders. */
  function installOnly(...names: string[]): void {
    rmSync(join(project.path, "node_modules"), { recursive: true, force: true });
    mkdirSync(join(project.path, "node_modules"));
    for (const name of names)
      cpSync(realpathSync(join(packages["0.45"], name)), join(project.path, "node_modules", name), {
        recursive: true,
      });
  }

  async function dbfirst(...args: string[]): Promise<{ code: number; shown: string }> {
    return project.run(args, { DATABASE_URL: database.url });
  }

  it("is pulled for that line, proved and checked", async () => {
    const { code, shown } = await dbfirst("pull");
    expect(code, shown).toBe(0);
    expect(shown).toContain("into src/schemas/ for drizzle-orm 0.45");
    expect(shown).toContain("✓ Proved: the TypeScript makes the same schema");
    expect(shown).not.toContain("warning");
    expect(project.read("src/schemas/user.ts")).toMatch(/^\/\/ .* for drizzle-orm 0\.45\. /);
    const { settings } = JSON.parse(project.read("drizzle/catalog.json")) as {
      settings: Record<string, string>;
    };
    expect(settings["drizzle-orm"]).toBe('"0.45"');
    expect((await dbfirst("check-drift")).code).toBe(0);
    expect((await dbfirst("pull")).shown).toContain("no file changed");
  });

  it("is pulled anew after it moved to 1.0", async () => {
    await dbfirst("pull");
    useLine("1.0");
    const moved = await dbfirst("check-drift");
    expect(moved.code, moved.shown).toBe(1);
    expect(moved.shown).toContain("drizzle-orm");

    const { code, shown } = await dbfirst("pull");
    expect(code, shown).toBe(0);
    expect(shown).toContain("for drizzle-orm 1.0");
    const written = Object.entries(project.files()).filter(([file]) => file.startsWith("src/"));
    expect(written.length).toBeGreaterThan(20);
    const others = written.filter(([, text]) => !text.includes(" for drizzle-orm 1.0. "));
    expect(others.map(([file]) => file)).toEqual([]);
    expect((await dbfirst("check-drift")).code).toBe(0);
  });

  it("without a drizzle-kit of its line isn't proved, and says why", async () => {
    installOnly("drizzle-orm");
    const { code, shown } = await dbfirst("pull");
    expect(code, shown).toBe(0);
    expect(shown).toContain(
      "isn't proved: files for drizzle-orm 0.45 are read by drizzle-kit 0.31",
    );
    expect(shown).not.toContain("✓ Proved");
  });

  it("with a drizzle-orm that dbfirst doesn't know is warned, and pulled all the same", async () => {
    installOnly("drizzle-orm", "drizzle-kit");
    const manifest = "node_modules/drizzle-orm/package.json";
    const known = readFileSync(join(project.path, manifest), "utf8");
    project.write(manifest, known.replace('"version": "0.45.', '"version": "0.46.'));
    const { code, shown } = await dbfirst("pull", "--no-prove");
    expect(code, shown).toBe(0);
    expect(shown).toContain("drizzle-orm 0.46.4 is installed; dbfirst is tested with");
    expect(shown).toContain("for drizzle-orm 0.45");
  });

  it("serves Better Auth, of the version for 0.45 and the latest, with both drivers", async () => {
    await dbfirst("pull", "--no-prove");
    const index = join(project.path, "src/schemas/index.ts");
    const program = join(drizzle0Folder, "better-auth.mjs");
    for (const name of ["better-auth-1.4", "better-auth"]) {
      for (const driver of ["postgres-js", "node-postgres"]) {
        const users = await createExampleDatabase();
        const args = ["--import", "tsx", program, name, index, driver, users.url];
        const { exitCode, stdout, stderr } = await execa("node", args, { reject: false });
        await users.drop();
        expect(exitCode, `${name}, ${driver}: ${stdout}\n${stderr}`).toBe(0);
        expect(stdout.split("\n").filter((line) => !line.includes("[Better Auth]"))).toEqual([
          "sign up",
          "sign in",
          "session",
          "organization",
          "relational query",
          "expired session refused",
          "sign out",
        ]);
      }
    }
  });
});

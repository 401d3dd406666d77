import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runOnTerminal } from "../support/terminal.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// Whoever sits at a terminal is asked; nobody else is.

let project: ProjectFolder;
beforeEach(() => {
  // Whichever package manager runs the tests, the project says which one is its own.
  const lock = { "package-lock.json": "{}" };
  project = createProject({ "sql/1.sql": "create table a (id int);\n", ...lock });
});
afterEach(() => project.dispose());

const init = (answer: string, env?: Record<string, string>) =>
  runOnTerminal(["init"], { cwd: project.path, prompt: "[y/N]", answer, ...(env && { env }) });

/** What init would change. */
const present = () => ({
  names: readdirSync(project.path),
  manifest: project.read("package.json"),
});

describe("init", () => {
  it.each(["y\n", "YES\n"])("writes after %j", async (answer) => {
    const { code, shown } = await init(answer);
    expect(code, shown).toBe(0);
    expect(shown).toContain("Write these 5 files?");
    expect(shown).toContain("Wrote 5 files");
    expect(project.read("package.json")).toContain("dbfirst check-drift");
  });

  it.each(["n\n", "\n", "yesterday\n", "\u0004"])("writes nothing after %j", async (answer) => {
    const before = present();
    const { code, shown } = await init(answer);
    expect(code, shown).toBe(0);
    expect(shown).toContain("Nothing was written.");
    expect(present()).toEqual(before);
  });

  it("writes nothing after Ctrl-C", async () => {
    const before = present();
    expect((await init("\u0003")).code).toBe(130);
    expect(present()).toEqual(before);
  });

  it("asks nobody in CI or without a terminal, where --yes and --dry-run say what is wanted", async () => {
    const before = present();
    const inCi = await init("y\n", { CI: "true" });
    expect([inCi.code, inCi.shown.includes("Nobody can be asked")]).toEqual([2, true]);
    const piped = await project.run(["init"]);
    expect([piped.code, piped.stderr.includes("--yes writes without asking")]).toEqual([2, true]);
    expect((await project.run(["init", "--dry-run"])).stderr).toContain("Nothing was written");
    expect(present()).toEqual(before);
    expect((await project.run(["init", "--yes"])).code).toBe(0);
    expect((await project.run(["init"])).stdout).toContain("There is nothing to do");
  });
});
